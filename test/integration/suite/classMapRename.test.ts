import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Choices } from '../../../src/extension/mask/choices.ts';
import { ClassMapWatcher } from '../../../src/extension/mask/classMapFolders.ts';
import { namingOf, renameClass, writeName } from '../../../src/extension/mask/classMapRename.ts';
import { factsOf, searchClassMap } from '../../../src/extension/mask/classMaps.ts';
import type { PresetEvidence } from '../../../src/core/formats/presets/presets.ts';
import type { MaskDocument } from '../../../src/extension/mask/maskDocument.ts';
import { closeAll, makeFolder, mask, memento, until, write } from './support.ts';

const folder = makeFolder('classMapRename');
const palette = Uint8Array.of(0, 0, 0, 255, 0, 0, 0, 255, 0);
const paletted: PresetEvidence = { paletteRgb: palette, isColour: false };
const grey: PresetEvidence = { paletteRgb: null, isColour: false };

const read = async (uri: vscode.Uri) => Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');

/** Renames the class of an id in what applies to a mask; false where the file cannot name it. */
async function rename(maskFile: vscode.Uri, evidence: PresetEvidence, id: number, name: string): Promise<boolean> {
  const naming = await namingOf(await searchClassMap(maskFile, evidence, undefined), evidence, { id });
  if (naming === null || naming.file === null) return false;
  await writeName(naming.file, naming, name);
  return true;
}

type Asked = 'showInputBox' | 'showQuickPick' | 'showSaveDialog' | 'showInformationMessage' | 'showWarningMessage';

/** Answers questions in the user's place until `end` is called. */
function answering(answers: Partial<Record<Asked, (...asked: never[]) => unknown>>): () => void {
  const window = vscode.window as unknown as Record<string, unknown>;
  const before = Object.keys(answers).map((name) => [name, window[name]] as const);
  for (const [name, answer] of Object.entries(answers)) {
    window[name] = (...asked: never[]) => Promise.resolve(answer(...asked));
  }
  return () => {
    for (const [name, original] of before) window[name] = original;
  };
}

describe('renaming a class', () => {
  afterEach(closeAll);

  it('changes the name in the file alone, which is saved, and the open mask hears of it', async () => {
    const text = '# ours\r\n\r\ncat:0,255,0:head,tail:run\r\nbackground:0,0,0::\r\n';
    const uri = await write(folder, 'saved/labelmap.txt', text);
    const file = await write(folder, 'saved/a.mask.png', mask());
    const watcher = new ClassMapWatcher();
    const names: string[] = [];
    const subscription = watcher.watch({ uri: file }, () => {
      void searchClassMap(file, paletted, undefined).then((found) => {
        names.push(
          factsOf(found)
            ?.entries.map(({ id, name }) => `${id} ${name}`)
            .join() ?? '',
        );
      });
    });
    // The palette has the green at 2, whatever the line.
    assert.ok(await rename(file, paletted, 2, 'Katze'));
    assert.equal(await read(uri), text.replace('cat:', 'Katze:'));
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    assert.equal(document?.isDirty, false);
    let touched = 0;
    await until(async () => {
      // A watcher needs a moment to start, which nothing announces.
      if (names.length === 0) await write(folder, 'saved/labelmap.txt', `${await read(uri)}# ${touched++}\r\n`);
      return names.includes('0 background,2 Katze');
    });
    subscription.dispose();
    watcher.dispose();
  });

  it('is undone in the text editor', async () => {
    const text = 'background\ncat\n';
    const uri = await write(folder, 'undo/labels.txt', text);
    const file = await write(folder, 'undo/a.mask.png', mask());
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    assert.ok(await rename(file, grey, 1, 'dog'));
    assert.equal(await read(uri), 'background\ndog\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
    await editor.document.save();
  });

  it('leaves a file with unsaved changes to the user', async () => {
    const uri = await write(
      folder,
      'dirty/a.classes.json',
      '{ "classes": [{ "id": 1, "name": "cat", "aliases": ["x"] }] }',
    );
    const file = await write(folder, 'dirty/a.mask.png', mask());
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
    assert.ok(await rename(file, grey, 1, 'dog'));
    assert.equal(editor.document.isDirty, true);
    assert.equal(editor.document.getText(), '\n{ "classes": [{ "id": 1, "name": "dog", "aliases": ["x"] }] }');
    assert.match(await read(uri), /"cat"/);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('gives an id its first name where the file can hold it', async () => {
    const list = await write(folder, 'first/labels.txt', 'background\n');
    const inList = await write(folder, 'first/a.mask.png', mask());
    assert.ok(await rename(inList, grey, 2, 'dog'));
    assert.equal(await read(list), 'background\n\ndog\n');
    const labelmap = await write(folder, 'colours/labelmap.txt', 'background:0,0,0::\ncat:0,255,0::\n');
    const inLabelmap = await write(folder, 'colours/a.mask.png', mask());
    assert.ok(await rename(inLabelmap, paletted, 1, 'dog'));
    assert.equal(await read(labelmap), 'background:0,0,0::\ncat:0,255,0::\ndog:255,0,0::\n');
    // In grey masks lines count, and the fourth would not be class 7.
    assert.equal(await rename(inLabelmap, grey, 7, 'cow'), false);
    assert.ok(await rename(inLabelmap, grey, 3, 'cow'));
  });

  it('renames the class that an id has by the palette as it is edited', async () => {
    const uri = await write(folder, 'edited/labelmap.txt', 'background:0,0,0::\ndog:255,0,0::\ncat:0,255,0::\n');
    const file = await write(folder, 'edited/a.mask.png', mask());
    // The entries 1 and 2 have changed places.
    const edited = { ...paletted, paletteRgb: Uint8Array.of(0, 0, 0, 0, 255, 0, 255, 0, 0), openedPaletteRgb: palette };
    assert.ok(await rename(file, edited, 1, 'lynx'));
    assert.equal(await read(uri), 'background:0,0,0::\ndog:255,0,0::\nlynx:0,255,0::\n');
    // Of three colours one is left, and yet the id is not named by its position.
    const gone = { ...edited, paletteRgb: Uint8Array.of(7, 7, 7, 8, 8, 8, 255, 0, 0) };
    assert.ok(await rename(file, gone, 2, 'wolf'));
    assert.equal(await read(uri), 'background:0,0,0::\nwolf:255,0,0::\nlynx:0,255,0::\n');
  });

  it('counts the names of MOTS from 1', async () => {
    const uri = await write(folder, 'mots/instances/labels.txt', 'car\npedestrian\n');
    const file = await write(folder, 'mots/instances/0001/a.mask.png', mask());
    const mots = { ...grey, divisor: 1000 };
    assert.ok(await rename(file, mots, 2, 'person'));
    assert.ok(await rename(file, mots, 3, 'bus'));
    assert.equal(await read(uri), 'car\nperson\nbus\n');
  });

  it('goes by the colour in an RGB mask', async () => {
    const text = 'background:0,0,0::\ncat:0,255,0::\n';
    const uri = await write(folder, 'rgb/labelmap.txt', text);
    const file = await write(folder, 'rgb/a.mask.png', mask());
    const rgb = { paletteRgb: null, isColour: true };
    const found = await searchClassMap(file, rgb, undefined);
    const naming = await namingOf(found, rgb, { id: 0, colour: '#00ff00' });
    assert.ok(naming !== null && naming.file !== null);
    await writeName(naming.file, naming, 'dog');
    assert.equal(await read(uri), text.replace('cat', 'dog'));
    assert.equal(await namingOf(found, rgb, { id: 0, colour: '#123456' }), null);
  });

  it('takes the class of a pixel of class and instance, and the first name of all into a new file', async () => {
    const file = await write(folder, 'nameless/masks/a.png', mask());
    const choices = new Choices(memento());
    const kind = { kind: 'classInstance', divisor: 1000, reason: '', chosenByUser: true };
    const document = { uri: file, kind, head: null, isColour: false, ids: undefined, read: () => Promise.resolve() };
    const titles: (string | undefined)[] = [];
    const end = answering({
      showInputBox: ({ title }: vscode.InputBoxOptions) => {
        titles.push(title);
        return 'car';
      },
      showInformationMessage: (_message: string, options: unknown, button: unknown) =>
        typeof options === 'object' ? button : undefined,
    });
    await choices.setClassMap(file, { from: 'none' });
    await renameClass(document as unknown as MaskDocument, choices, 26_004);
    end();
    assert.deepEqual(titles, ['Name the class 26']);
    const written = vscode.Uri.joinPath(folder, 'nameless/masks.classes.json');
    assert.deepEqual(JSON.parse(await read(written)), { classes: [{ id: 26, name: 'car' }], void: [] });
    assert.deepEqual(choices.classMapOf(file), { from: 'file', uri: written.toString() });
  });

  it('refuses to write over what changed meanwhile', async () => {
    const uri = await write(folder, 'raced/labels.txt', 'background\ncat\n');
    const file = await write(folder, 'raced/a.mask.png', mask());
    const naming = await namingOf(await searchClassMap(file, grey, undefined), grey, { id: 1 });
    assert.ok(naming !== null && naming.file !== null);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), 'x');
    await vscode.workspace.applyEdit(edit);
    await assert.rejects(writeName(naming.file, naming, 'dog'), /labels\.txt in raced has changed in the meantime/);
    await naming.file.document.save();
  });

  it('asks for the class and the name, and says why a name will not do', async () => {
    const uri = await write(folder, 'asked/labelmap.txt', 'background:0,0,0::\ncat:0,255,0::\n');
    const file = await write(folder, 'asked/a.mask.png', mask());
    await vscode.commands.executeCommand('vscode.openWith', file, 'maskscope.mask', { preview: false });
    let offered: string[] = [];
    let reasons: (string | undefined)[] = [];
    let said = '';
    const end = answering({
      showQuickPick: (items: vscode.QuickPickItem[]) => {
        offered = items.map(({ label, description }) => `${description ?? ''} ${label}`);
        return items[1];
      },
      showInputBox: async (options: vscode.InputBoxOptions) => {
        const reasonFor = async (text: string) => {
          const answer = await options.validateInput?.(text);
          return typeof answer === 'string' ? answer : answer?.message;
        };
        reasons = await Promise.all([options.value ?? '', '', 'a:b', '#a', 'background', 'Background'].map(reasonFor));
        return ' dog ';
      },
      showInformationMessage: (message: string) => {
        said = message;
      },
    });
    await until(async () => {
      await vscode.commands.executeCommand('maskscope.renameClass');
      return said !== '';
    });
    end();
    assert.deepEqual(offered, ['0 background', '2 cat']);
    assert.deepEqual(reasons, [
      undefined,
      'Enter a name.',
      'In labelmap.txt a colon ends the name.',
      'In labelmap.txt a line that begins with # is a comment.',
      'Another class has this name already.',
      'The name of another class, background, differs only in upper and lower case.',
    ]);
    assert.equal(said, 'cat is called dog now in labelmap.txt in asked. Undo it there, not in the mask.');
    assert.equal(await read(uri), 'background:0,0,0::\ndog:0,255,0::\n');
  });

  it('writes the classes of a preset into a file beside the folder of the masks, and renames there', async () => {
    const file = await write(folder, 'preset/masks/a_gtFine_labelTrainIds.mask.png', mask());
    const trainIds = await write(folder, 'preset/masks/a_gtFine_labelTrainIds.png', mask());
    assert.ok(file);
    await vscode.commands.executeCommand('vscode.openWith', trainIds, 'maskscope.mask.any', { preview: false });
    const asked: string[] = [];
    const end = answering({
      showQuickPick: (items: vscode.QuickPickItem[]) => items.find(({ label }) => label === 'road'),
      showInputBox: () => 'street',
      showInformationMessage: (message: string, options: unknown, button: unknown) => {
        asked.push(message);
        return typeof options === 'object' ? button : undefined;
      },
    });
    await vscode.commands.executeCommand('maskscope.renameClass');
    end();
    assert.deepEqual(asked, [
      'Cityscapes trainIds is a preset, which cannot be changed. Write its classes to masks.classes.json in preset, and rename there?',
      'road is called street now in masks.classes.json in preset. Undo it there, not in the mask.',
    ]);
    const found = factsOf(await searchClassMap(trainIds, grey, undefined));
    assert.equal(found?.source, 'masks.classes.json in preset');
    assert.equal(found.entries.length, 20);
    assert.ok(
      found.entries.some(({ name }) => name === 'street') && !found.entries.some(({ name }) => name === 'road'),
    );
  });
});

describe('saving a class map in another format', () => {
  afterEach(closeAll);

  it('says first what the format does not keep', async () => {
    await write(
      folder,
      'save/own.classes.json',
      '{ "classes": [{ "id": 0, "name": "background", "colour": "#000000" }, { "id": 1, "name": "tv", "aliases": ["tvmonitor"] }], "void": [] }',
    );
    const file = await write(folder, 'save/masks/a.mask.png', mask());
    await vscode.commands.executeCommand('vscode.openWith', file, 'maskscope.mask', { preview: false });
    const target = vscode.Uri.joinPath(folder, 'save/labelmap.txt');
    let details: (string | undefined)[] = [];
    let proposed: string | undefined;
    let warned: string | undefined;
    const save = (answer: unknown) =>
      answering({
        showQuickPick: (items: vscode.QuickPickItem[]) => {
          details = items.map(({ detail }) => detail);
          return items[1];
        },
        showSaveDialog: ({ defaultUri }: vscode.SaveDialogOptions) => {
          proposed = defaultUri?.path;
          return target;
        },
        showWarningMessage: (_message: string, options: vscode.MessageOptions) => {
          warned = options.detail;
          return answer;
        },
        showInformationMessage: () => undefined,
      });
    const refuse = save(undefined);
    await until(async () => {
      await vscode.commands.executeCommand('maskscope.writeClassMap');
      return warned !== undefined;
    });
    refuse();
    assert.deepEqual(details, [
      'Keeps everything',
      'Loses: other names (1)',
      'Loses: colours, other names (2)',
      'Loses: names, colours, other names (3)',
    ]);
    assert.equal(proposed, target.path);
    assert.equal(warned, 'The other names of the class tv are not kept.');
    await assert.rejects(read(target));
    const agree = save('Write Anyway');
    await vscode.commands.executeCommand('maskscope.writeClassMap');
    agree();
    assert.equal(await read(target), '# label:color_rgb:parts:actions\nbackground:0,0,0::\ntv:::\n');
  });
});

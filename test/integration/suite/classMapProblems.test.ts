import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { closeAll, extension, makeFolder, mask, until, write } from './support.ts';

const folder = makeFolder('classMapProblems');

const ours = (uri: vscode.Uri) => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Maskscope');
const shown = (uri: vscode.Uri) =>
  ours(uri).map(({ code, severity, range }) => {
    const place = `${range.start.line}:${range.start.character}-${range.end.line}:${range.end.character}`;
    return `${typeof code === 'string' ? code : ''} ${vscode.DiagnosticSeverity[severity] ?? ''} ${place}`;
  });

function quickFixes(uri: vscode.Uri, line: number): Thenable<vscode.CodeAction[]> {
  const range = new vscode.Range(line, 0, line, 20);
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, range, kind);
}

describe('problems of class maps', () => {
  before(async () => {
    await extension().activate();
  });
  afterEach(closeAll);

  it('are shown at their lines while a labelmap is open, and mended by quick fixes', async () => {
    const text = '# label:color_rgb\r\nbackground:0,0,0::\r\n cat :1,2,3::\r\ndog:4,5,6::\r\ndog:7,8,9::\r\n';
    const uri = await write(folder, 'open/labelmap.txt', text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await until(() => ours(uri).length > 0);
    assert.deepEqual(shown(uri), ['nameBlanks Warning 2:1-2:13', 'nameDuplicate Error 4:0-4:11']);
    assert.match(ours(uri)[1]?.message ?? '', /^The name dog belongs to the ids 2 and 3\.$/);
    assert.equal(ours(uri)[1]?.relatedInformation?.[0]?.location.range.start.line, 3);

    const [blanks, ...others] = await quickFixes(uri, 2);
    assert.deepEqual([blanks?.title, blanks?.isPreferred, others.length], ['Take the blanks from cat', true, 0]);
    assert.ok(blanks?.edit !== undefined && (await vscode.workspace.applyEdit(blanks.edit)));
    assert.equal(document.getText(), text.replace(' cat :', 'cat:'));
    const renames = await quickFixes(uri, 4);
    assert.deepEqual(
      renames.map(({ title }) => title),
      ['Rename dog to dog 2', 'Remove dog'],
    );
    assert.ok(renames[0]?.edit !== undefined && (await vscode.workspace.applyEdit(renames[0].edit)));
    assert.equal(document.getText(), text.replace(' cat :', 'cat:').replace('dog:7', 'dog 2:7'));
    await until(() => ours(uri).length === 0);
    await vscode.commands.executeCommand('undo');
    await until(() => ours(uri).length === 1);
    await document.save();
  });

  it('are shown in our own JSON, each class with its place', async () => {
    const text = '{\n  "classes": [\n    { "id": 1, "name": "cat" },\n    { "id": 1, "name": "dog" }\n  ]\n}\n';
    const uri = await write(folder, 'open/a.classes.json', text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await until(() => ours(uri).length > 0);
    assert.deepEqual(shown(uri), ['backgroundMissing Information 0:0-0:1', 'idDuplicate Error 3:4-3:30']);
    const [renumber] = await quickFixes(uri, 3);
    assert.equal(renumber?.title, 'Give dog the free id 0');
    const [background] = await quickFixes(uri, 0);
    assert.equal(background?.title, 'Add the class background with the id 0');
    assert.ok(background.edit !== undefined && (await vscode.workspace.applyEdit(background.edit)));
    assert.equal(
      document.getText(),
      text.replace(
        '{ "id": 1, "name": "cat" }',
        '{ "id": 0, "name": "background", "colour": "#000000" },\n    { "id": 1, "name": "cat" }',
      ),
    );
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });

  it('are not shown in other lists of names, unless one applies to an open mask', async () => {
    const uri = await write(folder, 'names/labels.txt', 'person\nperson\n');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    await delay(600);
    assert.deepEqual(shown(uri), []);
    const file = await write(folder, 'names/a.mask.png', mask());
    await vscode.commands.executeCommand('vscode.openWith', file, 'maskscope.mask', { preview: false });
    await until(() => ours(uri).length > 0);
    assert.deepEqual(shown(uri), ['backgroundMissing Information 0:0-0:6', 'nameDuplicate Error 1:0-1:6']);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until(() => ours(uri).length === 0);
  });

  it('are shown of a file that is not open as text, and looked at again when it changes', async () => {
    const uri = await write(folder, 'applied/classes.txt', '_background_\ncat\ncat\n');
    const file = await write(folder, 'applied/a.mask.png', mask());
    await vscode.commands.executeCommand('vscode.openWith', file, 'maskscope.mask', { preview: false });
    await until(() => ours(uri).length > 0);
    assert.deepEqual(shown(uri), ['nameDuplicate Error 2:0-2:3']);
    let line = 0;
    await until(async () => {
      await write(folder, 'applied/classes.txt', `_background_\ncat\ncat ${line++}\n`);
      await delay(600);
      return ours(uri).length === 0;
    });
  });
});

describe('the schema of *.classes.json', () => {
  it('explains each field', async () => {
    const uri = await write(folder, 'schema/a.classes.json', '{ "classes": [{ "id": 0, "name": "sky" }] }');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    let text = '';
    // The JSON extension starts with the first JSON file.
    await until(async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        uri,
        new vscode.Position(0, 27),
      );
      text = hovers
        .flatMap(({ contents }) => contents.map((one) => (typeof one === 'string' ? one : one.value)))
        .join();
      return text !== '';
    }, 20_000);
    assert.match(text, /The name of the class/);
    await closeAll();
  });
});

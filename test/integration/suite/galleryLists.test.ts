import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { StepUi } from '../../../src/extension/batch/stepUi.ts';
import { Dataset, FOUND_BY_ITSELF } from '../../../src/extension/dataset/dataset.ts';
import { actOnPairs } from '../../../src/extension/datasetPages/galleryActions.ts';
import { closeAll, extension, makeFolder, palettedPng, played } from './support.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
/** Fields of a picture in one colour, and of a mask with two ids. */
const FLAT = palettedPng(4, 4, new Uint8Array(16), Uint8Array.of(1, 2, 3));
const MASK = palettedPng(4, 4, new Uint8Array(16).fill(1, 8), Uint8Array.of(0, 0, 0, 128, 0, 0));

/** Looks at the comparison before it answers in the user's place. */
class Looker implements StepUi {
  answer: 'apply' | 'leave' = 'apply';
  /** The file and what was proposed in its place, of each question. */
  readonly asked: { readonly path: string; readonly proposed: string; readonly labels: readonly string[] }[] = [];

  async pick({ items }: Parameters<StepUi['pick']>[0]): Promise<string> {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputTextDiff);
    const proposed = (await vscode.workspace.openTextDocument(input.modified)).getText();
    this.asked.push({ path: input.original.fsPath, proposed, labels: items.map(({ label }) => label) });
    return this.answer;
  }
  input(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
  open(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }
}

describe('lists that the gallery writes', function () {
  this.timeout(60_000);
  const log = vscode.window.createOutputChannel('Lists under test', { log: true });
  let folder: vscode.Uri;
  let dataset: Dataset;
  let ui: Looker;

  const uriOf = (name: string): vscode.Uri => vscode.Uri.joinPath(folder, name);
  const put = (name: string, content: string | Uint8Array): void => writeFileSync(uriOf(name).fsPath, content);
  const read = (name: string): string => readFileSync(uriOf(name).fsPath, 'utf8');

  before(() => extension().activate());
  beforeEach(async () => {
    folder = makeFolder('lists');
    for (const one of ['JPEGImages', 'SegmentationClass']) mkdirSync(join(folder.fsPath, one));
    for (const name of NAMES) {
      put(`JPEGImages/${name}.png`, FLAT);
      put(`SegmentationClass/${name}.png`, MASK);
    }
    const script = join(extension().extensionPath, 'dist', 'datasetProcess.js');
    dataset = new Dataset(folder, FOUND_BY_ITSELF, { script, log });
    ui = new Looker();
    await dataset.scan();
  });
  afterEach(async () => {
    dataset.dispose();
    await closeAll();
    rmSync(folder.fsPath, { recursive: true, force: true });
  });
  after(() => log.dispose());

  /** Acts on pairs, with a file or folder as the answer of the dialog; what was told in the end. */
  async function act(
    action: Parameters<typeof actOnPairs>[1],
    names: readonly string[],
    target: vscode.Uri,
  ): Promise<string[]> {
    const window = vscode.window as unknown as Record<'showOpenDialog' | 'showSaveDialog', unknown>;
    const { showOpenDialog, showSaveDialog } = window;
    window.showOpenDialog = () => Promise.resolve([target]);
    window.showSaveDialog = () => Promise.resolve(target);
    const { shown, end } = played('showInformationMessage', undefined);
    try {
      await actOnPairs(dataset, action, names, ui);
      return shown;
    } finally {
      end();
      Object.assign(window, { showOpenDialog, showSaveDialog });
    }
  }
  const addTo = (name: string, names: readonly string[]): Promise<string[]> => act('addToList', names, uriOf(name));
  const saveAs = (name: string, names: readonly string[]): Promise<string[]> => act('saveList', names, uriOf(name));

  it('get the pairs that they name in no form yet, in their own form, with their BOM and line ends', async () => {
    const before = '\ufeff# chosen\r\na.png\r\nb\r\nJPEGImages/c.png SegmentationClass/c.png\r\nd.png';
    put('mine.txt', before);
    const told = await addTo('mine.txt', NAMES);
    assert.equal(read('mine.txt'), `${before}\r\ne.png\r\n`);
    assert.deepEqual(ui.asked, [
      {
        path: uriOf('mine.txt').fsPath,
        proposed: `${before.slice(1)}\r\ne.png\r\n`,
        labels: ['Add 1 Line', 'Leave as It Is'],
      },
    ]);
    assert.match(told.join(), /mine\.txt: 1; in it already: 4\.$/);
    const again = await addTo('mine.txt', NAMES);
    assert.match(again.join(), /mine\.txt: 0; in it already: 5\.$/);
    assert.equal(ui.asked.length, 1);
    const editor = await vscode.window.showTextDocument(uriOf('mine.txt'));
    await vscode.commands.executeCommand('undo');
    await editor.document.save();
    assert.equal(read('mine.txt'), before);
  });

  it('get both paths where their lines have both', async () => {
    put('pairs.lst', '/JPEGImages/a.png\t/SegmentationClass/a.png\n');
    await addTo('pairs.lst', ['a', 'b', 'c']);
    const added = ['b', 'c'].map((name) => `/JPEGImages/${name}.png\t/SegmentationClass/${name}.png\n`).join('');
    assert.equal(read('pairs.lst'), `/JPEGImages/a.png\t/SegmentationClass/a.png\n${added}`);
    assert.deepEqual(ui.asked[0]?.labels, ['Add 2 Lines', 'Leave as It Is']);
  });

  it('stay as they are where the user leaves them', async () => {
    put('mine.txt', 'a\n');
    ui.answer = 'leave';
    assert.deepEqual(await addTo('mine.txt', ['b']), []);
    assert.deepEqual(await saveAs('mine.txt', ['c']), []);
    assert.equal(read('mine.txt'), 'a\n');
    assert.deepEqual(
      ui.asked.map(({ proposed }) => proposed),
      ['a\nb\n', 'c\n'],
    );
  });

  it('are replaced after the comparison, and written at once where there is none', async () => {
    await saveAs('new.txt', ['a', 'b']);
    assert.equal(read('new.txt'), 'a\nb\n');
    assert.deepEqual(ui.asked, []);
    put('old.txt', '\ufeffa\r\nb\r\n');
    const told = await saveAs('old.txt', ['b', 'c']);
    assert.equal(read('old.txt'), '\ufeffb\r\nc\r\n');
    assert.deepEqual(ui.asked, [
      { path: uriOf('old.txt').fsPath, proposed: 'b\r\nc\r\n', labels: ['Replace the List', 'Leave as It Is'] },
    ]);
    assert.match(told.join(), /old\.txt: 2\.$/);
  });

  it('are left alone with unsaved changes, also where the file is gone', async () => {
    put('open.txt', 'a\n');
    const editor = await vscode.window.showTextDocument(uriOf('open.txt'));
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'mine'));
    await assert.rejects(addTo('open.txt', ['b']), /unsaved changes/);
    await assert.rejects(saveAs('open.txt', ['b']), /unsaved changes/);
    assert.equal(read('open.txt'), 'a\n');
    rmSync(uriOf('open.txt').fsPath);
    await assert.rejects(saveAs('open.txt', ['b']), /unsaved changes/);
    assert.ok(!existsSync(uriOf('open.txt').fsPath));
    assert.equal(editor.document.getText(), 'a\nmine');
    assert.deepEqual(ui.asked, []);
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('are left alone where their line ends are mixed, or they are not UTF-8', async () => {
    const bytes = { 'mixed.txt': Buffer.from('a\nb\r\nc\n'), 'latin.txt': Buffer.from('a\n\xe4\n', 'latin1') };
    for (const [name, content] of Object.entries(bytes)) {
      put(name, content);
      await assert.rejects(addTo(name, ['d']), /is not in UTF-8, or its line ends differ/);
      await assert.rejects(saveAs(name, ['d']), /is not in UTF-8, or its line ends differ/);
      assert.deepEqual(readFileSync(uriOf(name).fsPath), content);
    }
    assert.deepEqual(ui.asked, []);
  });

  it('are not added to where a pair cannot be told as they tell pairs', async () => {
    put('JPEGImages/lone.png', FLAT);
    await dataset.scan();
    put('pairs.txt', 'JPEGImages/a.png SegmentationClass/a.png\n');
    await assert.rejects(addTo('pairs.txt', ['b', 'lone']), /Nothing was added: lone cannot be named/);
    assert.equal(read('pairs.txt'), 'JPEGImages/a.png SegmentationClass/a.png\n');
  });

  it('are not written in Restricted Mode, nor are copies', async () => {
    const copies = makeFolder('copies');
    put('mine.txt', 'a\n');
    const { shown, end } = played('showWarningMessage', undefined);
    const isTrusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted');
    assert.ok(isTrusted);
    Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
    try {
      await addTo('mine.txt', ['b']);
      await saveAs('new.txt', ['b']);
      await act('export', ['b'], copies);
      assert.equal(read('mine.txt'), 'a\n');
      assert.ok(!existsSync(uriOf('new.txt').fsPath));
      assert.ok(!existsSync(join(copies.fsPath, 'SegmentationClass')));
      const why = 'Lists and copies are written to files, which needs a trusted workspace.';
      assert.deepEqual(shown, [why, why, why]);
    } finally {
      Object.defineProperty(vscode.workspace, 'isTrusted', isTrusted);
      end();
    }
    await act('export', ['b'], copies);
    assert.deepEqual(readFileSync(join(copies.fsPath, 'SegmentationClass', 'b.png')), Buffer.from(MASK));
    rmSync(copies.fsPath, { recursive: true });
  });
});

import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Downloads } from '../../../src/extension/downloads/downloads.ts';
import { ExportDocument } from '../../../src/extension/labelbox/exportDocument.ts';
import { ExportEditor } from '../../../src/extension/labelbox/exportEditor.ts';
import { ExportEditors } from '../../../src/extension/labelbox/exportEditors.ts';
import { ExportMemory } from '../../../src/extension/labelbox/exportMemory.ts';
import { FindingsTree } from '../../../src/extension/findings/findingsTree.ts';
import { usualFolder, usualMasks } from '../../../src/extension/labelbox/originals.ts';
import { RenamedExports } from '../../../src/extension/labelbox/renamedExports.ts';
import type { FromExportPage, ToExportPage } from '../../../src/protocol/labelbox.ts';
import { activeViewType, closeAll, extension, makeFolder, memento, until, write } from './support.ts';

const script = join(extension().extensionPath, 'dist', 'labelboxProcess.js');
const log = vscode.window.createOutputChannel('files of exports', { log: true });

const row = (name: string): string =>
  JSON.stringify({
    ...{ ID: name, 'DataRow ID': `${name}row`, 'Labeled Data': 'https://example.invalid/a.jpg', 'Created By': 'anna' },
    ...{ 'External ID': `${name}.jpg`, Label: { objects: [], classifications: [] }, Skipped: false },
  });

describe('Files of exports', () => {
  const state = memento();
  const documents: ExportDocument[] = [];
  const open = (uri: vscode.Uri): ExportDocument => {
    const document = new ExportDocument(uri, { script, memory: new ExportMemory(state), log });
    documents.push(document);
    return document;
  };
  afterEach(async () => {
    for (const document of documents.splice(0)) document.dispose();
    await closeAll();
  });
  after(() => log.dispose());

  it('have languages with which the extension comes', async () => {
    const events = (extension().packageJSON as { readonly activationEvents: readonly string[] }).activationEvents;
    const folder = makeFolder('languages');
    for (const name of ['a.json', 'a.ndjson', 'a.jsonl', 'a.csv', 'a.tsv']) {
      const { languageId } = await vscode.workspace.openTextDocument(await write(folder, name, ''));
      assert.ok(events.includes(`onLanguage:${languageId}`), `${name} is ${languageId}`);
    }
  });

  it('have originals and masks in the folder that downloads make, before others', async () => {
    const folder = makeFolder('downloaded');
    const uri = await write(folder, 'faces-2023.json', `[${row('a')}]`);
    const pathOf = (found: vscode.Uri | null): string | undefined => found?.path.slice(folder.path.length + 1);
    assert.deepEqual([await usualFolder(uri), await usualMasks(uri)], [null, null]);
    await write(folder, 'images/a.jpg', 'x');
    await write(folder, 'masks/a.png', 'x');
    assert.deepEqual([pathOf(await usualFolder(uri)), pathOf(await usualMasks(uri))], ['images', 'masks']);
    await write(folder, 'faces-2023/originals/a.jpg', 'x');
    await write(folder, 'faces-2023/masks/a.png', 'x');
    const found = [pathOf(await usualFolder(uri)), pathOf(await usualMasks(uri))];
    assert.deepEqual(found, ['faces-2023/originals', 'faces-2023/masks']);
  });

  it('have their originals listed again', async () => {
    const folder = makeFolder('listed');
    const document = open(await write(folder, 'export.json', `[${row('a')}]`));
    await until(() => document.phase === 'done', 20_000);
    const size = (): number | undefined => document.originals?.size;
    assert.equal(size(), undefined);
    await write(folder, 'export/originals/a.jpg', 'x');
    await document.renewOriginals();
    assert.equal(size(), 1);
    await write(folder, 'export/originals/b.jpg', 'x');
    document.read();
    await until(() => size() === 2, 20_000);
    await write(folder, 'export/originals/c.jpg', 'x');
    await document.setOriginals(vscode.Uri.joinPath(folder, 'export', 'originals'));
    assert.equal(size(), 3);
  });

  it('have their originals listed again when a download of theirs ends', async () => {
    const folder = makeFolder('fetched');
    const uri = await write(folder, 'export.json', `[${row('a')}]`);
    const services = { extensionUri: extension().extensionUri, script, log, state: memento() };
    const editors = new ExportEditors({ ...services, tree: new FindingsTree() });
    const document = editors.open(uri);
    documents.push(document);
    await until(() => document.phase === 'done', 20_000);
    const ended: string[] = [];
    const answers = ['both', `${folder.fsPath}/export`];
    const downloads = new Downloads({
      // One that ends at once.
      ...{ script: join(folder.fsPath, 'none.js'), log, state: memento() },
      secrets: {
        get: () => Promise.resolve(undefined),
        store: () => Promise.resolve(),
        delete: () => Promise.resolve(),
        onDidChange: new vscode.EventEmitter<vscode.SecretStorageChangeEvent>().event,
      },
      onDownloaded: (exportUri) => {
        ended.push(exportUri.toString());
        void editors.renewOriginals(exportUri);
      },
      ui: {
        pick: () => Promise.resolve(answers.shift()),
        input: () => Promise.resolve(undefined),
        open: () => Promise.resolve([]),
      },
    });
    await write(folder, 'export/originals/a.jpg', 'x');
    await downloads.begin(uri);
    await until(() => document.originals?.size === 1, 20_000);
    assert.deepEqual(ended, [uri.toString()]);
    downloads.dispose();
    editors.dispose();
  });

  it('keep the folder of originals that was chosen last, however long listings take', async () => {
    const folder = makeFolder('slowly');
    await write(folder, 'small/b.jpg', 'x');
    for (let i = 0; i < 120; i++) await write(folder, `large/${i}/a.jpg`, 'x');
    const document = open(await write(folder, 'export.json', `[${row('a')}]`));
    await until(() => document.phase === 'done', 20_000);
    const large = document.setOriginals(vscode.Uri.joinPath(folder, 'large'));
    // Its listing begins.
    await new Promise((done) => setImmediate(done));
    await Promise.all([large, document.setOriginals(vscode.Uri.joinPath(folder, 'small'))]);
    assert.equal(document.originals?.folder.path, `${folder.path}/small`);
  });

  it('take what was decided along when they or their folders are renamed', async () => {
    const folder = makeFolder('renamed');
    const uri = await write(folder, 'old/export.json', `[${row('a')}]`);
    const document = open(uri);
    await document.setChoice('all');
    await document.setOriginals(vscode.Uri.joinPath(folder, 'old', 'images'));
    await state.update('maskscope.labelbox.conversions', { [uri.toString()]: { layout: 'coco' } });
    const renamed = new RenamedExports(state, log);
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(vscode.Uri.joinPath(folder, 'old'), vscode.Uri.joinPath(folder, 'new'));
    assert.ok(await vscode.workspace.applyEdit(edit));
    const moved = vscode.Uri.joinPath(folder, 'new', 'export.json');
    const memory = new ExportMemory(state);
    const images = vscode.Uri.joinPath(folder, 'new', 'images').toString();
    assert.deepEqual([memory.recall(moved).choice, memory.recall(moved).originals], ['all', images]);
    await until(() => memory.recall(uri).choice === 'newest');
    const conversions = state.get<Record<string, unknown>>('maskscope.labelbox.conversions');
    assert.deepEqual(conversions, { [moved.toString()]: { layout: 'coco' } });
    renamed.dispose();
  });

  it('stay open as exports when they are renamed', async () => {
    const folder = makeFolder('reopened');
    const uri = await write(folder, 'export.json', `[${row('a')}]`);
    await vscode.commands.executeCommand('maskscope.openAsExport', uri);
    await until(() => activeViewType() === 'maskscope.labelbox');
    const edit = new vscode.WorkspaceEdit();
    const moved = vscode.Uri.joinPath(folder, 'moved.json');
    edit.renameFile(uri, moved);
    assert.ok(await vscode.workspace.applyEdit(edit));
    const shown = (): string[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .map(({ input }) =>
          input instanceof vscode.TabInputCustom
            ? `${input.viewType} ${input.uri.path}`
            : input instanceof vscode.TabInputText
              ? `text ${input.uri.path}`
              : String(input),
        );
    await until(() => shown().join() === `maskscope.labelbox ${moved.path}`);
  });

  it('of other file systems leave no copy behind when they are closed at once', async () => {
    const copies = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('maskscope-export-'));
    const before = copies();
    const bytes = Buffer.from(`[${row('a')}]`);
    const files = vscode.workspace.registerFileSystemProvider('copied', {
      onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
      watch: () => new vscode.Disposable(() => undefined),
      stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.length }),
      readDirectory: () => [],
      createDirectory: () => undefined,
      readFile: () => bytes,
      writeFile: () => undefined,
      delete: () => undefined,
      rename: () => undefined,
    });
    const uri = vscode.Uri.from({ scheme: 'copied', path: '/export.json' });
    const read = open(uri);
    await until(() => read.phase === 'done', 20_000);
    assert.equal(copies().length, before.length + 1);
    for (let wait = 0; wait < 20; wait++) {
      const closed = open(uri);
      await new Promise((done) => setTimeout(done, wait));
      closed.dispose();
    }
    read.dispose();
    await until(() => copies().length === before.length);
    files.dispose();
  });

  it('select the row of a finding once, and not again when the page is shown again', async () => {
    const folder = makeFolder('selected');
    const document = open(await write(folder, 'export.json', `[${row('a')},${row('b')}]`));
    await until(() => document.phase === 'done', 20_000);
    const posted: ToExportPage[] = [];
    const received = new vscode.EventEmitter<FromExportPage>();
    const viewChanged = new vscode.EventEmitter<void>();
    let visible = true;
    const panel = {
      webview: {
        ...{ options: {}, html: '', cspSource: 'self', onDidReceiveMessage: received.event },
        asWebviewUri: (uri: vscode.Uri) => uri,
        postMessage: (message: ToExportPage) => Promise.resolve(posted.push(message) > 0),
      },
      ...{ onDidChangeViewState: viewChanged.event, active: true, reveal: () => undefined },
      get visible() {
        return visible;
      },
    };
    const editor = new ExportEditor(
      document,
      panel as unknown as vscode.WebviewPanel,
      {
        ...{ extensionUri: extension().extensionUri, log, update: () => undefined },
        chooseOriginals: () => Promise.resolve(),
        revealText: () => Promise.resolve(),
        showFindings: () => Promise.resolve(),
      },
      null,
    );
    const selected = (): number[] =>
      posted.splice(0).flatMap((message) => (message.type === 'select' ? [message.entry] : []));
    editor.select(1);
    assert.deepEqual(selected(), []);
    received.fire({ type: 'ready', page: 1 });
    assert.deepEqual(selected(), [1]);
    editor.select(0);
    assert.deepEqual(selected(), [0]);
    // A hidden page is gone; what is selected meanwhile waits for the next one.
    visible = false;
    viewChanged.fire();
    visible = true;
    viewChanged.fire();
    received.fire({ type: 'ready', page: 2 });
    assert.deepEqual(selected(), []);
    visible = false;
    viewChanged.fire();
    editor.select(1);
    assert.deepEqual(selected(), []);
    received.fire({ type: 'ready', page: 3 });
    assert.deepEqual(selected(), [1]);
    editor.dispose();
  });
});

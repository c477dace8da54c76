import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { ExportDocument } from '../../../src/extension/labelbox/exportDocument.ts';
import { ExportMemory } from '../../../src/extension/labelbox/exportMemory.ts';
import { ExportProblems } from '../../../src/extension/labelbox/exportProblems.ts';
import { FindingsTree } from '../../../src/extension/findings/findingsTree.ts';
import { ExportFindings } from '../../../src/extension/labelbox/exportFindings.ts';
import { RowTexts, revealPlace, revealRowText } from '../../../src/extension/labelbox/rowText.ts';
import { MAX_KEPT_FINDINGS } from '../../../src/jobs/labelboxSession.ts';
import { closeAll, extension, makeFolder, memento, until, write } from './support.ts';

const script = join(extension().extensionPath, 'dist', 'labelboxProcess.js');
const log = vscode.window.createOutputChannel('findings of exports', { log: true });

const row = (name: string, objects: readonly object[] = []): string =>
  JSON.stringify({
    ...{ ID: name, 'DataRow ID': `${name}row`, 'Labeled Data': 'https://example.invalid/a.jpg', 'Created By': 'anna' },
    ...{ 'External ID': `${name}.jpg`, Label: { objects, classifications: [] }, Skipped: false },
  });
const crossing = {
  ...{ featureId: 'f', schemaId: 's', title: 'eye', value: 'eye', color: '#ff0000' },
  polygon: [
    { x: 0, y: 0 },
    { x: 9, y: 9 },
    { x: 9, y: 0 },
    { x: 0, y: 9 },
  ],
};

describe('Findings of exports', () => {
  const folder = makeFolder('findings');
  const texts = new RowTexts();
  const documents: ExportDocument[] = [];
  const opened = async (uri: vscode.Uri): Promise<ExportDocument> => {
    const document = new ExportDocument(uri, { script, memory: new ExportMemory(memento()), log });
    documents.push(document);
    await until(() => document.phase !== 'reading', 20_000);
    return document;
  };
  afterEach(async () => {
    for (const document of documents.splice(0)) document.dispose();
    await closeAll();
  });
  after(() => {
    texts.dispose();
    log.dispose();
  });

  it('are listed as far as they are kept, and the rest is counted', async () => {
    const count = MAX_KEPT_FINDINGS + 5;
    const lines = Array.from({ length: count }, (_, i) => row(`n${i}`, [crossing]));
    const document = await opened(await write(folder, 'veryMany.ndjson', lines.join('\n')));
    const tree = new FindingsTree();
    const source = new ExportFindings(document);
    tree.add(source);
    const [file] = await tree.getChildren();
    const [rule] = await tree.getChildren(file);
    const last = async (): Promise<unknown> => {
      const node = (await tree.getChildren(rule)).at(-1);
      return node === undefined ? undefined : tree.getTreeItem(node).label;
    };
    assert.equal(await last(), `${(MAX_KEPT_FINDINGS - 200).toLocaleString('en')} more…`);
    for (let shown = 200; shown < MAX_KEPT_FINDINGS; shown += 200) tree.showMore(rule);
    assert.equal(await last(), '5 not listed; the column of findings in the table counts them.');
    tree.remove(source);
    source.dispose();
  });

  it('of rows that cannot be read lead to their place, in a document of its own where the file is large', async () => {
    const broken = '{"broken": "얼굴", ';
    const uri = await write(folder, 'broken.ndjson', `${row('a')}\n${broken}\n${row('b')}\n`);
    const document = await opened(uri);
    const { findings } = await document.ask('findings', { rule: 'brokenElement', from: 0, count: 1 });
    const [finding] = findings;
    assert.ok(finding !== undefined);
    await revealPlace(texts, document, finding);
    const own = vscode.window.activeTextEditor;
    assert.equal(own?.document.uri.toString(), uri.toString());
    assert.equal(own.selection.active.line, 1);
    await revealPlace(texts, document, finding, 10);
    const shown = vscode.window.activeTextEditor;
    assert.equal(shown?.document.uri.scheme, 'maskscope-row');
    assert.equal(
      shown.document.lineAt(shown.selection.active.line).text.slice(shown.selection.active.character),
      broken,
    );
  });

  it('and rows of large files are shown as the file has them now', async () => {
    const uri = await write(folder, 'large.ndjson', row('a'));
    const document = await opened(uri);
    await revealRowText(texts, document, 0, 10);
    const text = (): string => vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text(), /"Labeled Data": "https:\/\/example\.invalid\/a\.jpg"/);
    await write(folder, 'large.ndjson', row('a').replace('"anna"', '"minsu"'));
    document.read();
    await until(() => document.phase !== 'reading', 20_000);
    await revealRowText(texts, document, 0, 10);
    await until(() => text().includes('"minsu"'));
  });

  it('go with their file, and come back with it', async () => {
    const uri = await write(folder, 'gone.json', `[${row('a', [crossing])}]`);
    const document = await opened(uri);
    const problems = new ExportProblems(document, log);
    document.read();
    await until(() => vscode.languages.getDiagnostics(uri).length === 1, 20_000);
    await vscode.workspace.fs.delete(uri);
    await until(() => document.phase === 'failed', 20_000);
    assert.equal(document.problem, 'The file does not exist.');
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
    // Nothing is left to be asked.
    assert.equal(document.processId, undefined);
    await write(folder, 'gone.json', `[${row('a')}]`);
    await until(() => document.phase === 'done', 20_000);
    problems.dispose();
  });
});

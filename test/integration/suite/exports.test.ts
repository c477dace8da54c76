import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { EVERYTHING } from '../../../src/core/labelbox/table/entry.ts';
import { ExportDocument } from '../../../src/extension/labelbox/exportDocument.ts';
import { ExportMemory } from '../../../src/extension/labelbox/exportMemory.ts';
import { ExportProblems } from '../../../src/extension/labelbox/exportProblems.ts';
import { Originals } from '../../../src/extension/labelbox/originals.ts';
import { isExportFile } from '../../../src/extension/labelbox/recogniseExport.ts';
import { RowTexts, revealRowText } from '../../../src/extension/labelbox/rowText.ts';
import { activeViewType, closeAll, extension, makeFolder, memento, until, write } from './support.ts';

const SHARED = join(extension().extensionPath, '..', 'shared', 'data', 'labelbox');
const state = memento();

function open(uri: vscode.Uri): ExportDocument {
  const script = join(extension().extensionPath, 'dist', 'labelboxProcess.js');
  const log = vscode.window.createOutputChannel('exports', { log: true });
  return new ExportDocument(uri, { script, memory: new ExportMemory(state), log });
}

const square = (title: string, x: number, y: number): object => ({
  ...{ featureId: title, schemaId: 's', title, value: title, color: '#ff0000' },
  polygon: [
    { x, y },
    { x: x + 9, y: y + 9 },
    { x: x + 9, y },
    { x, y: y + 9 },
  ],
});
const row = (name: string, objects: readonly object[]): object => ({
  ...{ ID: name, 'DataRow ID': `${name}row`, 'Labeled Data': 'https://example.invalid/a.jpg' },
  ...{ 'External ID': `${name}.jpg`, Label: { objects, classifications: [] }, 'Created By': 'anna', Skipped: false },
});

describe('Labelbox exports', () => {
  const folder = makeFolder('exports');
  const documents: ExportDocument[] = [];
  const opened = async (uri: vscode.Uri): Promise<ExportDocument> => {
    const document = open(uri);
    documents.push(document);
    await until(() => document.phase !== 'reading', 20_000);
    return document;
  };
  afterEach(async () => {
    for (const document of documents.splice(0)) document.dispose();
    await closeAll();
  });

  const shared = existsSync(SHARED) ? it : it.skip;
  // Rows as Python's json counts them.
  for (const [file, era, rows] of [
    ['v1-fixtures/labelbox_1.json', 'E1', 10],
    ['v1-fixtures/v2_wkt.json', 'E2', 2],
    ['v1-fixtures/v3_xy.json', 'E3', 10],
    ['seed/export-2019-10-07.row0.json', 'E4', 1],
    ['v1-sdk/image_export.json', 'E5', 1],
  ] as const) {
    shared(`reads ${file} as ${era}`, async () => {
      const document = await opened(vscode.Uri.file(join(SHARED, file)));
      assert.equal(document.problem, null);
      assert.equal(document.recognised?.kind === 'export' && document.recognised.era, era);
      const { total } = await document.ask('rows', { query: EVERYTHING, from: 0, count: 1 });
      assert.equal(document.progress?.rows, rows);
      assert.ok(total >= 1);
      const found = await document.ask('row', { entry: 0 });
      assert.ok(found !== null && found.row.labels.length > 0);
    });
  }

  shared('says of an import payload what it is', async () => {
    const document = await opened(vscode.Uri.file(join(SHARED, 'import-ndjson', 'rectangle_import.json')));
    assert.deepEqual(document.recognised?.kind, 'notExport');
  });

  it('opens by the command, and one file in two editors', async () => {
    const uri = await write(folder, 'twice.json', JSON.stringify([row('a', [])]));
    await vscode.commands.executeCommand('maskscope.openAsExport', uri);
    await until(() => activeViewType() === 'maskscope.labelbox');
    const beside = { viewColumn: vscode.ViewColumn.Beside };
    await vscode.commands.executeCommand('vscode.openWith', uri, 'maskscope.labelbox', beside);
    await until(() => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length === 2);
  });

  it('knows an export by its first bytes', async () => {
    const uri = await write(folder, 'known.json', JSON.stringify([row('a', [square('eye', 0, 0)])]));
    assert.equal(await isExportFile(uri), true);
    assert.equal(await isExportFile(await write(folder, 'other.json', '{"a": 1}')), false);
  });

  it('shows what is wrong as problems, at the lines of the rows', async () => {
    const rows = [row('a', []), row('b', [square('eye', 0, 0)]), '{"broken": ', row('d', [square('eye ', 1, 1)])];
    const lines = rows.map((one) => (typeof one === 'string' ? one : JSON.stringify(one)));
    const uri = await write(folder, 'wrong.ndjson', `${lines.join('\n')}\n`);
    const document = open(uri);
    documents.push(document);
    const problems = new ExportProblems(document, vscode.window.createOutputChannel('problems', { log: true }));
    await until(() => vscode.languages.getDiagnostics(uri).length === 5, 20_000);
    const found = vscode.languages.getDiagnostics(uri).map(({ code, range }) => [range.start.line, code as string]);
    found.sort();
    assert.deepEqual(found, [
      [1, 'selfIntersection'],
      [2, 'brokenElement'],
      [3, 'classNameBlanks'],
      [3, 'classNameCaseTwin'],
      [3, 'selfIntersection'],
    ]);
    // What could be read is there.
    assert.equal((await document.ask('rows', { query: EVERYTHING, from: 0, count: 9 })).total, 3);
    problems.dispose();
    assert.deepEqual(vscode.languages.getDiagnostics(uri), []);
  });

  it('lists no more than a file may have, and counts the rest', async () => {
    const lines = Array.from({ length: 1500 }, (_, i) => JSON.stringify(row(`n${i}`, [square('eye', i, 0)])));
    const uri = await write(folder, 'many.ndjson', lines.join('\n'));
    const document = open(uri);
    documents.push(document);
    const problems = new ExportProblems(document, vscode.window.createOutputChannel('problems', { log: true }));
    await until(() => vscode.languages.getDiagnostics(uri).length > 0, 20_000);
    const found = vscode.languages.getDiagnostics(uri);
    assert.equal(found.length, 51);
    assert.match(found.map(({ message }) => message).join('\n'), /1,450 more findings of the rule selfIntersection/);
    problems.dispose();
  });

  it('selects a row in the text of its file', async () => {
    const uri = await write(
      folder,
      'text.json',
      `[${JSON.stringify(row('얼굴', []))}, ${JSON.stringify(row('b', []))}]`,
    );
    const document = await opened(uri);
    const texts = new RowTexts();
    await revealRowText(texts, document, 1);
    texts.dispose();
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.getText(editor.selection), JSON.stringify(row('b', [])));
  });

  it('reads a file again that another program has changed', async () => {
    const uri = await write(folder, 'changing.json', JSON.stringify([row('a', [])]));
    const document = await opened(uri);
    await write(folder, 'changing.json', JSON.stringify([row('a', []), row('b', [])]));
    await until(() => document.progress?.rows === 2, 20_000);
  });

  it('remembers what was decided about a file', async () => {
    const uri = await write(folder, 'decided.json', JSON.stringify([row('a', [])]));
    const document = await opened(uri);
    assert.equal(document.yAxis?.choice, 'down');
    await document.setYAxis('up');
    await document.setChoice('all');
    const again = await opened(uri);
    assert.equal(again.yAxis?.choice, 'up');
    assert.equal(again.decisions.choice, 'all');
  });

  it('finds originals by name, with or without extension, and never outside of their folder', async () => {
    await write(folder, 'pictures/a.b.jpg', 'x');
    await write(folder, 'pictures/deep/ck1row.PNG', 'x');
    await write(folder, 'secret.jpg', 'x');
    const originals = await Originals.read(vscode.Uri.joinPath(folder, 'pictures'));
    const find = (name: string | null, dataRowId: string | null = null): string | undefined =>
      originals.find({ name, dataRowId })?.path.split('/').at(-1);
    assert.equal(find('a.b.jpg'), 'a.b.jpg');
    assert.equal(find('A.B'), 'a.b.jpg');
    assert.equal(find('folder/a.b.jpeg'), 'a.b.jpg');
    assert.equal(find('unknown', 'ck1row'), 'ck1row.PNG');
    assert.equal(find('../secret.jpg'), undefined);
    assert.equal(find('a'), undefined);
  });
});

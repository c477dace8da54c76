import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { BatchCommands } from '../../../src/extension/batch/batchCommands.ts';
import type { BatchPanel } from '../../../src/extension/batch/batchPanel.ts';
import type { StepUi } from '../../../src/extension/batch/stepUi.ts';
import type { Dataset } from '../../../src/extension/dataset/dataset.ts';
import { DatasetCommands, type DatasetView } from '../../../src/extension/dataset/datasetCommands.ts';
import { LazyTree } from '../../../src/extension/dataset/lazyTree.ts';
import { FindingsTree } from '../../../src/extension/findings/findingsTree.ts';
import { hashesOf } from '../../fixtures/batchTree.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { closeAll, extension, makeFolder, memento, palettedPng, played, until } from './support.ts';

const [WIDTH, HEIGHT] = [12, 8];
/** Background, cat and dog in stripes, which no two masks have alike. */
const stripes = (at: number): number[] =>
  Array.from({ length: WIDTH * HEIGHT }, (_, pixel) => (pixel % WIDTH < 2 + (at % 3) ? 0 : pixel < WIDTH * 4 ? 1 : 2));
const PALETTE = [0, 0, 0, 128, 0, 0, 0, 128, 0];
const CLASS_MAP = '# label:color_rgb:parts:actions\nbackground:0,0,0::\ncat:128,0,0::\ndog:0,128,0::\n';
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Types what it is told in the user's place. */
class Typist implements StepUi {
  texts: string[] = [];
  onPick: () => Promise<string | undefined> = () => Promise.resolve(undefined);

  pick(): Promise<string | undefined> {
    return this.onPick();
  }
  input(): Promise<string | undefined> {
    return Promise.resolve(this.texts.shift());
  }
  open(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }
}

describe('fixes of findings', function () {
  this.timeout(120_000);
  const log = vscode.window.createOutputChannel('Fixes under test', { log: true });
  const ui = new Typist();
  let folder: vscode.Uri;
  let commands: DatasetCommands;
  let tree: FindingsTree;
  let panel: BatchPanel | undefined;

  const pathOf = (name: string): string => join(folder.fsPath, ...name.split('/'));
  const put = (name: string, bytes: Uint8Array | string): void => writeFileSync(pathOf(name), bytes);
  const mask = (ids: readonly number[], palette: readonly number[] = PALETTE): Buffer =>
    palettedPng(WIDTH, HEIGHT, Uint8Array.from(ids), Uint8Array.from(palette));
  const idsOf = (name: string): number[] => decodeIndependently(readFileSync(pathOf(name))).samples;
  const view = (): DatasetView => ({
    tree: new LazyTree(),
    view: { description: '', message: '', badge: undefined } as unknown as vscode.TreeView<unknown>,
  });

  before(() => extension().activate());
  beforeEach(() => {
    folder = makeFolder('fixes');
    for (const one of ['images', 'masks']) mkdirSync(pathOf(one));
    for (const [at, name] of NAMES.entries()) {
      put(
        `images/${name}.png`,
        palettedPng(WIDTH, HEIGHT, new Uint8Array(WIDTH * HEIGHT).fill(at), Uint8Array.of(1, 2, 3)),
      );
      put(`masks/${name}.png`, mask(stripes(at)));
    }
    put('labelmap.txt', CLASS_MAP);
    ui.texts = [];
    ui.onPick = () => Promise.resolve(undefined);
    tree = new FindingsTree();
    commands = new DatasetCommands({
      pairs: {
        show: () => Promise.reject(new Error('no pairs are shown here')),
        replace: () => Promise.reject(new Error('no pairs are shown here')),
      },
      ...{
        script: join(extension().extensionPath, 'dist', 'datasetProcess.js'),
        splitScript: join(extension().extensionPath, 'dist', 'splitProcess.js'),
        masksWritten: () => undefined,
        extensionUri: extension().extensionUri,
      },
      ...{ log, state: memento(), findings: tree, ui, onDidWriteMasks: new vscode.EventEmitter<void>().event },
      views: { classes: view(), dataset: view(), splits: view() },
    });
  });
  afterEach(async () => {
    panel?.dispose();
    panel = undefined;
    commands.dispose();
    await closeAll();
    rmSync(folder.fsPath, { recursive: true, force: true });
  });
  after(() => log.dispose());

  const scan = async (): Promise<Dataset> => {
    const dataset = commands.datasets.open(folder);
    await dataset.scan();
    return dataset;
  };
  const rules = (): string[] => {
    const sources = commands.datasets.all.length === 0 ? [] : rulesOfTree();
    return sources.map(({ rule }) => rule.rule);
  };
  interface RuleRow {
    readonly rule: { readonly rule: string; readonly context?: string };
  }
  let shown: readonly RuleRow[] = [];
  const rulesOfTree = (): readonly RuleRow[] => shown;
  const look = async (): Promise<readonly string[]> => {
    const [source] = await tree.getChildren();
    shown = source === undefined ? [] : ((await tree.getChildren(source)) as unknown as RuleRow[]);
    return rules();
  };
  const rowOf = async (rule: string): Promise<RuleRow> => {
    await until(async () => (await look()).includes(rule), 20_000);
    const row = shown.find((one) => one.rule.rule === rule);
    assert.ok(row);
    return row;
  };
  const isGone = (rule: string): Promise<void> => until(async () => !(await look()).includes(rule), 30_000);

  /** Starts a batch for a row, and writes what its preview shows. */
  const writeBatch = async (given: unknown): Promise<void> => {
    panel = (await commands.fixFinding(given)) as BatchPanel | undefined;
    const batch = panel;
    assert.ok(batch !== undefined);
    const before = hashesOf(folder.fsPath);
    await until(() => batch.phase === 'previewed', 30_000);
    assert.deepEqual(hashesOf(folder.fsPath), before);
    await batch.receive({ type: 'write', run: batch.run });
    await until(() => batch.phase === 'done', 30_000);
  };
  const undoBatch = async (): Promise<void> => {
    const { end } = played('showWarningMessage', 'Undo');
    try {
      const batches = new BatchCommands({
        ...{ extensionUri: extension().extensionUri, log, state: memento(), ui, masksWritten: () => undefined },
        script: join(extension().extensionPath, 'dist', 'batchProcess.js'),
      });
      const report = await batches.undo(folder);
      assert.equal(report?.refused, 0);
    } finally {
      end();
    }
  };
  const masks = (): Record<string, string> =>
    Object.fromEntries(Object.entries(hashesOf(folder.fsPath)).filter(([path]) => !path.includes('.maskscope')));
  /** Answers the question below the comparison, which is looked at before. */
  const answered = async (given: unknown, path: string, answer: 'apply' | 'leave' = 'apply'): Promise<string> => {
    const before = readFileSync(path, 'utf8');
    let proposed = '';
    ui.onPick = async () => {
      assert.equal(readFileSync(path, 'utf8'), before);
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      assert.ok(input instanceof vscode.TabInputTextDiff);
      assert.equal(input.original.fsPath, vscode.Uri.file(path).fsPath);
      proposed = (await vscode.workspace.openTextDocument(input.modified)).getText();
      return answer;
    };
    await commands.fixFinding(given);
    return proposed;
  };
  const undoText = async (path: string): Promise<void> => {
    const editor = await vscode.window.showTextDocument(vscode.Uri.file(path));
    await vscode.commands.executeCommand('undo');
    await editor.document.save();
  };

  it('fill the specks of all files of the rule, and are undone byte for byte', async () => {
    const [first, second] = [stripes(0), stripes(1)];
    first[5 * WIDTH + 8] = 1;
    second[1 * WIDTH + 9] = 2;
    second[1 * WIDTH + 10] = 2;
    put('masks/a.png', mask(first));
    put('masks/b.png', mask(second));
    await scan();
    const before = masks();
    const row = await rowOf('specks');
    assert.equal(row.rule.context, 'datasetRule fixable pairs');
    await writeBatch(row);
    assert.deepEqual(idsOf('masks/a.png'), stripes(0));
    assert.deepEqual(idsOf('masks/b.png'), stripes(1));
    const changed = Object.entries(masks()).filter(([path, hash]) => before[path] !== hash);
    assert.deepEqual(changed.map(([path]) => path).sort(), ['masks/a.png', 'masks/b.png']);
    await isGone('specks');
    await undoBatch();
    assert.deepEqual(masks(), before);
    await rowOf('specks');
  });

  it('re-encode the mask whose colours stand at other ids, and no other', async () => {
    const swapped = stripes(2).map((id) => [0, 2, 1][id] ?? 0);
    put('masks/c.png', mask(swapped, [0, 0, 0, 0, 128, 0, 128, 0, 0]));
    const dataset = await scan();
    const before = masks();
    await rowOf('colourAtOtherId');
    await writeBatch({ folder: dataset.folder.toString(), rule: 'colourAtOtherId', path: 'masks/c.png' });
    assert.deepEqual(idsOf('masks/c.png'), stripes(2));
    const changed = Object.entries(masks()).filter(([path, hash]) => before[path] !== hash);
    assert.deepEqual(
      changed.map(([path]) => path),
      ['masks/c.png'],
    );
    await isGone('colourAtOtherId');
    await undoBatch();
    assert.deepEqual(masks(), before);
  });

  it('take repeated and absent lines out of a list, which keeps its line ends and comments', async () => {
    put('train.txt', '\ufeff# chosen\r\na\r\nb\r\na\r\nnowhere\r\n\r\nb');
    put('val.txt', 'c\nd\ne\nf\n');
    const dataset = await scan();
    const list = pathOf('train.txt');
    const before = readFileSync(list, 'utf8');
    const fix = (rule: string) => ({ folder: dataset.folder.toString(), rule, path: 'train.txt' });
    await rowOf('listDuplicate');
    await rowOf('listEntryAbsent');
    await answered(fix('listDuplicate'), list, 'leave');
    assert.equal(readFileSync(list, 'utf8'), before);
    const proposed = await answered(fix('listDuplicate'), list);
    assert.equal(proposed, '# chosen\r\na\r\nb\r\nnowhere\r\n\r\n');
    assert.equal(readFileSync(list, 'utf8'), '\ufeff# chosen\r\na\r\nb\r\nnowhere\r\n\r\n');
    await answered(fix('listEntryAbsent'), list);
    assert.equal(readFileSync(list, 'utf8'), '\ufeff# chosen\r\na\r\nb\r\n\r\n');
    await isGone('listDuplicate');
    await isGone('listEntryAbsent');
    await undoText(list);
    await undoText(list);
    assert.equal(readFileSync(list, 'utf8'), before);
  });

  it('mend all lists of a rule at once, after one comparison', async () => {
    put('train.txt', 'a\nb\na\n');
    put('val.txt', 'c\nd\nd\nc\n');
    await scan();
    const row = await rowOf('listDuplicate');
    let tabs: readonly vscode.Tab[] = [];
    ui.onPick = () => {
      tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
      return Promise.resolve('apply');
    };
    await commands.fixFinding(row);
    assert.equal(tabs.length, 1);
    assert.equal(readFileSync(pathOf('train.txt'), 'utf8'), 'a\nb\n');
    assert.equal(readFileSync(pathOf('val.txt'), 'utf8'), 'c\nd\n');
    const left = vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
    assert.deepEqual(left, ['train.txt']);
    await isGone('listDuplicate');
  });

  it('take the names of the held out split out of the training list', async () => {
    put('train.txt', 'a\nb\nc\n');
    put('val.txt', 'c\nd\ne\nf\n');
    await scan();
    await answered(await rowOf('splitOverlap'), pathOf('train.txt'));
    assert.equal(readFileSync(pathOf('train.txt'), 'utf8'), 'a\nb\n');
    assert.equal(readFileSync(pathOf('val.txt'), 'utf8'), 'c\nd\ne\nf\n');
    await isGone('splitOverlap');
  });

  it('leave a list alone that an editor would save otherwise', async () => {
    put('train.txt', 'a\nb\r\na\n');
    const dataset = await scan();
    await rowOf('listDuplicate');
    const reference = { folder: dataset.folder.toString(), rule: 'listDuplicate', path: 'train.txt' };
    await assert.rejects(commands.fixFinding(reference), /its line ends differ/);
    assert.equal(readFileSync(pathOf('train.txt'), 'utf8'), 'a\nb\r\na\n');
  });

  it('add a class to the class map under the name that the user gives', async () => {
    rmSync(pathOf('labelmap.txt'));
    const map = {
      classes: [
        { id: 0, name: 'background' },
        { id: 1, name: 'cat' },
      ],
    };
    put('pets.classes.json', `${JSON.stringify(map, null, 2)}\n`);
    await scan();
    const before = readFileSync(pathOf('pets.classes.json'), 'utf8');
    ui.texts = ['dog'];
    await answered(await rowOf('idWithoutClass'), pathOf('pets.classes.json'));
    const after = JSON.parse(readFileSync(pathOf('pets.classes.json'), 'utf8')) as typeof map;
    assert.deepEqual(
      after.classes.map(({ id, name }) => [id, name]),
      [
        [0, 'background'],
        [1, 'cat'],
        [2, 'dog'],
      ],
    );
    await isGone('idWithoutClass');
    await undoText(pathOf('pets.classes.json'));
    assert.equal(readFileSync(pathOf('pets.classes.json'), 'utf8'), before);
  });

  it('are led to from Problems, and offered in lists as quick fixes', async () => {
    put('train.txt', 'a\nb\na\n');
    const speckled = stripes(0);
    speckled[5 * WIDTH + 8] = 1;
    put('masks/a.png', mask(speckled));
    const dataset = await scan();
    const problems = (name: string): vscode.Diagnostic[] =>
      vscode.languages.getDiagnostics(vscode.Uri.file(pathOf(name))).filter(({ source }) => source === 'Maskscope');
    await until(() => problems('masks/a.png').length > 0 && problems('train.txt').length > 0, 20_000);
    const codes = problems('masks/a.png').map(({ code }) => code);
    const specks = codes.find((code) => typeof code === 'object' && code.value === 'specks');
    assert.ok(typeof specks === 'object');
    assert.equal(specks.target.scheme, 'command');
    assert.equal(specks.target.path, 'maskscope.fixDatasetFinding');
    const reference = { folder: dataset.folder.toString(), rule: 'specks', path: 'masks/a.png' };
    assert.deepEqual(JSON.parse(decodeURIComponent(specks.target.query)), [reference]);
    const uri = vscode.Uri.file(pathOf('train.txt'));
    await vscode.window.showTextDocument(uri);
    const at = new vscode.Range(2, 0, 2, 1);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      at,
    );
    assert.ok(actions.some(({ title }) => title === 'Fix “Names that a split list repeats”…'));
  });
});

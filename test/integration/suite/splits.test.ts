import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { BACK, type Back } from '../../../src/extension/batch/batchSteps.ts';
import type { StepUi } from '../../../src/extension/batch/stepUi.ts';
import { DatasetCommands, type DatasetView } from '../../../src/extension/dataset/datasetCommands.ts';
import { LazyTree } from '../../../src/extension/dataset/lazyTree.ts';
import type { TreeRow } from '../../../src/extension/dataset/rowTree.ts';
import { FindingsTree } from '../../../src/extension/findings/findingsTree.ts';
import type { SplitPanel, SplitPhase } from '../../../src/extension/splits/splitPanel.ts';
import { closeAll, extension, makeFolder, memento, until, write } from './support.ts';

/** Answers questions in the user's place, in order; keeps their steps, the values at the cursor and what was said of texts. */
class Answers implements StepUi {
  readonly asked: string[] = [];
  readonly offered: string[][] = [];
  readonly notes: string[] = [];
  answers: (string | Back)[] = [];
  opened: readonly string[] = [];

  pick({ items, active, place }: Parameters<StepUi['pick']>[0]): Promise<string | Back | undefined> {
    this.asked.push(`${place?.number}/${place?.total} ${active}`);
    this.offered.push(items.map(({ label, description = '' }) => `${label}: ${description}`));
    const answer = this.answers.shift();
    const values = items.map(({ value }) => value);
    if (typeof answer === 'string') assert.ok(values.includes(answer), `${answer} is not among ${values.join()}`);
    return Promise.resolve(answer);
  }
  input({ value, place, problemOf, noteOf }: Parameters<StepUi['input']>[0]): Promise<string | Back | undefined> {
    this.asked.push(`${place?.number}/${place?.total} ${value}`);
    const answer = this.answers.shift();
    if (typeof answer === 'string') {
      for (const bad of ['(a', 'zzz', '(zzz)', '^(([^_]+)+)+$']) {
        if (noteOf !== undefined) this.notes.push(problemOf(bad) ?? 'fine');
      }
      assert.equal(problemOf(answer), null);
      if (noteOf !== undefined) this.notes.push(noteOf(answer));
    }
    return Promise.resolve(answer);
  }
  open(): Promise<readonly string[]> {
    return Promise.resolve(this.opened);
  }
}

type Show = 'showInformationMessage' | 'showWarningMessage';

/** Answers messages in the user's place until `end`, and keeps their texts. */
function answering(answer: (buttons: readonly unknown[]) => unknown): { shown: string[]; end: () => void } {
  const window = vscode.window as unknown as Record<Show, unknown>;
  const names: readonly Show[] = ['showInformationMessage', 'showWarningMessage'];
  const before = names.map((name) => window[name]);
  const shown: string[] = [];
  for (const name of names) {
    window[name] = (text: string, ...rest: readonly unknown[]) => {
      shown.push(text);
      return Promise.resolve(answer(rest));
    };
  }
  return { shown, end: () => names.forEach((name, at) => (window[name] = before[at])) };
}

/** Names as of a notebook: 547 of them. */
const NAMES = Array.from({ length: 547 }, (_, at) => `image_${String(at).padStart(4, '0')}`);
const SKLEARN = ['0.8,0.1,0.1', 'sklearn', 'none', '20191008', 'given'];

describe('splits', function () {
  this.timeout(120_000);
  const sample = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const log = vscode.window.createOutputChannel('Splits under test', { log: true });
  const written = new vscode.EventEmitter<void>();
  const made: DatasetCommands[] = [];
  const panels: SplitPanel[] = [];
  let folder = makeFolder('splits');
  let state = memento();
  let ui = new Answers();
  let findings = new FindingsTree();

  const view = (): DatasetView => ({
    tree: new LazyTree(),
    view: { description: '', message: '', badge: undefined, title: '' } as unknown as vscode.TreeView<unknown>,
  });
  const commandsNow = () => {
    const views = { classes: view(), dataset: view(), splits: view() };
    const { extensionPath, extensionUri } = extension();
    const commands = new DatasetCommands({
      pairs: {
        show: () => Promise.reject(new Error('no pairs are shown here')),
        replace: () => Promise.reject(new Error('no pairs are shown here')),
      },
      ...{ extensionUri, log, state, views, findings, ui },
      script: join(extensionPath, 'dist', 'datasetProcess.js'),
      splitScript: join(extensionPath, 'dist', 'splitProcess.js'),
      onDidWriteMasks: written.event,
      masksWritten: () => written.fire(),
    });
    made.push(commands);
    return { commands, views };
  };
  const generate = async (
    clicked: unknown,
    answers: readonly (string | Back)[],
    commands = commandsNow().commands,
  ): Promise<SplitPanel> => {
    ui.answers = [...answers];
    const panel = await commands.generateSplits(clicked);
    assert.ok(panel !== undefined);
    panels.push(panel);
    return panel;
  };
  const reaches = (panel: SplitPanel, phase: SplitPhase): Promise<void> => until(() => panel.phase === phase, 30_000);
  const act = (panel: SplitPanel, action: 'write' | 'undo' | 'previewAgain'): Promise<void> =>
    panel.receive({ type: 'act', run: panel.run, action });
  const at = (...parts: string[]): string => join(folder.fsPath, ...parts);
  const linesOf = (path: string): string[] => readFileSync(path, 'utf8').trimEnd().split('\n');
  const rowsOf = async ({ tree }: DatasetView, row?: unknown): Promise<TreeRow[]> =>
    ((await tree.getChildren(row)) ?? []) as TreeRow[];

  beforeEach(() => {
    folder = makeFolder('splits');
    state = memento();
    ui = new Answers();
    findings = new FindingsTree();
  });
  afterEach(async () => {
    for (const panel of panels.splice(0)) panel.dispose();
    for (const commands of made.splice(0)) commands.dispose();
    await closeAll();
    rmSync(folder.fsPath, { recursive: true, force: true });
  });
  after(() => log.dispose());

  it("reproduces the notebook's split, byte for byte what the command line writes", async () => {
    const names = await write(folder, 'names.txt', `${NAMES.join('\n')}\n`);
    ui.opened = [at('out')];
    const panel = await generate(names, ['0.9,0.1', BACK, ...SKLEARN, 'open']);
    assert.deepEqual(ui.asked, [
      ...['1/6 0.8,0.1,0.1', '2/6 grouped', '1/6 0.9,0.1', '2/6 grouped', '3/6 none'],
      ...['4/6 20191008', '5/6 given', `6/6 ${at('splits')}`],
    ]);
    await reaches(panel, 'previewed');
    assert.deepEqual(
      panel.plan?.lists.map((list) => [list.path, list.names]),
      [
        ['train.txt', 437],
        ['val.txt', 55],
        ['test.txt', 55],
      ],
    );
    assert.deepEqual(panel.plan.calls, [
      'train, rest = train_test_split(names, train_size=0.8, random_state=20191008)',
      'val, test = train_test_split(rest, train_size=0.5, random_state=20191008)',
    ]);
    assert.equal(existsSync(at('out')), false);
    const { shown, end } = answering((buttons) => (buttons.includes('Open train.txt') ? 'Open train.txt' : undefined));
    try {
      await act(panel, 'write');
      await reaches(panel, 'done');
      await until(() => vscode.window.activeTextEditor?.document.uri.fsPath === at('out', 'train.txt'));
    } finally {
      end();
    }
    assert.equal(shown.length, 1);
    assert.match(shown[0] ?? '', /^Lists are in .*out: train 437, val 55, test 55\.$/);
    const cli = join(extension().extensionPath, 'dist', 'cli.js');
    const options = ['--method', 'sklearn', '--ratio', '0.8,0.1,0.1', '--seed', '20191008', '--yes'];
    execFileSync(process.execPath, [cli, 'split', names.fsPath, ...options, '-o', at('cli')], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    for (const file of ['train.txt', 'val.txt', 'test.txt', 'split.json']) {
      assert.deepEqual(readFileSync(at('out', file)), readFileSync(at('cli', file)), file);
    }
  });

  it('shows what changes in lists that are there, leaves them alone until then, and gives their bytes back', async () => {
    const names = await write(folder, 'names.txt', `${NAMES.slice(0, 100).join('\n')}\n`);
    const old = `${NAMES[0]}\r\n${NAMES[500]}\r\n`;
    await write(folder, 'out/train.txt', old);
    await write(folder, 'out/trainval.txt', 'x\n');
    ui.opened = [at('out')];
    const chosen = await generate(names, ['0.8,0.2', 'stable', 'none', '7', 'given', 'open']);
    await reaches(chosen, 'previewed');
    const [train] = chosen.plan?.lists ?? [];
    assert.equal(train?.state, 'replace');
    assert.ok(train.change?.goes.first.includes(NAMES[500] ?? '') === true);
    assert.equal(train.change.stays + train.change.goes.count, 2);
    assert.deepEqual(chosen.plan?.others, ['trainval.txt']);
    assert.equal(readFileSync(at('out', 'train.txt'), 'utf8'), old);

    const { end } = answering(() => undefined);
    try {
      await act(chosen, 'write');
      await reaches(chosen, 'done');
    } finally {
      end();
    }
    const parts = [...linesOf(at('out', 'train.txt')), ...linesOf(at('out', 'val.txt'))];
    assert.deepEqual(parts.sort(), NAMES.slice(0, 100));
    const undoing = answering((buttons) => buttons.find((button) => button === 'Undo'));
    try {
      await act(chosen, 'undo');
      await reaches(chosen, 'undone');
    } finally {
      undoing.end();
    }
    assert.equal(readFileSync(at('out', 'train.txt'), 'utf8'), old);
    assert.deepEqual(
      readdirSync(at('out')).filter((name) => !name.startsWith('.')),
      ['train.txt', 'trainval.txt'],
    );
  });

  it('tries a pattern on the names while it is typed, and keeps groups whole', async () => {
    const frames = Array.from({ length: 60 }, (_, n) => `clip${Math.floor(n / 6)}_${String(n).padStart(4, '0')}`);
    const trap = 'a'.repeat(60);
    const names = await write(folder, 'frames.txt', `${[...frames, `${trap}_`].join('\n')}\n`);
    const panel = await generate(names, [
      ...['folds', '5', 'grouped', 'pattern', String.raw`^(clip\d+)_`, '1', 'given'],
      at('splits'),
    ]);
    assert.match(ui.notes[0] ?? '', /^The pattern \(a is no regular expression: /);
    assert.match(ui.notes[1] ?? '', /has no part in parentheses/);
    assert.equal(ui.notes[2], 'It matches none of the first names, such as those shown.');
    assert.equal(ui.notes[3], 'The pattern takes too long. Make it simpler.');
    assert.equal(
      ui.notes[4],
      'Groups among the first 61 names: 10, such as clip0 (6), clip1 (6), clip2 (6). Names without a group: 1.',
    );
    await reaches(panel, 'previewed');
    assert.deepEqual(panel.plan?.proof.groups, { count: 10, largest: 6, divided: 0 });
    assert.equal(panel.plan.lists.length, 10);
    const { end } = answering(() => undefined);
    try {
      await act(panel, 'write');
      await reaches(panel, 'done');
    } finally {
      end();
    }
    const clipsOf = (path: string): Set<string> => new Set(linesOf(path).map((name) => name.replace(/_.*/, '')));
    for (let fold = 0; fold < 5; fold++) {
      const [train, val] = ['train', 'val'].map((split) => clipsOf(at('splits', `fold_${fold}`, `${split}.txt`)));
      assert.deepEqual(
        [...(train ?? [])].filter((clip) => val?.has(clip)),
        [],
      );
    }
  });

  it('splits a dataset by the classes in its masks; its views show the new lists', async () => {
    cpSync(join(sample, 'dataset'), folder.fsPath, { recursive: true });
    const { commands, views } = commandsNow();
    ui.answers = ['voc', 'automatic'];
    const dataset = await commands.scan(folder);
    assert.ok(dataset);
    const [row] = await rowsOf(views.dataset);
    const panel = await generate(
      row,
      ['0.6,0.2,0.2', 'grouped', 'none', 'presence', '3', 'files', at('splits')],
      commands,
    );
    assert.ok(ui.offered.at(-1)?.some((text) => text.endsWith(': has lists')));
    await reaches(panel, 'previewed');
    // Of 25 pairs one lacks its mask and one its original.
    assert.equal(panel.plan?.proof.names, 23);
    assert.equal(panel.plan.unpaired, 2);
    // The sample's classes but for the mask without an original, whose ids are those of subject-01_001.
    const nameOf = new Map(panel.plan.classNames);
    assert.deepEqual(
      panel.plan.proof.classes?.map(({ key, whole }) => [nameOf.get(key), whole.pixels]),
      [
        ['eye', 10_453],
        ['nose', 15_239],
        ['mouth', 6_354],
        ['eyebrow', 4_883],
      ],
    );
    const { end } = answering(() => undefined);
    try {
      await act(panel, 'write');
      await reaches(panel, 'done');
    } finally {
      end();
    }
    assert.match(linesOf(at('splits', 'train.txt'))[0] ?? '', /^subject-\d\d_\d{3}\.jpg$/);
    await until(() => dataset.overview?.lists.some(({ path }) => path === 'splits/test.txt') === true, 30_000);
    const labels = (await rowsOf(views.splits)).map(({ label }) => label);
    assert.ok(labels.includes('test'), labels.join());
  });

  it('remembers the answers for each source', async () => {
    const names = await write(folder, 'names.txt', `${NAMES.slice(0, 30).join('\n')}\n`);
    ui.opened = [at('here')];
    await reaches(await generate(names, ['own', '6/3/1', 'stable', 'none', '42', 'given', 'open']), 'previewed');
    ui = new Answers();
    ui.answers = [];
    assert.equal(await commandsNow().commands.generateSplits(names), undefined);
    assert.deepEqual(ui.asked, ['1/6 6,3,1']);
    ui.answers = ['6,3,1', 'stable', 'none', '42', 'given'];
    ui.asked.length = 0;
    assert.equal(await commandsNow().commands.generateSplits(names), undefined);
    assert.deepEqual(ui.asked, [
      ...['1/6 6,3,1', '2/6 stable', '3/6 none', '4/6 42', '5/6 given', `6/6 ${at('here')}`],
    ]);
  });

  it('overwrites no list that is edited, nor one that changed after the preview', async () => {
    const names = await write(folder, 'names.txt', `${NAMES.slice(0, 30).join('\n')}\n`);
    const train = await write(folder, 'out/train.txt', 'old\n');
    ui.opened = [at('out')];
    const chosen = await generate(names, [...SKLEARN, 'open']);
    await reaches(chosen, 'previewed');
    const editor = await vscode.window.showTextDocument(train);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'mine\n'));
    const { shown, end } = answering(() => undefined);
    try {
      await act(chosen, 'write');
    } finally {
      end();
    }
    assert.match(shown[0] ?? '', /train\.txt has changes that are not saved\./);
    assert.equal(chosen.phase, 'previewed');
    await editor.document.save();
    await act(chosen, 'write');
    await reaches(chosen, 'failed');
    assert.equal(readFileSync(train.fsPath, 'utf8'), 'mine\nold\n');
    assert.equal(existsSync(at('out', 'val.txt')), false);
    await act(chosen, 'previewAgain');
    await reaches(chosen, 'previewed');
    assert.deepEqual(chosen.plan?.lists[0]?.change?.goes.first, ['mine', 'old']);
  });

  it('says what is wrong with a source that cannot be split', async () => {
    const names = await write(folder, 'names.txt', 'a\nb\na\n');
    const panel = await generate(names, [...SKLEARN, at('splits')]);
    await reaches(panel, 'failed');
    const none = vscode.Uri.joinPath(folder, 'none.txt');
    await assert.rejects(commandsNow().commands.generateSplits(none), /none\.txt cannot be read/);
  });

  it('judges lists alone, leads to their lines, and follows them', async () => {
    const train = await write(folder, 'train.txt', 'clip1_0001\nclip1_0002\nb\n');
    await write(folder, 'val.txt', 'x\nb\nclip1_0003\nx\n');
    await write(folder, 'notes.txt', 'b\n');
    const { shown, end } = answering(() => undefined);
    try {
      await commandsNow().commands.auditSplits(train);
    } finally {
      end();
    }
    assert.match(
      shown[0] ?? '',
      /^Split lists judged in .*: 2\. Found: Splits that overlap \(1\), Names that a split list repeats \(1\), Neighbouring frames in different splits \(1\)\.$/,
    );
    const [source] = await findings.getChildren();
    assert.ok(source);
    const rules = await findings.getChildren(source);
    const [overlap] = await findings.getChildren(rules[0]);
    assert.ok(overlap);
    const item = findings.getTreeItem(overlap);
    assert.equal(item.label, 'train.txt');
    assert.equal(item.description, 'line 3 · Names in both train and val: 1 (b).');
    await vscode.commands.executeCommand('maskscope.revealDatasetFinding', item.command?.arguments?.[0]);
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, train.fsPath);
    assert.equal(editor.selection.active.line, 2);
    await write(folder, 'val.txt', 'x\n');
    await until(async () => (await findings.getChildren()).length === 0, 20_000);
  });

  it('judges the lists of a dataset by what the dataset holds', async () => {
    cpSync(join(sample, 'dataset'), folder.fsPath, { recursive: true });
    const { commands, views } = commandsNow();
    ui.answers = ['voc', 'automatic'];
    assert.ok(await commands.scan(folder));
    const [train] = await rowsOf(views.splits);
    const [list] = await rowsOf(views.splits, train);
    assert.equal(list?.context, 'list');
    const { shown, end } = answering(() => undefined);
    try {
      await commands.auditSplits(list);
    } finally {
      end();
    }
    assert.match(
      shown.at(-1) ?? '',
      /^Split lists judged in .*: 2\. Found: .*Lines of split lists that name nothing \(1\)/,
    );
  });
});

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { Dataset, FOUND_BY_ITSELF } from '../../../src/extension/dataset/dataset.ts';
import { EVERY_PAIR } from '../../../src/extension/dataset/pairRows.ts';
import type { StepUi } from '../../../src/extension/batch/stepUi.ts';
import type { PairList } from '../../../src/extension/pairs/pairList.ts';
import type { PairPanel } from '../../../src/extension/pairs/pairPanel.ts';
import type { ReviewBarState } from '../../../src/protocol/review.ts';
import { hashOfMask } from '../../../src/jobs/maskHash.ts';
import { ReviewCommands } from '../../../src/extension/review/reviewCommands.ts';
import { RUNNING_REVIEW } from '../../../src/extension/review/runningReview.ts';
import { closeAll, extension, makeFolder, memento, palettedPng, played, until } from './support.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e'];
const PALETTE = Uint8Array.of(0, 0, 0, 128, 0, 0, 0, 128, 0);
const maskOf = (at: number, palette = PALETTE) => palettedPng(4, 4, new Uint8Array(16).fill(1, at + 1), palette);

/** Answers in the user's place: the first choice that holds one of the words. */
class Answers implements StepUi {
  readonly lines: string[] = [];
  picks: string[] = [];
  opened: readonly string[] = [];

  pick({ items }: Parameters<StepUi['pick']>[0]): Promise<string | undefined> {
    this.lines.push(...items.map(({ label }) => label));
    return Promise.resolve(items.find(({ value }) => value !== undefined && this.picks.includes(value))?.value);
  }
  input(): Promise<string | undefined> {
    return Promise.resolve('ana');
  }
  open(): Promise<readonly string[]> {
    return Promise.resolve(this.opened);
  }
}

/** A panel of pairs without a page. */
class Panel {
  readonly #shown = new vscode.EventEmitter<void>();
  readonly onDidShow = this.#shown.event;
  readonly #closed = new vscode.EventEmitter<void>();
  readonly onDidClose = this.#closed.event;
  readonly #painted = new vscode.EventEmitter<void>();
  readonly bars: (ReviewBarState | null)[] = [];
  /** What the page shows of the mask; undefined: what the disk has. */
  hash: string | undefined;
  readonly editor = {
    isShown: false,
    document: { file: { isDirty: false } },
    hashShown: (): Promise<string | undefined> =>
      Promise.resolve(
        this.editor.isShown
          ? (this.hash ?? hashOfMask(readFileSync(this.list.pairs[this.index]?.mask.fsPath ?? '')))
          : undefined,
      ),
    onDidShow: this.#painted.event,
    onDidReview: new vscode.EventEmitter<never>().event,
    showReview: (state: ReviewBarState | null): void => void this.bars.push(state),
  };
  list: PairList;
  index = 0;
  isClosed = false;
  held: (() => Promise<boolean>) | null = null;

  constructor(list: PairList) {
    this.list = list;
  }
  get bar(): ReviewBarState | null | undefined {
    return this.bars.at(-1);
  }
  hold(mayLeave: () => Promise<boolean>): vscode.Disposable {
    this.held = mayLeave;
    return { dispose: () => (this.held = null) };
  }
  goTo(index: number): void {
    this.index = index;
    this.editor.isShown = false;
    this.#shown.fire();
  }
  setList(list: PairList, index: number): void {
    this.list = list;
    this.goTo(index);
  }
  reveal(): void {
    if (this.isClosed) throw new Error('Webview is disposed');
  }
  paint(): void {
    this.editor.isShown = true;
    this.#painted.fire();
  }
  close(): void {
    this.isClosed = true;
    this.#closed.fire();
  }
}

describe('tags of a dataset', function () {
  this.timeout(60_000);
  const log = vscode.window.createOutputChannel('Reviews under test', { log: true });
  let folder: vscode.Uri;
  let dataset: Dataset;
  let ui: Answers;
  let reviews: ReviewCommands;
  let state = memento();
  let panel: Panel | null = null;
  let isShowing = false;

  const pathOf = (name: string): string => join(folder.fsPath, name);
  const put = (name: string, content: string | Uint8Array): void => writeFileSync(pathOf(name), content);
  const show = (list: PairList, index: number): Promise<PairPanel> => {
    if (!isShowing) return Promise.reject(new Error('no panel'));
    panel = new Panel(list);
    panel.index = index;
    return Promise.resolve(panel as unknown as PairPanel);
  };
  const replaced: PairList[] = [];
  const replace = (list: PairList, index: number): Promise<void> => {
    replaced.push(list);
    panel?.setList(list, index);
    return Promise.resolve();
  };
  const reviewsOf = (): ReviewCommands =>
    new ReviewCommands({ pairs: { show, replace }, state, log, ui, openGallery: () => undefined });
  const review = async (): Promise<Panel> => {
    isShowing = true;
    ui.picks = ['name'];
    await reviews.start(dataset, EVERY_PAIR);
    assert.ok(panel !== null);
    return panel;
  };
  const states = async (): Promise<string> => {
    const { pairs } = await dataset.ask('reviews', { names: null, reviewer: null });
    return pairs.map(({ subject, state }) => `${subject.name} ${state}`).join(', ');
  };

  before(() => extension().activate());
  beforeEach(async () => {
    folder = makeFolder('reviews');
    for (const one of ['JPEGImages', 'SegmentationClass']) mkdirSync(pathOf(one));
    NAMES.forEach((name, at) => {
      put(`JPEGImages/${name}.png`, maskOf(9));
      put(`SegmentationClass/${name}.png`, maskOf(at));
    });
    const script = join(extension().extensionPath, 'dist', 'datasetProcess.js');
    dataset = new Dataset(folder, FOUND_BY_ITSELF, { script, log });
    ui = new Answers();
    state = memento();
    panel = null;
    isShowing = false;
    reviews = reviewsOf();
    await dataset.scan();
    const section = vscode.workspace.getConfiguration('maskscope.review');
    await section.update('reviewer', 'ana', vscode.ConfigurationTarget.Global);
  });
  afterEach(async () => {
    await vscode.workspace
      .getConfiguration('maskscope.review')
      .update('reviewer', undefined, vscode.ConfigurationTarget.Global);
    dataset.dispose();
    await closeAll();
    rmSync(folder.fsPath, { recursive: true, force: true });
  });
  after(() => log.dispose());

  const labels = (given: Readonly<Record<string, number>>): string =>
    JSON.stringify({
      ...{ img_dir: 'JPEGImages', mask_dir: 'SegmentationClass' },
      labels: Object.entries(given).map(([name, value]) => ({ name, class: value })),
    });

  async function importLabels(text: string, picks: string[]): Promise<string[]> {
    put('given.json', text);
    Object.assign(ui, { opened: [pathOf('given.json')], picks });
    const { shown, end } = played('showInformationMessage', undefined);
    try {
      await reviews.importTags(dataset);
      return shown;
    } finally {
      end();
    }
  }

  it('are imported after it was said what changes, and exported', async () => {
    const twice = labels({ a: 1, b: 1 }) + labels({ b: 0, 'c.png': 0, other: 1 });
    assert.deepEqual(await importLabels(twice, []), []);
    assert.ok(!existsSync(pathOf('maskscope.review.ana.json')));
    assert.ok(ui.lines.includes('New: 3; turned: 0; the same: 0.'));
    assert.ok(ui.lines.includes('Contradict an earlier label of the file; the last one counts:'));
    assert.ok(ui.lines.includes('other'));
    assert.equal((await importLabels(twice, ['import'])).length, 1);
    assert.equal(await states(), 'a accepted, b rejected, c rejected, d unreviewed, e unreviewed');

    const window = vscode.window as unknown as Record<'showSaveDialog', unknown>;
    const { showSaveDialog } = window;
    window.showSaveDialog = () => Promise.resolve(vscode.Uri.joinPath(folder, 'labels.json'));
    const { end } = played('showInformationMessage', undefined);
    try {
      await reviews.exportTags(dataset);
    } finally {
      end();
      window.showSaveDialog = showSaveDialog;
    }
    assert.deepEqual(JSON.parse(readFileSync(pathOf('labels.json'), 'utf8')), JSON.parse(labels({ a: 1, b: 0, c: 0 })));
  });

  it('outlive a new palette; a changed pixel makes the tag of that mask stale', async () => {
    await importLabels(labels({ a: 1, b: 1, c: 0 }), ['import']);
    for (const [at, name] of NAMES.entries()) {
      put(`SegmentationClass/${name}.png`, maskOf(at, Uint8Array.of(9, 9, 9, 8, 8, 8)));
    }
    await dataset.scan();
    assert.equal(await states(), 'a accepted, b accepted, c rejected, d unreviewed, e unreviewed');
    put('SegmentationClass/b.png', maskOf(7));
    await dataset.scan();
    assert.equal(await states(), 'a accepted, b stale, c rejected, d unreviewed, e unreviewed');
  });

  it('are no reason to scan the dataset again, nor a part of it', async () => {
    const files = dataset.overview?.files;
    await importLabels(labels({ a: 1 }), ['import']);
    assert.equal((await dataset.scan()).files, files);
    assert.deepEqual(
      readdirSync(folder.fsPath).filter((name) => name.includes('review')),
      ['maskscope.review.ana.json'],
    );
  });

  it('that cannot be read are told, and left alone', async () => {
    put('maskscope.review.ana.json', '<<<<<<< ours');
    const { pairs, problems } = await dataset.ask('reviews', { names: ['a', 'x'], reviewer: null });
    assert.deepEqual([pairs.length, problems[0]?.code], [1, 'mergeConflict']);
    await assert.rejects(importLabels(labels({ a: 1 }), ['import']), /unresolved merge/);
    assert.equal(readFileSync(pathOf('maskscope.review.ana.json'), 'utf8'), '<<<<<<< ours');
  });

  it('are taken for what is on the screen alone, whatever is pressed before', async () => {
    const shown = await review();
    await reviews.act('accept');
    assert.match(shown.bar?.spoken ?? '', /^a was not on the screen yet/);
    shown.paint();
    assert.equal(shown.bar?.spoken, 'Pair 1 of 5: a. Not reviewed yet');
    assert.equal(shown.bar.isShown, true);
    // The second key comes before the next picture.
    await Promise.all([reviews.act('accept'), reviews.act('reject')]);
    assert.match(shown.bar.spoken, /^b was not on the screen yet/);
    shown.paint();
    await reviews.act('reject');
    shown.goTo(0);
    assert.equal(shown.bar.spoken, 'Pair 1 of 5: a. Accepted');
    await reviews.act('leave');
    assert.equal(await states(), 'a accepted, b rejected, c unreviewed, d unreviewed, e unreviewed');
  });

  it('are of the pixels on the screen, also where no scan has seen them, and of none that are unsaved', async () => {
    const shown = await review();
    shown.paint();
    shown.editor.document.file.isDirty = true;
    await reviews.act('accept');
    assert.equal(shown.bar?.spoken, 'a has unsaved changes, and is not tagged. Save or revert them first.');
    shown.editor.document.file.isDirty = false;
    // Another program has written it since the scan, and the page shows that.
    put('SegmentationClass/a.png', maskOf(7));
    await reviews.act('accept');
    await reviews.act('leave');
    await dataset.scan();
    assert.equal(await states(), 'a accepted, b unreviewed, c unreviewed, d unreviewed, e unreviewed');
  });

  it('that came in meanwhile are not taken back with those of the review', async () => {
    const shown = await review();
    shown.paint();
    await reviews.act('accept');
    assert.equal((await importLabels(labels({ a: 0, b: 0 }), ['import'])).length, 1);
    assert.match(shown.bar?.spoken ?? '', /^a: Accepted\./);
    assert.equal(shown.bar?.own?.verdict, 'rejected');
    assert.equal(shown.bar.canUndo, false);
    shown.paint();
    await reviews.act('accept');
    await reviews.act('undo');
    await reviews.act('undo');
    await reviews.act('leave');
    assert.equal(await states(), 'a rejected, b rejected, c unreviewed, d unreviewed, e unreviewed');
  });

  it('are gone on with by the next window where the review was not left', async () => {
    const shown = await review();
    shown.paint();
    await reviews.act('accept');
    // The window closes: its commands are disposed of, and its tabs.
    reviews.dispose();
    shown.close();
    const again = new Panel(shown.list);
    again.index = 3;
    reviews = reviewsOf();
    await reviews.resume(again as unknown as PairPanel, () => dataset);
    assert.match(again.bar?.spoken ?? '', /^4 of 5 pairs are left\. Pair 4 of 5: d/);
    again.paint();
    await reviews.act('reject');
    await reviews.act('leave');
    assert.equal(await states(), 'a accepted, b unreviewed, c unreviewed, d rejected, e unreviewed');
    // One that was left is over.
    const after = new Panel(shown.list);
    await reviews.resume(after as unknown as PairPanel, () => dataset);
    assert.equal(after.bar, undefined);
  });

  it('are gone on with by every later window where a mask is gone', async () => {
    const shown = await review();
    shown.paint();
    await reviews.act('accept');
    rmSync(pathOf('SegmentationClass/c.png'));
    let { list } = shown;
    for (const left of [4, 4]) {
      reviews.dispose();
      panel?.close();
      // What the viewer keeps is what the next window shows.
      panel = new Panel(list);
      reviews = reviewsOf();
      const { end } = played('showInformationMessage', undefined);
      await reviews.resume(panel as unknown as PairPanel, () => dataset).finally(end);
      assert.equal(panel.bar?.progress.total, left);
      list = replaced.at(-1) ?? list;
    }
    assert.equal(replaced.length, 1);
    await reviews.act('leave');
  });

  it('are told not to be gone on with in a list of other pairs', async () => {
    const shown = await review();
    reviews.dispose();
    shown.close();
    const other = new Panel({ title: 'others', pairs: shown.list.pairs });
    reviews = reviewsOf();
    const { shown: told, end } = played('showInformationMessage', undefined);
    await reviews.resume(other as unknown as PairPanel, () => dataset).finally(end);
    assert.deepEqual(told, ['The review that was on does not go on by itself. All its tags are kept.']);
    assert.equal(other.bar, undefined);
    assert.equal(state.get(RUNNING_REVIEW), undefined);
  });

  it('are asked about before other pairs take their place', async () => {
    const shown = await review();
    for (const [answer, mayLeave] of [[undefined, false] as const, ['Leave the Review', true] as const]) {
      const { shown: asked, end } = played('showWarningMessage', answer);
      assert.equal(await shown.held?.(), mayLeave);
      end();
      assert.deepEqual(asked, ['Leave the review to look at other pairs?']);
    }
    shown.setList({ title: 'others', pairs: [] }, 0);
    assert.equal(shown.bar, null);
    assert.equal(shown.held, null);
  });

  it('take a reason of the settings of their folder, also where the tab was closed meanwhile', async () => {
    const shown = await review();
    shown.paint();
    await reviews.act('reject');
    const workspace = vscode.workspace as unknown as Record<'getConfiguration', unknown>;
    const { getConfiguration } = vscode.workspace;
    workspace.getConfiguration = (section: string, resource?: vscode.Uri) =>
      section === 'maskscope.review' && resource?.toString() === folder.toString()
        ? { get: () => ['Of this folder'] }
        : getConfiguration(section, resource);
    try {
      const explained = reviews.act('explain');
      await delay(1000);
      shown.close();
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await explained;
    } finally {
      workspace.getConfiguration = getConfiguration;
    }
    await until(() => readFileSync(pathOf('maskscope.review.ana.json'), 'utf8').includes('"Of this folder"'));
  });

  it('leave out masks that are no PNG, and say how many', async () => {
    rmSync(pathOf('SegmentationClass/c.png'));
    put('SegmentationClass/c.bmp', 'BM');
    const { shown: told, end } = played('showInformationMessage', undefined);
    try {
      const shown = await review();
      assert.deepEqual(
        shown.list.pairs.map(({ name }) => name),
        ['a', 'b', 'd', 'e'],
      );
    } finally {
      end();
    }
    assert.deepEqual(told, ['Left out, since there is no PNG mask to show: 1.']);
    await reviews.act('leave');
  });

  it('are listed with the rows of the Labelbox export that they came from, the worst score first', async () => {
    await importLabels(labels({ a: 0, b: 0, d: 0, e: 1 }), ['import']);
    const rows = ['b', 'a'].map((name) => ({
      ...{ ID: `label-${name}`, 'DataRow ID': `row-${name}`, 'Labeled Data': `https://example.org/${name}.jpg` },
      ...{ 'External ID': `${name}.jpg`, 'Project Name': 'faces', Label: { objects: [] } },
    }));
    put('export.json', JSON.stringify(rows));
    put('cam.csv', 'name,cam\na,0.9\nb,0.1\n');
    const opened = [pathOf('cam.csv'), pathOf('export.json')];
    ui.open = () => Promise.resolve(opened.splice(0, 1));
    ui.picks = ['rejected', 'score', '+cam', 'rows'];
    const window = vscode.window as unknown as Record<'showSaveDialog', unknown>;
    const { showSaveDialog } = window;
    window.showSaveDialog = () => Promise.resolve(vscode.Uri.joinPath(folder, 'list.csv'));
    const { shown: told, end } = played('showWarningMessage', undefined);
    try {
      await reviews.saveList(dataset);
    } finally {
      end();
      window.showSaveDialog = showSaveDialog;
    }
    assert.deepEqual(readFileSync(pathOf('list.csv'), 'utf8').split('\n'), [
      'name,state,score,reasons,notes,row,external id,data row id,projects',
      'b,rejected,0.1,,,1,b.jpg,row-b,faces',
      'a,rejected,0.9,,,2,a.jpg,row-a,faces',
      'd,rejected,,,,,,,',
      '',
    ]);
    assert.match(told[0] ?? '', /^Pairs written to .*list\.csv: 3\. Of them without a row in export\.json: 1\.$/);
  });

  it('of files that cannot be read are told wherever tags are used', async () => {
    put('maskscope.review.boris.json', '<<<<<<< ours');
    put('labels.json', labels({ a: 1 }));
    const window = vscode.window as unknown as Record<'showSaveDialog', unknown>;
    const { showSaveDialog } = window;
    window.showSaveDialog = () => Promise.resolve(undefined);
    const uses = [
      () => reviews.exportTags(dataset),
      () => reviews.saveList(dataset),
      () => reviews.showInGallery(dataset),
      () => reviews.start(dataset, null).catch(() => undefined),
      () => importLabels(labels({ a: 1 }), []),
    ];
    try {
      for (const use of uses) {
        ui.picks = [];
        const { shown: told, end } = played('showWarningMessage', undefined);
        await use().finally(end);
        assert.equal(told.filter((text) => text.includes('maskscope.review.boris.json')).length, 1, String(use));
      }
    } finally {
      window.showSaveDialog = showSaveDialog;
    }
  });

  it('are not asked for where the panel cannot be shown', async () => {
    ui.picks = ['name'];
    await assert.rejects(reviews.start(dataset, EVERY_PAIR), /no panel/);
    assert.deepEqual(
      readdirSync(folder.fsPath).filter((name) => name.includes('review')),
      [],
    );
  });
});

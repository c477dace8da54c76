import { FindingsTree } from '../../../src/extension/findings/findingsTree.ts';
import assert from 'node:assert/strict';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { BACK, Back } from '../../../src/extension/batch/batchSteps.ts';
import type { StepUi } from '../../../src/extension/batch/stepUi.ts';
import { DatasetCommands, type DatasetView } from '../../../src/extension/dataset/datasetCommands.ts';
import { LazyTree } from '../../../src/extension/dataset/lazyTree.ts';
import { originOfDataset } from '../../../src/extension/pictures/picturesCommands.ts';
import { EVERY_PAIR } from '../../../src/extension/dataset/pairRows.ts';
import type { TreeRow } from '../../../src/extension/dataset/rowTree.ts';
import type { PairList } from '../../../src/extension/pairs/pairList.ts';
import { extension, makeFolder, memento, palettedPng, played, until } from './support.ts';

/** Pixels, images and regions by class of the sample's dataset, as Pillow, NumPy and OpenCV count them. */
const SAMPLE = [
  ['background', 1_102_392, 23, 23],
  ['eye', 11_075, 23, 46],
  ['nose', 15_948, 23, 23],
  ['mouth', 6_570, 23, 26],
  ['eyebrow', 5_119, 23, 50],
  ['glasses', 0, 0, 0],
  ['void', 12_944, 23, 1_780],
];
/** Of its train split alone. */
const TRAIN = [719_229, 7_168, 10_520, 3_945, 3_304, 0, 8_474];
/** Of subject-03_002 alone, by id. */
const ONE_MASK = [47_919, 391, 793, 275, 222, 576];

/** Answers questions in the user's place, and keeps what was offered. */
class Answers implements StepUi {
  readonly offered: string[][] = [];
  readonly titles: string[] = [];
  answers: (string | typeof BACK)[] = [];

  pick({ items, title, active }: Parameters<StepUi['pick']>[0]): Promise<string | Back | undefined> {
    this.titles.push(title);
    this.offered.push(items.map(({ label, description = '' }) => `${label}: ${description}`));
    const answer = this.answers.shift();
    return Promise.resolve(answer === 'active' ? active : answer);
  }
  input(): Promise<string | Back | undefined> {
    return Promise.resolve(this.answers.shift());
  }
  open(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }
}

describe('datasets', function () {
  this.timeout(90_000);
  const sample = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const log = vscode.window.createOutputChannel('Datasets under test', { log: true });
  const written = new vscode.EventEmitter<void>();
  const made: DatasetCommands[] = [];
  let folder = '';
  let state = memento();
  let ui = new Answers();

  /** A view that is not in the side bar: the rows of its tree are asked for here. */
  const view = (): DatasetView => ({
    tree: new LazyTree(),
    view: { description: '', message: '', badge: undefined, title: '' } as unknown as vscode.TreeView<unknown>,
  });
  const shown: PairList[] = [];
  const commandsWith = () => {
    const views = { classes: view(), dataset: view(), splits: view() };
    const script = join(extension().extensionPath, 'dist', 'datasetProcess.js');
    const { extensionUri } = extension();
    const commands = new DatasetCommands({
      pairs: {
        replace: () => Promise.resolve(),
        show(list) {
          shown.push(list);
          return Promise.resolve(undefined);
        },
      },
      script,
      extensionUri,
      log,
      state,
      views,
      findings: new FindingsTree(),
      onDidWriteMasks: written.event,
      splitScript: join(extension().extensionPath, 'dist', 'splitProcess.js'),
      masksWritten: () => written.fire(),
      ui,
    });
    made.push(commands);
    return { commands, views };
  };
  const rowsOf = async ({ tree }: DatasetView, row?: unknown): Promise<TreeRow[]> =>
    ((await tree.getChildren(row)) ?? []) as TreeRow[];
  const named = (rows: readonly TreeRow[], label: string): TreeRow => {
    const row = rows.find((one) => one.label === label);
    assert.ok(row, `${label} is not among ${rows.map((one) => one.label).join(', ')}`);
    return row;
  };

  beforeEach(() => {
    folder = makeFolder('datasets').fsPath;
    state = memento();
    ui = new Answers();
  });
  afterEach(() => {
    for (const commands of made.splice(0)) commands.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const scanSample = async () => {
    cpSync(join(sample, 'dataset'), folder, { recursive: true });
    ui.answers = ['voc', 'automatic'];
    const made = commandsWith();
    const dataset = await made.commands.scan(vscode.Uri.file(folder));
    assert.ok(dataset);
    return { ...made, dataset };
  };

  it('shows the recognised layout with counts, then class maps, before anything is scanned', async () => {
    const { dataset } = await scanSample();
    assert.deepEqual(ui.offered[0]?.[0], 'Pascal VOC: 23 pairs · 1 without a mask · 1 without an original');
    assert.equal(ui.offered[1]?.[0], 'Automatic: faces.classes.json');
    assert.ok(ui.offered[1].some((text) => text.startsWith('Pascal VOC: 2')));
    assert.deepEqual(dataset.choice, { layout: { kind: 'voc' }, classMap: null });
  });

  it('counts classes as Pillow, NumPy and OpenCV do: of all, of a split, of a mask', async () => {
    const { commands, views, dataset } = await scanSample();
    const { classes, broken } = await dataset.ask('statistics', { scope: { kind: 'all' } });
    assert.deepEqual(
      classes.map(({ name, pixels, images, regions }) => [name, pixels, images, regions]),
      SAMPLE,
    );
    assert.equal(broken, 1);
    assert.deepEqual(
      (await rowsOf(views.classes)).map(({ label }) => label),
      ['background', 'nose', 'void', 'eye', 'mouth', 'eyebrow', 'glasses'],
    );
    ui.answers = ['regions'];
    await commands.sortClasses();
    const byRegions = await rowsOf(views.classes);
    assert.equal(byRegions[0]?.label, 'void');
    assert.equal(named(byRegions, 'eye').description, '0.97% · 11,075 px · 23 images · 46 regions');
    ui.answers = [JSON.stringify({ kind: 'split', split: 'train' }), 'id'];
    await commands.chooseScope();
    await commands.sortClasses();
    const train = await rowsOf(views.classes);
    assert.deepEqual(
      train.map(({ about }) => (about as { pixels: number }).pixels),
      TRAIN,
    );
    assert.equal(views.classes.view.description, 'train · by id');
    const mask = await dataset.ask('mask', { path: 'SegmentationClass/subject-03_002.png' });
    assert.deepEqual(
      mask?.classes.map(({ pixels }) => pixels),
      ONE_MASK,
    );
  });

  it('browses and reviews the same pairs of a folder, a split, a class where it is counted, and a rule', async () => {
    const { commands, views, dataset } = await scanSample();
    const masksOf = (names: readonly string[]): string[] =>
      names.filter((name) => existsSync(join(folder, 'SegmentationClass', `${name}.png`)));
    const train = masksOf(
      readFileSync(join(folder, 'ImageSets', 'Segmentation', 'train.txt'), 'utf8')
        .trim()
        .split('\n'),
    );
    /** Names that both show for what a menu passes. */
    const both = async (clicked: unknown): Promise<string[]> => {
      shown.length = 0;
      await commands.browse(clicked);
      ui.answers = ['name'];
      await commands.startReview(clicked);
      const [browsed = [], reviewed] = shown.map(({ pairs }) => pairs.map(({ name }) => name));
      assert.deepEqual(reviewed, browsed);
      return browsed;
    };
    const section = vscode.workspace.getConfiguration('maskscope.review');
    await section.update('reviewer', 'ana', vscode.ConfigurationTarget.Global);
    const { shown: told, end } = played('showInformationMessage', undefined);
    try {
      assert.equal((await both(vscode.Uri.joinPath(dataset.folder, 'SegmentationClass'))).length, 24);
      assert.deepEqual(await both((await rowsOf(views.splits))[0]), train.sort());
      ui.answers = [JSON.stringify({ kind: 'split', split: 'train' })];
      await commands.chooseScope();
      assert.deepEqual(await both(named(await rowsOf(views.classes), 'eye')), train);
      const rule = { folder: dataset.folder.toString(), rule: 'brokenFile', path: null };
      assert.deepEqual(await both(rule), ['subject-05_001']);
      // Of 25 pairs one has no mask.
      told.length = 0;
      await commands.browse(undefined);
      assert.deepEqual(told, ['Left out, since there is no PNG mask to show: 1.']);
    } finally {
      end();
      await section.update('reviewer', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('lists what is missing, the pairs, and the splits with their balance', async () => {
    const { views } = await scanSample();
    const [root] = await rowsOf(views.dataset);
    const parts = await rowsOf(views.dataset, root);
    const files = async (label: string): Promise<string[]> =>
      (await rowsOf(views.dataset, named(parts, label))).map((row) => row.label);
    assert.deepEqual(await files('Originals without a mask'), ['JPEGImages/subject-02_003.jpg']);
    assert.deepEqual(await files('Masks without an original'), ['SegmentationClass/subject-07_001.png']);
    assert.deepEqual(await files('Masks that cannot be read'), ['SegmentationClass/subject-05_001.png']);
    assert.equal((await files('Pairs')).length, 25);
    assert.equal(named(parts, 'Class map').description, 'faces.classes.json');
    assert.equal(views.dataset.view.badge?.value, 2);
    const splits = await rowsOf(views.splits);
    assert.deepEqual(
      splits.map(({ label }) => label),
      ['train', 'val', 'In no list'],
    );
    const [list, balance] = await rowsOf(views.splits, splits[1]);
    assert.equal(list?.label, 'ImageSets/Segmentation/val.txt');
    assert.equal(list.description, '9 entries · 1 without a file');
    const eye = named(await rowsOf(views.splits, balance), 'eye');
    // 3,212 of 347,363 pixels, and 11,075 of 1,141,104 in all.
    assert.equal(eye.description, '0.92% (all: 0.97%) · 7 of 7 images');
  });

  it('finds the images with most, least and none of a class', async () => {
    const { dataset } = await scanSample();
    const names = async (filter: object): Promise<string[]> => {
      const { rows } = await dataset.ask('pairs', { filter: { ...EVERY_PAIR, ...filter }, from: 0, count: 3 });
      return rows.map(({ pair }) => pair.name);
    };
    const most = await names({ has: [1], sort: 'pixels', of: 1, isDescending: true });
    assert.deepEqual(most.length, 3);
    assert.equal(most[0], 'subject-01_001');
    const least = await names({ has: [1], sort: 'pixels', of: 1 });
    assert.deepEqual(least, ['subject-05_002', 'subject-05_003', 'subject-05_004']);
    assert.equal((await dataset.ask('pairs', { filter: { ...EVERY_PAIR, lacks: [5] }, from: 0, count: 0 })).total, 23);
  });

  it('remembers what was chosen for a folder, in a window that is opened later', async () => {
    const { commands } = await scanSample();
    commands.dispose();
    const later = commandsWith();
    const [dataset] = later.commands.datasets.all;
    assert.deepEqual(dataset?.choice, { layout: { kind: 'voc' }, classMap: null });
    assert.equal(dataset.overview, null);
    assert.equal((await rowsOf(later.views.classes)).length, 7);
    ui.answers = ['active', 'voc'];
    await later.commands.scan(vscode.Uri.file(folder));
    assert.equal(dataset.choice.classMap, 'voc');
    later.commands.close();
    assert.deepEqual(later.commands.datasets.all, []);
    assert.equal(later.commands.datasets.chosenFor(vscode.Uri.file(folder))?.classMap, 'voc');
  });

  it('names classes as the settings say where no class map is chosen, at once when they change', async () => {
    const settings = vscode.workspace.getConfiguration('maskscope.classMap');
    const set = (key: string, value?: string) => settings.update(key, value, vscode.ConfigurationTarget.Global);
    const elsewhere = makeFolder('names').fsPath;
    const names = join(elsewhere, 'names.txt');
    try {
      const { dataset } = await scanSample();
      const namesNow = async () =>
        (await dataset.ask('statistics', { scope: { kind: 'all' } })).classes.map(({ name }) => name);
      assert.equal((await namesNow())[1], 'eye');
      const { source, classMap } = originOfDataset(dataset, ['subject-01_001']);
      assert.deepEqual([source.kind, classMap], ['dataset', null]);

      const scanned = () => dataset.scannedAt ?? 0;
      let before = scanned();
      await set('preset', 'voc');
      await until(() => scanned() > before && !dataset.isScanning);
      assert.equal((await namesNow())[1], 'aeroplane');
      assert.equal(originOfDataset(dataset, null).classMap, 'voc');

      writeFileSync(names, 'ground\neyes\n');
      before = scanned();
      await set('path', names);
      await until(() => scanned() > before && !dataset.isScanning);
      assert.equal((await namesNow())[1], 'eyes');
      // What was chosen in the question stays.
      await dataset.scan({ layout: { kind: 'voc' }, classMap: join(folder, 'faces.classes.json') });
      assert.equal((await namesNow())[1], 'eye');
    } finally {
      await set('preset');
      await set('path');
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });

  it('reads a folder by a pattern, whose counts are shown before it is used', async () => {
    mkdirSync(join(folder, 'raw'));
    mkdirSync(join(folder, 'seg'));
    for (const name of ['a', 'b', 'c']) {
      copyFileSync(join(sample, 'dataset/JPEGImages/subject-01_001.jpg'), join(folder, 'raw', `${name}.jpg`));
      copyFileSync(join(sample, 'dataset/SegmentationClass/subject-01_001.png'), join(folder, 'seg', `m-${name}.png`));
    }
    ui.answers = ['pattern', 'raw/{name}.jpg', 'seg/m-{name}.png', 'own', 'automatic'];
    const { commands } = commandsWith();
    const dataset = await commands.scan(vscode.Uri.file(folder));
    assert.equal(dataset?.overview?.pairs, 3);
    assert.ok(ui.offered.some(([first]) => first === 'Pattern: 3 pairs'));
  });

  it('scans once for hundreds of changes, and notices each of them', async () => {
    const { dataset } = await scanSample();
    let scans = 0;
    dataset.onDidChange((change) => {
      if (change === 'found') scans++;
    });
    // The watcher of a new folder takes a moment to start.
    await delay(1500);
    scans = 0;
    const bytes = palettedPng(8, 4, new Uint8Array(32).fill(1), Uint8Array.of(0, 0, 0, 128, 0, 0));
    for (let at = 0; at < 600; at++) writeFileSync(join(folder, 'SegmentationClass', `new-${at}.png`), bytes);
    await until(() => dataset.overview?.withoutOriginal === 601, 30_000);
    await delay(2000);
    assert.equal(scans, 1);
    rmSync(join(folder, 'SegmentationClass', 'subject-01_001.png'));
    await until(() => dataset.overview?.withoutMask === 2, 30_000);
    const { classes } = await dataset.ask('statistics', { scope: { kind: 'all' } });
    // 622 pixels less, as Pillow counts that mask, and 32 in each new one.
    assert.equal(classes.find(({ name }) => name === 'eye')?.pixels, 11_075 - 622 + 600 * 32);
  });

  it('stops a scan when asked, keeps what it has, and goes on from there', async () => {
    mkdirSync(join(folder, 'images'));
    mkdirSync(join(folder, 'masks'));
    const ids = Uint8Array.from({ length: 512 * 512 }, (_, at) => (at * at) % 3);
    const bytes = palettedPng(512, 512, ids, Uint8Array.of(0, 0, 0, 255, 0, 0, 0, 255, 0));
    for (let at = 0; at < 300; at++) {
      writeFileSync(join(folder, 'masks', `${at}.png`), bytes);
      copyFileSync(join(sample, 'dataset/JPEGImages/subject-01_001.jpg'), join(folder, 'images', `${at}.jpg`));
    }
    // Files that were written just before they are scanned are looked at again.
    await delay(2500);
    const { commands } = commandsWith();
    const dataset = commands.datasets.open(vscode.Uri.file(folder));
    const scan = dataset.scan();
    await until(() => (dataset.progress?.done ?? 0) > 0, 30_000);
    dataset.cancel();
    const overview = await scan;
    assert.equal(overview.isCancelled, true);
    assert.ok(overview.scanned > 0 && overview.scanned < 600, String(overview.scanned));
    const rest = await dataset.scan();
    assert.equal(rest.isCancelled, false);
    assert.equal(rest.scanned + overview.scanned, 600);
    const { classes } = await dataset.ask('statistics', { scope: { kind: 'all' } });
    // Squares modulo 3: 0 for multiples of 3, else 1. 262,144 = 3 × 87,381 + 1.
    assert.deepEqual(
      classes.map(({ key, pixels }) => [key, pixels]),
      [
        [0, 300 * 87_382],
        [1, 300 * 174_762],
      ],
    );
  });

  it('says why a folder cannot be scanned', async () => {
    const { commands, views } = commandsWith();
    await assert.rejects(commands.scan(vscode.Uri.file(folder)), /There is no image in /);
    assert.deepEqual(commands.datasets.all, []);
    assert.equal(await commands.scan(vscode.Uri.parse('memfs:/images')), undefined);
    assert.deepEqual(await rowsOf(views.classes), []);
  });
});

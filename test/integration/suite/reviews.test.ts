import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Dataset, FOUND_BY_ITSELF } from '../../../src/extension/dataset/dataset.ts';
import { EVERY_PAIR } from '../../../src/extension/dataset/pairRows.ts';
import type { StepUi } from '../../../src/extension/batch/stepUi.ts';
import { ReviewCommands } from '../../../src/extension/review/reviewCommands.ts';
import { closeAll, extension, makeFolder, memento, palettedPng, played } from './support.ts';

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

describe('tags of a dataset', function () {
  this.timeout(60_000);
  const log = vscode.window.createOutputChannel('Reviews under test', { log: true });
  let folder: vscode.Uri;
  let dataset: Dataset;
  let ui: Answers;
  let reviews: ReviewCommands;

  const pathOf = (name: string): string => join(folder.fsPath, name);
  const put = (name: string, content: string | Uint8Array): void => writeFileSync(pathOf(name), content);
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
    const show = () => Promise.reject(new Error('no panel'));
    reviews = new ReviewCommands({ pairs: { show }, state: memento(), log, ui, openGallery: () => undefined });
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

  it('are not asked for where the panel cannot be shown', async () => {
    ui.picks = ['name'];
    await assert.rejects(reviews.start(dataset, EVERY_PAIR), /no panel/);
    assert.deepEqual(
      readdirSync(folder.fsPath).filter((name) => name.includes('review')),
      [],
    );
  });
});

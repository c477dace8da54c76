import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findDatasetProblems } from '../../../src/core/dataset/findings/findDatasetProblems.ts';
import { summariseDataset } from '../../../src/core/dataset/statistics.ts';
import { DatasetScan, type ScanOutcome } from '../../../src/jobs/dataset/datasetScan.ts';
import { greyFile } from '../../fixtures/pngBuilder.ts';
import { maskFile } from '../../fixtures/datasets.ts';

let base: string;
let folder: string;
let number = 0;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'maskscope-scope-'));
  process.env['XDG_CACHE_HOME'] = join(base, 'cache');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));
beforeEach(() => {
  folder = join(base, `dataset${++number}`);
});

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** An original and a mask with some ids, row by row. */
function pair(at: string, name: string, ids: readonly number[]): void {
  write(`${at}/JPEGImages/${name}.png`, greyFile(8, 8));
  const pixels = new Uint8Array(64);
  ids.forEach((id, row) => pixels.fill(id, 8 * row, 8 * row + 8));
  write(`${at}/SegmentationClass/${name}.png`, maskFile({ ids: pixels, width: 8, colours: null }));
}

function scan(): Promise<ScanOutcome> {
  return new DatasetScan({ folder, layout: {}, classMap: null, shard: null }, { workers: 0, workerScript: '' }).run();
}

const namesIn = ({ facts }: ScanOutcome) => summariseDataset(facts).classes.map(({ key, name }) => [key, name]);
const rulesIn = ({ facts }: ScanOutcome) => findDatasetProblems(facts).map(({ rule, path }) => [rule, path]);

describe('the class map of a folder of datasets', () => {
  it('names no masks of the others', async () => {
    for (const at of ['apes', 'birds']) pair(at, `${at}1`, [0, 1, 2]);
    write('apes/labels.txt', '__ignore__\n_background_\nchimpanzee\ngorilla\n');
    const outcome = await scan();
    expect(outcome.facts.layout.pairs).toHaveLength(2);
    expect(outcome.facts.classMap).toBeNull();
    expect(namesIn(outcome)).toEqual([
      [0, null],
      [1, null],
      [2, null],
    ]);
    expect(rulesIn(outcome)).toContainEqual(['classMapPartial', 'apes/labels.txt']);
  });

  it('names all where it lies above them, or in a folder without masks beside them', async () => {
    for (const at of ['a', 'b']) pair(`data/${at}`, `${at}1`, [0, 1, 2]);
    write('data/meta/labels.txt', '__ignore__\n_background_\nchimpanzee\ngorilla\n');
    const outcome = await scan();
    expect(namesIn(outcome).slice(0, 3)).toEqual([
      [0, '_background_'],
      [1, 'chimpanzee'],
      [2, 'gorilla'],
    ]);
    expect(rulesIn(outcome).map(([rule]) => rule)).not.toContain('classMapPartial');
  });
});

describe('equal class maps of all parts', () => {
  const LABELS = '__ignore__\n_background_\nchimpanzee\n';

  it.each([
    ['are one', LABELS, [0, '_background_']],
    ['that differ are none', `${LABELS}gorilla\n`, [0, null]],
  ])('%s', async (_, other, first) => {
    for (const at of ['train', 'val']) pair(at, `${at}1`, [0, 1]);
    write('train/labels.txt', LABELS);
    write('val/labels.txt', other);
    expect(namesIn(await scan())[0]).toEqual(first);
  });
});

describe('a class map beside images of no pair', () => {
  it('is of another dataset', async () => {
    for (const at of [1, 2]) pair('.', `a${at}`, [0, 1]);
    write('other/photo.png', greyFile(8, 8));
    write('other/labels.txt', '__ignore__\n_background_\nshelf\n');
    const { facts } = await scan();
    expect(facts.layout.unpaired).toEqual(['other/photo.png']);
    expect(facts.classMap).toBeNull();
  });
});

describe('masks of 0 and 255 alone', () => {
  it('stay binary where one has soft edges', async () => {
    for (let at = 1; at < 9; at++) pair('.', `a${at}`, [0, 255, 255]);
    pair('.', 'soft', [0, 30, 90, 150, 210, 255]);
    const outcome = await scan();
    expect(outcome.facts.classMap?.source).toBe('binary');
    expect(rulesIn(outcome)).toContainEqual(['notBinary', 'SegmentationClass/soft.png']);
    expect(rulesIn(outcome).map(([rule]) => rule)).not.toContain('idWithoutClass');
  });

  it('are binary: 255 is the foreground, which counts', async () => {
    for (let at = 1; at < 5; at++) pair('.', `a${at}`, [0, 255, 255]);
    const outcome = await scan();
    expect(outcome.facts.classMap?.source).toBe('binary');
    expect(summariseDataset(outcome.facts).classes).toMatchObject([
      { key: 0, name: 'background', pixels: 4 * 48, isVoid: false },
      { key: 255, name: 'foreground', pixels: 4 * 16, isVoid: false },
    ]);
  });

  it('are not where another mask has a class', async () => {
    for (let at = 1; at < 5; at++) pair('.', `a${at}`, [0, 255, 255]);
    pair('.', 'b', [0, 255, 3]);
    const outcome = await scan();
    expect(outcome.facts.classMap).toBeNull();
    expect(summariseDataset(outcome.facts).classes.find(({ key }) => key === 255)).toMatchObject({ isVoid: true });
  });
});

describe('originals', () => {
  it.each([
    ['', 'empty'],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:aa\nsize 5\n', 'lfsPointer'],
    ['<!doctype html><html></html>', 'notImage'],
  ])('of %j are broken files', async (content, code) => {
    pair('.', 'a', [0, 1]);
    write('JPEGImages/a.png', content);
    const { facts } = await scan();
    const found = findDatasetProblems(facts).find(({ rule }) => rule === 'brokenFile');
    expect(found).toMatchObject({ path: 'JPEGImages/a.png', severity: 'error', details: { code } });
  });

  it('whose names differ from masks by the encoding of an accent are told as one name', async () => {
    pair('.', 'a', [0, 1]);
    write('JPEGImages/\u00e9.png', greyFile(8, 8));
    write('SegmentationClass/e\u0301.png', maskFile({ ids: new Uint8Array(64), width: 8, colours: null }));
    expect(rulesIn(await scan()).map(([rule]) => rule)).toContain('nameCaseTwin');
  });
});

describe('a file with the name of a split list', () => {
  it('of which every line is wrong is a list all the same', async () => {
    pair('.', 'a', [0, 1]);
    write('ImageSets/Segmentation/train.txt', 'a\n');
    write('ImageSets/Segmentation/val.txt', 'b\nc\n');
    write('ImageSets/Segmentation/test.txt', 'These files are for whoever asks for them.\n');
    const outcome = await scan();
    expect(outcome.facts.lists.map(({ split }) => split)).toEqual(['train', 'val']);
    expect(rulesIn(outcome)).toContainEqual(['listEntryAbsent', 'ImageSets/Segmentation/val.txt']);
  });

  it('that is not text is told, and read by nobody', async () => {
    pair('.', 'a', [0, 1]);
    write('ImageSets/Segmentation/train.txt', 'a\n');
    write('ImageSets/Segmentation/val.txt', Uint8Array.of(0xff, 0xfe, 0, 0x41, 0));
    const outcome = await scan();
    expect(outcome.facts.lists.map(({ split }) => split)).toEqual(['train']);
    expect(rulesIn(outcome)).toContainEqual(['listUnreadable', 'ImageSets/Segmentation/val.txt']);
  });
});

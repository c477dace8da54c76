import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetFacts } from '../../../src/core/dataset/facts.ts';
import { duplicateGroups } from '../../../src/core/split/datasetItems.ts';
import { DatasetScan } from '../../../src/jobs/dataset/datasetScan.ts';
import { SplitJob } from '../../../src/jobs/splitJob.ts';
import type { SplitRequest } from '../../../src/jobs/splitTypes.ts';
import { writeVocFolder } from '../../fixtures/datasetFolder.ts';
import { addPair, drawObject, factsOf, SIDE, soundDataset } from '../../fixtures/datasets.ts';
import { greyFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference } from '../mask/pythonReference.ts';

let base: string;
let folder: string;
let facts: DatasetFacts;
const nameOf = (at: number): string => `2007_${String(at).padStart(6, '0')}`;
const mask = (at: number): string => join(folder, `SegmentationClass/${nameOf(at)}.png`);
const original = (at: number): string => join(folder, `JPEGImages/${nameOf(at)}.png`);
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'maskscope-split-dataset-'));
  folder = join(base, 'voc');
  process.env['XDG_CACHE_HOME'] = join(base, 'cache');
  writeVocFolder(folder, 60, new SeededRandom(6));
  // Equal masks of different originals, and equal originals of different masks.
  writeFileSync(original(3), greyFile(60, 50));
  writeFileSync(original(50), greyFile(61, 50));
  writeFileSync(original(20), greyFile(61, 50));
  copyFileSync(mask(3), mask(50));
  rmSync(mask(59));
  const request = { folder, layout: {}, classMap: null, shard: null };
  ({ facts } = await new DatasetScan(request, { workers: 0, workerScript: '' }).run());
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const requestOf = (more: Partial<SplitRequest> = {}): SplitRequest => ({
  source: folder,
  options: { method: 'grouped', shape: { kind: 'ratios', ratios: [0.6, 0.2, 0.2] }, seed: 4, stratify: 'presence' },
  groupBy: null,
  labels: null,
  form: 'given',
  folder: join(base, 'lists'),
  command: 'maskscope split …',
  ...more,
});

/** Images and pixels of each id in the masks of some names, without background and void. */
const PYTHON = `
import json, sys, numpy
from PIL import Image
classes = {}
for name in open(sys.argv[2]).read().split():
    mask = numpy.array(Image.open(sys.argv[1] + '/SegmentationClass/' + name + '.png'))
    for value, count in zip(*numpy.unique(mask, return_counts=True)):
        if value in (0, 255): continue
        one = classes.setdefault(int(value), [0, 0])
        one[0] += 1
        one[1] += int(count)
print(json.dumps(classes))`;

describe('a dataset', () => {
  it.skipIf(!hasReference)('is split with a proof whose classes are those that NumPy counts in the lists', async () => {
    const job = new SplitJob(requestOf(), facts);
    const plan = await job.plan();
    await job.write();
    expect(plan.unpaired).toBe(1);
    expect(plan.lists.map(({ names }) => names)).toEqual([35, 12, 12]);
    expect(Object.fromEntries(plan.classNames)).toEqual({ 1: 'cat', 2: 'dog' });
    for (const [part, split] of ['train', 'val', 'test'].entries()) {
      const list = join(base, 'lists', `${split}.txt`);
      const counted = JSON.parse(
        execFileSync('/usr/bin/python3', ['-c', PYTHON, folder, list], { encoding: 'utf8' }),
      ) as object;
      const ours = (plan.proof.classes ?? []).map(({ key, parts }) => [
        key,
        [parts[part]?.images, parts[part]?.pixels],
      ]);
      expect(Object.fromEntries(ours)).toEqual(counted);
    }
  });

  it('keeps equal images and masks together', async () => {
    for (let seed = 0; seed < 10; seed++) {
      const { options } = requestOf();
      const request = requestOf({ options: { ...options, seed }, groupBy: { kind: 'duplicates' } });
      const { proof } = await new SplitJob(request, facts).plan();
      expect(proof.groups?.divided).toBe(0);
    }
    const groups = duplicateGroups(facts.layout.pairs, facts.records);
    expect([groups[3], groups[20], groups[50]]).toEqual([nameOf(3), nameOf(3), nameOf(3)]);
  });

  it('keeps masks together that are nearly equal, mirrored ones too, where that is asked for', () => {
    const random = new SeededRandom(11);
    const near = soundDataset(random, 6);
    const [twin, mirrored] = [drawObject(random, 1), new Uint8Array(SIDE * SIDE)];
    twin.forEach((id, i) => (mirrored[i - (i % SIDE) + SIDE - 1 - (i % SIDE)] = id));
    addPair(near, 'b', { ids: twin });
    // One cell of the grid, of 4 × 4 pixels.
    const changed = twin.slice();
    for (let y = 0; y < 4; y++) changed.fill(2, y * SIDE, y * SIDE + 4);
    addPair(near, 'c', { ids: changed });
    addPair(near, 'd', { ids: mirrored });
    const { layout, records } = factsOf(near);
    const groups = (isNear: boolean) => duplicateGroups(layout.pairs, records, isNear).slice(-3);
    expect(groups(true)).toEqual(['b', 'b', 'b']);
    expect(groups(false)).toEqual([null, null, null]);
    expect(duplicateGroups(layout.pairs, records, true).slice(0, 6)).toEqual(Array(6).fill(null));
  });

  it('is listed with paths of images and masks', async () => {
    const job = new SplitJob(requestOf({ form: 'pairs', folder: join(base, 'pairs') }), facts);
    expect((await job.plan()).lists[1]?.names).toBe(12);
    await job.write();
    const lines = execFileSync('head', ['-1', join(base, 'pairs/val.txt')], { encoding: 'utf8' });
    expect(lines).toMatch(/^JPEGImages\/(2007_\d{6})\.png SegmentationClass\/\1\.png\n$/);
  });
});

import { describe, expect, it } from 'vitest';
import type { MaskRecord } from '../../../../src/core/dataset/records.ts';
import { addPair, drawObject, listOf, pairOf, SIDE, type TestDataset } from '../../../fixtures/datasets.ts';
import type { SeededRandom } from '../../../fixtures/seededRandom.ts';
import { findingsAfter, only, toldAfter, type RuleCase } from './found.ts';

const names = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `a${String(from + at).padStart(2, '0')}`);

/** All pairs of the sound dataset: 12 in train, 6 in val, 6 in test. */
const lists = (
  dataset: TestDataset,
  extra: Partial<Record<'train' | 'val' | 'test', readonly (string | null)[]>> = {},
) => {
  dataset.lists.push(listOf('train', [...names(0, 12), ...(extra.train ?? [])]));
  dataset.lists.push(listOf('val', [...names(12, 18), ...(extra.val ?? [])]));
  dataset.lists.push(listOf('test', [...names(18, 24), ...(extra.test ?? [])]));
};

const originalOf = (hash: string) => ({ image: { hash } });

/** Two masks with the same ids, b and c. */
const sameMasks = (dataset: TestDataset, random: SeededRandom, facts: Parameters<typeof addPair>[3] = {}) => {
  const ids = drawObject(random);
  addPair(dataset, 'b', { ids }, facts);
  addPair(dataset, 'c', { ids }, facts);
};

/** Left and right exchanged. */
const mirrored = (ids: Uint8Array) =>
  ids.map((_, at) => ids[Math.floor(at / SIDE) * SIDE + SIDE - 1 - (at % SIDE)] as number);

/** d is b mirrored, with a corner painted over. */
const nearMasks = (dataset: TestDataset, random: SeededRandom, facts: Parameters<typeof addPair>[3] = {}) => {
  const ids = drawObject(random, 1);
  addPair(dataset, 'b', { ids }, facts);
  const other = mirrored(ids);
  for (let y = 0; y < 8; y++) other.fill(1, y * SIDE, y * SIDE + 8);
  addPair(dataset, 'd', { ids: other }, facts);
};

const sequence = (count: number, from = 1): string[] => Array.from({ length: count }, (_, at) => `s${from + at}`);
const addSequence = (
  dataset: TestDataset,
  random: SeededRandom,
  frames: readonly string[],
  split: string | null = null,
) => {
  for (const name of frames) {
    const pair = { sequence: 's', frame: Number(name.slice(1)), folderSplit: split };
    addPair(dataset, name, { ids: drawObject(random) }, { pair });
  }
};

const CASES: readonly RuleCase[] = [
  {
    rule: 'duplicateOriginals',
    fires: (dataset, random) => sameMasks(dataset, random, originalOf('f00d')),
    told: ['duplicateOriginals images/b.jpg'],
    silent: (dataset, random) => {
      addPair(dataset, 'b', { ids: drawObject(random) }, originalOf('f00d'));
      addPair(dataset, 'c', { ids: drawObject(random) }, originalOf('cafe'));
    },
  },
  {
    rule: 'duplicateOriginalsAcrossSplits',
    fires: (dataset, random) => {
      sameMasks(dataset, random, originalOf('f00d'));
      lists(dataset, { train: ['b'], val: ['c'] });
    },
    told: ['duplicateOriginalsAcrossSplits images/b.jpg'],
    silent: (dataset, random) => {
      sameMasks(dataset, random, originalOf('f00d'));
      lists(dataset, { train: ['b', 'c'] });
    },
    instead: ['duplicateOriginals images/b.jpg'],
  },
  {
    rule: 'conflictingMasks',
    fires: (dataset, random) => {
      addPair(dataset, 'b', { ids: drawObject(random) }, originalOf('f00d'));
      addPair(dataset, 'c', { ids: drawObject(random) }, originalOf('f00d'));
    },
    told: ['conflictingMasks masks/b.png', 'duplicateOriginals images/b.jpg'],
    silent: (dataset, random) => {
      addPair(dataset, 'b', { ids: drawObject(random) }, originalOf('f00d'));
      addPair(dataset, 'c', { ids: drawObject(random) });
    },
  },
  {
    rule: 'duplicateMasks',
    fires: (dataset, random) => sameMasks(dataset, random),
    told: ['duplicateMasks masks/b.png'],
    // One class, and frames of one sequence.
    silent: (dataset, random) => {
      addPair(dataset, 'b', { ids: new Uint8Array(SIDE * SIDE).fill(255) });
      addPair(dataset, 'c', { ids: new Uint8Array(SIDE * SIDE).fill(255) });
      const ids = drawObject(random);
      addPair(dataset, 's1', { ids }, { pair: { sequence: 's', frame: 1 } });
      addPair(dataset, 's2', { ids }, { pair: { sequence: 's', frame: 2 } });
    },
  },
  {
    rule: 'duplicateMasksAcrossSplits',
    fires: (dataset, random) => {
      const ids = drawObject(random);
      addPair(dataset, 's1', { ids }, { pair: { sequence: 's', frame: 1 } });
      addPair(dataset, 's99', { ids }, { pair: { sequence: 's', frame: 99 } });
      lists(dataset, { train: ['s1'], val: ['s99'] });
    },
    told: ['duplicateMasksAcrossSplits masks/s1.png'],
    silent: (dataset, random) => {
      sameMasks(dataset, random);
      lists(dataset, { val: ['b', 'c'] });
    },
    instead: ['duplicateMasks masks/b.png'],
  },
  {
    rule: 'nearDuplicates',
    fires: (dataset, random) => nearMasks(dataset, random),
    told: ['nearDuplicates masks/b.png'],
    silent: (dataset, random) => nearMasks(dataset, random, { pair: { sequence: 's' } }),
  },
  {
    rule: 'nearDuplicatesAcrossSplits',
    fires: (dataset, random) => {
      nearMasks(dataset, random, { pair: { sequence: 's' } });
      lists(dataset, { train: ['b'], test: ['d'] });
    },
    told: ['nearDuplicatesAcrossSplits masks/b.png'],
    silent: (dataset, random) => {
      nearMasks(dataset, random);
      lists(dataset, { test: ['b', 'd'] });
    },
    instead: ['nearDuplicates masks/b.png'],
  },
  {
    rule: 'splitOverlap',
    fires: (dataset) => lists(dataset, { val: ['a03', 'a04'] }),
    told: ['splitOverlap lists/train.txt'],
    silent: (dataset) => {
      lists(dataset);
      dataset.lists.push(listOf('trainval', names(0, 18)), listOf('cats', names(0, 9)));
    },
  },
  {
    rule: 'listEntryAbsent',
    fires: (dataset) => lists(dataset, { val: [null, null] }),
    told: ['listEntryAbsent lists/val.txt'],
    silent: (dataset) => lists(dataset),
  },
  {
    rule: 'listEntryOutside',
    fires: (dataset) => {
      lists(dataset);
      const entries = [{ line: 1, text: '../../etc/passwd', pair: null, problem: 'outside' as const }];
      dataset.lists.push({ split: 'more', path: 'lists/more.txt', form: 'names', entries });
    },
    told: ['listEntryOutside lists/more.txt'],
    silent: (dataset) => lists(dataset),
  },
  {
    rule: 'listDuplicate',
    fires: (dataset) => lists(dataset, { val: ['a12', 'a13', 'a12'] }),
    told: ['listDuplicate lists/val.txt'],
    silent: (dataset) => lists(dataset),
  },
  {
    rule: 'inNoList',
    fires: (dataset, random) => {
      lists(dataset);
      addPair(dataset, 'b', { ids: drawObject(random) });
    },
    told: ['inNoList'],
    // Lists of something else than splits.
    silent: (dataset) => dataset.lists.push(listOf('cats', names(0, 3))),
  },
  {
    rule: 'trainvalDiffers',
    fires: (dataset) => {
      lists(dataset);
      dataset.lists.push(listOf('trainval', [...names(0, 17)]));
    },
    told: ['trainvalDiffers lists/trainval.txt'],
    silent: (dataset) => {
      lists(dataset);
      dataset.lists.push(listOf('trainval', names(0, 18)));
    },
  },
  {
    rule: 'neighbouringFrames',
    fires: (dataset, random) => {
      addSequence(dataset, random, sequence(8));
      lists(dataset, { train: sequence(4), val: sequence(4, 5) });
    },
    told: ['neighbouringFrames lists/val.txt'],
    silent: (dataset, random) => {
      addSequence(dataset, random, [...sequence(4), ...sequence(4, 50)]);
      lists(dataset, { train: sequence(4), val: sequence(4, 50) });
    },
  },
];

describe('rules about several files', () => {
  it.each(CASES.map((one) => [one.rule, one] as const))('%s fires', (rule, { fires, told }) => {
    expect(toldAfter(fires)).toEqual(told);
    expect(told.some((text) => text.split(' ')[0] === rule)).toBe(true);
  });

  it.each(CASES.map((one) => [one.rule, one] as const))('%s is silent', (_rule, { silent, instead = [] }) => {
    expect(toldAfter(silent)).toEqual(instead);
  });
});

describe('findings about several files', () => {
  it('say how far near-duplicates are from each other, and that they are mirrored', () => {
    const finding = only(findingsAfter((dataset, random) => nearMasks(dataset, random)));
    expect(finding).toMatchObject({ details: { count: 2, flipped: 1 }, related: ['masks/d.png'] });
    const distance = Number(finding.details['distance']);
    expect(distance).toBeGreaterThan(0);
    expect(distance).toBeLessThanOrEqual(4);
  });

  it('take lines out of the list that is trained on, not of the one that is held out', () => {
    expect(only(findingsAfter((dataset) => lists(dataset, { val: ['a03', 'a04'] })))).toMatchObject({
      path: 'lists/train.txt',
      place: { line: 4 },
      related: ['lists/val.txt'],
      details: { first: 'train', second: 'val', count: 2, list: 'a03, a04' },
      fix: { kind: 'removeLines', list: 'lists/train.txt', lines: [4, 5] },
    });
  });

  it('keep the first line of a name', () => {
    expect(only(findingsAfter((dataset) => lists(dataset, { val: ['a12', 'a13', 'a12'] })))).toMatchObject({
      place: { line: 7 },
      details: { count: 3, name: 'a12', list: '1, 7, 9' },
      fix: { kind: 'removeLines', list: 'lists/val.txt', lines: [7, 8, 9] },
    });
  });

  it('measure neighbouring frames between folders where there are no lists', () => {
    const told = toldAfter((dataset, random) => {
      addSequence(dataset, random, sequence(4), 'train');
      addSequence(dataset, random, sequence(4, 5), 'val');
    });
    expect(told).toEqual(['neighbouringFrames']);
  });

  it('tell nothing of near-duplicates whose ids are equal: they are duplicates', () => {
    const told = toldAfter((dataset, random) => sameMasks(dataset, random));
    expect(told).toEqual(['duplicateMasks masks/b.png']);
  });

  it('do not count a pair in val and test as one thing in two places', () => {
    const told = toldAfter((dataset, random) => {
      addPair(dataset, 'b', { ids: drawObject(random) }, originalOf('f00d'));
      lists(dataset, { val: ['b'], test: ['b'] });
    });
    expect(told).toEqual(['splitOverlap lists/val.txt']);
  });

  it('leave pairs alone of which the scan knows nothing', () => {
    expect(toldAfter((dataset) => dataset.pairs.push(pairOf('unknown')))).toEqual([]);
  });

  it('say so where comparisons were left out', () => {
    const told = toldAfter((dataset, random) => {
      const base = drawObject(random, 1);
      addPair(dataset, 'b', { ids: base });
      const record = dataset.records.get('masks/b.png') as MaskRecord;
      for (let at = 0; at < 200; at++) {
        const name = `t${at}`;
        dataset.pairs.push(pairOf(name, { original: null, sequence: 's' }));
        const cells = record.grid.split(',').flatMap((run) => {
          const [id = '', count = '1'] = run.split('*');
          return new Array<string>(Number(count)).fill(id);
        });
        cells[at] = '3';
        const path = `masks/${name}.png`;
        dataset.records.set(path, { ...record, path, hash: name, grid: cells.join() });
      }
    });
    expect(told.at(-1)).toBe('nearDuplicatesUnchecked');
  });
});

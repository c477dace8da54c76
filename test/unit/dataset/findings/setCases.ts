import { gridOf } from '../../../../src/core/dataset/cells.ts';
import type { MaskRecord } from '../../../../src/core/dataset/records.ts';
import { addPair, drawObject, listOf, pairOf, SIDE, type TestDataset } from '../../../fixtures/datasets.ts';
import type { SeededRandom } from '../../../fixtures/seededRandom.ts';
import { type RuleCase } from './found.ts';

export const names = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `a${String(from + at).padStart(2, '0')}`);

/** All pairs of the sound dataset: 12 in train, 6 in val, 6 in test. */
export const lists = (
  dataset: TestDataset,
  extra: Partial<Record<'train' | 'val' | 'test', readonly (string | null)[]>> = {},
) => {
  dataset.lists.push(listOf('train', [...names(0, 12), ...(extra.train ?? [])]));
  dataset.lists.push(listOf('val', [...names(12, 18), ...(extra.val ?? [])]));
  dataset.lists.push(listOf('test', [...names(18, 24), ...(extra.test ?? [])]));
};

export const originalOf = (hash: string) => ({ image: { hash } });

/** Two masks with the same ids, b and c. */
export const sameMasks = (dataset: TestDataset, random: SeededRandom, facts: Parameters<typeof addPair>[3] = {}) => {
  const ids = drawObject(random);
  addPair(dataset, 'b', { ids }, facts);
  addPair(dataset, 'c', { ids }, facts);
};

/** Left and right exchanged. */
export const mirrored = (ids: Uint8Array) =>
  ids.map((_, at) => ids[Math.floor(at / SIDE) * SIDE + SIDE - 1 - (at % SIDE)] as number);

/** d is b mirrored, with a corner painted over. */
export const nearMasks = (dataset: TestDataset, random: SeededRandom, facts: Parameters<typeof addPair>[3] = {}) => {
  const ids = drawObject(random, 1);
  addPair(dataset, 'b', { ids }, facts);
  const other = mirrored(ids);
  for (let y = 0; y < 8; y++) other.fill(1, y * SIDE, y * SIDE + 8);
  addPair(dataset, 'd', { ids: other }, facts);
};

export const sequence = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, at) => `s${from + at}`);
export const addSequence = (
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

/** b, and masks that differ from it in one cell of the grid each. */
function shiftedCells(dataset: TestDataset, random: SeededRandom, count: number): void {
  addPair(dataset, 'b', { ids: drawObject(random, 1) });
  const record = dataset.records.get('masks/b.png') as MaskRecord;
  for (let at = 0; at < count; at++) {
    const pair = pairOf(`t${at}`);
    const cells = gridOf(record.grid);
    cells[at] = 3;
    dataset.pairs.push(pair);
    const path = pair.mask ?? '';
    dataset.records.set(path, { ...record, path, hash: pair.name, grid: cells.join() });
  }
}

/** One of each rule. */
export const SET_CASES: readonly RuleCase[] = [
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
    instead: ['allVoid masks/b.png', 'allVoid masks/c.png'],
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
    rule: 'nearDuplicatesUnchecked',
    fires: (dataset, random) => shiftedCells(dataset, random, 200),
    told: ['nearDuplicates masks/b.png', 'nearDuplicatesUnchecked'],
    silent: (dataset, random) => shiftedCells(dataset, random, 40),
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
    rule: 'listUnreadable',
    fires: (dataset) => dataset.unreadLists.push({ path: 'lists/val.txt', code: 'tooLarge', details: { limit: 128 } }),
    told: ['listUnreadable lists/val.txt'],
    silent: (dataset) => lists(dataset),
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

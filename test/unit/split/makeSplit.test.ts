import { describe, expect, it } from 'vitest';
import { makeSplit, type SplitMethod, type SplitOptions, type SplitShape } from '../../../src/core/split/makeSplit.ts';
import { SplitError } from '../../../src/core/split/problems.ts';
import { RANDOM_SPLITS } from '../../../src/core/split/randomComparison.ts';
import { largestRemainders } from '../../../src/core/split/ratios.ts';
import { repeatedName } from '../../../src/core/split/repeatedName.ts';
import type { SplitItem } from '../../../src/core/split/splitItem.ts';
import { isSound, proveSplit } from '../../../src/core/split/splitProof.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { namedItems, randomItems } from './randomItems.ts';

const ratios = (...numbers: readonly number[]): SplitShape => ({ kind: 'ratios', ratios: numbers });
const folds = (count: number): SplitShape => ({ kind: 'folds', folds: count });
const options = (method: SplitMethod, shape: SplitShape, more: Partial<SplitOptions> = {}): SplitOptions => ({
  ...{ method, shape, seed: 7, stratify: null },
  ...more,
});
const sizesOf = (items: readonly SplitItem[], of: SplitOptions): number[] =>
  makeSplit(items, of).parts.map(({ indices }) => indices.length);
const numbered = (count: number) => namedItems(Array.from({ length: count }, (_, at) => `n${at}`));
const median = (ascending: readonly number[]): number =>
  ((ascending[RANDOM_SPLITS / 2 - 1] ?? 0) + (ascending[RANDOM_SPLITS / 2] ?? 0)) / 2;

/** What a part has, counted anew from the lists: nothing of the proof is used. */
function requirePartition(items: readonly SplitItem[], of: SplitOptions): void {
  const { sets, parts } = makeSplit(items, of);
  for (const lists of [...sets.map((set) => set.lists), parts]) {
    const all = lists.flatMap(({ indices }) => [...indices]);
    expect(all.sort((a, b) => a - b)).toEqual([...items.keys()]);
  }
  const partOf = new Map(parts.flatMap(({ indices }, part) => [...indices].map((index) => [index, part] as const)));
  const partOfGroup = new Map<string, number>();
  for (const [index, { group }] of items.entries()) {
    const part = partOf.get(index) ?? -1;
    if (group !== null) expect(partOfGroup.get(group) ?? part).toBe(part);
    if (group !== null) partOfGroup.set(group, part);
  }
}

describe('a split', () => {
  const random = new SeededRandom(11);
  const cases = Array.from({ length: 60 }, (_, seed) => ({
    seed,
    count: random.integer(12, 200),
    mostInGroup: random.choice([1, 1, 3, 12]),
    shape: random.choice([ratios(0.8, 0.1, 0.1), ratios(0.6, 0.3, 0.1), ratios(3, 1), ratios(1, 0, 1), folds(4)]),
    stratify: random.choice([null, 'presence', 'pixels'] as const),
  }));

  it.each(['grouped', 'stable', 'sklearn'] as const)(
    'by %s is a partition, with whole groups, twice the same',
    (method) => {
      for (const { seed, count, mostInGroup, shape, stratify } of cases) {
        const items = randomItems(seed, count, 6, method === 'sklearn' ? 1 : mostInGroup);
        const of = options(method, shape, { seed, ...(method === 'grouped' ? { stratify } : {}) });
        if (shape.kind === 'folds' && new Set(items.map(({ group, name }) => group ?? name)).size < shape.folds)
          continue;
        requirePartition(items, of);
        expect(makeSplit(items, of)).toEqual(makeSplit(items, of));
        const proof = proveSplit(items, makeSplit(items, of), of);
        expect(isSound(proof)).toBe(true);
        expect(proof.parts.reduce((sum, { names }) => sum + names, 0)).toBe(count);
      }
    },
  );

  it('by groups of one has the ratios exactly, by the largest remainders', () => {
    expect(sizesOf(numbered(100), options('grouped', ratios(0.6, 0.3, 0.1)))).toEqual([60, 30, 10]);
    expect(sizesOf(numbered(547), options('grouped', ratios(0.8, 0.1, 0.1)))).toEqual([437, 55, 55]);
    expect(sizesOf(numbered(7), options('grouped', ratios(1, 1, 1)))).toEqual([3, 2, 2]);
    expect(sizesOf(numbered(11), options('grouped', folds(3)))).toEqual([4, 4, 3]);
    for (const stratify of ['presence', 'pixels'] as const) {
      const items = randomItems(3, 100, 5, 1);
      expect(sizesOf(items, options('grouped', ratios(0.6, 0.3, 0.1), { stratify }))).toEqual([60, 30, 10]);
    }
    expect(largestRemainders(30, [0.1, 0.2, 0.7])).toEqual([3, 6, 21]);
    expect(largestRemainders(1, [0.4, 0.4, 0.2])).toEqual([1, 0, 0]);
    expect(largestRemainders(1e6, [0.7, 0.2, 0.1])).toEqual([700_000, 200_000, 100_000]);
  });

  it('puts every name into every list about as often as the ratios say', () => {
    const items = numbered(10);
    const inVal = new Array<number>(10).fill(0);
    for (let seed = 0; seed < 2000; seed++) {
      const [, val] = makeSplit(items, options('grouped', ratios(0.7, 0.3), { seed })).parts;
      for (const index of val?.indices ?? []) inVal[index] = (inVal[index] ?? 0) + 1;
    }
    // 600 expected; 5 standard deviations of a binomial are 102.
    for (const count of inVal) expect(Math.abs(count - 600)).toBeLessThan(102);
  });

  it('comes as near to the ratios as whole groups allow', () => {
    let [found, best] = [0, 0];
    for (let seed = 0; seed < 60; seed++) {
      const source = new SeededRandom(1000 + seed);
      const sizes = Array.from({ length: source.integer(3, 9) }, () => source.integer(1, 30));
      const items = sizes.flatMap((size, group) =>
        Array.from({ length: size }, (_, at) => ({ ...namedItems([`${group}/${at}`])[0], group: String(group) })),
      ) as SplitItem[];
      const wanted = largestRemainders(items.length, [0.6, 0.3, 0.1]);
      const farOff = (counts: readonly number[]): number =>
        counts.reduce((sum, count, at) => sum + Math.abs(count - (wanted[at] ?? 0)), 0);
      const counts = sizesOf(items, options('grouped', ratios(0.6, 0.3, 0.1), { seed }));
      let least = Infinity;
      for (let way = 0; way < 3 ** sizes.length; way++) {
        const sums = [0, 0, 0];
        let rest = way;
        for (const size of sizes) {
          sums[rest % 3] = (sums[rest % 3] ?? 0) + size;
          rest = Math.floor(rest / 3);
        }
        least = Math.min(least, farOff(sums));
      }
      found += farOff(counts);
      best += least;
      expect(farOff(counts)).toBeLessThanOrEqual(least + Math.max(...sizes));
    }
    // All of 3^groups ways were tried.
    expect(found).toBeLessThan(1.2 * best);
  });

  it.each(['presence', 'pixels'] as const)('by %s has class shares nearer to the whole than chance', (stratify) => {
    for (const mostInGroup of [1, 5]) {
      for (let seed = 0; seed < 8; seed++) {
        const items = randomItems(seed, 400, 12, mostInGroup);
        for (const shape of [ratios(0.8, 0.1, 0.1), folds(5)]) {
          const of = options('grouped', shape, { seed, stratify });
          const { comparison } = proveSplit(items, makeSplit(items, of), of);
          expect(comparison?.random).toHaveLength(RANDOM_SPLITS);
          expect(comparison?.deviation).toBeLessThan(median(comparison?.random ?? []));
        }
      }
    }
  });

  it('by presence has as many images of each class as its share, to one or two, and of none', () => {
    const items = randomItems(5, 1000, 8, 1);
    const of = options('grouped', ratios(0.8, 0.1, 0.1), { stratify: 'presence' });
    const split = makeSplit(items, of);
    const { classes } = proveSplit(items, split, of);
    for (const { whole, parts } of classes ?? []) {
      expect(Math.abs((parts[1]?.images ?? 0) - whole.images / 10)).toBeLessThanOrEqual(2);
    }
    const empty = items.filter(({ pixels }) => pixels?.size === 0).length;
    const inVal = [...(split.parts[1]?.indices ?? [])].filter((index) => items[index]?.pixels?.size === 0).length;
    expect(Math.abs(inVal - empty / 10)).toBeLessThanOrEqual(1);
  });

  it('is proved from the lists: counts of classes are those of the names', () => {
    const items = randomItems(9, 60, 4, 3);
    const of = options('grouped', ratios(0.5, 0.25, 0.25), { stratify: 'presence' });
    const split = makeSplit(items, of);
    const { classes, groups, parts } = proveSplit(items, split, of);
    const sizes = new Map<string, number>();
    for (const { group } of items) sizes.set(group ?? '', (sizes.get(group ?? '') ?? 0) + 1);
    expect(groups).toEqual({ count: sizes.size, largest: Math.max(...sizes.values()), divided: 0 });
    expect(parts.map(({ wanted }) => wanted)).toEqual([30, 15, 15]);
    for (const { key, whole, parts: ofClass } of classes ?? []) {
      const counted = split.parts.map(({ indices }) => {
        const areas = [...indices].flatMap((index) => items[index]?.pixels?.get(key) ?? []);
        return { images: areas.length, pixels: areas.reduce((sum, area) => sum + area, 0) };
      });
      expect(ofClass).toEqual(counted);
      expect(whole.images).toBe(counted.reduce((sum, { images }) => sum + images, 0));
    }
  });

  it('that is broken is not proved', () => {
    const items = [...namedItems(['a', 'b', 'c']), { ...namedItems(['d'])[0], group: 'g' }] as SplitItem[];
    items.push({ ...(items[3] as SplitItem), name: 'e' });
    const of = options('grouped', ratios(0.5, 0.5));
    const proofOf = (train: number[], val: number[]) => {
      const parts = [train, val].map((list, at) => ({
        split: at === 0 ? 'train' : 'val',
        ratio: 0.5,
        indices: Int32Array.from(list),
      }));
      return proveSplit(items, { sets: [{ folder: '', lists: parts }], parts, calls: [] }, of);
    };
    expect(isSound(proofOf([0, 1], [2, 3, 4]))).toBe(true);
    expect(proofOf([0, 1, 2], [2, 3, 4])).toMatchObject({ overlap: 1, missing: 0, incompleteSets: 1 });
    expect(proofOf([0, 1], [3, 4])).toMatchObject({ overlap: 0, missing: 1, incompleteSets: 1 });
    expect(proofOf([0, 1, 3], [2, 4])).toMatchObject({ overlap: 0, missing: 0, groups: { divided: 1 } });
    expect(isSound(proofOf([0, 1, 3], [2, 4]))).toBe(false);
  });

  it('by stable moves no old name when names are added', () => {
    for (let seed = 0; seed < 30; seed++) {
      const old = randomItems(seed, 150, 3, seed % 2 === 0 ? 1 : 6);
      const added = randomItems(seed + 500, 300, 3, 4).map((item) => ({ ...item, name: `new/${item.name}` }));
      const shape = random.choice([ratios(0.8, 0.1, 0.1), ratios(0.5, 0.5), folds(5)]);
      const of = options('stable', shape, { seed });
      const places = (items: readonly SplitItem[]): Map<string, string> =>
        new Map(
          makeSplit(items, of).parts.flatMap(({ split, indices }) =>
            [...indices].map((index) => [items[index]?.name ?? '', split] as const),
          ),
        );
      const mixed = [...added.slice(0, 100), ...old, ...added.slice(100)];
      const [before, after] = [places(old), places(mixed)];
      for (const { name } of old) expect(after.get(name)).toBe(before.get(name));
      requirePartition(mixed, of);
    }
    const sizes = sizesOf(numbered(100_000), options('stable', ratios(0.8, 0.1, 0.1)));
    // Six standard deviations of a binomial.
    for (const [at, part] of [0.8, 0.1, 0.1].entries()) {
      expect(Math.abs((sizes[at] ?? 0) - 1e5 * part)).toBeLessThan(6 * Math.sqrt(1e5 * part * (1 - part)));
    }
  });

  it('by folds holds every name out once, and trains on the others', () => {
    const { sets, parts } = makeSplit(numbered(10), options('sklearn', folds(3)));
    expect(sets.map(({ folder }) => folder)).toEqual(['fold_0', 'fold_1', 'fold_2']);
    for (const [fold, { lists }] of sets.entries()) {
      expect(lists.map(({ split }) => split)).toEqual(['train', 'val']);
      expect(lists[1]?.indices).toEqual(parts[fold]?.indices);
    }
    expect(makeSplit(numbered(10), options('sklearn', folds(3))).calls).toEqual([
      'folds = list(KFold(n_splits=3, shuffle=True, random_state=7).split(names))',
    ]);
  });

  it.each([
    ['nothingToSplit', [], options('grouped', ratios(1, 1))],
    ['nameTwice', namedItems(['a', 'b', 'a']), options('grouped', ratios(1, 1))],
    ['seedInvalid', numbered(3), options('stable', ratios(1, 1), { seed: 1.5 })],
    ['seedInvalid', numbered(3), options('stable', ratios(1, 1), { seed: 2 ** 32 })],
    ['foldsInvalid', numbered(3), options('grouped', folds(1))],
    ['foldsInvalid', numbered(3), options('grouped', folds(Number.NaN))],
    ['tooFewForFolds', numbered(3), options('grouped', folds(4))],
    ['sklearnOneLabel', randomItems(1, 9, 2, 1), options('sklearn', ratios(1, 1), { stratify: 'presence' })],
    ['sklearnKnowsNoGroups', randomItems(1, 9, 2, 3), options('sklearn', ratios(1, 1))],
    ['labelMissing', numbered(4), options('sklearn', ratios(1, 1), { stratify: 'label' })],
    ['labelsBelongToSklearn', numbered(4), options('grouped', ratios(1, 1), { stratify: 'label' })],
    ['stableKnowsNoStrata', randomItems(1, 9, 2, 1), options('stable', ratios(1, 1), { stratify: 'pixels' })],
    ['classesUnknown', numbered(4), options('grouped', ratios(1, 1), { stratify: 'presence' })],
    ['ratiosInvalid', numbered(4), options('grouped', ratios(1))],
  ] as const)('is refused: %s', (code, items, of) => {
    let caught: unknown = null;
    try {
      makeSplit(items, of);
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(SplitError);
    expect((caught as SplitError).code).toBe(code);
    expect((caught as SplitError).message).not.toMatch(/\{\w+\}/);
  });
});

describe('repeatedName', () => {
  it('finds a name that comes twice among many, also where hashes are equal', () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `n${at}`);
    expect(repeatedName(names)).toBe(null);
    expect(repeatedName([...names, 'n777'])).toBe('n777');
    expect(repeatedName(['', 'a', ''])).toBe('');
  });
});

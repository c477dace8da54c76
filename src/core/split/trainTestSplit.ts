import type { LabelCodes } from './labelCodes.ts';
import { MersenneTwister } from './mersenneTwister.ts';
import { SplitError } from './problems.ts';

export interface TrainTestOptions {
  /** What part train or test is, 0 < part < 1; the other one gets the rest. Train is rounded down, test up. */
  readonly size: { readonly train: number } | { readonly test: number };
  /** `random_state`, 0 … 2³² − 1. */
  readonly seed: number;
  /** `stratify`: a label for each of the `count`. */
  readonly stratify?: LabelCodes;
}

/** Indices, in the order in which they are drawn. */
export interface TrainTest {
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/**
 * The indices that scikit-learn 1.2.1 gives: `train_test_split(range(count), train_size=…, random_state=seed)`, plain or
 * stratified by one label, to the order.
 *
 * @throws SplitError where scikit-learn throws: `sizeInvalid`, `trainEmpty`, `labelTooRare`, `fewerThanLabels`, `seedInvalid`
 */
export function trainTestSplit(count: number, { size, seed, stratify }: TrainTestOptions): TrainTest {
  const sizes = sizesOf(count, size);
  const random = new MersenneTwister(seed);
  if (stratify !== undefined) return stratified(stratify, sizes, random);
  const drawn = random.permutation(count);
  return { test: drawn.slice(0, sizes.test), train: drawn.slice(sizes.test, sizes.test + sizes.train) };
}

interface Sizes {
  readonly train: number;
  readonly test: number;
}

function sizesOf(count: number, size: TrainTestOptions['size']): Sizes {
  const part = 'train' in size ? size.train : size.test;
  if (!(part > 0 && part < 1)) throw new SplitError('sizeInvalid', { size: part });
  const train = 'train' in size ? Math.floor(part * count) : count - Math.ceil(part * count);
  if (train === 0) throw new SplitError('trainEmpty', { count, size: part });
  return { train, test: count - train };
}

function stratified({ codes, labels }: LabelCodes, sizes: Sizes, random: MersenneTwister): TrainTest {
  const members = membersOf(codes, labels.length);
  const rare = members.findIndex(({ length }) => length < 2);
  if (rare >= 0) throw new SplitError('labelTooRare', { label: labels[rare] ?? '' });
  const least = Math.min(sizes.train, sizes.test);
  if (least < labels.length) throw new SplitError('fewerThanLabels', { size: least, labels: labels.length });
  const counts = members.map(({ length }) => length);
  const trainCounts = approximateMode(counts, sizes.train, random);
  const left = counts.map((all, code) => all - (trainCounts[code] ?? 0));
  const testCounts = approximateMode(left, sizes.test, random);
  const train = new Int32Array(sizes.train);
  const test = new Int32Array(sizes.test);
  let [trained, tested] = [0, 0];
  for (const [code, own] of members.entries()) {
    const drawn = random.permutation(own.length).map((at) => own[at] ?? 0);
    const [forTrain = 0, forTest = 0] = [trainCounts[code], testCounts[code]];
    train.set(drawn.subarray(0, forTrain), trained);
    test.set(drawn.subarray(forTrain, forTrain + forTest), tested);
    trained += forTrain;
    tested += forTest;
  }
  random.shuffle(train);
  random.shuffle(test);
  return { train, test };
}

/** Indices of each label, ascending. */
function membersOf(codes: Int32Array, labels: number): Int32Array[] {
  const counts = new Int32Array(labels);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  const members = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  for (const [index, code] of codes.entries()) {
    const at = counts[code] ?? 0;
    const own = members[code];
    if (own !== undefined) own[at] = index;
    counts[code] = at + 1;
  }
  return members;
}

/**
 * How many of each label a draw of `draws` most likely has: rounded down, then one more for the largest remainders; of
 * equal remainders those that a permutation names first.
 */
function approximateMode(counts: readonly number[], draws: number, random: MersenneTwister): number[] {
  const sum = counts.reduce((all, count) => all + count, 0);
  const expected = counts.map((count) => (count / sum) * draws);
  const drawn = expected.map(Math.floor);
  let missing = draws - drawn.reduce((all, count) => all + count, 0);
  const remainders = expected.map((value, code) => value - (drawn[code] ?? 0));
  for (const value of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing <= 0) break;
    const codes = remainders.flatMap((remainder, code) => (remainder === value ? [code] : []));
    for (const at of random.permutation(codes.length).subarray(0, missing)) {
      const code = codes[at] ?? 0;
      drawn[code] = (drawn[code] ?? 0) + 1;
      missing--;
    }
  }
  return drawn;
}

import { pickLabels, type LabelCodes } from './labelCodes.ts';
import { pythonFloat } from './pythonFloat.ts';
import type { RatioPart } from './ratios.ts';
import { trainTestSplit } from './trainTestSplit.ts';

/** Lists of indices, and the calls that give them in Python. */
export interface SklearnSplit {
  /** One list for each part, in the order of the draws. */
  readonly lists: readonly Int32Array[];
  /** Lines of Python about `names`; where it is stratified, `labels` are theirs and `label_of` maps names to them. */
  readonly calls: readonly string[];
}

/**
 * Two or three lists by one or two calls of `train_test_split`, as notebooks do it: the first part of all, then the second
 * part's share of the rest, with one seed. Sizes are what the calls make of the ratios, not the nearest to them.
 *
 * @param parts two or three
 * @throws SplitError, see {@link trainTestSplit}
 */
export function sklearnSplit(
  count: number,
  parts: readonly RatioPart[],
  seed: number,
  stratify?: LabelCodes,
): SklearnSplit {
  const [first, second, third] = parts;
  if (first === undefined || second === undefined) throw new Error('A split has two parts or three.');
  const [train, rest] = drawn(count, first.ratio, seed, stratify);
  if (third === undefined) {
    return { lists: [train, rest], calls: [callOf(first.split, second.split, 'names', first.ratio, seed, stratify)] };
  }
  const size = second.ratio / (second.ratio + third.ratio);
  const [val, test] = drawn(rest.length, size, seed, stratify && pickLabels(stratify, rest));
  const named = (indices: Int32Array): Int32Array => indices.map((at) => rest[at] ?? 0);
  return {
    lists: [train, named(val), named(test)],
    calls: [
      callOf(first.split, 'rest', 'names', first.ratio, seed, stratify),
      callOf(second.split, third.split, 'rest', size, seed, stratify),
    ],
  };
}

function drawn(count: number, size: number, seed: number, stratify: LabelCodes | undefined): [Int32Array, Int32Array] {
  const strata = stratify === undefined ? {} : { stratify };
  const { train, test } = trainTestSplit(count, { size: { train: size }, seed, ...strata });
  return [train, test];
}

function callOf(
  first: string,
  second: string,
  source: 'names' | 'rest',
  size: number,
  seed: number,
  stratify: LabelCodes | undefined,
): string {
  const labels = source === 'names' ? 'labels' : '[label_of[name] for name in rest]';
  const strata = stratify === undefined ? '' : `, stratify=${labels}`;
  return `${first}, ${second} = train_test_split(${source}, train_size=${pythonFloat(size)}, random_state=${seed}${strata})`;
}

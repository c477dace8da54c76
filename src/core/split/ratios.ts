import { SplitError } from './problems.ts';

/** A list and the part of all names that it is to get. */
export interface RatioPart {
  readonly split: string;
  /** 0 < ratio < 1; all of them sum to 1. */
  readonly ratio: number;
}

/** How far from 1 ratios may sum up to be taken as they are: what decimals lose in binary. */
export const ROUNDING = 1e-9;

const NAMES = ['train', 'val', 'test'] as const;

/**
 * The lists of two or three ratios: train, val, test, in this order; one whose ratio is 0 does not exist. Ratios that do not
 * sum to 1 (8, 1, 1) are divided by their sum.
 *
 * @throws SplitError `ratiosInvalid`
 */
export function ratioParts(ratios: readonly number[]): RatioPart[] {
  const sum = ratios.reduce((all, ratio) => all + ratio, 0);
  const [first = 0] = ratios;
  const isSound =
    (ratios.length === 2 || ratios.length === 3) &&
    ratios.every((ratio) => Number.isFinite(ratio) && ratio >= 0) &&
    Number.isFinite(sum) &&
    first > 0 &&
    first < sum;
  if (!isSound) throw new SplitError('ratiosInvalid', { ratios: ratios.join(', ') });
  const isOne = Math.abs(sum - 1) <= ROUNDING;
  return ratios.flatMap((ratio, at) =>
    ratio === 0 ? [] : [{ split: NAMES[at] ?? '', ratio: isOne ? ratio : ratio / sum }],
  );
}

/** Whole numbers near `count` × ratio that sum to `count`: rounded down, then one more for the largest remainders, the earlier of equal ones. */
export function largestRemainders(count: number, ratios: readonly number[]): number[] {
  const sum = ratios.reduce((all, ratio) => all + ratio, 0);
  const exact = ratios.map((ratio) => {
    const value = (count * ratio) / sum;
    // 0.1 × 30 is 3 and a little; what decimals lose is no remainder.
    return Math.abs(value - Math.round(value)) < ROUNDING * count ? Math.round(value) : value;
  });
  const counts = exact.map(Math.floor);
  const order = exact
    .map((value, at) => ({ at, remainder: value - (counts[at] ?? 0) }))
    .sort((a, b) => b.remainder - a.remainder || a.at - b.at);
  const missing = count - counts.reduce((all, one) => all + one, 0);
  for (const { at } of order.slice(0, missing)) counts[at] = (counts[at] ?? 0) + 1;
  return counts;
}

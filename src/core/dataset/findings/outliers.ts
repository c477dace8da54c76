import { medianOf } from '../../median.ts';

/** Where most of a set of values lie. */
export interface Spread {
  readonly median: number;
  /** Standard deviation, estimated from the median of the distances to the median. */
  readonly deviation: number;
  /** How many values it was taken from, and how many of them are too far out. */
  readonly count: number;
  readonly outliers: number;
}

/** Of fewer values none is unusual. */
const FEWEST_VALUES = 20;
/** Modified z-score (B. Iglewicz and D. Hoaglin, How to Detect and Handle Outliers, 1993). */
const MOST_DEVIATIONS = 3.5;
/** Where more than this share lies outside, the values simply vary. */
const MOST_OUTLIERS = 0.05;
/** Standard deviation of a normal distribution by its median absolute deviation. */
const DEVIATION_BY_MAD = 1.4826;

/**
 * @param values in any order
 * @param least the deviation is no less, so that values which are all but equal have no outliers among the rest
 */
export function spreadOf(values: readonly number[], least: number): Spread {
  const median = medianOf(values) ?? NaN;
  const distances = values.map((value) => Math.abs(value - median));
  const deviation = Math.max(least, DEVIATION_BY_MAD * (medianOf(distances) ?? NaN));
  const outliers = distances.reduce((sum, distance) => sum + Number(distance > MOST_DEVIATIONS * deviation), 0);
  return { median, deviation, count: values.length, outliers };
}

export function isOutlier(value: number, { median, deviation, count, outliers }: Spread): boolean {
  if (count < FEWEST_VALUES || outliers > MOST_OUTLIERS * count) return false;
  return Math.abs(value - median) > MOST_DEVIATIONS * deviation;
}

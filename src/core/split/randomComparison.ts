import { shareDeviation, type ItemClasses } from './classShares.ts';
import { groupedSplit } from './groupedSplit.ts';
import { MersenneTwister } from './mersenneTwister.ts';
import type { StratifyBy } from './strata.ts';
import type { Units } from './units.ts';

/** Random splits that a split is compared with. */
export const RANDOM_SPLITS = 20;

/** How near the class shares of parts are to those of the whole, beside what chance gives. Deviations: see {@link shareDeviation}. */
export interface RandomComparison {
  readonly by: StratifyBy;
  readonly deviation: number;
  /** Of {@link RANDOM_SPLITS} random splits of the same sizes, as near as whole groups allow; ascending. */
  readonly random: readonly number[];
}

/** @param partOf the part of each item */
export function compareWithRandom(
  classes: ItemClasses,
  units: Units,
  partOf: Int32Array,
  parts: number,
  by: StratifyBy,
  seed: number,
): RandomComparison {
  const sizes = new Array<number>(parts).fill(0);
  for (const part of partOf) sizes[part] = (sizes[part] ?? 0) + 1;
  const seeds = new MersenneTwister(seed);
  const random = Array.from({ length: RANDOM_SPLITS }, () => {
    const drawn = groupedSplit(units.sizes, sizes, new MersenneTwister(seeds.next32()));
    const ofItems = units.unitOf.map((unit) => drawn[unit] ?? 0);
    return shareDeviation(classes, ofItems, parts, by);
  });
  return { by, deviation: shareDeviation(classes, partOf, parts, by), random: random.sort((a, b) => a - b) };
}

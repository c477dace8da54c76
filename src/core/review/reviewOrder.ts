import { DATASET_SEVERITIES, type DatasetFinding } from '../dataset/findings/finding.ts';
import { PairsOfFindings } from '../dataset/findings/pairsOfFindings.ts';
import type { Pair } from '../dataset/pairs.ts';
import { MersenneTwister } from '../split/mersenneTwister.ts';

/** The order in which pairs are reviewed. */
export const REVIEW_ORDERS = ['name', 'random', 'findings', 'score'] as const;
export type ReviewOrder = (typeof REVIEW_ORDERS)[number];

/**
 * Names in a random order: NumPy's `RandomState(seed).permutation` of the names by name, so that a seed gives the same
 * order wherever the pairs come from.
 *
 * @param seed 0 … 4294967295; otherwise SplitError `seedInvalid`
 */
export function inRandomOrder(names: readonly string[], seed: number): string[] {
  const ordered = [...names].sort();
  return Array.from(new MersenneTwister(seed).permutation(ordered.length), (at) => ordered[at] ?? '');
}

/** Names with those first that have the highest number, or the lowest; names without a number last; of equals by name. */
export function byNumber(
  names: readonly string[],
  numberOf: (name: string) => number | undefined,
  isDescending: boolean,
): string[] {
  const sign = isDescending ? -1 : 1;
  return [...names].sort((a, b) => {
    const [first, second] = [numberOf(a), numberOf(b)];
    if (first === undefined || second === undefined) {
      if (first !== second) return first === undefined ? 1 : -1;
    } else if (first !== second) return sign * (first - second);
    return a < b ? -1 : a > b ? 1 : 0;
  });
}

/** More findings of one pair than this say no more about how soon it is to be looked at. */
const MOST_COUNTED = 9999;

/**
 * How soon pairs are to be looked at by what is wrong with them: first by their most serious finding, then by how many they
 * have. Absent for pairs without a finding.
 */
export function findingWeights(pairs: readonly Pair[], findings: readonly DatasetFinding[]): Map<string, number> {
  const pairsOf = new PairsOfFindings(pairs);
  const seen = new Map<string, { rank: number; count: number }>();
  for (const finding of findings) {
    const rank = DATASET_SEVERITIES.length - DATASET_SEVERITIES.indexOf(finding.severity);
    for (const name of pairsOf.of([finding])) {
      const before = seen.get(name) ?? { rank: 0, count: 0 };
      seen.set(name, { rank: Math.max(rank, before.rank), count: Math.min(MOST_COUNTED, before.count + 1) });
    }
  }
  return new Map([...seen].map(([name, { rank, count }]) => [name, rank * (MOST_COUNTED + 1) + count]));
}

import { murmur3 } from './murmur3.ts';
import type { SplitItem } from './splitItem.ts';

/** The hash of {@link stableSplit}, as proofs name it. */
export const STABLE_HASH = 'MurmurHash3 x86_32';

/**
 * Puts each item into a list by nothing but its name (its group's key where it has one) and the seed: the hash, as a
 * fraction of 2³², falls into the range of one of the ratios. Items that are added or taken away move no other.
 *
 * @param ratios of the lists; those before a list decide where its range begins
 * @returns the list of each item
 */
export function stableSplit(
  items: readonly Pick<SplitItem, 'name' | 'group'>[],
  ratios: readonly number[],
  seed: number,
): Int32Array {
  const sum = ratios.reduce((all, ratio) => all + ratio, 0);
  let reached = 0;
  const ends = ratios.map((ratio) => ((reached += ratio) / sum) * 2 ** 32);
  return Int32Array.from(items, ({ name, group }) => {
    const hash = murmur3(group ?? name, seed);
    const part = ends.findIndex((end) => hash < end);
    return part < 0 ? ratios.length - 1 : part;
  });
}

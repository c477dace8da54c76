/** Bytes of files that are read ahead together. */
export const MOST_BYTES_AHEAD = 64 * 2 ** 20;

/** Pixels of masks that are decoded ahead together: three of 2048 × 1024 are a fifth of it. */
export const MOST_PIXELS_AHEAD = 2 ** 25;

/** Those that fit together, in their order: one that is too large leaves room for those after it. */
export function withinBudget<Item>(items: readonly Item[], costs: readonly number[], budget: number): Item[] {
  let left = budget;
  return items.filter((_, at) => {
    const cost = costs[at] ?? Infinity;
    if (cost > left) return false;
    left -= cost;
    return true;
  });
}

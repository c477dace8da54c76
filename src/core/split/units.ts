import type { SplitItem } from './splitItem.ts';

/** What is put into one list as a whole: a group, or a name that stands for itself. Numbered in the order of the items. */
export interface Units {
  /** The unit of each item. */
  readonly unitOf: Int32Array;
  /** How many items each unit has. */
  readonly sizes: Int32Array;
  /** Groups by their key. */
  readonly groups: ReadonlyMap<string, number>;
}

export function unitsOf(items: readonly Pick<SplitItem, 'group'>[]): Units {
  const unitOf = new Int32Array(items.length);
  const sizes = new Int32Array(items.length);
  const groups = new Map<string, number>();
  let units = 0;
  for (let index = 0; index < items.length; index++) {
    const group = items[index]?.group ?? null;
    let unit = group === null ? undefined : groups.get(group);
    if (unit === undefined) {
      unit = units++;
      if (group !== null) groups.set(group, unit);
    }
    unitOf[index] = unit;
    sizes[unit] = (sizes[unit] ?? 0) + 1;
  }
  return { unitOf, sizes: sizes.slice(0, units), groups };
}

/** Units in a random order, larger ones first: small ones fill what large ones leave. */
export function largeFirst(sizes: Int32Array, shuffled: Int32Array): Int32Array {
  let most = 0;
  for (const size of sizes) most = Math.max(most, size);
  if (most <= 1) return shuffled;
  // By counting: a million units are many for comparisons.
  const starts = new Int32Array(most + 2);
  for (const size of sizes) starts[most - size + 1] = (starts[most - size + 1] ?? 0) + 1;
  for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const order = new Int32Array(sizes.length);
  for (const unit of shuffled) {
    const rank = most - (sizes[unit] ?? 0);
    const at = starts[rank] ?? 0;
    order[at] = unit;
    starts[rank] = at + 1;
  }
  return order;
}

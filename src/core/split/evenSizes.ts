/** Moves and exchanges that are made at most; each brings the sizes nearer by one item or more. */
const MOST_CHANGES = 1000;

interface Change {
  readonly from: number;
  readonly to: number;
  /** Items of the unit that goes, and of the one that comes back; 0 where none does. */
  readonly goes: number;
  readonly comes: number;
  /** Items by which all lists together come nearer to their sizes. */
  readonly gain: number;
}

/**
 * Brings lists nearer to the sizes that they are to have: while one has too many items and another too few, the unit moves,
 * or the two units change places, that help most.
 *
 * @param parts the list of each unit; is changed
 * @param sizes items of each unit
 * @param order units; of equal ones the last goes first
 * @param room items that each list lacks, below 0 those that it has too many; is changed
 */
export function evenSizes(parts: Int32Array, sizes: Int32Array, order: Int32Array, room: Int32Array): void {
  if (room.every((left) => left === 0)) return;
  const stacks = stacksOf(parts, sizes, order, room.length);
  for (let changes = 0; changes < MOST_CHANGES; changes++) {
    const change = bestChange(stacks, room);
    if (change === null) return;
    const { from, to, goes, comes } = change;
    const going = stacks[from]?.get(goes)?.pop();
    const coming = comes === 0 ? undefined : stacks[to]?.get(comes)?.pop();
    if (going !== undefined) put(stacks, parts, to, goes, going);
    if (coming !== undefined) put(stacks, parts, from, comes, coming);
    room[from] = (room[from] ?? 0) + goes - comes;
    room[to] = (room[to] ?? 0) - goes + comes;
  }
}

/** Units of each list by their size. */
type Stacks = readonly Map<number, number[]>[];

function stacksOf(parts: Int32Array, sizes: Int32Array, order: Int32Array, count: number): Stacks {
  const stacks: Stacks = Array.from({ length: count }, () => new Map<number, number[]>());
  for (const unit of order) put(stacks, parts, parts[unit] ?? 0, sizes[unit] ?? 0, unit);
  return stacks;
}

function put(stacks: Stacks, parts: Int32Array, part: number, size: number, unit: number): void {
  parts[unit] = part;
  const stack = stacks[part]?.get(size);
  if (stack === undefined) stacks[part]?.set(size, [unit]);
  else stack.push(unit);
}

function bestChange(stacks: Stacks, room: Int32Array): Change | null {
  const held = stacks.map((bySize) =>
    [...bySize].flatMap(([size, units]) => (units.length > 0 ? [size] : [])).sort((a, b) => a - b),
  );
  let best: Change | null = null;
  for (let from = 0; from < room.length; from++) {
    for (let to = 0; to < room.length; to++) {
      const [over, under] = [-(room[from] ?? 0), room[to] ?? 0];
      if (over <= 0 || under <= 0) continue;
      for (const goes of held[from] ?? []) {
        for (const comes of nearest(held[to] ?? [], goes - Math.min(over, under))) {
          const moved = goes - comes;
          const gain = over + under - Math.abs(over - moved) - Math.abs(under - moved);
          if (moved > 0 && gain > (best?.gain ?? 0)) best = { from, to, goes, comes, gain };
        }
      }
    }
  }
  return best;
}

/** 0 and those of ascending numbers that are next to a value on either side. */
function nearest(ascending: readonly number[], value: number): number[] {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return [0, ...ascending.slice(Math.max(0, low - 1), low + 1)];
}

import type { MersenneTwister } from './mersenneTwister.ts';
import type { UnitStrata } from './stratifiedSplit.ts';

/** Pairs of units that are looked at for each unit, and at most. */
const TRIES_A_UNIT = 100;
const MOST_TRIES = 300_000;

/**
 * Brings lists nearer to the strata that they are to have, where a greedy choice of large units left them far: units of two
 * lists, drawn at random, change places if that lowers the sum of (count − expected)² / expected over all strata and
 * lists and takes no list farther from its size.
 *
 * @param parts the list of each unit; is changed
 * @param room items that each list lacks, below 0 those that it has too many; is changed
 * @param expected items with each stratum that each list is to have: row by stratum, a column for each list
 */
export function exchangeUnits(
  parts: Int32Array,
  sizes: Int32Array,
  matrix: UnitStrata,
  room: Int32Array,
  expected: Float64Array,
  random: MersenneTwister,
): void {
  const state: State = { matrix, lacks: lacksOf(parts, matrix, expected, room.length), expected, lists: room.length };
  const tries = Math.min(MOST_TRIES, TRIES_A_UNIT * parts.length);
  for (let at = 0; at < tries; at++) {
    const [one, other] = [random.interval(parts.length - 1), random.interval(parts.length - 1)];
    const [from, to] = [parts[one] ?? 0, parts[other] ?? 0];
    if (from === to) continue;
    const grows = (sizes[other] ?? 0) - (sizes[one] ?? 0);
    const [left, right] = [room[from] ?? 0, room[to] ?? 0];
    if (Math.abs(left - grows) + Math.abs(right + grows) > Math.abs(left) + Math.abs(right)) continue;
    const change = move(state, one, from, to) + move(state, other, to, from);
    if (change < -1e-9) {
      parts[one] = to;
      parts[other] = from;
      room[from] = left - grows;
      room[to] = right + grows;
    } else {
      move(state, other, from, to);
      move(state, one, to, from);
    }
  }
}

interface State {
  readonly matrix: UnitStrata;
  readonly lacks: Float64Array;
  readonly expected: Float64Array;
  readonly lists: number;
}

function lacksOf(
  parts: Int32Array,
  { starts, stratum, items }: UnitStrata,
  expected: Float64Array,
  lists: number,
): Float64Array {
  const lacks = expected.slice();
  for (const [unit, part] of parts.entries()) {
    for (let at = starts[unit] ?? 0; at < (starts[unit + 1] ?? 0); at++) {
      const cell = (stratum[at] ?? 0) * lists + part;
      lacks[cell] = (lacks[cell] ?? 0) - (items[at] ?? 0);
    }
  }
  return lacks;
}

/** Counts a unit in another list. Returns by how much the sum grows. */
function move({ matrix, lacks, expected, lists }: State, unit: number, from: number, to: number): number {
  const { starts, stratum, items } = matrix;
  let change = 0;
  for (let at = starts[unit] ?? 0; at < (starts[unit + 1] ?? 0); at++) {
    const row = (stratum[at] ?? 0) * lists;
    const count = items[at] ?? 0;
    const [lack, lackThere] = [lacks[row + from] ?? 0, lacks[row + to] ?? 0];
    change += (2 * lack * count + count * count) / (expected[row + from] || 1);
    change += (count * count - 2 * lackThere * count) / (expected[row + to] || 1);
    lacks[row + from] = lack + count;
    lacks[row + to] = lackThere - count;
  }
  return change;
}

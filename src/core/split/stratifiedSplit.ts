import { evenSizes } from './evenSizes.ts';
import { exchangeUnits } from './exchangeUnits.ts';
import { roomiest } from './groupedSplit.ts';
import type { MersenneTwister } from './mersenneTwister.ts';
import { largeFirst } from './units.ts';

/** Which strata each unit has, as rows of a sparse matrix. */
export interface UnitStrata {
  /** Strata, numbered from 0. */
  readonly strata: number;
  /** Row `unit` is from `starts[unit]` to `starts[unit + 1]`. */
  readonly starts: Int32Array;
  readonly stratum: Int32Array;
  /** Items of the unit that have it, 1 and up. */
  readonly items: Int32Array;
}

/**
 * Iterative stratification (Sechidis, Tsoumakas and Vlahavas 2011, On the Stratification of Multi-Label Data) of units that
 * have any number of strata each. The stratum with the fewest units left goes first; each of its units goes to the list that
 * lacks most of the stratum, of equal ones to the one that lacks most items, else at random. Other than there, larger
 * units come first, a list without room for a unit is passed over as long as another one has room, and units change places
 * in the end where that helps ({@link exchangeUnits}).
 *
 * @param sizes items of each unit; every unit has a stratum
 * @param wanted items that each list is to have; they sum to those of all units
 * @returns the list of each unit
 */
export function stratifiedSplit(
  sizes: Int32Array,
  matrix: UnitStrata,
  wanted: readonly number[],
  random: MersenneTwister,
): Int32Array {
  const { starts, stratum, items } = matrix;
  const order = largeFirst(sizes, random.permutation(sizes.length));
  const members = membersOf(matrix, order);
  const parts = new Int32Array(sizes.length).fill(-1);
  const room = Int32Array.from(wanted);
  const expected = expectedOf(matrix, wanted);
  const lacks = expected.slice();
  const left = members.map(({ length }) => length);
  for (;;) {
    const rarest = rarestOf(left);
    if (rarest < 0) break;
    for (const unit of members[rarest] ?? []) {
      if (parts[unit] !== -1) continue;
      const size = sizes[unit] ?? 0;
      const part = choosePart(room, lacks, rarest * wanted.length, size, random);
      parts[unit] = part;
      room[part] = (room[part] ?? 0) - size;
      for (let at = starts[unit] ?? 0; at < (starts[unit + 1] ?? 0); at++) {
        const of = stratum[at] ?? 0;
        const cell = of * wanted.length + part;
        lacks[cell] = (lacks[cell] ?? 0) - (items[at] ?? 0);
        left[of] = (left[of] ?? 0) - 1;
      }
    }
  }
  evenSizes(parts, sizes, order, room);
  exchangeUnits(parts, sizes, matrix, room, expected, random);
  return parts;
}

/** Units of each stratum, in the order that is given. */
function membersOf({ strata, starts, stratum }: UnitStrata, order: Int32Array): Int32Array[] {
  const counts = new Int32Array(strata);
  for (const of of stratum) counts[of] = (counts[of] ?? 0) + 1;
  const members = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  for (const unit of order) {
    for (let at = starts[unit] ?? 0; at < (starts[unit + 1] ?? 0); at++) {
      const of = stratum[at] ?? 0;
      const next = counts[of] ?? 0;
      const own = members[of];
      if (own !== undefined) own[next] = unit;
      counts[of] = next + 1;
    }
  }
  return members;
}

/** Items with each stratum that each list is to have: row by stratum, a column for each list. */
function expectedOf({ strata, stratum, items }: UnitStrata, wanted: readonly number[]): Float64Array {
  const counts = new Float64Array(strata);
  for (let at = 0; at < stratum.length; at++) {
    const of = stratum[at] ?? 0;
    counts[of] = (counts[of] ?? 0) + (items[at] ?? 0);
  }
  const all = wanted.reduce((sum, count) => sum + count, 0);
  return Float64Array.from(
    { length: strata * wanted.length },
    (_, cell) => ((counts[Math.floor(cell / wanted.length)] ?? 0) * (wanted[cell % wanted.length] ?? 0)) / all,
  );
}

/** The stratum with the fewest units left, the first of equal ones; −1 where none has any. */
function rarestOf(left: readonly number[]): number {
  let rarest = -1;
  for (const [of, count] of left.entries()) {
    if (count > 0 && (rarest < 0 || count < (left[rarest] ?? 0))) rarest = of;
  }
  return rarest;
}

function choosePart(room: Int32Array, lacks: Float64Array, row: number, size: number, random: MersenneTwister): number {
  const fitting = [...room.keys()].filter((part) => (room[part] ?? 0) >= size);
  if (fitting.length === 0) return roomiest(room);
  const lackOf = (part: number): number => lacks[row + part] ?? 0;
  const most = Math.max(...fitting.map(lackOf));
  const lacking = fitting.filter((part) => lackOf(part) === most);
  const widest = Math.max(...lacking.map((part) => room[part] ?? 0));
  const best = lacking.filter((part) => room[part] === widest);
  return best[best.length === 1 ? 0 : random.interval(best.length - 1)] ?? 0;
}

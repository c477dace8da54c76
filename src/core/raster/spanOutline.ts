import type { Polygon, Ring } from './polygon.ts';
import type { Spans } from './spans.ts';

/** Corners beyond which an outline is refused: a drawing of that many is slow, and real masks have some thousands. */
const MOST_CORNERS = 200_000;

/**
 * The outline of an object along the edges of its pixels, in whole pixels: filled even-odd it is the same pixels again.
 * Time and memory: the ends of its spans.
 *
 * @returns null where it has more than 200,000 corners
 */
export function spanOutline({ firstRow, starts, bounds }: Spans): Polygon | null {
  const corners: number[] = [];
  /** The corner at the other end of the edge beside a corner, and of the one above or below it. */
  const [beside, along]: [number[], number[]] = [[], []];
  /** Corners at which vertical edges begin that have not ended, by column. */
  const open = new Map<number, number>();
  const rowOf = (row: number): Uint32Array => bounds.subarray(2 * (starts[row] ?? 0), 2 * (starts[row + 1] ?? 0));
  const nothing = new Uint32Array(0);
  const rows = starts.length - 1;
  let above: Uint32Array = nothing;
  for (let row = 0; row <= rows; row++) {
    const below = row < rows ? rowOf(row) : nothing;
    let isFirst = true;
    for (const column of differences(above, below)) {
      const corner = corners.length / 2;
      if (corner >= MOST_CORNERS) return null;
      corners.push(column, firstRow + row);
      beside[corner] = isFirst ? corner + 1 : corner - 1;
      isFirst = !isFirst;
      const start = open.get(column);
      if (start === undefined) {
        open.set(column, corner);
      } else {
        open.delete(column);
        along[corner] = start;
        along[start] = corner;
      }
    }
    above = below;
  }
  return ringsOf(corners, beside, along);
}

/** The numbers of two ascending lists that only one of them has, ascending. */
function differences(one: Uint32Array, other: Uint32Array): number[] {
  const found: number[] = [];
  let [i, j] = [0, 0];
  while (i < one.length || j < other.length) {
    const [a, b] = [one[i] ?? Infinity, other[j] ?? Infinity];
    if (a !== b) found.push(Math.min(a, b));
    if (a <= b) i++;
    if (b <= a) j++;
  }
  return found;
}

function ringsOf(corners: readonly number[], beside: readonly number[], along: readonly number[]): Ring[] {
  const rings: Ring[] = [];
  const isTaken = new Uint8Array(beside.length);
  for (let first = 0; first < beside.length; first++) {
    if (isTaken[first] === 1) continue;
    const ring: number[] = [];
    let corner = first;
    do {
      const next = beside[corner] ?? first;
      for (const one of [corner, next]) {
        isTaken[one] = 1;
        ring.push(corners[2 * one] ?? 0, corners[2 * one + 1] ?? 0);
      }
      corner = along[next] ?? first;
    } while (corner !== first);
    rings.push(Float64Array.from(ring));
  }
  return rings;
}

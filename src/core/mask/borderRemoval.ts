export interface BorderRemovalOptions {
  readonly voidId: number;
  /** N, pixels; 1 and up. Void farther than that from every class stays. */
  readonly within: number;
}

/** A mask whose holes are filled, and how many pixels each id won. */
export interface FilledMask {
  readonly ids: Uint8Array | Uint16Array;
  /** Ascending by id. */
  readonly gains: readonly { readonly id: number; readonly pixels: number }[];
  /** Pixels that stay holes. */
  readonly remaining: number;
}

const NONE = -1;

/**
 * Fills void that lies within N pixels of an id that is not void, the background's included, with the nearest id of the
 * mask as it was. Distance is Euclidean between pixel centres (dx² + dy² ≤ N²); of equally near ids the smallest wins.
 * Deeper void stays. `ids` is not changed.
 *
 * Two passes: along columns the nearest above or below, then along rows the best of those columns, outwards as far as
 * one could be nearer. Time: the pixels, and at most N steps for each one of a hole.
 *
 * @throws RangeError if the size does not fit or N is not positive
 */
export function removeBorder(
  ids: Uint8Array | Uint16Array,
  width: number,
  height: number,
  { voidId, within }: BorderRemovalOptions,
): FilledMask {
  if (ids.length !== width * height) throw new RangeError(`${width} × ${height} pixels need as many ids.`);
  if (!(within >= 1)) throw new RangeError(`Pixels are filled within 1 or more pixels, not ${within}.`);
  const columns = nearestInColumns(ids, width, voidId);
  const out = ids.slice();
  const won = new Map<number, number>();
  let remaining = 0;
  const gaps = new Int32Array(width);
  for (let row = 0; row < ids.length; row += width) {
    measureGaps(columns, row, within, gaps);
    for (let x = 0; x < width; x++) {
      if (ids[row + x] !== voidId) continue;
      const best = nearestInRow(columns, row, x, width, within, gaps[x] as number);
      if (best === NONE) {
        remaining++;
        continue;
      }
      out[row + x] = best;
      won.set(best, (won.get(best) ?? 0) + 1);
    }
  }
  const gains = Array.from(won, ([id, pixels]) => ({ id, pixels })).sort((a, b) => a.id - b.id);
  return { ids: out, gains, remaining };
}

/** For every pixel the nearest id of its column that is no hole (of two the smaller), and how many rows away. */
interface NearestInColumns {
  readonly distances: Int32Array;
  readonly nearest: Int32Array;
}

/** For every pixel of a row how far the first column is in which an id is near enough; past the row: there is none. */
function measureGaps({ distances, nearest }: NearestInColumns, row: number, within: number, gaps: Int32Array): void {
  const width = gaps.length;
  for (let x = 0, gap = width; x < width; x++) {
    const isNear = nearest[row + x] !== NONE && (distances[row + x] as number) <= within;
    gap = isNear ? 0 : gap + 1;
    gaps[x] = gap;
  }
  for (let x = width - 2; x >= 0; x--) gaps[x] = Math.min(gaps[x] as number, (gaps[x + 1] as number) + 1);
}

/** The best of the columns to both sides, from the first that counts to the last that could be nearer. */
function nearestInRow(
  { distances, nearest }: NearestInColumns,
  row: number,
  x: number,
  width: number,
  within: number,
  gap: number,
): number {
  let best = NONE;
  let least = within * within;
  const reach = Math.min(within, Math.max(x, width - 1 - x));
  for (let dx = gap; dx <= reach && dx * dx <= least; dx++) {
    for (let side = -1; side <= 1; side += 2) {
      const column = x + side * dx;
      if (column < 0 || column >= width) continue;
      const id = nearest[row + column] as number;
      if (id === NONE) continue;
      const dy = distances[row + column] as number;
      const squared = dx * dx + dy * dy;
      if (squared < least || (squared === least && (best === NONE || id < best))) {
        least = squared;
        best = id;
      }
    }
  }
  return best;
}

function nearestInColumns(ids: Uint8Array | Uint16Array, width: number, voidId: number): NearestInColumns {
  const distances = new Int32Array(ids.length);
  const nearest = new Int32Array(ids.length).fill(NONE);
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] !== voidId) nearest[i] = ids[i] as number;
    else if (i >= width && nearest[i - width] !== NONE) {
      nearest[i] = nearest[i - width] as number;
      distances[i] = (distances[i - width] as number) + 1;
    }
  }
  for (let i = ids.length - width - 1; i >= 0; i--) {
    if (ids[i] !== voidId) continue;
    const below = nearest[i + width] as number;
    if (below === NONE) continue;
    const distance = (distances[i + width] as number) + 1;
    const own = distances[i] as number;
    const isBetter = nearest[i] === NONE || distance < own || (distance === own && below < (nearest[i] as number));
    if (!isBetter) continue;
    nearest[i] = below;
    distances[i] = distance;
  }
  return { distances, nearest };
}

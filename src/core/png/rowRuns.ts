/** The stream of an image's rows, each behind a filter byte of 0 (None), as runs of equal bytes. */
export interface RowRuns {
  /** Where each run starts in the stream, ascending; behind the last one the stream's length. */
  readonly starts: Int32Array;
  /** The byte of each run. */
  readonly values: Uint8Array;
  readonly count: number;
}

/** Kept between calls, because fresh memory costs as much time as filling it; grown where an image has more runs. */
let starts = new Int32Array(1 << 14);
let values = new Uint8Array(1 << 14);
const MOST_KEPT = 1 << 20;

/**
 * Runs of the rows of a byte a pixel; null where there are more than `most`. Valid until the next call.
 *
 * @param pixels row-major, fewer than 2³¹ with their filter bytes
 */
export function runsOfRows(pixels: Uint8Array, width: number, most: number): RowRuns | null {
  if (starts.length > MOST_KEPT) makeRoom(1 << 14);
  const view = new DataView(pixels.buffer, pixels.byteOffset, pixels.byteLength);
  const height = pixels.length / width;
  let count = 0;
  let last = -1;
  for (let y = 0, i = 0; y < height; y++) {
    // A row has at most a run a pixel and one for its filter byte.
    if (count + width + 2 > starts.length) {
      if (count > most) return null;
      makeRoom(Math.max(2 * starts.length, count + width + 2));
    }
    const end = i + width;
    const ahead = y + 1;
    if (last !== 0) {
      starts[count] = i + y;
      values[count++] = last = 0;
    }
    while (i < end) {
      // Inside a region one comparison tells four words; at its edge, the words and then the bytes are looked at.
      const flat = Math.imul(last, 0x01010101);
      while (i + 16 <= end && isFlat(view, i, flat)) i += 16;
      while (i + 4 <= end && view.getInt32(i, true) === flat) i += 4;
      for (const stop = Math.min(end, i + 4); i < stop; i++) {
        const value = pixels[i] as number;
        if (value === last) continue;
        starts[count] = i + ahead;
        values[count++] = last = value;
      }
    }
  }
  if (count > most) return null;
  starts[count] = pixels.length + height;
  return { starts, values, count };
}

/** Whether the four words from `at` all are `word`. */
function isFlat(view: DataView, at: number, word: number): boolean {
  return (
    ((view.getInt32(at, true) ^ word) |
      (view.getInt32(at + 4, true) ^ word) |
      (view.getInt32(at + 8, true) ^ word) |
      (view.getInt32(at + 12, true) ^ word)) ===
    0
  );
}

function makeRoom(length: number): void {
  const [oldStarts, oldValues] = [starts, values];
  starts = new Int32Array(length);
  values = new Uint8Array(length);
  if (length > oldStarts.length) {
    starts.set(oldStarts);
    values.set(oldValues);
  }
}

/** Adler-32 of the stream (RFC 1950, 9), in a step a run: of n bytes v the second sum grows by n·a + v·n(n + 1)/2. */
export function adlerOfRuns({ starts: from, values: of, count }: RowRuns): number {
  const MODULUS = 65_521;
  // So many bytes of 255 stay below 2³¹.
  const LONGEST = 2048;
  let a = 1;
  let b = 0;
  for (let run = 0; run < count; run++) {
    const value = of[run] as number;
    let left = (from[run + 1] as number) - (from[run] as number);
    while (left > 0) {
      const n = left < LONGEST ? left : LONGEST;
      b = ((b + Math.imul(n, a) + Math.imul(value, Math.imul(n, n + 1) >> 1)) | 0) % MODULUS;
      a = ((a + Math.imul(n, value)) | 0) % MODULUS;
      left -= n;
    }
  }
  return ((b << 16) | a) >>> 0;
}

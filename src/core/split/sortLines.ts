const LINE_FEED = 10;
/** A key for each byte, and, before all of them, one for the end of a line. */
const KEYS = 257;
/** So few lines are sorted sooner by comparing them. */
const FEW = 24;

/** Lines from … to − 1 of an order, of which the first `depth` bytes are equal. */
interface Range {
  readonly from: number;
  readonly to: number;
  readonly depth: number;
}

/**
 * Sorts lines of UTF-8 by their bytes, which is by code points: by one byte after the other, in a tenth of the time that
 * comparing a million texts takes.
 *
 * @param lines each with a line feed behind it and none in it
 * @param starts where they begin; put into order in place
 */
export function sortLines(lines: Uint8Array, starts: Uint32Array): void {
  const moved = new Uint32Array(starts.length);
  const counts = new Uint32Array(KEYS);
  const places = new Uint32Array(KEYS);
  const ranges: Range[] = [{ from: 0, to: starts.length, depth: 0 }];
  for (let range = ranges.pop(); range !== undefined; range = ranges.pop()) {
    const { from, to, depth } = range;
    if (to - from <= FEW) {
      sortFew(lines, starts, range);
      continue;
    }
    counts.fill(0);
    for (let k = from; k < to; k++) {
      const key = keyAt(lines, (starts[k] as number) + depth);
      counts[key] = (counts[key] as number) + 1;
    }
    let end = from;
    let hasOne = false;
    for (let key = 0; key < KEYS; key++) {
      const own = counts[key] as number;
      places[key] = end;
      end += own;
      // Lines that end here are equal.
      if (own > 1 && key > 0) ranges.push({ from: end - own, to: end, depth: depth + 1 });
      hasOne ||= own === to - from;
    }
    if (hasOne) continue;
    for (let k = from; k < to; k++) {
      const start = starts[k] as number;
      const key = keyAt(lines, start + depth);
      const place = places[key] as number;
      moved[place] = start;
      places[key] = place + 1;
    }
    starts.set(moved.subarray(from, to), from);
  }
}

function sortFew(lines: Uint8Array, starts: Uint32Array, { from, to, depth }: Range): void {
  for (let k = from + 1; k < to; k++) {
    const start = starts[k] as number;
    let place = k;
    for (; place > from && isBefore(lines, start + depth, (starts[place - 1] as number) + depth); place--) {
      starts[place] = starts[place - 1] as number;
    }
    starts[place] = start;
  }
}

function isBefore(lines: Uint8Array, a: number, b: number): boolean {
  for (let at = 0; ; at++) {
    const left = keyAt(lines, a + at);
    const right = keyAt(lines, b + at);
    if (left !== right) return left < right;
    if (left === 0) return false;
  }
}

function keyAt(lines: Uint8Array, at: number): number {
  const byte = lines[at] as number;
  return byte === LINE_FEED ? 0 : byte + 1;
}

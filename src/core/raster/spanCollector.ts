import { RasterError } from './errors.ts';
import { doubled, forEachSpan, type Spans } from './spans.ts';

/** Pieces of one object beyond which it is refused: about 100 MB. Outlines of real objects need some thousands. */
const MAX_PIECES = 1 << 23;

/** Unites pieces of rows, given in any order and overlapping or not, to {@link Spans}. */
export class SpanCollector {
  readonly #width: number;
  readonly #height: number;
  /** Three entries a piece: row, first column, column after the last. */
  #pieces = new Uint32Array(3 * 256);
  #used = 0;
  #row = -1;
  #from = 0;
  #to = 0;
  #isSorted = true;
  #top: number;
  #bottom = -1;

  /** Sizes in pixels. */
  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#top = height;
  }

  /**
   * Adds the columns `from` ≤ x < `to` of a row; whatever lies outside the image is left out.
   *
   * @throws {RasterError} `outlineTooDense` if there are more pieces than memory should hold
   */
  add(y: number, from: number, to: number): void {
    if (y < 0 || y >= this.#height) return;
    if (from < 0) from = 0;
    if (to > this.#width) to = this.#width;
    if (from >= to) return;
    if (y === this.#row && from <= this.#to && to >= this.#from) {
      // Outlines come pixel by pixel: most pieces continue the one before.
      if (from < this.#from) {
        this.#pieces[this.#used - 2] = this.#from = from;
        this.#isSorted = false;
      }
      if (to > this.#to) this.#pieces[this.#used - 1] = this.#to = to;
      return;
    }
    if (y < this.#row || (y === this.#row && from < this.#to)) this.#isSorted = false;
    if (this.#used === this.#pieces.length) {
      if (this.#used >= 3 * MAX_PIECES) throw new RasterError('outlineTooDense', { limit: MAX_PIECES });
      this.#pieces = doubled(this.#pieces);
    }
    this.#pieces[this.#used++] = this.#row = y;
    this.#pieces[this.#used++] = this.#from = from;
    this.#pieces[this.#used++] = this.#to = to;
    if (y < this.#top) this.#top = y;
    if (y > this.#bottom) this.#bottom = y;
  }

  /** Adds all spans of an object. */
  addAll(spans: Spans): void {
    forEachSpan(spans, (y, from, to) => {
      this.add(y, from, to);
    });
  }

  /** The pixels added so far. */
  finish(): Spans {
    const rows = Math.max(0, this.#bottom - this.#top + 1);
    const firstRow = rows === 0 ? 0 : this.#top;
    const counts = this.#countRows(firstRow, rows);
    const bounds = new Uint32Array((2 * this.#used) / 3);
    const next = counts.slice();
    for (let i = 0; i < this.#used; i += 3) {
      const row = (this.#pieces[i] as number) - firstRow;
      const at = next[row] as number;
      next[row] = at + 1;
      bounds[2 * at] = this.#pieces[i + 1] as number;
      bounds[2 * at + 1] = this.#pieces[i + 2] as number;
    }
    const size = { width: this.#width, height: this.#height, firstRow };
    if (this.#isSorted) return { ...size, starts: counts, bounds };
    return { ...size, ...united(counts, bounds) };
  }

  /** Number of the first piece of each row, and the number of all. */
  #countRows(firstRow: number, rows: number): Uint32Array<ArrayBuffer> {
    const starts = new Uint32Array(rows + 1);
    for (let i = 0; i < this.#used; i += 3) {
      const row = (this.#pieces[i] as number) - firstRow;
      starts[row + 1] = (starts[row + 1] as number) + 1;
    }
    for (let row = 0; row < rows; row++) starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
    return starts;
  }
}

/** Sorts the pieces of each row and unites those that overlap or touch. */
function united(
  counts: Uint32Array,
  pieces: Uint32Array,
): { readonly starts: Uint32Array; readonly bounds: Uint32Array } {
  const starts = new Uint32Array(counts.length);
  let used = 0;
  for (let row = 0; row + 1 < counts.length; row++) {
    const [start, end] = [counts[row] as number, counts[row + 1] as number];
    sortPieces(pieces, start, end);
    const rowStart = used;
    for (let i = 2 * start; i < 2 * end; i += 2) {
      const [from, to] = [pieces[i] as number, pieces[i + 1] as number];
      if (used > rowStart && from <= (pieces[used - 1] as number)) {
        if (to > (pieces[used - 1] as number)) pieces[used - 1] = to;
      } else {
        pieces[used++] = from;
        pieces[used++] = to;
      }
    }
    starts[row + 1] = used / 2;
  }
  return { starts, bounds: pieces.slice(0, used) };
}

const FEW = 24;

/** Sorts the pieces `start` ≤ number < `end` by their first column. */
function sortPieces(pieces: Uint32Array, start: number, end: number): void {
  if (end - start > FEW) {
    // Column and number in one double, which sorts without a callback.
    const keys = Float64Array.from(
      { length: end - start },
      (_, i) => (pieces[2 * (start + i)] as number) * 2 ** 23 + i,
    );
    keys.sort();
    const copy = pieces.slice(2 * start, 2 * end);
    keys.forEach((key, i) => {
      const from = 2 * (key % 2 ** 23);
      pieces[2 * (start + i)] = copy[from] as number;
      pieces[2 * (start + i) + 1] = copy[from + 1] as number;
    });
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const [from, to] = [pieces[2 * i] as number, pieces[2 * i + 1] as number];
    let at = i;
    while (at > start && (pieces[2 * at - 2] as number) > from) {
      pieces[2 * at] = pieces[2 * at - 2] as number;
      pieces[2 * at + 1] = pieces[2 * at - 1] as number;
      at--;
    }
    pieces[2 * at] = from;
    pieces[2 * at + 1] = to;
  }
}

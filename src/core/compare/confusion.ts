import { compareClassKeys, type ClassKey } from '../dataset/classNaming.ts';

/** How many pixels have one id in the truth and another in the prediction. */
export interface IdPair {
  readonly truth: number;
  readonly prediction: number;
  /** 1 and up. */
  readonly pixels: number;
}

/** An image of ids; row-major. */
interface Ids {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly ids: Uint8Array | Uint16Array;
}

/** Ids of both masks that fit one table of counts. */
const MOST_CELLS = 65_536;

/**
 * The pairs of ids that two masks have at the same pixels, by id of the truth, then of the prediction.
 *
 * @throws RangeError where the sizes differ
 */
export function pairIds(truth: Ids, prediction: Ids): IdPair[] {
  if (truth.width !== prediction.width || truth.height !== prediction.height) throw new RangeError('sizes differ');
  const [a, b] = [truth.ids, prediction.ids];
  if (a instanceof Uint8Array && b instanceof Uint8Array) return pairBytes(a, b);
  const counts = new Map<number, number>();
  for (let at = 0; at < a.length;) {
    const [one, other] = [a[at] as number, b[at] as number];
    let end = at + 1;
    while (end < a.length && a[end] === one && b[end] === other) end++;
    const key = one * MOST_CELLS + other;
    counts.set(key, (counts.get(key) ?? 0) + end - at);
    at = end;
  }
  return [...counts]
    .sort(([one], [other]) => one - other)
    .map(([key, pixels]) => ({ truth: Math.floor(key / MOST_CELLS), prediction: key % MOST_CELLS, pixels }));
}

/** A table for all masks of a thread, zeroed by whoever used it. Signed, as words are: larger numbers would be objects. */
const BYTE_COUNTS = new Int32Array(MOST_CELLS);

/** Masks are made of runs: the table is touched at their ends only, and few of its cells are. */
function pairBytes(a: Uint8Array, b: Uint8Array): IdPair[] {
  const cells: number[] = [];
  const take = (cell: number, pixels: number): void => {
    const known = BYTE_COUNTS[cell] as number;
    if (known === 0) cells.push(cell);
    BYTE_COUNTS[cell] = known + pixels;
  };
  const [wordsA, wordsB] = [wordsOf(a), wordsOf(b)];
  // Nothing is made for a run, pairs neither: that would cost more than counting.
  for (let at = 0; at < a.length;) {
    const one = a[at] as number;
    const other = b[at] as number;
    let end = at + 1;
    while (end < a.length && (end & 3) !== 0 && a[end] === one && b[end] === other) end++;
    if ((end & 3) === 0) {
      // Four pixels at once, as far as the run goes.
      const fourOfOne = Math.imul(one, 0x01010101);
      const fourOfOther = Math.imul(other, 0x01010101);
      let word = end >>> 2;
      while (word < wordsA.length && wordsA[word] === fourOfOne && wordsB[word] === fourOfOther) word++;
      end = 4 * word;
      while (end < a.length && a[end] === one && b[end] === other) end++;
    }
    take((one << 8) | other, end - at);
    at = end;
  }
  return cells
    .sort((one, other) => one - other)
    .map((cell) => {
      const pixels = BYTE_COUNTS[cell] as number;
      BYTE_COUNTS[cell] = 0;
      return { truth: cell >>> 8, prediction: cell & 255, pixels };
    });
}

/** Whole words of four bytes; a copy where they do not begin at one. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Int32Array(aligned.buffer, aligned.byteOffset, Math.floor(bytes.length / 4));
}

/** A cell of a {@link ConfusionMatrix}. */
export interface Transition {
  readonly truth: ClassKey;
  readonly prediction: ClassKey;
  /** 1 and up; exact up to 2^53. */
  readonly pixels: number;
}

/** Pixels by the class of the truth and of the prediction, void included; sums over any number of masks. */
export class ConfusionMatrix {
  readonly #rows = new Map<ClassKey, Map<ClassKey, number>>();

  add(truth: ClassKey, prediction: ClassKey, pixels: number): void {
    let row = this.#rows.get(truth);
    if (row === undefined) this.#rows.set(truth, (row = new Map<ClassKey, number>()));
    row.set(prediction, (row.get(prediction) ?? 0) + pixels);
  }

  /** Adds the cells of another one. */
  addAll(cells: readonly Transition[]): void {
    for (const { truth, prediction, pixels } of cells) this.add(truth, prediction, pixels);
  }

  /** Cells with pixels, by class of the truth, then of the prediction. */
  cells(): Transition[] {
    const cells: Transition[] = [];
    for (const truth of this.#sorted(this.#rows.keys())) {
      const row = this.#rows.get(truth) ?? new Map<ClassKey, number>();
      for (const prediction of this.#sorted(row.keys())) {
        cells.push({ truth, prediction, pixels: row.get(prediction) ?? 0 });
      }
    }
    return cells;
  }

  #sorted(keys: Iterable<ClassKey>): ClassKey[] {
    return [...keys].sort(compareClassKeys);
  }
}

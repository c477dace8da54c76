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

/** Masks are made of runs: a table is touched at their ends only. */
function pairBytes(a: Uint8Array, b: Uint8Array): IdPair[] {
  const counts = new Uint32Array(MOST_CELLS);
  let start = 0;
  let cell = a.length === 0 ? 0 : ((a[0] as number) << 8) | (b[0] as number);
  for (let at = 1; at < a.length; at++) {
    const next = ((a[at] as number) << 8) | (b[at] as number);
    if (next === cell) continue;
    counts[cell] = (counts[cell] as number) + at - start;
    start = at;
    cell = next;
  }
  counts[cell] = (counts[cell] as number) + a.length - start;
  const pairs: IdPair[] = [];
  counts.forEach((pixels, key) => {
    if (pixels > 0) pairs.push({ truth: key >>> 8, prediction: key & 255, pixels });
  });
  return pairs;
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

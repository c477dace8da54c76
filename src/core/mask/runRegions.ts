import type { Connectivity } from './components.ts';
import { unite } from '../unionFind.ts';

/** Row runs of equal ids, joined into connected regions; memory goes by runs, not by pixels. */
export interface RunRegions {
  /** First pixel (y · width + x) of each run, ascending. */
  readonly starts: Uint32Array;
  /** Pixels of each run; a run ends with its row at the latest. */
  readonly lengths: Uint32Array;
  /** Of each run the first run, in reading order, of its region. */
  readonly regions: Int32Array;
}

/**
 * Joins the runs of a mask.
 *
 * @param ids row-major
 * @param only the id whose runs are joined; null: all ids
 */
export function joinRuns(
  ids: Uint8Array | Uint16Array,
  width: number,
  connectivity: Connectivity,
  only: number | null,
): RunRegions {
  const { starts, lengths } = only === null ? allRuns(ids, width) : runsOfId(ids, width, only);
  const regions = Int32Array.from(starts.keys());
  const reach = connectivity === 8 ? 1 : 0;
  // `above` follows `run` by about a row; of each run above, its end decides when it is passed.
  for (let run = 0, above = 0; run < starts.length; run++) {
    const start = starts[run] as number;
    const id = ids[start];
    const rowStart = start - (start % width);
    if (rowStart === 0) continue;
    // The window of touching pixels in the row above, cut to that row.
    const from = Math.max(start - width - reach, rowStart - width);
    const to = Math.min(start + (lengths[run] as number) - width + reach, rowStart);
    while ((starts[above] as number) + (lengths[above] as number) <= from) above++;
    for (let other = above; other < run && (starts[other] as number) < to; other++) {
      if (ids[starts[other] as number] === id) unite(regions, other, run);
    }
  }
  // Parents come first, so theirs are final already.
  for (let run = 0; run < regions.length; run++) regions[run] = regions[regions[run] as number] as number;
  return { starts, lengths, regions };
}

/** The run that holds a pixel; −1 where none does. */
export function runAt({ starts, lengths }: RunRegions, pixel: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] as number) <= pixel) low = middle + 1;
    else high = middle;
  }
  const run = low - 1;
  return run >= 0 && pixel < (starts[run] as number) + (lengths[run] as number) ? run : -1;
}

/** Grows with what is found: counting first would read the mask twice. */
class RunList {
  #starts = new Uint32Array(1024);
  #lengths = new Uint32Array(1024);
  #count = 0;

  add(start: number, length: number): void {
    if (this.#count === this.#starts.length) {
      this.#starts = grown(this.#starts);
      this.#lengths = grown(this.#lengths);
    }
    this.#starts[this.#count] = start;
    this.#lengths[this.#count++] = length;
  }

  get runs(): { starts: Uint32Array; lengths: Uint32Array } {
    return { starts: this.#starts.subarray(0, this.#count), lengths: this.#lengths.subarray(0, this.#count) };
  }
}

function grown(list: Uint32Array): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(2 * list.length);
  larger.set(list);
  return larger;
}

function allRuns(ids: Uint8Array | Uint16Array, width: number): { starts: Uint32Array; lengths: Uint32Array } {
  const list = new RunList();
  for (let row = 0; row < ids.length; row += width) {
    const end = row + width;
    for (let start = row; start < end;) {
      const id = ids[start];
      let stop = start + 1;
      while (stop < end && ids[stop] === id) stop++;
      list.add(start, stop - start);
      start = stop;
    }
  }
  return list.runs;
}

function runsOfId(
  ids: Uint8Array | Uint16Array,
  width: number,
  id: number,
): { starts: Uint32Array; lengths: Uint32Array } {
  const list = new RunList();
  for (let start = ids.indexOf(id); start >= 0;) {
    const end = start - (start % width) + width;
    let stop = start + 1;
    while (stop < end && ids[stop] === id) stop++;
    list.add(start, stop - start);
    start = stop < ids.length && ids[stop] === id ? stop : ids.indexOf(id, stop);
  }
  return list.runs;
}

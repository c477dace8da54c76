import { unite } from '../unionFind.ts';

/** Where one id lies in a mask. */
export interface IdMeasure {
  readonly id: number;
  readonly pixels: number;
  /** 4-connected regions. */
  readonly regions: number;
  /** Regions by size: at index k those of 2^k to 2^(k+1) − 1 pixels; the last one is not 0. */
  readonly sizes: readonly number[];
  /** Left, top, right, bottom; ends inclusive. */
  readonly box: readonly [number, number, number, number];
  /** The first pixel, in reading order, of its smallest region (of equals the first): x, y. */
  readonly smallestAt: readonly [number, number];
  /** Pixels in each of `cells` × `cells` parts of the mask, row by row. */
  readonly cells: Uint32Array;
}

export interface MaskMeasure {
  /** Ascending by id; null where there are more than `mostIds`. */
  readonly ids: readonly IdMeasure[] | null;
  /** Distinct ids. */
  readonly distinct: number;
  /** The id with most pixels in each part (of equals the smallest); parts without a pixel of their own take one in them. */
  readonly dominant: Uint16Array;
}

/** Grow with the largest mask that was measured, because fresh memory costs as much time as filling it. */
class Runs {
  starts = new Int32Array(1 << 14);
  ids = new Uint16Array(1 << 14);
  parents = new Int32Array(1 << 14);
  sizes = new Int32Array(1 << 14);

  reserve(count: number): void {
    if (count <= this.starts.length) return;
    const length = 2 ** Math.ceil(Math.log2(count));
    const starts = new Int32Array(length);
    starts.set(this.starts);
    const ids = new Uint16Array(length);
    ids.set(this.ids);
    this.starts = starts;
    this.ids = ids;
    this.parents = new Int32Array(length);
    this.sizes = new Int32Array(length);
  }
}

/** Runs beyond are not kept from one mask to the next. */
const MOST_KEPT = 1 << 21;

/**
 * Measures a mask in one pass over its pixels and a few over its row runs: time goes by pixels / 16, memory by runs.
 *
 * @param ids row-major, width × height, fewer than 2³¹
 * @param cells parts a side, 1 and up; pixel x lies in part ⌊x · cells / width⌋
 * @param mostIds with more distinct ids nothing is told of each
 */
export function measureIds(
  ids: Uint8Array | Uint16Array,
  width: number,
  height: number,
  { cells, mostIds }: { readonly cells: number; readonly mostIds: number },
): MaskMeasure {
  if (runs.starts.length > MOST_KEPT) runs = new Runs();
  const count = collectRuns(ids, width, height);
  joinRegions(count, width);
  const slots = new Slots(cells, mostIds);
  const bounds = Array.from({ length: cells + 1 }, (_, at) => Math.ceil((at * width) / cells));
  addRuns(count, width, height, slots, bounds);
  const dominant = slots.dominant();
  // Only where a side has fewer pixels than parts, parts are without a pixel.
  for (let at = 0; at < dominant.length && (width < cells || height < cells); at++) {
    if (slots.isCovered(at)) continue;
    const x = Math.floor((((at % cells) + 0.5) * width) / cells);
    const y = Math.floor(((Math.floor(at / cells) + 0.5) * height) / cells);
    dominant[at] = ids[y * width + x] ?? 0;
  }
  return { ids: slots.isFull ? null : slots.measures(count, width), distinct: slots.distinct, dominant };
}

let runs = new Runs();

/** Row runs of equal ids into {@link runs}; returns how many. Behind the last one stands the number of pixels. */
function collectRuns(ids: Uint8Array | Uint16Array, width: number, height: number): number {
  const isBytes = ids instanceof Uint8Array;
  const view = new DataView(ids.buffer, ids.byteOffset, ids.byteLength);
  let count = 0;
  for (let y = 0, at = 0; y < height; y++) {
    runs.reserve(count + width + 1);
    const { starts, ids: runIds } = runs;
    const end = at + width;
    while (at < end) {
      const id = ids[at] as number;
      starts[count] = at;
      runIds[count++] = id;
      at++;
      if (isBytes) {
        // Inside a region one comparison tells four words; at its edge, the bytes are looked at.
        const flat = Math.imul(id, 0x01010101);
        while (
          at + 16 <= end &&
          ((view.getInt32(at, true) ^ flat) |
            (view.getInt32(at + 4, true) ^ flat) |
            (view.getInt32(at + 8, true) ^ flat) |
            (view.getInt32(at + 12, true) ^ flat)) ===
            0
        ) {
          at += 16;
        }
      }
      while (at < end && ids[at] === id) at++;
    }
  }
  runs.reserve(count + 1);
  runs.starts[count] = width * height;
  return count;
}

/** Leads every run to the first run, in reading order, of its 4-connected region, and sums the regions' pixels there. */
function joinRegions(count: number, width: number): void {
  const { starts, ids, parents, sizes } = runs;
  // `above` is the first run of the row above that may touch.
  for (let run = 0, above = 0, rowStart = 0; run < count; run++) {
    parents[run] = run;
    sizes[run] = 0;
    const start = starts[run] as number;
    const end = starts[run + 1] as number;
    if (start >= rowStart + width) rowStart += width;
    if (rowStart === 0) continue;
    const id = ids[run];
    const from = start - width;
    const to = end - width;
    while ((starts[above + 1] as number) <= from) above++;
    for (let other = above; (starts[other] as number) < to; other++) {
      if (ids[other] === id) unite(parents, other, run);
    }
  }
  for (let run = 0; run < count; run++) {
    // Parents come first, so theirs are final already.
    const root = (parents[run] = parents[parents[run] as number] as number);
    sizes[root] = (sizes[root] as number) + (starts[run + 1] as number) - (starts[run] as number);
  }
}

function addRuns(count: number, width: number, height: number, slots: Slots, bounds: readonly number[]): void {
  const { starts, ids } = runs;
  const cells = bounds.length - 1;
  const cellOf = Uint16Array.from({ length: width }, (_, x) => Math.floor((x * cells) / width));
  let rowStart = 0;
  let y = 0;
  let row = 0;
  for (let run = 0; run < count; run++) {
    const start = starts[run] as number;
    const end = starts[run + 1] as number;
    if (start >= rowStart + width) {
      rowStart += width;
      y++;
      row = Math.floor((y * cells) / height) * cells;
    }
    const slot = slots.of(ids[run] as number);
    if (slot < 0) continue;
    const left = start - rowStart;
    const right = end - rowStart;
    slots.extend(slot, left, y, right - 1, end - start);
    const first = cellOf[left] as number;
    const last = cellOf[right - 1] as number;
    let from = left;
    for (let cell = first; cell < last; cell++) {
      const to = bounds[cell + 1] as number;
      slots.addCell(slot, row + cell, to - from);
      from = to;
    }
    slots.addCell(slot, row + last, right - from);
  }
}

const NO_SLOT = -1;
const LARGEST = 2 ** 31 - 1;
const slotOfId = new Int32Array(65_536).fill(NO_SLOT);

/** What is summed of each id, in the order in which ids first occur. */
class Slots {
  readonly #cells: number;
  readonly #most: number;
  readonly #ids: number[] = [];
  readonly #pixels: number[] = [];
  /** Left, top, right, bottom of each. */
  #boxes = new Int32Array(4 * 16);
  /** Pixels in each part of each. */
  #counts: Uint32Array;
  #lastId = -1;
  #lastSlot = NO_SLOT;
  readonly #beyond = new Set<number>();

  constructor(cells: number, most: number) {
    this.#cells = cells;
    this.#most = most;
    this.#counts = new Uint32Array(16 * cells * cells);
  }

  get isFull(): boolean {
    return this.#beyond.size > 0;
  }

  get distinct(): number {
    return this.#ids.length + this.#beyond.size;
  }

  /** −1 where there are too many ids already. */
  of(id: number): number {
    if (id === this.#lastId) return this.#lastSlot;
    this.#lastId = id;
    this.#lastSlot = this.#find(id);
    return this.#lastSlot;
  }

  #find(id: number): number {
    const slot = slotOfId[id] as number;
    if (slot !== NO_SLOT && this.#ids[slot] === id) return slot;
    if (this.#ids.length === this.#most) {
      this.#beyond.add(id);
      return NO_SLOT;
    }
    const added = this.#ids.push(id) - 1;
    slotOfId[id] = added;
    this.#pixels.push(0);
    if (4 * added === this.#boxes.length) {
      this.#boxes = doubled(this.#boxes, new Int32Array(8 * added));
      this.#counts = doubled(this.#counts, new Uint32Array(2 * this.#counts.length));
    }
    this.#boxes.set([LARGEST, LARGEST, -1, -1], 4 * added);
    return added;
  }

  extend(slot: number, left: number, y: number, right: number, pixels: number): void {
    this.#pixels[slot] = (this.#pixels[slot] as number) + pixels;
    const boxes = this.#boxes;
    const at = 4 * slot;
    if (left < (boxes[at] as number)) boxes[at] = left;
    if (y < (boxes[at + 1] as number)) boxes[at + 1] = y;
    if (right > (boxes[at + 2] as number)) boxes[at + 2] = right;
    boxes[at + 3] = y;
  }

  addCell(slot: number, cell: number, pixels: number): void {
    const at = slot * this.#cells * this.#cells + cell;
    this.#counts[at] = (this.#counts[at] as number) + pixels;
  }

  #countsOf(slot: number): Uint32Array {
    const parts = this.#cells * this.#cells;
    return this.#counts.subarray(slot * parts, (slot + 1) * parts);
  }

  isCovered(cell: number): boolean {
    return this.#ids.some((_, slot) => (this.#countsOf(slot)[cell] as number) > 0);
  }

  dominant(): Uint16Array {
    const ids = new Uint16Array(this.#cells * this.#cells);
    const most = new Uint32Array(ids.length);
    for (const slot of this.#ascending()) {
      const counts = this.#countsOf(slot);
      for (let cell = 0; cell < ids.length; cell++) {
        const pixels = counts[cell] as number;
        if (pixels <= (most[cell] as number)) continue;
        most[cell] = pixels;
        ids[cell] = this.#ids[slot] as number;
      }
    }
    return ids;
  }

  measures(count: number, width: number): IdMeasure[] {
    const { starts, ids, parents, sizes } = runs;
    const buckets = this.#ids.map((): number[] => []);
    const regions = this.#ids.map(() => 0);
    const smallest = this.#ids.map(() => ({ size: Infinity, start: 0 }));
    for (let run = 0; run < count; run++) {
      if (parents[run] !== run) continue;
      const slot = slotOfId[ids[run] as number] as number;
      const size = sizes[run] as number;
      regions[slot] = (regions[slot] as number) + 1;
      const bucket = 31 - Math.clz32(size);
      const of = buckets[slot] as number[];
      while (of.length <= bucket) of.push(0);
      of[bucket] = (of[bucket] as number) + 1;
      if (size < (smallest[slot]?.size ?? 0)) smallest[slot] = { size, start: starts[run] as number };
    }
    return this.#ascending().map((slot) => {
      const at = smallest[slot]?.start ?? 0;
      return {
        id: this.#ids[slot] as number,
        pixels: this.#pixels[slot] as number,
        regions: regions[slot] as number,
        sizes: buckets[slot] as number[],
        box: boxOf(this.#boxes.subarray(4 * slot, 4 * slot + 4)),
        smallestAt: [at % width, Math.floor(at / width)],
        cells: this.#countsOf(slot),
      };
    });
  }

  #ascending(): number[] {
    return [...this.#ids.keys()].sort((a, b) => (this.#ids[a] as number) - (this.#ids[b] as number));
  }
}

function boxOf([left = 0, top = 0, right = 0, bottom = 0]: Int32Array): [number, number, number, number] {
  return [left, top, right, bottom];
}

function doubled<T extends Int32Array | Uint32Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

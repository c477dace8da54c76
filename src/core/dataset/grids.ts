import type { ClassKey } from './classNaming.ts';
import { GRID } from './records.ts';

/** How one grid was laid on the other: as it is, left and right exchanged, upside down, turned by 180°. */
export type GridFlip = 'none' | 'horizontal' | 'vertical' | 'turned';

/** The class with most pixels in each of {@link GRID}² cells, row by row. */
export type GridCells = ArrayLike<ClassKey>;

const CELLS = GRID * GRID;

/** Where the cell of a flipped grid comes from. */
function sourceOf(flip: GridFlip, cell: number): number {
  const x = cell % GRID;
  const y = (cell - x) / GRID;
  const isMirrored = flip === 'horizontal' || flip === 'turned';
  const isUpsideDown = flip === 'vertical' || flip === 'turned';
  return (isUpsideDown ? GRID - 1 - y : y) * GRID + (isMirrored ? GRID - 1 - x : x);
}

/** Distinct grids of {@link GRID}² cells. Classes are numbered; those beyond 16 bits share numbers. */
export class Grids {
  /** Of each grid. */
  readonly #contents: number[] = [];
  #cells = new Uint16Array(64 * CELLS);
  readonly #keys = new Map<ClassKey, number>();
  /** Grids by a hash of all cells, and of each the grid of the same hash before it; −1: none. */
  readonly #byHash = new Map<number, number>();
  readonly #sameHash: number[] = [];

  get count(): number {
    return this.#contents.length;
  }

  /** The number of the grid, new or known; null where it has less content than `least`. */
  add(classes: GridCells, least: number): number | null {
    const cells = this.#read(classes);
    const content = contentOf(cells);
    if (content < least) return null;
    const hash = hashOf(cells, ALL_CELLS);
    const last = this.#byHash.get(hash) ?? -1;
    for (let grid = last; grid >= 0; grid = this.#sameHash[grid] as number) {
      if (differentCells(cells, this.cellsOf(grid), 'none', 0) === 0) return grid;
    }
    // The cells are already where those of a new grid belong.
    const grid = this.#contents.push(content) - 1;
    this.#sameHash.push(last);
    this.#byHash.set(hash, grid);
    return grid;
  }

  cellsOf(grid: number): Uint16Array {
    return this.#cells.subarray(grid * CELLS, (grid + 1) * CELLS);
  }

  /** Cells that do not have the most frequent class. */
  contentOf(grid: number): number {
    return this.#contents[grid] as number;
  }

  /** Into the room behind the last grid. */
  #read(classes: GridCells): Uint16Array {
    const start = this.count * CELLS;
    if (start + CELLS > this.#cells.length) {
      const more = new Uint16Array(2 * this.#cells.length);
      more.set(this.#cells);
      this.#cells = more;
    }
    const cells = this.#cells.subarray(start, start + CELLS);
    let last: ClassKey | undefined;
    let number = 0;
    for (let cell = 0; cell < CELLS; cell++) {
      const key = classes[cell] as ClassKey;
      if (key !== last) {
        number = this.#keys.get(key) ?? this.#keys.size;
        this.#keys.set(key, number);
        last = key;
      }
      cells[cell] = number;
    }
    return cells;
  }
}

/** Cells that do not have the most frequent class. */
function contentOf(cells: Uint16Array): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const cell of cells) {
    const count = (counts.get(cell) ?? 0) + 1;
    counts.set(cell, count);
    if (count > most) most = count;
  }
  return CELLS - most;
}

const ALL_CELLS = Uint8Array.from({ length: CELLS }, (_, cell) => cell);

/** FNV-1a of some cells, 32 bits. */
function hashOf(cells: Uint16Array, which: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (const cell of which) hash = Math.imul(hash ^ (cells[cell] as number), 0x01000193);
  return hash ^ (hash >>> 15);
}

const SOURCES: Readonly<Record<GridFlip, Uint8Array>> = {
  none: ALL_CELLS,
  horizontal: ALL_CELLS.map((cell) => sourceOf('horizontal', cell)),
  vertical: ALL_CELLS.map((cell) => sourceOf('vertical', cell)),
  turned: ALL_CELLS.map((cell) => sourceOf('turned', cell)),
};

/** How many cells of a flipped grid differ from those of another; counts no further than `most` + 1. */
export function differentCells(cells: Uint16Array, others: Uint16Array, flip: GridFlip, most: number): number {
  const sources = SOURCES[flip];
  let different = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    if (cells[sources[cell] as number] !== others[cell] && ++different > most) break;
  }
  return different;
}

/** Cells of each of `count` interleaving parts of all cells; of a flipped grid where they come from. */
function partsOf(count: number, flip: GridFlip): Uint8Array[] {
  // Neighbours in a row and in a column are in different parts.
  const step = Math.max(1, Math.round(0.38 * count));
  const parts = Array.from({ length: count }, (): number[] => []);
  for (let cell = 0; cell < CELLS; cell++) {
    const x = cell % GRID;
    const y = (cell - x) / GRID;
    parts[(x + step * y) % count]?.push(SOURCES[flip][cell] as number);
  }
  return parts.map((cells) => Uint8Array.from(cells));
}

/**
 * Grids by each of their parts. Of two that differ in fewer cells than there are parts one part is equal (pigeonhole
 * principle). A hash table with chains in typed arrays: for 100,000 grids it takes a few MB.
 */
export class PartIndex {
  readonly #grids: readonly number[];
  readonly #partsByFlip: Readonly<Record<GridFlip, readonly Uint8Array[]>>;
  readonly #parts: number;
  readonly #mask: number;
  readonly #heads: Int32Array;
  readonly #nexts: Int32Array;
  readonly #hashes: Int32Array;

  constructor(grids: readonly number[], parts: number, cellsOf: (grid: number) => Uint16Array) {
    this.#grids = grids;
    this.#parts = parts;
    const of = (flip: GridFlip): Uint8Array[] => partsOf(parts, flip);
    this.#partsByFlip = {
      ...{ none: of('none'), horizontal: of('horizontal') },
      ...{ vertical: of('vertical'), turned: of('turned') },
    };
    const entries = grids.length * parts;
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * entries)));
    this.#mask = size - 1;
    this.#heads = new Int32Array(size).fill(-1);
    this.#nexts = new Int32Array(entries);
    this.#hashes = new Int32Array(entries);
    grids.forEach((grid, at) => {
      const cells = cellsOf(grid);
      for (let part = 0; part < parts; part++) this.#insert(at * parts + part, this.#hashOf(cells, 'none', part));
    });
  }

  /**
   * Visits grids of which a part is equal to that of flipped cells, `most` at most for each part; the same grid may come
   * several times, and, where hashes collide, one that has no equal part.
   *
   * @returns how many were left out
   */
  visit(cells: Uint16Array, flip: GridFlip, most: number, found: (grid: number) => void): number {
    let leftOut = 0;
    for (let part = 0; part < this.#parts; part++) {
      const hash = this.#hashOf(cells, flip, part);
      let visited = 0;
      for (let entry = this.#heads[hash & this.#mask] as number; entry >= 0; entry = this.#nexts[entry] as number) {
        if (this.#hashes[entry] !== hash) continue;
        if (visited++ < most) found(this.#grids[Math.floor(entry / this.#parts)] as number);
        else leftOut++;
      }
    }
    return leftOut;
  }

  #hashOf(cells: Uint16Array, flip: GridFlip, part: number): number {
    const hash = hashOf(cells, this.#partsByFlip[flip][part] as Uint8Array);
    // Equal cells of different parts say nothing.
    return (hash + Math.imul(part, 0x9e3779b1)) | 0;
  }

  #insert(entry: number, hash: number): void {
    this.#hashes[entry] = hash;
    this.#nexts[entry] = this.#heads[hash & this.#mask] as number;
    this.#heads[hash & this.#mask] = entry;
  }
}

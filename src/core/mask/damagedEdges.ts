import { labelComponents } from './components.ts';
import type { RepairedMask, RepairedPixels } from './damageRepair.ts';
import type { Mask } from './mask.ts';

/** Pixels to each side in which the classes beside a damaged pixel are looked for. */
const REACH = 8;
/** JPEG's blocks: what one of them stains stays in it. */
const BLOCK = 8;
/** How far from the line between two colours their mixture may lie. */
const MIXTURE_TOLERANCE = 12;
/** Mixtures of two classes are no wider. */
const WIDEST_MIXTURE = 3;

/** Row, column, falling and rising diagonal. */
const DIRECTIONS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const;

/** Three coordinates of each id: its colour, or itself. */
export type Points = Float64Array;

/** The first sound pixel in one direction. */
interface Found {
  readonly id: number;
  readonly steps: number;
}

/** The damaged pixels of a mask, and what is beside them. The rules are those of `repairEdges`. */
export class DamagedEdges {
  readonly #mask: Mask;
  readonly #points: Points;
  /** 1 for damaged pixels. */
  readonly #isDamaged: Uint8Array;
  /** By block the sound ids in it, once they are asked for. */
  #blocks: readonly ReadonlySet<number>[] | null = null;

  constructor(mask: Mask, isHole: Uint8Array, points: Points) {
    this.#mask = mask;
    this.#points = points;
    this.#isDamaged = Uint8Array.from(mask.ids, (id) => isHole[id] as number);
  }

  /** Regions of classes that are nothing but mixtures. */
  addMixedRegions(): void {
    const { ids, width } = this.#mask;
    const { labels, sizes } = labelComponents(ids, width, 8);
    const isSound = new Uint8Array(sizes.length);
    for (let i = 0; i < ids.length; i++) {
      const region = labels[i] as number;
      if (isSound[region] === 0 && this.#isDamaged[i] === 0 && !this.#isMixture(i)) isSound[region] = 1;
    }
    for (let i = 0; i < ids.length; i++) if (isSound[labels[i] as number] === 0) this.#isDamaged[i] = 1;
  }

  /**
   * Pixels of classes in a rise or fall of ids that goes on from an invented one, and ids all of whose pixels lie between
   * others or beside invented ones, in no square. The least and the greatest id are classes in any case, and so are those
   * that are kept.
   */
  addRises(histogram: Uint32Array, kept: readonly number[]): void {
    const { ids } = this.#mask;
    const isHole = this.#isDamaged.slice();
    const isClass = new Uint8Array(histogram.length);
    isClass[histogram.findIndex((count) => count > 0)] = 1;
    isClass[histogram.findLastIndex((count) => count > 0)] = 1;
    for (const id of kept) isClass[id] = 1;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      if (isHole[i] === 1 || isClass[id] === 1) continue;
      if (this.#isInSquare(i) || !(this.#isBetween(i, null) || this.#touches(i, isHole))) isClass[id] = 1;
    }
    for (let i = 0; i < ids.length; i++) {
      if (isHole[i] === 1) continue;
      const isInvented = isClass[ids[i] as number] === 0;
      if (kept.includes(ids[i] as number)) continue;
      if (isInvented || (this.#isBetween(i, isHole) && !this.#isInSquare(i))) this.#isDamaged[i] = 1;
    }
  }

  #touches(pixel: number, isHole: Uint8Array): boolean {
    const { width, height } = this.#mask;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return DIRECTIONS.some(([dx, dy]) =>
      [1, -1].some((way) => {
        const [column, row] = [x + way * dx, y + way * dy];
        return column >= 0 && column < width && row >= 0 && row < height && isHole[row * width + column] === 1;
      }),
    );
  }

  repaired({ isCompressed, hasInventedIds }: { isCompressed: boolean; hasInventedIds: boolean }): RepairedMask {
    const { ids } = this.#mask;
    const out = ids.slice();
    const changes = new Map<number, RepairedPixels>();
    const doubtful = new Map<number, number>();
    let undecided = 0;
    for (let i = 0; i < ids.length; i++) {
      const from = ids[i] as number;
      if (this.#isDamaged[i] === 0) {
        const isDoubtful = hasInventedIds && this.#isBetween(i, null) && !this.#isInSquare(i);
        if (isDoubtful) doubtful.set(from, (doubtful.get(from) ?? 0) + 1);
        continue;
      }
      const to = isCompressed ? this.#nearestAround(i) : this.#nearerSide(i);
      if (to === null) {
        undecided++;
        continue;
      }
      if (to === from) continue;
      out[i] = to;
      const key = 65_536 * from + to;
      changes.set(key, { from, to, pixels: (changes.get(key)?.pixels ?? 0) + 1 });
    }
    if (!hasInventedIds) this.#thinClasses(out).forEach((pixels, id) => doubtful.set(id, pixels));
    return {
      ids: out,
      changes: [...changes.values()].sort((a, b) => b.pixels - a.pixels || a.from - b.from || a.to - b.to),
      undecided,
      doubtful: Array.from(doubtful, ([id, pixels]) => ({ id, pixels })).sort((a, b) => a.id - b.id),
    };
  }

  /** The ids that fill no square of 3 × 3 pixels once edges are mended, and their pixels; damaged ones count nowhere. */
  #thinClasses(ids: Uint8Array | Uint16Array): ReadonlyMap<number, number> {
    const { ids: before, width, height } = this.#mask;
    const pixels = new Map<number, number>();
    const wide = new Set<number>();
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width; x++, i++) {
        const id = ids[i] as number;
        if (this.#isDamaged[i] === 1 && id === before[i]) continue;
        pixels.set(id, (pixels.get(id) ?? 0) + 1);
        if (x < 2 || y < 2 || wide.has(id)) continue;
        const isFull = [i - 2 * width, i - width, i].every(
          (at) => ids[at] === id && ids[at - 1] === id && ids[at - 2] === id,
        );
        if (isFull) wide.add(id);
      }
    }
    for (const id of wide) pixels.delete(id);
    return pixels;
  }

  /** The class of the nearest colour in the blocks around, in those farther off where these have none. */
  #nearestAround(pixel: number): number | null {
    return this.#nearestWithin(pixel, 1) ?? this.#nearestWithin(pixel, 2);
  }

  #nearestWithin(pixel: number, reach: number): number | null {
    const { ids, width, height } = this.#mask;
    this.#blocks ??= this.#soundIdsByBlock();
    const [across, down] = [Math.ceil(width / BLOCK), Math.ceil(height / BLOCK)];
    const column = Math.floor((pixel % width) / BLOCK);
    const row = Math.floor(pixel / width / BLOCK);
    const own = ids[pixel] as number;
    let best: number | null = null;
    let least = Infinity;
    for (let y = Math.max(0, row - reach); y <= Math.min(down - 1, row + reach); y++) {
      for (let x = Math.max(0, column - reach); x <= Math.min(across - 1, column + reach); x++) {
        for (const id of this.#blocks[y * across + x] ?? []) {
          const { distance } = this.#mixtureOf(own, id, id);
          if (distance > least || (distance === least && best !== null && id >= best)) continue;
          [least, best] = [distance, id];
        }
      }
    }
    return best;
  }

  #soundIdsByBlock(): Set<number>[] {
    const { ids, width, height } = this.#mask;
    const across = Math.ceil(width / BLOCK);
    const blocks = Array.from({ length: across * Math.ceil(height / BLOCK) }, () => new Set<number>());
    for (let y = 0, i = 0; y < height; y++) {
      const row = across * Math.floor(y / BLOCK);
      for (let x = 0; x < width; x++, i++) {
        if (this.#isDamaged[i] === 0) blocks[row + Math.floor(x / BLOCK)]?.add(ids[i] as number);
      }
    }
    return blocks;
  }

  /** Of the two classes that a pixel is a mixture of the one that it is nearer to. */
  #nearerSide(pixel: number): number | null {
    const own = this.#mask.ids[pixel] as number;
    let best: number | null = null;
    let [least, leastLength] = [Infinity, Infinity];
    for (const [dx, dy] of DIRECTIONS) {
      const before = this.#firstSound(pixel, -dx, -dy, REACH, -1);
      const behind = this.#firstSound(pixel, dx, dy, REACH, -1);
      const one = before ?? behind;
      const other = behind ?? before;
      if (one === null || other === null) continue;
      const { distance, share } = this.#mixtureOf(own, one.id, other.id);
      const length = one.steps + other.steps;
      if (distance > least || (distance === least && length >= leastLength)) continue;
      [least, leastLength] = [distance, length];
      best = nearerOf(one, other, share);
    }
    return best;
  }

  /** The first pixel in a direction that is neither damaged nor of the id `own`. */
  #firstSound(pixel: number, dx: number, dy: number, reach: number, own: number): Found | null {
    const { ids, width, height } = this.#mask;
    let x = pixel % width;
    let y = Math.floor(pixel / width);
    for (let steps = 1; steps <= reach; steps++) {
      x += dx;
      y += dy;
      if (x < 0 || x >= width || y < 0 || y >= height) return null;
      const at = y * width + x;
      if (this.#isDamaged[at] === 0 && ids[at] !== own) return { id: ids[at] as number, steps };
    }
    return null;
  }

  /** How far (squared) a colour is from the line between two others, and where on that line it lies, 0 … 1. */
  #mixtureOf(id: number, one: number, other: number): { distance: number; share: number } {
    const points = this.#points;
    let [along, length, own] = [0, 0, 0];
    for (let axis = 0; axis < 3; axis++) {
      const start = points[3 * one + axis] as number;
      const way = (points[3 * other + axis] as number) - start;
      const apart = (points[3 * id + axis] as number) - start;
      along += way * apart;
      length += way * way;
      own += apart * apart;
    }
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, along / length));
    return { distance: Math.max(0, own - 2 * share * along + share * share * length), share };
  }

  /** Whether a pixel of a class is a mixture of two other classes a few pixels apart. */
  #isMixture(pixel: number): boolean {
    const own = this.#mask.ids[pixel] as number;
    return DIRECTIONS.some(([dx, dy]) => {
      const before = this.#firstSound(pixel, -dx, -dy, WIDEST_MIXTURE, own);
      const behind = before === null ? null : this.#firstSound(pixel, dx, dy, WIDEST_MIXTURE, own);
      if (before === null || behind === null || behind.id === before.id) return false;
      if (before.steps + behind.steps > WIDEST_MIXTURE + 1) return false;
      const { distance, share } = this.#mixtureOf(own, before.id, behind.id);
      return distance <= MIXTURE_TOLERANCE ** 2 && share > 0 && share < 1;
    });
  }

  /** Whether a smaller and a greater id touch a pixel on opposite sides, one of them (where given) a hole. */
  #isBetween(pixel: number, isHole: Uint8Array | null): boolean {
    const { ids, width } = this.#mask;
    const id = ids[pixel] as number;
    const x = pixel % width;
    const across = x > 0 && x + 1 < width;
    const down = pixel >= width && pixel + width < ids.length;
    for (const [dx, dy] of DIRECTIONS) {
      if ((dx !== 0 && !across) || (dy !== 0 && !down)) continue;
      const [one, other] = [pixel - dy * width - dx, pixel + dy * width + dx];
      if (isHole !== null && isHole[one] === 0 && isHole[other] === 0) continue;
      const [before, behind] = [ids[one] as number, ids[other] as number];
      if ((before < id && id < behind) || (behind < id && id < before)) return true;
    }
    return false;
  }

  /** Whether a pixel is part of a square of four of one id: of more than a line. */
  #isInSquare(pixel: number): boolean {
    const { ids, width, height } = this.#mask;
    const id = ids[pixel];
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    for (const dy of [-1, 1]) {
      if (y + dy < 0 || y + dy >= height || ids[pixel + dy * width] !== id) continue;
      for (const dx of [-1, 1]) {
        if (x + dx < 0 || x + dx >= width) continue;
        if (ids[pixel + dx] === id && ids[pixel + dy * width + dx] === id) return true;
      }
    }
    return false;
  }
}

function nearerOf(one: Found, other: Found, share: number): number {
  if (share !== 0.5) return share < 0.5 ? one.id : other.id;
  if (one.steps !== other.steps) return one.steps < other.steps ? one.id : other.id;
  return Math.min(one.id, other.id);
}

import type { Damage } from './damage.ts';
import { ownersByColour, packed } from './damageFacts.ts';
import type { Mask } from './mask.ts';
import type { ColouredId } from './remapColours.ts';

/** Share of an id's pixels that must lie in a band; corners of bands do not. */
const BAND_SHARE = 0.95;
/** Every row once, as first row and stride. */
const ROWS = [
  [0, 16],
  [8, 16],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;
/** Fewer pixels of an id are specks. */
const FEWEST_PIXELS = 4;
/** Share of all these pixels above which one id may be a thin class: between two ids, interpolation leaves several. */
const CLASS_SHARE = 0.6;

/**
 * Ids that interpolation made up: found only in bands one pixel wide between two other ids, one smaller and one
 * greater, as the mean of two ids is. A rim of void is none, since 255 and 0 lie between no others.
 *
 * The contour of a class looks the same. An id of the target, with the target's colour where the mask has colours, that
 * makes up most of the bands may be one.
 */
export function inventedIdsIn(mask: Mask, histogram: Uint32Array, target: readonly ColouredId[]): Damage | null {
  const spare = sparePixels(histogram);
  const scan = new BandScan(mask, spare);
  // Classes are out after a few rows from everywhere in the image, so that most rows need not be looked at.
  for (const [first, stride] of ROWS) {
    for (let y = first; y < mask.height; y += stride) {
      scan.row(y);
      if (scan.isOver) return null;
    }
  }
  const invented: number[] = [];
  let pixels = 0;
  spare.forEach((left, id) => {
    if (left < 0) return;
    invented.push(id);
    pixels += histogram[id] as number;
  });
  if (invented.length === 0) return null;
  const mayBeClasses = invented.filter(
    (id) => (histogram[id] as number) > CLASS_SHARE * pixels && isInTarget(mask, id, target),
  );
  return { kind: 'inventedIds', ids: invented, pixels, mayBeClasses };
}

function isInTarget({ palette }: Mask, id: number, target: readonly ColouredId[]): boolean {
  if (palette === null) return target.some((one) => one.id === id);
  if (3 * id + 2 >= palette.rgb.length) return false;
  const [red = 0, green = 0, blue = 0] = palette.rgb.subarray(3 * id, 3 * id + 3);
  return (
    ownersByColour(target)
      .get(packed(red, green, blue))
      ?.includes(id) ?? false
  );
}

/** How many pixels of an id may lie outside of bands; below 0 it is out, as are the ids that are between no others. */
function sparePixels(histogram: Uint32Array): Int32Array {
  const spare = new Int32Array(histogram.length).fill(-1);
  const least = histogram.findIndex((count) => count > 0);
  const greatest = histogram.findLastIndex((count) => count > 0);
  for (let id = least + 1; id < greatest; id++) {
    const count = histogram[id] as number;
    if (count >= FEWEST_PIXELS) spare[id] = Math.floor(count - BAND_SHARE * count);
  }
  return spare;
}

/** Counts, row by row in any order, the pixels of ids that lie in no band. */
class BandScan {
  readonly #mask: Mask;
  readonly #spare: Int32Array;
  /** The whole words of byte ids; null where they do not start at one. */
  readonly #words: Int32Array | null;
  #candidates: number;

  constructor(mask: Mask, spare: Int32Array) {
    this.#mask = mask;
    this.#spare = spare;
    const { ids } = mask;
    const hasWords = ids instanceof Uint8Array && ids.byteOffset % 4 === 0;
    this.#words = hasWords ? new Int32Array(ids.buffer, ids.byteOffset, ids.length >>> 2) : null;
    this.#candidates = 0;
    for (let id = 0; id < spare.length; id++) if ((spare[id] as number) >= 0) this.#candidates++;
  }

  /** Every id is out. */
  get isOver(): boolean {
    return this.#candidates === 0;
  }

  row(y: number): void {
    const { ids, width } = this.#mask;
    const spare = this.#spare;
    const words = this.#words;
    const end = (y + 1) * width;
    // Most pixels are of ids that are out, and most words are as the one before.
    let outWord = 0;
    let hasOutWord = false;
    for (let i = y * width; i < end; i++) {
      if (words !== null && (i & 3) === 0 && i + 4 <= end) {
        const word = words[i >>> 2] as number;
        const isOut = (hasOutWord && word === outWord) || this.#isOut(i);
        if (isOut) {
          outWord = word;
          hasOutWord = true;
          i += 3;
          continue;
        }
      }
      const id = ids[i] as number;
      if ((spare[id] as number) < 0 || this.#isInBand(i, i - y * width, y)) continue;
      const left = (spare[id] as number) - 1;
      spare[id] = left;
      if (left >= 0) continue;
      this.#candidates--;
      if (this.isOver) return;
    }
  }

  /** Whether the four ids from `at` on are all out. */
  #isOut(at: number): boolean {
    const { ids } = this.#mask;
    for (let i = at; i < at + 4; i++) if ((this.#spare[ids[i] as number] as number) >= 0) return false;
    return true;
  }

  /** Whether a smaller and a greater id stand on opposite sides. */
  #isInBand(i: number, x: number, y: number): boolean {
    const { ids, width, height } = this.#mask;
    const id = ids[i] as number;
    const across = x > 0 && x + 1 < width;
    const down = y > 0 && y + 1 < height;
    return (
      (across && isBetween(id, ids[i - 1] as number, ids[i + 1] as number)) ||
      (down && isBetween(id, ids[i - width] as number, ids[i + width] as number)) ||
      (across &&
        down &&
        (isBetween(id, ids[i - width - 1] as number, ids[i + width + 1] as number) ||
          isBetween(id, ids[i - width + 1] as number, ids[i + width - 1] as number)))
    );
  }
}

function isBetween(id: number, one: number, other: number): boolean {
  return (one < id && id < other) || (other < id && id < one);
}

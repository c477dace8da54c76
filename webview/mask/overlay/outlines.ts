import type { IdImage } from '../canvas/averaging.ts';
import { nearestPixel, type Frame, type PixelRect } from '../canvas/viewTransform.ts';

export interface OutlineLook {
  /** RGBA bytes of ids, 4 × n. */
  readonly colours: Uint8Array;
  /** One byte an id, 1 = it has no outline; null: all have one. */
  readonly hidden: Uint8Array | null;
  /** Device pixels. */
  readonly width: number;
}

const NONE = -1;

/**
 * Lines of a width in device pixels, at any zoom, along the borders between ids. A line lies on both sides of the border,
 * each in the colour of its id; where the id of one side is hidden, in the colour of the other.
 *
 * Below 1:1 every border is found, however thin what it surrounds.
 *
 * @param rect device pixels
 * @returns RGBA rows of `rect`, not premultiplied, transparent between the lines
 */
export function outlinePixels(
  image: IdImage,
  frame: Frame,
  rect: PixelRect,
  look: OutlineLook,
): Uint8ClampedArray<ArrayBuffer> {
  const [width, height] = [Math.max(0, rect.right - rect.left), Math.max(0, rect.bottom - rect.top)];
  const lineId = (own: number, other: number): number => {
    if (look.hidden?.[own] !== 1) return own;
    return look.hidden[other] === 1 ? NONE : other;
  };
  const seeds = new Int32Array(width * height).fill(NONE);
  if (frame.scale < 1) seedFromBorders(seeds, image, frame, rect, lineId);
  else seedFromCells(seeds, image, frame, rect, lineId, look.width > 1);
  const grown = frame.scale < 1 || look.width === 1 ? look.width - 1 : look.width - 2;
  const across = grow(seeds, width, 1, grown, width);
  const lines = grow(across, width, width, grown, height);
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let at = 0; at < lines.length; at++) {
    const id = lines[at] ?? NONE;
    if (id === NONE) continue;
    for (let channel = 0; channel < 3; channel++) pixels[4 * at + channel] = look.colours[4 * id + channel] ?? 0;
    pixels[4 * at + 3] = 255;
  }
  return pixels;
}

/** Device pixels on both sides of a border between cells (`isThick`), or on the right and lower side alone. */
function seedFromCells(
  seeds: Int32Array,
  image: IdImage,
  frame: Frame,
  rect: PixelRect,
  lineId: (own: number, other: number) => number,
  isThick: boolean,
): void {
  const width = rect.right - rect.left;
  const columns = Int32Array.from({ length: width }, (_, k) => nearestPixel(rect.left + k, frame.originX, frame.scale));
  const idOf = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= image.width || y >= image.height ? NONE : (image.ids[y * image.width + x] ?? NONE);
  const mark = (at: number, own: number, other: number): void => {
    if (seeds[at] === NONE) seeds[at] = lineId(own, other);
  };
  let rowBefore = NONE;
  for (let k = 0; k < rect.bottom - rect.top; k++) {
    const row = nearestPixel(rect.top + k, frame.originY, frame.scale);
    for (let j = 0; j < width; j++) {
      const at = k * width + j;
      const column = columns[j] ?? 0;
      const own = idOf(column, row);
      if (own === NONE) continue;
      const left = j > 0 && columns[j - 1] !== column ? idOf(column - 1, row) : NONE;
      const above = k > 0 && rowBefore !== row ? idOf(column, row - 1) : NONE;
      for (const [other, step] of [
        [left, 1],
        [above, width],
      ] as const) {
        if (other === NONE || other === own) continue;
        mark(at, own, other);
        if (isThick) mark(at - step, other, own);
      }
    }
    rowBefore = row;
  }
}

/** The device pixel of every pixel that has another id to its right or below. */
function seedFromBorders(
  seeds: Int32Array,
  image: IdImage,
  frame: Frame,
  rect: PixelRect,
  lineId: (own: number, other: number) => number,
): void {
  const width = rect.right - rect.left;
  const { ids } = image;
  for (const pixel of bordersOf(image)) {
    const [x, y] = [pixel % image.width, Math.floor(pixel / image.width)];
    const column = Math.floor(frame.originX + (x + 0.5) * frame.scale) - rect.left;
    const row = Math.floor(frame.originY + (y + 0.5) * frame.scale) - rect.top;
    if (column < 0 || row < 0 || column >= width || row >= rect.bottom - rect.top) continue;
    const own = ids[pixel] ?? 0;
    const right = x + 1 < image.width ? (ids[pixel + 1] ?? own) : own;
    const other = right === own ? (ids[pixel + image.width] ?? own) : right;
    const id = lineId(own, other);
    if (id !== NONE) seeds[row * width + column] = id;
  }
}

const borders = new WeakMap<IdImage['ids'], Uint32Array>();

/** Places of the pixels with another id to their right or below; found once for each array of ids. */
function bordersOf({ ids, width }: IdImage): Uint32Array {
  const known = borders.get(ids);
  if (known !== undefined) return known;
  let count = 0;
  let found = new Uint32Array(4096);
  for (let at = 0; at < ids.length; at++) {
    const isLast = (at + 1) % width === 0;
    const below = at + width;
    const isBorder = (!isLast && ids[at] !== ids[at + 1]) || (below < ids.length && ids[at] !== ids[below]);
    if (!isBorder) continue;
    if (count === found.length) {
      const larger = new Uint32Array(2 * count);
      larger.set(found);
      found = larger;
    }
    found[count++] = at;
  }
  const all = found.subarray(0, count);
  borders.set(ids, all);
  return all;
}

/** Widens lines by some pixels along one axis, as evenly as it goes; what is a line already stays as it is. */
function grow(seeds: Int32Array, width: number, step: number, by: number, length: number): Int32Array {
  if (by <= 0) return seeds;
  const before = Math.floor(by / 2);
  const grown = seeds.slice();
  for (let at = 0; at < seeds.length; at++) {
    const id = seeds[at] ?? NONE;
    if (id === NONE) continue;
    const place = step === 1 ? at % width : Math.floor(at / width);
    for (let offset = -before; offset <= by - before; offset++) {
      const to = at + offset * step;
      if (place + offset >= 0 && place + offset < length && grown[to] === NONE) grown[to] = id;
    }
  }
  return grown;
}

import { fillTemplate } from '../png/errors.ts';
import type { Spans } from '../raster/spans.ts';

/**
 * A mask as COCO writes it: lengths of runs in column-major order, of pixels outside and inside in turn, beginning
 * outside; the first may be 0.
 */
export interface CocoRle {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** Together width × height. */
  readonly counts: readonly number[];
}

/** Left, top, width and height in pixels. */
export type CocoBox = readonly [left: number, top: number, width: number, height: number];

/** What is wrong with a run-length encoding; English sentences with `{name}` placeholders. */
export const COCO_RLE_PROBLEMS = {
  characterInvalid: 'The run-length encoding has the character {character} at {position}, which none has.',
  textEndsEarly: 'The run-length encoding ends within a number.',
  countInvalid: 'Run {run} of the run-length encoding has {count} pixels.',
  sizeDiffers: 'The run-length encoding has {found} pixels, but the image is {width} × {height}.',
  outlineTooLong: 'A polygon is longer than {limit} pixels.',
} as const;

export type CocoRleProblemCode = keyof typeof COCO_RLE_PROBLEMS;

/** A run-length encoding that cannot be read or made. */
export class CocoRleError extends Error {
  override readonly name = 'CocoRleError';
  readonly code: CocoRleProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: CocoRleProblemCode, details: Readonly<Record<string, string | number>> = {}) {
    super(fillTemplate(COCO_RLE_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}

/** Bytes of the strip of columns that is turned at a time. */
const STRIP_BYTES = 1 << 22;

/** The encoding of an object's pixels, as `pycocotools.mask.encode`. */
export function rleOfSpans({ width, height, firstRow, starts, bounds }: Spans): CocoRle {
  const counts: number[] = [];
  let [value, run] = [0, 0];
  const stripWidth = Math.max(1, Math.min(width, Math.floor(STRIP_BYTES / height)));
  const strip = new Uint8Array(stripWidth * height);
  for (let left = 0; left < width; left += stripWidth) {
    const right = Math.min(left + stripWidth, width);
    strip.fill(0);
    for (let row = 0; row + 1 < starts.length; row++) {
      for (let i = 2 * (starts[row] as number); i < 2 * (starts[row + 1] as number); i += 2) {
        const end = Math.min(bounds[i + 1] as number, right);
        for (let x = Math.max(bounds[i] as number, left); x < end; x++) strip[(x - left) * height + firstRow + row] = 1;
      }
    }
    const used = (right - left) * height;
    for (let i = 0; i < used; i++, run++) {
      if (strip[i] === value) continue;
      counts.push(run);
      value = 1 - value;
      run = 0;
    }
  }
  counts.push(run);
  return { width, height, counts };
}

/**
 * The pixels of an encoding, row-major, 1 inside and 0 outside, as `pycocotools.mask.decode`.
 *
 * @throws {CocoRleError} `countInvalid`, `sizeDiffers`
 */
export function planeOfRle(rle: CocoRle): Uint8Array<ArrayBuffer> {
  requireSize(rle);
  const { width, height, counts } = rle;
  const plane = new Uint8Array(width * height);
  let [at, x, y] = [0, 0, 0];
  for (const [i, count] of counts.entries()) {
    if (i % 2 === 0) {
      at += count;
      x = Math.floor(at / height);
      y = at % height;
      continue;
    }
    at += count;
    for (let left = count; left > 0; left--) {
      plane[y * width + x] = 1;
      if (++y === height) [x, y] = [x + 1, 0];
    }
  }
  return plane;
}

/** Pixels inside, as `pycocotools.mask.area`. */
export function rleArea({ counts }: CocoRle): number {
  let area = 0;
  for (let i = 1; i < counts.length; i += 2) area += counts[i] as number;
  return area;
}

/**
 * The smallest box around the runs inside, as `pycocotools.mask.toBbox`; all 0 where there is none. As there, a run
 * of 0 pixels counts.
 */
export function rleBox({ width, height, counts }: CocoRle): CocoBox {
  const used = counts.length - (counts.length % 2);
  if (used === 0) return [0, 0, 0, 0];
  let [left, top, right, bottom] = [width, height, 0, 0];
  let [at, startColumn] = [0, 0];
  for (let i = 0; i < used; i++) {
    at += counts[i] as number;
    const pixel = at - (i % 2);
    const [x, y] = [Math.floor(pixel / height), pixel % height];
    if (i % 2 === 0) startColumn = x;
    else if (startColumn < x) [top, bottom] = [0, height - 1];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return [left, top, right - left + 1, bottom - top + 1];
}

/** The union, as `pycocotools.mask.merge`; all of one size, at least one. */
export function mergeRles([first, ...others]: readonly [CocoRle, ...CocoRle[]]): CocoRle {
  return others.reduce((union, one) => ({ ...first, counts: united(union.counts, one.counts) }), first);
}

function united(one: readonly number[], other: readonly number[]): number[] {
  const counts: number[] = [];
  let [i, j] = [1, 1];
  let [leftOne, leftOther] = [one[0] ?? 0, other[0] ?? 0];
  let [isInOne, isInOther, isIn] = [false, false, false];
  let run = 0;
  for (let remaining = 1; remaining > 0;) {
    const step = Math.min(leftOne, leftOther);
    run += step;
    leftOne -= step;
    leftOther -= step;
    if (leftOne === 0 && i < one.length) {
      leftOne = one[i++] as number;
      isInOne = !isInOne;
    }
    if (leftOther === 0 && j < other.length) {
      leftOther = other[j++] as number;
      isInOther = !isInOther;
    }
    remaining = leftOne + leftOther;
    const wasIn = isIn;
    isIn = isInOne || isInOther;
    if (isIn !== wasIn || remaining === 0) {
      counts.push(run);
      run = 0;
    }
  }
  return counts;
}

/** COCO's compressed text: from the fourth on, the difference to the count before last; five bits a character. */
export function compressCounts(counts: readonly number[]): string {
  const codes: string[] = [];
  for (let i = 0; i < counts.length; i++) {
    let rest = (counts[i] as number) - (i > 2 ? (counts[i - 2] as number) : 0);
    for (let hasMore = true; hasMore;) {
      const bits = rest & 0x1f;
      rest >>= 5;
      hasMore = (bits & 0x10) !== 0 ? rest !== -1 : rest !== 0;
      codes.push(String.fromCharCode(bits + (hasMore ? 0x20 : 0) + 48));
    }
  }
  return codes.join('');
}

/** Characters that a number of 32 bits takes. */
const MAX_CHARACTERS = 7;

/**
 * Reads COCO's compressed text.
 *
 * @throws {CocoRleError} `characterInvalid`, `textEndsEarly`; `countInvalid`, `sizeDiffers` where the runs do not fill
 *   the image
 */
export function decompressCounts(text: string, width: number, height: number): CocoRle {
  const counts: number[] = [];
  for (let at = 0; at < text.length;) {
    let [value, scale, bits] = [0, 1, 0x20];
    for (let taken = 0; (bits & 0x20) !== 0; taken++, scale *= 32) {
      if (at === text.length) throw new CocoRleError('textEndsEarly');
      bits = text.charCodeAt(at) - 48;
      if (bits < 0 || bits > 0x3f || taken === MAX_CHARACTERS) {
        throw new CocoRleError('characterInvalid', { character: text.charAt(at), position: at });
      }
      value += (bits & 0x1f) * scale;
      at++;
    }
    if ((bits & 0x10) !== 0) value -= scale;
    counts.push(value + (counts.length > 2 ? (counts[counts.length - 2] as number) : 0));
  }
  const rle = { width, height, counts };
  requireSize(rle);
  return rle;
}

/** @throws {CocoRleError} `countInvalid`, `sizeDiffers` */
function requireSize({ width, height, counts }: CocoRle): void {
  let found = 0;
  counts.forEach((count, i) => {
    if (!Number.isInteger(count) || count < 0) throw new CocoRleError('countInvalid', { run: i + 1, count });
    found += count;
  });
  if (found !== width * height) throw new CocoRleError('sizeDiffers', { found, width, height });
}

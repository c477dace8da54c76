import { labOf } from './lab.ts';

/** Which pixels of a class do not count. */
export interface Exclusions {
  /** Pixels that another class, in a square of so many pixels to each side, is near to; 0 excludes none. */
  readonly rim: number;
  /** Pixels darker than this share of the median lightness L* of the class in the picture; 0 excludes none. */
  readonly shadow: number;
}

/**
 * Keeps the pixels of which no other one within `steps`, in a square, lies outside; the picture's edge is not outside.
 *
 * @param inside 1 in the region, 0 outside; row-major, width × height; changed in place
 */
export function excludeRim(inside: Uint8Array, width: number, height: number, steps: number): void {
  if (steps === 0) return;
  for (let y = 0; y < height; y++) erode(inside, y * width, 1, width, steps);
  for (let x = 0; x < width; x++) erode(inside, x, width, height, steps);
}

/** A line of pixels: 0 within `steps` of a 0. */
function erode(inside: Uint8Array, from: number, stride: number, length: number, steps: number): void {
  let lastOutside = -Infinity;
  /** Up to here it is known what becomes of the pixels. */
  let settled = 0;
  for (let at = 0; at < length; at++) {
    if (inside[from + at * stride] === 0) {
      for (let back = Math.max(settled, at - steps); back < at; back++) inside[from + back * stride] = 0;
      lastOutside = at;
      settled = at + 1;
    } else if (at - lastOutside <= steps) {
      inside[from + at * stride] = 0;
      settled = at + 1;
    }
  }
}

/** Steps of lightness by which the median is found. */
const STEPS_A_UNIT = 100;

/**
 * Keeps the pixels that are at least `share` as light (L*) as the median of those that count.
 *
 * @param rgb 3 × n
 * @param isMeant n; changed in place
 */
export function excludeShadows(rgb: Uint8Array, isMeant: Uint8Array, share: number): void {
  if (share === 0) return;
  const lightness = new Float32Array(isMeant.length);
  const counts = new Uint32Array(100 * STEPS_A_UNIT + 1);
  let pixels = 0;
  for (let at = 0; at < isMeant.length; at++) {
    if (isMeant[at] === 0) continue;
    const own = labOf(rgb[3 * at] as number, rgb[3 * at + 1] as number, rgb[3 * at + 2] as number)[0];
    lightness[at] = own;
    const step = Math.min(counts.length - 1, Math.max(0, Math.floor(own * STEPS_A_UNIT)));
    counts[step] = (counts[step] as number) + 1;
    pixels++;
  }
  let median = 0;
  for (let below = 0; median < counts.length; median++) {
    below += counts[median] as number;
    if (2 * below >= pixels) break;
  }
  const least = (share * median) / STEPS_A_UNIT;
  for (let at = 0; at < isMeant.length; at++) if ((lightness[at] as number) < least) isMeant[at] = 0;
}

import type { IdColours } from '../palette/idColours.ts';
import type { Mask } from './mask.ts';

/** What ids outside the palette are drawn with, as the hatch of the editor. */
const OUTSIDE = [0xff, 0xd4, 0x00] as const;

export interface Size {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** The size of a picture that is shrunk to fit into a square, and never enlarged. */
export function fitInto({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * A small picture of a mask: every pixel is the mean colour of the pixels that it stands for, so that borders of one pixel
 * do not vanish.
 *
 * @param size no larger than the mask
 * @returns red, green, blue of every pixel
 */
export function shrinkMask(mask: Mask, { colours, outsideFrom }: IdColours, { width, height }: Size): Uint8Array {
  const rgb = new Uint8Array(3 * width * height);
  const edge = (at: number, of: number, from: number): number => Math.floor((at * from) / of);
  for (let y = 0, out = 0; y < height; y++) {
    const [top, bottom] = [edge(y, height, mask.height), edge(y + 1, height, mask.height)];
    for (let x = 0; x < width; x++, out += 3) {
      const [left, right] = [edge(x, width, mask.width), edge(x + 1, width, mask.width)];
      let [red, green, blue] = [0, 0, 0];
      for (let row = top; row < bottom; row++) {
        for (let at = row * mask.width + left, end = row * mask.width + right; at < end; at++) {
          const id = mask.ids[at] as number;
          if (id >= outsideFrom) {
            red += OUTSIDE[0];
            green += OUTSIDE[1];
            blue += OUTSIDE[2];
          } else {
            red += colours[4 * id] as number;
            green += colours[4 * id + 1] as number;
            blue += colours[4 * id + 2] as number;
          }
        }
      }
      const count = (bottom - top) * (right - left);
      rgb[out] = Math.round(red / count);
      rgb[out + 1] = Math.round(green / count);
      rgb[out + 2] = Math.round(blue / count);
    }
  }
  return rgb;
}

/** Two pictures of one size, half of each. */
export function blendHalf(one: Uint8Array, other: Uint8Array): Uint8Array {
  return one.map((value, at) => (value + (other[at] ?? value) + 1) >> 1);
}

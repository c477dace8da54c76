import { hexOf } from '../formats/classMap.ts';
import type { Mask } from './mask.ts';

/** The colour that a mask gives an id, `#rrggbb`; null for grey ids, and for ids outside the palette. */
export function colourOfId({ palette, colours, bitDepth }: Mask, id: number): string | null {
  if (palette !== null) {
    if (3 * id >= palette.rgb.length) return null;
    const [red = 0, green = 0, blue = 0] = palette.rgb.subarray(3 * id, 3 * id + 3);
    return hexOf(red, green, blue);
  }
  if (colours === null) return null;
  const shift = bitDepth === 16 ? 8 : 0;
  const [red = 0, green = 0, blue = 0] = colours.subarray(4 * id, 4 * id + 3);
  return hexOf(red >> shift, green >> shift, blue >> shift);
}

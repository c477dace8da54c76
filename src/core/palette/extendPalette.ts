import type { Palette } from '../png/types.ts';
import type { Rgb } from './idColours.ts';
import { spareColours } from './spareColours.ts';

/**
 * A copy of a palette with at least so many entries. The added ones are opaque and of the VOC colormap, in colours that
 * no entry has yet, since ids that were outside the palette may stand there and are found again by colour.
 *
 * @param entries 1 … 256
 * @throws RangeError for any other number
 */
export function extendPalette(palette: Palette, entries: number): Palette {
  if (!Number.isInteger(entries) || entries < 1 || entries > 256) {
    throw new RangeError(`A palette has 1 to 256 entries, not ${entries}.`);
  }
  const before = palette.rgb.length / 3;
  const count = Math.max(entries, before);
  const rgb = new Uint8Array(3 * count);
  rgb.set(palette.rgb);
  const alpha = new Uint8Array(count).fill(255);
  alpha.set(palette.alpha);
  const own = Array.from({ length: count > before ? before : 0 }, (_, id): Rgb => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * id, 3 * id + 3);
    return [red, green, blue];
  });
  const spare = spareColours(own);
  for (let id = before; id < count; id++) rgb.set(spare(id), 3 * id);
  return { rgb, alpha, transparencyEntries: palette.transparencyEntries };
}

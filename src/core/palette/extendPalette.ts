import type { Palette } from '../png/types.ts';
import { vocColour } from './idColours.ts';

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
  const isLonger = count > before;
  const taken = new Set(
    Array.from({ length: isLonger ? before : 0 }, (_, id) => rgb.subarray(3 * id, 3 * id + 3).join()),
  );
  let spare = 256;
  for (let id = before; id < count; id++) {
    let colour = vocColour(id);
    while (taken.has(colour.join())) colour = vocColour(spare++);
    taken.add(colour.join());
    rgb.set(colour, 3 * id);
  }
  return { rgb, alpha, transparencyEntries: palette.transparencyEntries };
}

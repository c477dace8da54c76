import type { Palette } from '../png/types.ts';
import { vocColour, type Rgb } from './idColours.ts';

/**
 * The palette with a colour at an id, such as the void's at 255. Entries that have to be added before it get opaque
 * colours of the VOC colormap that no entry has yet, since ids that were outside the palette may stand there.
 *
 * @param id 0 … 255
 * @throws RangeError for any other id
 */
export function withEntry(palette: Palette, id: number, colour: Rgb): Palette {
  if (!Number.isInteger(id) || id < 0 || id > 255) throw new RangeError(`A palette has entries 0 to 255, not ${id}.`);
  const entries = palette.rgb.length / 3;
  const length = Math.max(entries, id + 1);
  const rgb = new Uint8Array(3 * length);
  rgb.set(palette.rgb);
  const alpha = new Uint8Array(length).fill(255);
  alpha.set(palette.alpha);
  rgb.set(colour, 3 * id);
  alpha[id] = 255;
  const taken = new Set([...Array(entries).keys(), id].map((entry) => rgb.subarray(3 * entry, 3 * entry + 3).join()));
  let spare = 256;
  for (let entry = entries; entry < length; entry++) {
    if (entry === id) continue;
    let added = vocColour(entry);
    while (taken.has(added.join())) added = vocColour(spare++);
    taken.add(added.join());
    rgb.set(added, 3 * entry);
  }
  return { rgb, alpha, transparencyEntries: palette.transparencyEntries };
}

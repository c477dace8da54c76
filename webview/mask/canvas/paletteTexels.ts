import type { Appearance } from './types.ts';

/**
 * Colours of all ids in the form that both renderers read: RGBA, 4 × `count` bytes, premultiplied by alpha so that
 * sums over a footprint are alpha-weighted averages. Hidden ids are (0, 0, 0, 0): the checkerboard shows through.
 * Ids outside the palette are {@link HATCHED}, which no premultiplied colour can be.
 */
export type PaletteTexels = Uint8Array;

/** Red of an entry with alpha 0 that is drawn as a hatch. */
export const HATCHED = 255;

/**
 * @param count - 256 for masks of one byte a pixel, else 65,536
 */
export function paletteTexels(appearance: Appearance, count: number): PaletteTexels {
  const { colours, hidden, outsideFrom } = appearance;
  const result = new Uint8Array(4 * count);
  const known = Math.min(count, outsideFrom, colours.length >> 2);
  for (let id = 0; id < count; id++) {
    if (hidden !== null && hidden[id]) continue;
    const at = 4 * id;
    if (id >= known) {
      result[at] = HATCHED;
      continue;
    }
    const alpha = colours[at + 3] ?? 255;
    for (let k = 0; k < 3; k++) result[at + k] = Math.round(((colours[at + k] ?? 0) * alpha) / 255);
    result[at + 3] = alpha;
  }
  return result;
}

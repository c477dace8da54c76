import type { Mask } from '../../src/core/mask/mask.ts';
import type { IdRow } from './classRows.ts';

/** Pixels of one colour of the file, and the ids that have it. */
export interface ColourCount {
  /** The colour as the file stores it: two hex digits a channel, four at 16 bits; empty outside the palette. */
  readonly hex: string;
  readonly pixels: number;
  /** Ids in use, ascending. */
  readonly usedIds: readonly number[];
  /** Palette entries of this colour that no pixel has, ascending. */
  readonly unusedIds: readonly number[];
}

/**
 * Counts pixels by the colours that the file gives them, as a viewer or ImageMagick sees them: ids of one colour
 * become one. Ordered by red, green, blue, alpha. The colours that a grey mask is drawn with here play no part.
 *
 * @param rows ascending by id
 */
export function histogramByColour(mask: Mask, rows: readonly IdRow[]): ColourCount[] {
  const groups = new Map<string, { pixels: number; usedIds: number[]; unusedIds: number[] }>();
  const groupOf = (hex: string): { pixels: number; usedIds: number[]; unusedIds: number[] } => {
    let group = groups.get(hex);
    if (group === undefined) {
      group = { pixels: 0, usedIds: [], unusedIds: [] };
      groups.set(hex, group);
    }
    return group;
  };
  for (const { id, usage, pixels } of rows) {
    if (usage === 'unused') {
      if (mask.palette !== null) {
        groupOf(fileColour(mask, id)).unusedIds.push(id);
      }
    } else if (mask.alpha === undefined) {
      const group = groupOf(fileColour(mask, id));
      group.pixels += pixels;
      group.usedIds.push(id);
    }
  }
  for (const [key, pixels] of mask.alpha === undefined ? [] : countPairs(mask.ids, mask.alpha)) {
    const id = Math.floor(key / ALPHAS);
    const group = groupOf(fileColour(mask, id, key % ALPHAS));
    group.pixels += pixels;
    group.usedIds.push(id);
  }
  return [...groups]
    .filter(([, { pixels }]) => pixels > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hex, group]) => ({ hex, ...group }));
}

const ALPHAS = 65_536;

/** Pixels of each pair of grey and alpha; the key is grey · 65,536 + alpha. */
function countPairs(ids: Uint8Array | Uint16Array, alpha: Uint8Array | Uint16Array): Map<number, number> {
  const counts = new Map<number, number>();
  let last = -1;
  let run = 0;
  for (let pixel = 0; pixel <= ids.length; pixel++) {
    const key = pixel === ids.length ? -2 : (ids[pixel] ?? 0) * ALPHAS + (alpha[pixel] ?? 0);
    if (key !== last) {
      if (run > 0) {
        counts.set(last, (counts.get(last) ?? 0) + run);
      }
      last = key;
      run = 0;
    }
    run++;
  }
  return counts;
}

/** The colour that the file gives to an id; samples below 8 bits are scaled up to 8. */
function fileColour(mask: Mask, id: number, alpha?: number): string {
  const { palette, colours, bitDepth } = mask;
  const full = bitDepth === 16 ? 65_535 : 255;
  const digits = (value: number): string =>
    value
      .toString(16)
      .toUpperCase()
      .padStart(bitDepth === 16 ? 4 : 2, '0');
  const hex = (red: number, green: number, blue: number, opacity: number): string =>
    `#${digits(red)}${digits(green)}${digits(blue)}${opacity === full ? '' : digits(opacity)}`;
  if (palette !== null) {
    const { rgb } = palette;
    const at = 3 * id;
    return at >= rgb.length ? '' : hex(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0, palette.alpha[id] ?? full);
  }
  if (colours !== null) {
    const at = 4 * id;
    return hex(colours[at] ?? 0, colours[at + 1] ?? 0, colours[at + 2] ?? 0, colours[at + 3] ?? full);
  }
  const grey = bitDepth < 8 ? (id * 255) / (2 ** bitDepth - 1) : id;
  return hex(grey, grey, grey, alpha ?? full);
}

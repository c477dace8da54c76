import type { Mask } from '../../src/core/mask/mask.ts';
import { fileColour } from '../../src/core/palette/fileColour.ts';
import type { IdRow } from './classRows.ts';

/** Pixels of one colour of the file, and the ids that have it, as shown. */
export interface ColourCount {
  /** The colour as the file stores it: two hex digits a channel, four at 16 bits. */
  readonly hex: string;
  readonly pixels: number;
  /** Ids in use that the file gives this colour, ascending. */
  readonly usedIds: readonly number[];
  /** Ids in use beyond the palette, ascending: their pixels are counted as entry 0, as ImageMagick does. */
  readonly outsideIds: readonly number[];
  /** How many of `pixels` have such ids. */
  readonly outsidePixels: number;
  /** Palette entries of this colour that no pixel has, ascending. */
  readonly unusedIds: readonly number[];
}

interface Group {
  pixels: number;
  usedIds: number[];
  outsideIds: number[];
  outsidePixels: number;
  unusedIds: number[];
}

/**
 * Counts pixels by the colours that the file gives them, as a viewer or ImageMagick sees them: ids of one colour
 * become one. Ordered by red, green, blue, alpha. The colours that ids are drawn with here play no part.
 *
 * @param rows ascending by id
 */
export function histogramByColour(mask: Mask, rows: readonly IdRow[]): ColourCount[] {
  const groups = new Map<string, Group>();
  const groupOf = (hex: string): Group => {
    let group = groups.get(hex);
    if (group === undefined) {
      group = { pixels: 0, usedIds: [], outsideIds: [], outsidePixels: 0, unusedIds: [] };
      groups.set(hex, group);
    }
    return group;
  };
  for (const { id, usage, pixels, hex, meaning } of rows) {
    if (usage === 'unused') {
      if (mask.palette !== null && hex !== '') {
        groupOf(hex).unusedIds.push(id);
      }
    } else if (usage === 'outside') {
      const group = groupOf(fileColour(mask, 0)?.hex ?? '#000000');
      group.pixels += pixels;
      group.outsidePixels += pixels;
      group.outsideIds.push(id);
    } else if (mask.alpha === undefined) {
      const group = groupOf(hex);
      group.pixels += pixels;
      group.usedIds.push(...meaning.shownIds);
    }
  }
  for (const [key, pixels] of mask.alpha === undefined ? [] : countPairs(mask.ids, mask.alpha)) {
    const id = Math.floor(key / ALPHAS);
    const group = groupOf(fileColour(mask, id, key % ALPHAS)?.hex ?? '');
    group.pixels += pixels;
    group.usedIds.push(id);
  }
  return [...groups]
    .filter(([, { pixels }]) => pixels > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([hex, group]) => ({ hex, ...group }));
}

/** Ids that have more than one colour, and how many: those of grey + alpha, or of colours that differ in alpha. */
export function idsOfManyColours(colours: readonly ColourCount[]): { readonly id: number; readonly colours: number }[] {
  const counts = new Map<number, number>();
  for (const id of colours.flatMap(({ usedIds }) => usedIds)) {
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > 1)
    .sort(([a], [b]) => a - b)
    .map(([id, count]) => ({ id, colours: count }));
}

/** Whether the histogram by colour has other counts than that by id: unless each id has a colour of its own. */
export function histogramsDiffer(colours: readonly ColourCount[]): boolean {
  return (
    colours.some(({ usedIds, outsideIds }) => usedIds.length > 1 || outsideIds.length > 0) ||
    idsOfManyColours(colours).length > 0
  );
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

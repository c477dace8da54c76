import type { Palette } from '../png/types.ts';
import { extendPalette } from './extendPalette.ts';
import type { Rgb } from './idColours.ts';

/** A colour as it is typed; alpha is null where the text does not say. */
export interface TypedColour {
  readonly rgb: Rgb;
  readonly alpha: number | null;
}

/** `#rgb`, `#rrggbb` or `#rrggbbaa`, any case, with or without `#`; null for anything else. */
export function parseColour(text: string): TypedColour | null {
  const digits = /^\s*#?([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})\s*$/i.exec(text)?.[1];
  if (digits === undefined) return null;
  const long = digits.length === 3 ? digits.replace(/./g, '$&$&') : digits;
  const [red = 0, green = 0, blue = 0, alpha = null] = (long.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
  return { rgb: [red, green, blue], alpha };
}

/**
 * The palette with another colour for one id; longer where the id was outside it.
 *
 * @param alpha null: stays; below 255 it needs tRNS up to this entry
 * @throws RangeError for ids that no palette holds
 */
export function recolour(palette: Palette, id: number, { rgb, alpha }: TypedColour): Palette {
  const { transparencyEntries, ...copy } = extendPalette(palette, Math.max(id + 1, palette.rgb.length / 3));
  copy.rgb.set(rgb, 3 * id);
  if (alpha !== null) copy.alpha[id] = alpha;
  const needed = (copy.alpha[id] ?? 255) < 255 ? id + 1 : 0;
  return { ...copy, transparencyEntries: Math.max(transparencyEntries, needed) };
}

/**
 * The palette with other colours and the same alpha.
 *
 * @param entries the least number of entries that the result has, at most 256
 * @param colourOf null: the colour stays
 */
export function withColours(palette: Palette, entries: number, colourOf: (id: number) => Rgb | null): Palette {
  const copy = extendPalette(palette, Math.max(entries, palette.rgb.length / 3));
  for (let id = 0; 3 * id < copy.rgb.length; id++) {
    const colour = colourOf(id);
    if (colour !== null) copy.rgb.set(colour, 3 * id);
  }
  return copy;
}

/** Entries 0 … length − 1 of a palette; at least one. */
export function shortened(palette: Palette, length: number): Palette {
  return {
    rgb: palette.rgb.slice(0, 3 * length),
    alpha: palette.alpha.slice(0, length),
    transparencyEntries: Math.min(palette.transparencyEntries, length),
  };
}

/**
 * How many entries a palette has without those at its end that no pixel uses; at least one. Entries in the middle cannot
 * go: what follows them would get other ids.
 *
 * @param counts pixels by id
 */
export function neededEntries(palette: Palette, counts: ArrayLike<number>): number {
  let entries = palette.rgb.length / 3;
  while (entries > 1 && (counts[entries - 1] ?? 0) === 0) entries--;
  return entries;
}

/** How many entries two palettes have different colours or alpha for, those that only one of them has included. */
export function differingEntries(one: Palette, other: Palette): number {
  let differing = 0;
  for (let id = 0; id < Math.max(one.alpha.length, other.alpha.length); id++) {
    const isSame =
      [0, 1, 2].every((channel) => one.rgb[3 * id + channel] === other.rgb[3 * id + channel]) &&
      one.alpha[id] === other.alpha[id];
    if (!isSame) differing++;
  }
  return differing;
}

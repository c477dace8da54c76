import type { Mask } from '../mask.ts';
import type { FileTraits } from './fileTraits.ts';

/** A file as readers find it: its pixels, and what else they go by. */
export interface ReadableMask {
  readonly mask: Mask;
  readonly traits: FileTraits;
}

/** Stands in a value for the pixel's own alpha, which differs between pixels of one id. */
export const PIXEL_ALPHA = -1;

/** What a reader does to ids, in the order in which a person wants to hear of it. */
export type ReadingReason =
  /** Each pixel is its id. */
  | 'ids'
  /** Ids 0 and 1 are False and True. */
  | 'boolean'
  /** Grey of fewer than 8 bits is multiplied until its largest sample is 255. */
  | 'stretched'
  /** Of 16 bits the higher byte. */
  | 'highByte'
  /** Above 255 becomes 255. */
  | 'clipped'
  /** The palette's colour in place of the id. */
  | 'paletteColours'
  /** The brightness of the colour in place of the id. */
  | 'brightness'
  /** Colours as the file has them. */
  | 'colours'
  /** One value in each of three channels. */
  | 'repeated'
  /** Blue, green, red. */
  | 'bgr'
  /** Alpha is one more channel. */
  | 'withAlpha'
  /** Alpha is gone. */
  | 'withoutAlpha';

/** The array that a reader returns of a mask. */
export interface ReaderArray {
  /** Pillow's name of the pixel format; null of readers that have none. */
  readonly mode: string | null;
  readonly dtype: 'bool' | 'uint8' | 'uint16' | 'int32';
  /** Length of the third axis; null where the array has two. */
  readonly channels: 1 | 2 | 3 | 4 | null;
  readonly reasons: readonly ReadingReason[];
  /** What a pixel of this id becomes, one number a channel; {@link PIXEL_ALPHA} where that is the pixel's alpha. */
  readonly value: (id: number) => readonly number[];
}

/** Red, green, blue and alpha of an id at the file's depth; alpha 0 … 255 of palettes. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/**
 * The colour of an id: the palette's entry or the row of the colour table.
 *
 * @param outside of ids that the palette has no entry for
 */
export function rgbaOf(mask: Mask, outside: (id: number) => Rgba): (id: number) => Rgba {
  const { palette, colours } = mask;
  const full = mask.bitDepth === 16 ? 65_535 : 255;
  const [table, step] = palette === null ? [colours ?? new Uint8Array(0), 4] : [palette.rgb, 3];
  return (id) => {
    const at = step * id;
    if (at >= table.length) return outside(id);
    const alpha = palette === null ? table[at + 3] : palette.alpha[id];
    return [table[at] ?? 0, table[at + 1] ?? 0, table[at + 2] ?? 0, alpha ?? full];
  };
}

/** libpng's palettes have 256 entries, black where the file has none. */
export const blackOutside = (): Rgba => [0, 0, 0, 255];

/** A grey sample as readers that return 8 bits have it, and what they did to it. */
export function greyTo8({ bitDepth }: Mask): {
  readonly reasons: readonly ReadingReason[];
  readonly value: (id: number) => number;
} {
  if (bitDepth === 16) return { reasons: ['highByte'], value: (id) => id >> 8 };
  if (bitDepth === 8) return { reasons: ['ids'], value: (id) => id };
  const factor = 255 / (2 ** bitDepth - 1);
  return { reasons: ['stretched'], value: (id) => id * factor };
}

/** A colour of the file at 8 bits a sample: of 16 the higher byte. */
export function colourTo8({ bitDepth }: Mask): (colour: Rgba) => Rgba {
  if (bitDepth !== 16) return (colour) => colour;
  return ([red, green, blue, alpha]) => [red >> 8, green >> 8, blue >> 8, alpha >> 8];
}

/** Without alpha. */
export function opaque([red, green, blue]: Rgba): readonly [number, number, number] {
  return [red, green, blue];
}

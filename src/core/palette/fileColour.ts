import type { Mask } from '../mask/mask.ts';
import { colourName } from './colourNames.ts';

/** The colour that a file gives to an id, whatever the id is drawn with. */
export interface FileColour {
  /** `#RRGGBB`, or `#RRGGBBAA` unless opaque, at the file's depth: four digits a channel at 16 bits. */
  readonly hex: string;
  /** The same for a screen: two digits a channel. */
  readonly screenHex: string;
  /** ImageMagick's name of the colour; empty where it has none, as for all that are translucent. */
  readonly name: string;
}

/**
 * The colour that the file gives to an id: the palette's entry, the row of the colour table, or the grey sample, scaled
 * to 8 bits where it has fewer. Null for ids that have none: beyond the palette, or too large for the sample.
 *
 * @param alpha of a grey + alpha pixel, a raw value; opaque where it is left out
 */
export function fileColour(mask: Mask, id: number, alpha?: number): FileColour | null {
  const { palette, colours, bitDepth } = mask;
  const full = bitDepth === 16 ? 65_535 : 255;
  if (palette !== null) {
    const [red, green, blue] = palette.rgb.subarray(3 * id, 3 * id + 3);
    return describe(red, green, blue, palette.alpha[id] ?? 255, 8);
  }
  if (colours !== null) {
    const [red, green, blue, opacity] = colours.subarray(4 * id, 4 * id + 4);
    return describe(red, green, blue, opacity ?? full, bitDepth);
  }
  if (id >= 2 ** bitDepth) {
    return null;
  }
  const grey = bitDepth < 8 ? (id * 255) / (2 ** bitDepth - 1) : id;
  return describe(grey, grey, grey, alpha ?? full, bitDepth);
}

function describe(
  red: number | undefined,
  green: number | undefined,
  blue: number | undefined,
  alpha: number,
  bitDepth: Mask['bitDepth'],
): FileColour | null {
  if (red === undefined || green === undefined || blue === undefined) {
    return null;
  }
  const isWide = bitDepth === 16;
  const samples = alpha === (isWide ? 65_535 : 255) ? [red, green, blue] : [red, green, blue, alpha];
  const hex = toHex(samples, isWide ? 4 : 2);
  if (!isWide) {
    return { hex, screenHex: hex, name: nameOf(samples) };
  }
  const bytes = samples.map((sample) => Math.round(sample / 257));
  // Only colours that eight bits can hold have names.
  const isExact = samples.every((sample) => sample % 257 === 0);
  return { hex, screenHex: toHex(bytes, 2), name: isExact ? nameOf(bytes) : '' };
}

function nameOf([red = 0, green = 0, blue = 0, alpha]: readonly number[]): string {
  if (alpha === undefined) {
    return colourName(red, green, blue) ?? '';
  }
  return red + green + blue + alpha === 0 ? 'none' : '';
}

function toHex(samples: readonly number[], digits: number): string {
  return `#${samples.map((sample) => sample.toString(16).toUpperCase().padStart(digits, '0')).join('')}`;
}

import { formatHex } from '../palette/idColours.ts';
import type { Palette } from '../png/types.ts';
import type { Mask } from './mask.ts';
import type { ColouredId } from './remapColours.ts';

/** A colour as one number: red · 65,536 + green · 256 + blue. */
export type PackedColour = number;

export function packed(red: number, green: number, blue: number): PackedColour {
  return (red << 16) | (green << 8) | blue;
}

/** `#RRGGBB`. */
export function hexOfPacked(colour: PackedColour): string {
  return formatHex(colour >>> 16, (colour >>> 8) & 255, colour & 255);
}

/** Red and blue exchanged. */
export function swappedColour(colour: PackedColour): PackedColour {
  return packed(colour & 255, (colour >>> 8) & 255, colour >>> 16);
}

/** An id that occurs, its colour and its pixels. */
export interface UsedColour {
  readonly id: number;
  readonly colour: PackedColour;
  readonly pixels: number;
}

/** The palette entries that occur, ascending by id; ids outside the palette have no colour and are left out. */
export function usedEntries({ rgb }: Pick<Palette, 'rgb'>, histogram: Uint32Array): UsedColour[] {
  const used: UsedColour[] = [];
  for (let id = 0; 3 * id < rgb.length; id++) {
    const pixels = histogram[id] ?? 0;
    if (pixels === 0) continue;
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * id, 3 * id + 3);
    used.push({ id, colour: packed(red, green, blue), pixels });
  }
  return used;
}

/** The colours that occur in any mask, in bytes, ascending by id; grey ids count as greys. */
export function usedColours(mask: Mask, histogram: Uint32Array): UsedColour[] {
  if (mask.palette !== null) return usedEntries(mask.palette, histogram);
  const { colours, bitDepth } = mask;
  const most = 2 ** bitDepth - 1;
  const byteOf = (sample: number): number => Math.round((255 * sample) / most);
  const used: UsedColour[] = [];
  histogram.forEach((pixels, id) => {
    if (pixels === 0) return;
    const [red = 0, green = 0, blue = 0] = colours === null ? [id, id, id] : colours.subarray(4 * id, 4 * id + 3);
    used.push({ id, colour: packed(byteOf(red), byteOf(green), byteOf(blue)), pixels });
  });
  return used;
}

type Owners = ReadonlyMap<PackedColour, readonly number[]>;

/** Batches look thousands of masks up in one target. */
const OWNERS = new WeakMap<readonly ColouredId[], Owners>();

/** The ids that have a colour in the target, ascending. A target is not changed afterwards. */
export function ownersByColour(target: readonly ColouredId[]): Owners {
  const known = OWNERS.get(target) ?? collectOwners(target);
  OWNERS.set(target, known);
  return known;
}

function collectOwners(target: readonly ColouredId[]): Owners {
  const owners = new Map<PackedColour, number[]>();
  for (const { id, red, green, blue } of target) {
    const colour = packed(red, green, blue);
    const others = owners.get(colour);
    if (others) others.push(id);
    else owners.set(colour, [id]);
  }
  for (const ids of owners.values()) ids.sort((a, b) => a - b);
  return owners;
}

import type { Palette } from '../png/types.ts';
import type { Damage } from './damage.ts';
import { ownersByColour, packed } from './damageFacts.ts';
import type { Mask } from './mask.ts';
import type { ColouredId } from './remapColours.ts';

/** Pixels: borders that are drawn are no wider. */
const WIDEST_RIM = 12;
/** Share of an id's pixels that must lie between two others; the corners of rims, and those at the edge, do not. */
const RIM_SHARE = 0.7;
/** Fewer pixels are no evidence. */
const FEWEST_PIXELS = 16;

/**
 * A void of 255 that a file of fewer bits may have cut to its largest id (1, 3, 15): that id has an entry, and nearly all
 * of it lies in narrow rims with one id on one side and another on the other. A colour that the target has at another id
 * says what it is, and nothing is found.
 */
export function clampedVoidIn(
  mask: Mask,
  palette: Palette,
  histogram: Uint32Array,
  target: readonly ColouredId[],
): Damage | null {
  const bits = mask.bitDepth;
  const id = 2 ** bits - 1;
  const pixels = histogram[id] ?? 0;
  if (bits >= 8 || pixels < FEWEST_PIXELS || 3 * id >= palette.rgb.length) return null;
  const [red = 0, green = 0, blue = 0] = palette.rgb.subarray(3 * id, 3 * id + 3);
  const owners = ownersByColour(target).get(packed(red, green, blue));
  if (owners !== undefined && !owners.includes(id)) return null;
  return pixelsInRims(mask, id) >= RIM_SHARE * pixels ? { kind: 'clampedVoid', id, bits, pixels } : null;
}

/** Pixels of an id whose run, along the row or the column, is narrow and has two different ids at its ends. */
function pixelsInRims({ ids, width, height }: Mask, id: number): number {
  let count = 0;
  const inColumns = new Uint8Array(ids.length);
  for (let x = 0; x < width; x++) {
    forRims(ids, { first: x, step: width, length: height }, id, (at) => (inColumns[at] = 1));
  }
  const inRows = new Uint8Array(ids.length);
  for (let y = 0; y < height; y++) {
    forRims(ids, { first: y * width, step: 1, length: width }, id, (at) => (inRows[at] = 1));
  }
  for (let at = 0; at < ids.length; at++) count += (inColumns[at] as number) | (inRows[at] as number);
  return count;
}

interface Line {
  readonly first: number;
  readonly step: number;
  readonly length: number;
}

function forRims(
  ids: Uint8Array | Uint16Array,
  { first, step, length }: Line,
  id: number,
  visit: (at: number) => void,
): void {
  for (let from = 0; from < length; from++) {
    if (ids[first + from * step] !== id) continue;
    let to = from + 1;
    while (to < length && ids[first + to * step] === id) to++;
    const isBetween = from > 0 && to < length && ids[first + (from - 1) * step] !== ids[first + to * step];
    if (isBetween && to - from <= WIDEST_RIM) for (let at = from; at < to; at++) visit(first + at * step);
    from = to - 1;
  }
}

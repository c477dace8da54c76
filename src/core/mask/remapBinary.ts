import { formatHex } from '../palette/idColours.ts';
import { histogramById } from './histogram.ts';
import type { Mask } from './mask.ts';
import { remapIds, UNKNOWN_ID, type RemappedIds } from './remap.ts';
import { RemapError, type RefusedValue } from './remapErrors.ts';

/**
 * Where a binary mask keeps its object.
 * - `alpha`: the opaque pixels, whatever their colour; the background is transparent.
 * - `value`: the white pixels, the background is black; alpha counts only in that it must be opaque.
 */
export type BinaryRule = 'alpha' | 'value';

/** The rule that a mask's own values speak for: `alpha` where transparent pixels occur, else `value`. */
export function binaryRuleOf(mask: Mask): BinaryRule {
  if (mask.alpha) return mask.alpha.includes(0) ? 'alpha' : 'value';
  const { colours } = mask;
  if (colours === null) return 'value';
  for (let at = 3; at < colours.length; at += 4) if (colours[at] === 0) return 'alpha';
  return 'value';
}

/**
 * The ids of a binary mask that has one object: grey, grey + alpha, RGB or RGBA.
 *
 * @param classId 0 … 255, what the object becomes
 * @param backgroundId 0 … 255
 * @throws RemapError `notBinary` listing all other values with their counts; `wrongSource` where the rule has nothing to
 *   look at (palettes; alpha of a mask without)
 */
export function idsOfBinary(mask: Mask, rule: BinaryRule, classId: number, backgroundId = 0): RemappedIds {
  if (mask.encoding === 'palette') {
    throw new RemapError('wrongSource', [], { expected: 'a grey, RGB or RGBA mask', found: 'a palette mask' });
  }
  const most = 2 ** mask.bitDepth - 1;
  const target = { object: classId, background: backgroundId };
  if (mask.colours === null)
    return mask.alpha ? ofGreyAlpha(mask, mask.alpha, rule, target, most) : ofGrey(mask, rule, target, most);
  const { colours } = mask;
  const before = histogramById(mask.ids);
  const table = new Int32Array(before.length).fill(UNKNOWN_ID);
  const refused: RefusedValue[] = [];
  before.forEach((pixels, row) => {
    if (pixels === 0) return;
    const [red = 0, green = 0, blue = 0, alpha = 0] = colours.subarray(4 * row, 4 * row + 4);
    const id =
      rule === 'alpha'
        ? binary(alpha, most, target)
        : alpha === most && red === green && green === blue
          ? binary(red, most, target)
          : null;
    if (id === null) refused.push({ value: hexOf(red, green, blue, alpha, most), pixels });
    else table[row] = id;
  });
  if (refused.length > 0) throw new RemapError('notBinary', refused);
  return remapIds(mask.ids, table, before);
}

interface Target {
  readonly object: number;
  readonly background: number;
}

function binary(value: number, most: number, { object, background }: Target): number | null {
  return value === most ? object : value === 0 ? background : null;
}

function ofGrey(mask: Mask, rule: BinaryRule, target: Target, most: number): RemappedIds {
  if (rule === 'alpha') {
    throw new RemapError('wrongSource', [], { expected: 'a mask with alpha', found: 'grey without alpha' });
  }
  return ofValues(mask.ids, target, most);
}

function ofGreyAlpha(
  mask: Mask,
  alpha: Uint8Array | Uint16Array,
  rule: BinaryRule,
  target: Target,
  most: number,
): RemappedIds {
  if (rule === 'alpha') return ofValues(alpha, target, most);
  const see: RefusedValue[] = [];
  histogramById(alpha).forEach((pixels, value) => {
    if (pixels > 0 && value !== most) see.push({ value: `alpha ${value}`, pixels });
  });
  if (see.length > 0) throw new RemapError('notBinary', see);
  return ofValues(mask.ids, target, most);
}

function ofValues(values: Uint8Array | Uint16Array, target: Target, most: number): RemappedIds {
  const before = histogramById(values);
  const table = new Int32Array(before.length).fill(UNKNOWN_ID);
  const refused: RefusedValue[] = [];
  before.forEach((pixels, value) => {
    const id = binary(value, most, target);
    if (id !== null) table[value] = id;
    else if (pixels > 0) refused.push({ value: String(value), pixels });
  });
  if (refused.length > 0) throw new RemapError('notBinary', refused);
  return remapIds(values, table, before);
}

function hexOf(red: number, green: number, blue: number, alpha: number, most: number): string {
  const [r, g, b, a] = [red, green, blue, alpha].map((value) => Math.round((255 * value) / most)) as [
    number,
    number,
    number,
    number,
  ];
  return formatHex(r, g, b, a);
}

import { formatHex } from '../palette/idColours.ts';
import { histogramById } from './histogram.ts';
import type { Mask } from './mask.ts';
import { remapIds, UNKNOWN_ID, type RemappedIds } from './remap.ts';
import { RemapError, type RefusedValue } from './remapErrors.ts';

/**
 * Where a binary mask keeps its object.
 * - `alpha`: the opaque pixels, whatever their colour; the background is transparent.
 * - `brightness`: the white pixels, whatever their alpha; the background is black.
 */
export type BinaryRule = 'alpha' | 'brightness';

/**
 * The rule that a mask's own values speak for: `brightness` where every pixel is opaque, `alpha` where the opaque ones
 * have one colour that is not black.
 *
 * @throws RemapError `binaryAmbiguous` listing all values with their counts where some pixels are not opaque and the
 *   others are black or of several colours: the two rules would give different objects
 */
export function binaryRuleOf(mask: Mask): BinaryRule {
  const most = 2 ** mask.bitDepth - 1;
  const values = valuesOf(mask);
  // Some alpha is neither 0 nor opaque then, which that rule refuses with its counts.
  if (values === null) return 'alpha';
  if (values.every(({ alpha }) => alpha === most)) return 'brightness';
  const opaque = values.filter(({ alpha }) => alpha === most);
  // Where nothing is opaque, differing colours may be what the object was before its alpha was lost.
  const seen = opaque.length === 0 ? values : opaque;
  const colours = new Set(seen.map(({ red, green, blue }) => `${red},${green},${blue}`));
  if (colours.size === 1 && (opaque.length === 0 || !colours.has('0,0,0'))) return 'alpha';
  const pixelsOf = (some: readonly Value[]): number => some.reduce((sum, { pixels }) => sum + pixels, 0);
  const white = values.filter(({ red, green, blue }) => red === most && green === most && blue === most);
  throw new RemapError(
    'binaryAmbiguous',
    [...values]
      .sort((a, b) => b.pixels - a.pixels)
      .map(({ red, green, blue, alpha, pixels }) => ({ value: hexOf(red, green, blue, alpha, most), pixels })),
    { byAlpha: pixelsOf(opaque), byBrightness: pixelsOf(white) },
  );
}

/** A colour with its alpha, in raw samples, and the pixels that have it. */
interface Value {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
  readonly pixels: number;
}

/** More pairs of grey and alpha than this cannot be of 65,536 greys that are either opaque or transparent. */
const MOST_PAIRS = 2 * 65_536;

/** The distinct values of a mask, grey without alpha being opaque; null where there are more than {@link MOST_PAIRS}. */
function valuesOf(mask: Mask): Value[] | null {
  const { ids, colours, alpha: plane } = mask;
  if (plane) return valuesWithAlpha(ids, plane);
  const most = 2 ** mask.bitDepth - 1;
  const values: Value[] = [];
  histogramById(ids).forEach((pixels, id) => {
    if (pixels === 0) return;
    const [red = id, green = id, blue = id, alpha = most] = colours?.subarray(4 * id, 4 * id + 4) ?? [];
    values.push({ red, green, blue, alpha, pixels });
  });
  return values;
}

function valuesWithAlpha(greys: Uint8Array | Uint16Array, alphas: Uint8Array | Uint16Array): Value[] | null {
  const counts = new Map<number, number>();
  for (let i = 0, from = 0; i < greys.length; from = i) {
    const [grey, alpha] = [greys[i] as number, alphas[i] as number];
    while (i < greys.length && greys[i] === grey && alphas[i] === alpha) i++;
    const key = grey * 65_536 + alpha;
    counts.set(key, (counts.get(key) ?? 0) + i - from);
    if (counts.size > MOST_PAIRS) return null;
  }
  return Array.from(counts, ([key, pixels]) => {
    const grey = Math.floor(key / 65_536);
    return { red: grey, green: grey, blue: grey, alpha: key % 65_536, pixels };
  });
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
  const { colours, alpha: plane } = mask;
  if (colours === null) {
    if (rule === 'brightness') return ofValues(mask.ids, target, most);
    if (plane) return ofValues(plane, target, most);
    throw new RemapError('wrongSource', [], { expected: 'a mask with alpha', found: 'grey without alpha' });
  }
  const before = histogramById(mask.ids);
  const table = new Int32Array(before.length).fill(UNKNOWN_ID);
  const refused: RefusedValue[] = [];
  before.forEach((pixels, row) => {
    if (pixels === 0) return;
    const [red = 0, green = 0, blue = 0, alpha = 0] = colours.subarray(4 * row, 4 * row + 4);
    const id =
      rule === 'alpha'
        ? binary(alpha, most, target)
        : red === green && green === blue
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

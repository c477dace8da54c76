import { formatHex } from '../palette/idColours.ts';
import { histogramById } from './histogram.ts';
import type { Mask } from './mask.ts';
import { remapIds, UNKNOWN_ID, type IdTable, type RemappedIds } from './remap.ts';
import { RemapError, type RefusedValue } from './remapErrors.ts';

/**
 * Where a binary mask keeps its object.
 * - `alpha`: the opaque pixels, whatever their colour; the background is transparent.
 * - `brightness`: the white pixels, whatever their alpha; the background is black.
 */
export type BinaryRule = 'alpha' | 'brightness';

/**
 * The rule that a mask's own values speak for: `brightness` where every pixel is opaque, `alpha` where what is seen has
 * one colour that is not black, or where the colours are no black and white.
 *
 * @param threshold see {@link idsOfBinary}
 * @throws RemapError `binaryAmbiguous` listing all values with their counts where the two rules would give different
 *   objects: some pixels are not opaque and the others are black or of several colours
 */
export function binaryRuleOf(mask: Mask, threshold: number | null = null): BinaryRule {
  const most = 2 ** mask.bitDepth - 1;
  const values = valuesOf(mask);
  // Some alpha is neither 0 nor opaque then, which that rule refuses with its counts.
  if (values === null) return 'alpha';
  if (values.every(({ alpha }) => alpha === most)) return 'brightness';
  const isSoft = values.some(({ alpha }) => alpha > 0 && alpha < most);
  const visible = values.filter(({ alpha }) => alpha > 0);
  // Where nothing is opaque, differing colours may be what the object was before its alpha was lost.
  const seen = visible.length === 0 ? values : visible;
  const colours = new Set(seen.map(({ red, green, blue }) => `${red},${green},${blue}`));
  if (colours.size === 1 && (visible.length === 0 || !colours.has('0,0,0'))) return 'alpha';
  const isWhite = (value: Value): boolean => lumaOf(value) >= (threshold ?? most);
  const isBinary = values.every((value) => isGrey(value) && (threshold !== null || [0, most].includes(value.red)));
  if (isSoft && !isBinary) return 'alpha';
  const pixelsOf = (some: readonly Value[]): number => some.reduce((sum, { pixels }) => sum + pixels, 0);
  throw new RemapError(
    'binaryAmbiguous',
    [...values]
      .sort((a, b) => b.pixels - a.pixels)
      .map(({ red, green, blue, alpha, pixels }) => ({ value: hexOf(red, green, blue, alpha, most), pixels })),
    {
      byAlpha: pixelsOf(values.filter(({ alpha }) => alpha >= (threshold ?? most))),
      byBrightness: pixelsOf(values.filter(isWhite)),
    },
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

/** A value that is neither none nor full, and what a threshold makes of it. */
export interface ValueBetween {
  /** A value in digits, or a colour as `#rrggbb` or `#rrggbbaa`. */
  readonly value: string;
  readonly pixels: number;
  readonly isObject: boolean;
}

/** The ids of a binary mask, and what a threshold had to decide; most pixels first, empty without one. */
export interface BinaryIds extends RemappedIds {
  readonly between: readonly ValueBetween[];
}

export interface BinaryTarget {
  /** 0 … 255, what the object becomes. */
  readonly classId: number;
  /** 0 … 255; default 0. */
  readonly backgroundId?: number;
  /** The object is where the value, in the file's own samples, is this or more; null: only where it is full. */
  readonly threshold?: number | null;
}

/**
 * The ids of a binary mask that has one object: grey, grey + alpha, RGB or RGBA. With a threshold brightness is that of
 * Pillow's mode L (ITU-R BT.601), without one only black and white count.
 *
 * @throws RemapError `notBinary` listing all other values with their counts; `wrongSource` where the rule has nothing to
 *   look at (palettes; alpha of a mask without); `alphaTellsNothing` and `brightnessTellsNothing` where every pixel
 *   would be the object, or none, while the other rule's values vary; `thresholdTooLarge`
 */
export function idsOfBinary(mask: Mask, rule: BinaryRule, target: BinaryTarget): BinaryIds {
  if (mask.encoding === 'palette') {
    throw new RemapError('wrongSource', [], { expected: 'a grey, RGB or RGBA mask', found: 'a palette mask' });
  }
  const most = 2 ** mask.bitDepth - 1;
  const { threshold = null } = target;
  if (threshold !== null && threshold > most) throw new RemapError('thresholdTooLarge', [], { threshold, most });
  const { colours, alpha: plane } = mask;
  if (rule === 'alpha' && colours === null && !plane) {
    throw new RemapError('wrongSource', [], { expected: 'a mask with alpha', found: 'grey without alpha' });
  }
  const source = colours === null && rule === 'alpha' ? (plane ?? mask.ids) : mask.ids;
  const { table, before, between } = decide(source, samplesOf(mask, rule), target, most);
  const found = remapIds(source, table, before);
  requireTelling(mask, rule, table, before, target.classId);
  return { ...found, between };
}

/** What a rule looks at in a row of the colour table, or in a value of a plane, and that row or value in words. */
interface Samples {
  /** Null where the rule has no opinion without a threshold. */
  readonly valueOf: (row: number, hasThreshold: boolean) => number | null;
  readonly nameOf: (row: number) => string;
}

function samplesOf({ colours, bitDepth }: Mask, rule: BinaryRule): Samples {
  if (colours === null) return { valueOf: (value) => value, nameOf: String };
  const at = (row: number): Omit<Value, 'pixels'> => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = colours.subarray(4 * row, 4 * row + 4);
    return { red, green, blue, alpha };
  };
  return {
    valueOf: (row, hasThreshold) => {
      const colour = at(row);
      if (rule === 'alpha') return colour.alpha;
      return hasThreshold || isGrey(colour) ? lumaOf(colour) : null;
    },
    nameOf: (row) => {
      const { red, green, blue, alpha } = at(row);
      return hexOf(red, green, blue, alpha, 2 ** bitDepth - 1);
    },
  };
}

function decide(
  source: Uint8Array | Uint16Array,
  { valueOf, nameOf }: Samples,
  { classId, backgroundId = 0, threshold = null }: BinaryTarget,
  most: number,
): { table: IdTable; before: Uint32Array; between: ValueBetween[] } {
  const before = histogramById(source);
  const table = new Int32Array(before.length).fill(UNKNOWN_ID);
  const between: ValueBetween[] = [];
  const refused: RefusedValue[] = [];
  before.forEach((pixels, row) => {
    if (pixels === 0) return;
    const value = valueOf(row, threshold !== null);
    const isBinary = value === 0 || value === most;
    if (!isBinary && (threshold === null || value === null)) {
      refused.push({ value: nameOf(row), pixels });
      return;
    }
    const isObject = (value ?? 0) >= (threshold ?? most);
    table[row] = isObject ? classId : backgroundId;
    if (!isBinary) between.push({ value: nameOf(row), pixels, isObject });
  });
  if (refused.length > 0) throw new RemapError('notBinary', refused, { middle: (most + 1) / 2 });
  return { table, before, between: between.sort((a, b) => b.pixels - a.pixels) };
}

/** Refuses a rule by which everything is alike where the other one's values differ: it is the other that is meant. */
function requireTelling(mask: Mask, rule: BinaryRule, table: IdTable, before: Uint32Array, classId: number): void {
  const made = new Set<number>();
  let object = 0;
  before.forEach((pixels, row) => {
    if (pixels === 0) return;
    made.add(table[row] ?? UNKNOWN_ID);
    if (table[row] === classId) object += pixels;
  });
  if (made.size > 1) return;
  const others = (valuesOf(mask) ?? []).map(({ red, green, blue, alpha }) =>
    rule === 'alpha' ? `${red},${green},${blue}` : String(alpha),
  );
  if (new Set(others).size < 2) return;
  const code = rule === 'alpha' ? 'alphaTellsNothing' : 'brightnessTellsNothing';
  throw new RemapError(code, [], { object, pixels: mask.ids.length });
}

type Colour = Pick<Value, 'red' | 'green' | 'blue'>;

function isGrey({ red, green, blue }: Colour): boolean {
  return red === green && green === blue;
}

/** As Pillow computes mode L; greys are themselves. */
function lumaOf({ red, green, blue }: Colour): number {
  return Math.floor((19_595 * red + 38_470 * green + 7471 * blue + 32_768) / 65_536);
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

import { OrderedSum } from './orderedSum.ts';
import { forEachQuantumBlock, type IndexedPixels, type InterleavedPixels, type QuantumImage } from './quantumImage.ts';
import { forEachRunBlock } from './runs.ts';

/** Sums of the powers one to four of quanta, added in pixel order. */
export interface PowerSums {
  count: number;
  sum: number;
  squares: number;
  cubes: number;
  fourths: number;
}

/** Doubles hold integers exactly up to here; sums below it do not depend on their order. */
const EXACT = 2 ** 53;

/** The sums of each channel and of all channels pooled. */
export function sumPowers({ pixels, channels, pixelCount }: QuantumImage): {
  byChannel: PowerSums[];
  pooled: PowerSums;
} {
  return pixels.kind === 'indexed'
    ? indexedSums(pixels, pixelCount)
    : interleavedSums(pixels, channels.length, pixelCount);
}

export function noSums(): PowerSums {
  return { count: 0, sum: 0, squares: 0, cubes: 0, fourths: 0 };
}

function interleavedSums(
  pixels: InterleavedPixels,
  channelCount: number,
  pixelCount: number,
): { byChannel: PowerSums[]; pooled: PowerSums } {
  const byChannel = Array.from({ length: channelCount }, noSums);
  const pooled = noSums();
  const add = (sums: PowerSums, quanta: Uint16Array, from: number, end: number, step: number) => {
    let { count, sum, squares, cubes, fourths } = sums;
    for (let i = from; i < end; i += step) {
      const quantum = quanta[i] ?? 0;
      count++;
      sum += quantum;
      squares += quantum * quantum;
      cubes += quantum * quantum * quantum;
      fourths += quantum * quantum * quantum * quantum;
    }
    Object.assign(sums, { count, sum, squares, cubes, fourths });
  };
  forEachQuantumBlock(pixels, channelCount, pixelCount, (quanta, count) => {
    const end = count * channelCount;
    byChannel.forEach((sums, channel) => {
      add(sums, quanta, channel, end, channelCount);
    });
    add(pooled, quanta, 0, end, 1);
  });
  return { byChannel, pooled };
}

/** One power of some channels' quanta, summed over all pixels. */
interface PowerSum {
  /** The power by id, one table a channel. */
  readonly terms: readonly Float64Array[];
  /** Exact where `inOrder` is null. */
  readonly total: number;
  /** For totals that are not exact. */
  readonly inOrder: OrderedSum | null;
}

function indexedSums(pixels: IndexedPixels, pixelCount: number): { byChannel: PowerSums[]; pooled: PowerSums } {
  const { tables, used } = pixels;
  const powers = [1, 2, 3, 4].map((exponent) => tables.map((table) => powerTable(table, used, exponent)));
  const all = tables.map((_, channel) => channel);
  const groups = all.length === 1 ? [all] : [...all.map((channel) => [channel]), all];
  const sums = groups.map((channels) =>
    powers.map((byChannel): PowerSum => {
      const terms = channels.map((channel) => byChannel[channel] ?? new Float64Array(0));
      const total = totalOf(pixels, terms);
      return { terms, total, inOrder: total < EXACT * commonFactor(terms, used) ? null : new OrderedSum(terms, used) };
    }),
  );
  const inOrder = sums.flatMap((group) => group.flatMap((sum) => sum.inOrder ?? []));
  if (inOrder.length > 0) {
    forEachRunBlock(pixels.ids, (runs) => {
      for (const sum of inOrder) sum.addRuns(runs);
    });
  }
  const powerSums = sums.map((group, i): PowerSums => {
    const [sum = 0, squares = 0, cubes = 0, fourths = 0] = group.map(({ inOrder, total }) => inOrder?.value ?? total);
    return { count: pixelCount * (groups[i]?.length ?? 0), sum, squares, cubes, fourths };
  });
  return { byChannel: powerSums.slice(0, all.length), pooled: powerSums.at(-1) ?? noSums() };
}

/** Powers of the quanta of the ids in use, left to right, as the fourth no longer fits a double exactly. */
function powerTable(table: Uint16Array, used: readonly number[], exponent: number): Float64Array {
  const powers = new Float64Array(table.length);
  for (const id of used) {
    const quantum = table[id] ?? 0;
    let power = quantum;
    for (let i = 1; i < exponent; i++) power *= quantum;
    powers[id] = power;
  }
  return powers;
}

/**
 * The largest power of two, up to 2⁶⁰, that divides all terms: sums of them are exact up to 2⁵³ times as much. The
 * colours of palettes often are multiples of 32 or 64.
 */
function commonFactor(terms: readonly Float64Array[], used: readonly number[]): number {
  let factor = 2 ** 60;
  for (const table of terms) for (const id of used) while ((table[id] ?? 0) % factor !== 0) factor /= 2;
  return factor;
}

function totalOf({ counts, used }: IndexedPixels, terms: readonly Float64Array[]): number {
  let total = 0;
  for (const id of used) for (const table of terms) total += (counts[id] ?? 0) * (table[id] ?? 0);
  return total;
}

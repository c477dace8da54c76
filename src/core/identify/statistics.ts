import { OrderedSum } from './orderedSum.ts';
import { leastDepth, isAtDepth, QUANTUM_RANGE } from './quantum.ts';
import {
  forEachQuantumBlock,
  forEachRun,
  type ChannelName,
  type IndexedPixels,
  type InterleavedPixels,
  type QuantumImage,
} from './quantumImage.ts';

/** Statistics of a channel, or of all channels together, in quanta (0 … 65535). */
export interface QuantumStatistics {
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly kurtosis: number;
  readonly skewness: number;
  readonly entropy: number;
}

export interface ChannelStatistics {
  readonly name: ChannelName;
  /** Least bits, 1 … 16, that hold the channel's values, as ImageMagick finds them. */
  readonly depth: number;
  readonly statistics: QuantumStatistics;
}

export interface ImageStatistics {
  readonly channels: readonly ChannelStatistics[];
  /** All channels pooled. */
  readonly overall: QuantumStatistics;
}

/** Sums of the powers one to four of quanta, added in pixel order. */
interface PowerSums {
  count: number;
  sum: number;
  squares: number;
  cubes: number;
  fourths: number;
}

/** Doubles hold integers exactly up to here; sums below it do not depend on their order. */
const EXACT = 2 ** 53;

/** 1 ∕ x, with 10¹² in place of anything larger, as ImageMagick bounds reciprocals. */
function boundedReciprocal(x: number): number {
  const sign = x < 0 ? -1 : 1;
  return sign * x >= 1e-12 ? 1 / x : sign / 1e-12;
}

/**
 * Statistics as ImageMagick 7.0.8 computes them, digit for digit: the operations and their order are part of the
 * result, as skewness and kurtosis subtract nearly equal numbers. Sums of third and fourth powers leave the range of
 * exact integers and are therefore added pixel by pixel, channels pooled in the order of the file.
 *
 * Where ImageMagick takes the root of a negative rounding error (printing `-nan` for some constant channels), the
 * deviation is 0 here.
 */
export function computeStatistics(image: QuantumImage): ImageStatistics {
  const { pixels, channels, pixelCount } = image;
  const histograms =
    pixels.kind === 'indexed' ? indexedHistograms(pixels) : interleavedHistograms(pixels, channels.length, pixelCount);
  const { byChannel, pooled } =
    pixels.kind === 'indexed' ? indexedSums(pixels, pixelCount) : interleavedSums(pixels, channels.length, pixelCount);

  const results = channels.map((name, channel) => {
    const histogram = histograms[channel] ?? new Map<number, number>();
    const sums = byChannel[channel] ?? noSums();
    const statistics = {
      ...moments(sums),
      ...extremesOf(histogram),
      entropy: entropyOf(histogram, pixelCount),
    };
    return { name, depth: channelDepth(image, channel, histogram.keys()), statistics };
  });

  const average = (of: (statistics: QuantumStatistics) => number) =>
    results.reduce((sum, { statistics }) => sum + of(statistics), 0) / results.length;
  const overall: QuantumStatistics = {
    ...moments(pooled),
    minimum: Math.min(...results.map(({ statistics }) => statistics.minimum)),
    maximum: Math.max(...results.map(({ statistics }) => statistics.maximum)),
    mean: average((statistics) => statistics.mean),
    standardDeviation: average((statistics) => statistics.standardDeviation),
    entropy: average((statistics) => statistics.entropy),
  };
  return { channels: results, overall };
}

/** The least depth of the whole image: over the colormap where there is one, else over the pixels. */
export function computeDepth(image: QuantumImage): number {
  if (image.colormap !== null) {
    let depth = 1;
    for (const quantum of image.colormap) while (depth < 16 && !isAtDepth(quantum, depth)) depth++;
    return depth;
  }
  const { pixels } = image;
  const histograms =
    pixels.kind === 'indexed'
      ? indexedHistograms(pixels)
      : interleavedHistograms(pixels, image.channels.length, image.pixelCount);
  let depth = 1;
  for (const histogram of histograms) {
    for (const quantum of histogram.keys()) depth = Math.max(depth, leastDepth(quantum));
  }
  return depth;
}

function moments(sums: PowerSums): Pick<QuantumStatistics, 'mean' | 'standardDeviation' | 'kurtosis' | 'skewness'> {
  const perPixel = boundedReciprocal(sums.count);
  const mean = sums.sum * perPixel;
  const squares = sums.squares * perPixel;
  const cubes = sums.cubes * perPixel;
  const fourths = sums.fourths * perPixel;
  const population = Math.sqrt(Math.max(0, squares - mean * mean));
  const standardDeviation = Math.sqrt(boundedReciprocal(sums.count - 1) * sums.count * population * population);
  const unit = boundedReciprocal(standardDeviation);
  const skewness = (cubes - 3 * mean * squares + 2 * mean * mean * mean) * (unit * unit * unit);
  const kurtosis =
    (fourths - 4 * mean * cubes + 6 * mean * mean * squares - 3 * mean * mean * mean * mean) *
      (unit * unit * unit * unit) -
    3;
  return { mean, standardDeviation, kurtosis, skewness };
}

function extremesOf(histogram: ReadonlyMap<number, number>): { minimum: number; maximum: number } {
  let minimum = QUANTUM_RANGE;
  let maximum = 0;
  for (const value of histogram.keys()) {
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  return { minimum, maximum };
}

/** Normalised entropy over the values in use, in ascending order. */
function entropyOf(histogram: ReadonlyMap<number, number>, pixelCount: number): number {
  const perPixel = boundedReciprocal(pixelCount);
  const perBin = boundedReciprocal(Math.log10(histogram.size));
  let entropy = 0;
  for (const value of [...histogram.keys()].sort((a, b) => a - b)) {
    const share = perPixel * (histogram.get(value) ?? 0);
    entropy += -share * Math.log10(share) * perBin;
  }
  return entropy;
}

function indexedHistograms({ tables, counts, used }: IndexedPixels): Map<number, number>[] {
  return tables.map((table) => {
    const histogram = new Map<number, number>();
    for (const id of used) {
      const quantum = table[id] ?? 0;
      histogram.set(quantum, (histogram.get(quantum) ?? 0) + (counts[id] ?? 0));
    }
    return histogram;
  });
}

function interleavedHistograms(
  pixels: InterleavedPixels,
  channelCount: number,
  pixelCount: number,
): Map<number, number>[] {
  const counts = Array.from({ length: channelCount }, () => new Float64Array(QUANTUM_RANGE + 1));
  forEachQuantumBlock(pixels, channelCount, pixelCount, (quanta, count) => {
    counts.forEach((bins, channel) => {
      for (let i = channel; i < count * channelCount; i += channelCount) {
        const quantum = quanta[i] ?? 0;
        bins[quantum] = (bins[quantum] ?? 0) + 1;
      }
    });
  });
  return counts.map((bins) => {
    const histogram = new Map<number, number>();
    bins.forEach((count, quantum) => {
      if (count > 0) histogram.set(quantum, count);
    });
    return histogram;
  });
}

function noSums(): PowerSums {
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
  /** Exact below 2⁵³. */
  readonly total: number;
  /** For totals that are not exact. */
  readonly inOrder: OrderedSum | null;
}

function indexedSums(pixels: IndexedPixels, pixelCount: number): { byChannel: PowerSums[]; pooled: PowerSums } {
  const { tables, used } = pixels;
  const powers = [1, 2, 3, 4].map((exponent) => tables.map((table) => powerTable(table, used, exponent)));
  const all = tables.map((_, channel) => channel);
  const groups = [...all.map((channel) => [channel]), all];
  const sums = groups.map((channels) =>
    powers.map((byChannel): PowerSum => {
      const terms = channels.map((channel) => byChannel[channel] ?? new Float64Array(0));
      const total = totalOf(pixels, terms);
      return { terms, total, inOrder: total < EXACT ? null : new OrderedSum(terms, used) };
    }),
  );
  const inOrder = sums.flatMap((group) => group.flatMap((sum) => sum.inOrder ?? []));
  if (inOrder.length > 0) {
    forEachRun(pixels.ids, (id, length) => {
      for (const sum of inOrder) sum.add(id, length);
    });
  }
  const powerSums = sums.map((group, i): PowerSums => {
    const [sum = 0, squares = 0, cubes = 0, fourths = 0] = group.map(({ inOrder, total }) => inOrder?.value ?? total);
    return { count: pixelCount * (groups[i]?.length ?? 0), sum, squares, cubes, fourths };
  });
  return { byChannel: powerSums.slice(0, -1), pooled: powerSums.at(-1) ?? noSums() };
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

function totalOf({ counts, used }: IndexedPixels, terms: readonly Float64Array[]): number {
  let total = 0;
  for (const id of used) for (const table of terms) total += (counts[id] ?? 0) * (table[id] ?? 0);
  return total;
}

/**
 * ImageMagick raises the depth whenever a pixel does not fit the depth reached so far, and does not look back: the
 * result can depend on the order of the pixels.
 */
function channelDepth({ pixels, pixelCount }: QuantumImage, channel: number, values: Iterable<number>): number {
  const indexed = pixels.kind === 'indexed';
  const stride = indexed ? 1 : pixels.stride;
  const offset = indexed ? 0 : channel;
  // Alpha from a transparent colour is 0 or full: it fits one bit.
  if (offset >= stride) return 1;
  const samples = indexed ? pixels.ids : pixels.samples;
  const table = indexed ? pixels.tables[channel] : undefined;
  const scale = indexed ? 1 : pixels.scale;
  const inUse = indexed ? pixels.used : Array.from(values, (quantum) => quantum / scale);
  const quantumOf = (sample: number) => (table === undefined ? sample * scale : (table[sample] ?? 0));

  const fits = new Uint8Array(samples instanceof Uint8Array ? 256 : 65536);
  let position = 0;
  let depth = 1;
  for (; depth < 16; depth++) {
    let allFit = true;
    for (const sample of inUse) {
      const fit = isAtDepth(quantumOf(sample), depth);
      fits[sample] = fit ? 1 : 0;
      allFit &&= fit;
    }
    if (allFit) break;
    while (position < pixelCount && fits[samples[position * stride + offset] as number] === 1) position++;
    if (position === pixelCount) break;
  }
  return depth;
}

import { channelDepth, imageDepth } from './depth.ts';
import { noSums, sumPowers, type PowerSums } from './powerSums.ts';
import { QUANTUM_RANGE } from './quantum.ts';
import type { ChannelName, QuantumImage } from './quantumImage.ts';
import { countValues } from './valueHistogram.ts';

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
  /** Least bits, 1 … 16, that hold the whole image. */
  readonly neededDepth: number;
}

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
  const { channels, pixelCount } = image;
  const histograms = countValues(image);
  const { byChannel, pooled } = sumPowers(image);

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
  return { channels: results, overall, neededDepth: imageDepth(image, histograms) };
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

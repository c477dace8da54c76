import { section } from './classSections.ts';
import type { ReportContext, Section, Table } from './reportDocument.ts';

/** Sums over the pixels of some originals. All are whole numbers, so that parts add up to exactly the same. */
export interface ChannelSums {
  /** Originals whose pixels are counted. */
  readonly images: number;
  /** Originals that are missing or cannot be read. */
  readonly leftOut: number;
  readonly pixels: number;
  /** Of red, green, blue, values 0 … 255. */
  readonly sums: readonly [number, number, number];
  readonly squares: readonly [number, number, number];
}

export interface ChannelStatistics {
  /** The split that was counted; null: all originals, because there is no such split. */
  readonly split: string | null;
  readonly images: number;
  readonly leftOut: number;
  readonly pixels: number;
  /** Of red, green, blue, 0 … 255. */
  readonly mean: readonly [number, number, number];
  /** Of the population, as NumPy's `std` has it. */
  readonly deviation: readonly [number, number, number];
}

export const NO_SUMS: ChannelSums = { images: 0, leftOut: 0, pixels: 0, sums: [0, 0, 0], squares: [0, 0, 0] };

export function addSums(a: ChannelSums, b: ChannelSums): ChannelSums {
  const add = (field: 'sums' | 'squares'): [number, number, number] => [
    a[field][0] + b[field][0],
    a[field][1] + b[field][1],
    a[field][2] + b[field][2],
  ];
  return {
    images: a.images + b.images,
    leftOut: a.leftOut + b.leftOut,
    pixels: a.pixels + b.pixels,
    sums: add('sums'),
    squares: add('squares'),
  };
}

/**
 * Sums over the pixels of one original.
 *
 * @param rgb red, green, blue of every pixel
 */
export function sumsOfPixels(rgb: Uint8Array): ChannelSums {
  // Counting values first, the sums take three passes of 256 steps, and stay whole.
  const counts = [new Float64Array(256), new Float64Array(256), new Float64Array(256)] as const;
  const [red, green, blue] = counts;
  for (let at = 0; at + 2 < rgb.length; at += 3) {
    (red[rgb[at] as number] as number)++;
    (green[rgb[at + 1] as number] as number)++;
    (blue[rgb[at + 2] as number] as number)++;
  }
  const total = (of: Float64Array, weigh: (value: number) => number): number =>
    of.reduce((sum, count, value) => sum + count * weigh(value), 0);
  const all = (weigh: (value: number) => number): [number, number, number] => [
    total(red, weigh),
    total(green, weigh),
    total(blue, weigh),
  ];
  return {
    ...{ images: 1, leftOut: 0, pixels: Math.floor(rgb.length / 3) },
    ...{ sums: all((value) => value), squares: all((value) => value * value) },
  };
}

/** Null where no pixel was counted. */
export function channelStatistics(sums: ChannelSums, split: string | null): ChannelStatistics | null {
  const { images, leftOut, pixels } = sums;
  if (pixels === 0) return null;
  const mean = sums.sums.map((sum) => sum / pixels) as [number, number, number];
  const deviation = sums.squares.map((square, channel) => {
    const own = mean[channel] ?? 0;
    return Math.sqrt(Math.max(0, square / pixels - own * own));
  }) as [number, number, number];
  return { split, images, leftOut, pixels, mean, deviation };
}

export function channelSection(context: ReportContext): Section {
  const { facts, strings, number } = context;
  const { channels } = facts;
  const base = section('channels', strings.channels, [strings.channelsNote]);
  if (channels === null) return base;
  const { split, images, leftOut, pixels, mean, deviation } = channels;
  const of = { count: number(images), pixels: number(pixels) };
  const counted = split === null ? context.say('channelsOfAll', of) : context.say('channelsOf', { ...of, split });
  const notes = leftOut === 0 ? [] : [context.say('channelsLeftOut', { count: number(leftOut) })];
  const table = (): Table => ({
    caption: strings.channels,
    columns: [
      { label: strings.channel, isNumber: false },
      ...[strings.mean, strings.deviation, strings.meanUnit, strings.deviationUnit].map((label) => ({
        label,
        isNumber: true,
      })),
    ],
    rows: [strings.red, strings.green, strings.blue].map((label, channel) => {
      const [own = 0, spread = 0] = [mean[channel], deviation[channel]];
      return [label, own.toFixed(3), spread.toFixed(3), (own / 255).toFixed(6), (spread / 255).toFixed(6)];
    }),
  });
  return {
    ...base,
    notes: [...base.notes, counted, ...notes],
    figures: [{ title: strings.channels, short: strings.channels, drawing: null, table }],
  };
}

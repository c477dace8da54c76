import { isAtDepth, leastDepth } from './quantum.ts';
import type { QuantumImage } from './quantumImage.ts';

/**
 * The least depth of the whole image, 1 … 16: over the colormap where there is one, else over the pixels.
 *
 * @param histograms pixels by quantum, for each channel
 */
export function imageDepth(image: QuantumImage, histograms: readonly ReadonlyMap<number, number>[]): number {
  if (image.colormap !== null) {
    let depth = 1;
    for (const quantum of image.colormap) while (depth < 16 && !isAtDepth(quantum, depth)) depth++;
    return depth;
  }
  let depth = 1;
  for (const histogram of histograms) {
    for (const quantum of histogram.keys()) depth = Math.max(depth, leastDepth(quantum));
  }
  return depth;
}

/**
 * ImageMagick raises the depth whenever a pixel does not fit the depth reached so far, and does not look back: the
 * result, 1 … 16, can depend on the order of the pixels.
 *
 * @param values the channel's distinct quanta
 */
export function channelDepth({ pixels, pixelCount }: QuantumImage, channel: number, values: Iterable<number>): number {
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

import { join } from 'node:path';
import type { Pair } from '../../core/dataset/pairs.ts';
import { addSums, NO_SUMS, sumsOfPixels, type ChannelSums } from '../../core/report/channels.ts';
import { readOriginal } from '../../platform/originals.ts';

/**
 * Sums over the pixels of originals. One after the other: an original may take hundreds of megabytes.
 *
 * @param root the dataset's folder, absolute
 */
export async function channelSums(root: string, pairs: readonly Pair[]): Promise<ChannelSums> {
  let sums = NO_SUMS;
  for (const { original } of pairs) {
    const pixels = original === null ? null : await readOriginal(join(root, original)).catch(() => null);
    sums = addSums(sums, pixels === null ? { ...NO_SUMS, leftOut: 1 } : sumsOfPixels(pixels.rgb));
  }
  return sums;
}

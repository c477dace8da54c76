import * as vscode from 'vscode';
import { addSums, channelStatistics, NO_SUMS, type ChannelStatistics } from '../../core/report/channels.ts';
import type { Dataset } from '../dataset/dataset.ts';

/** Originals that are decoded at once: as many as a stop waits for. */
const PART = 4;

/** The split whose originals training normalises by. */
const TRAIN = 'train';

/**
 * Mean and standard deviation of the originals of the train split, or of all where there is none.
 *
 * @returns null where it was stopped; rejects with a translated message where originals cannot be decoded
 */
export async function channelsOf(
  dataset: Dataset,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<ChannelStatistics | null> {
  await dataset.ask('folders', null);
  const split = dataset.overview?.splits.some((one) => one.split === TRAIN) === true ? TRAIN : null;
  let sums = NO_SUMS;
  for (let from = 0; ; from += PART) {
    if (signal.aborted) return null;
    const part = await dataset.ask('channels', { split, from, count: PART });
    if (!part.hasSharp) {
      throw new Error(
        vscode.l10n.t(
          'Originals cannot be decoded here: this package has no sharp, or it cannot be loaded. Install the package for your platform.',
        ),
      );
    }
    sums = addSums(sums, part.sums);
    onProgress(Math.min(part.total, from + PART), part.total);
    if (from + PART >= part.total) break;
  }
  const found = channelStatistics(sums, split);
  if (found === null) throw new Error(vscode.l10n.t('No original could be read.'));
  return found;
}

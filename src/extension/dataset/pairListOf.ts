import * as vscode from 'vscode';
import type { PairFilter } from '../../jobs/dataset/datasetMessages.ts';
import { numberText } from '../page/numberText.ts';
import type { ListedPair, PairList } from '../pairs/pairList.ts';
import type { Dataset } from './dataset.ts';

/** Pairs that are asked for at once. */
const PART = 2000;

/**
 * The pairs of a dataset that a filter finds and whose masks can be shown, in its order. Where there are others too, it is
 * said how many are left out.
 */
export async function pairListOf(dataset: Dataset, filter: PairFilter, title: string): Promise<PairList> {
  const pairs: ListedPair[] = [];
  for (let from = 0; ; from += PART) {
    const { total, rows } = await dataset.ask('pairs', { filter, from, count: PART });
    for (const { pair } of rows) {
      if (pair.mask === null || !/\.png$/i.test(pair.mask)) continue;
      pairs.push({ name: pair.name, mask: vscode.Uri.joinPath(dataset.folder, pair.mask) });
    }
    if (from + PART < total) continue;
    if (pairs.length > 0) tellLeftOut(total - pairs.length);
    return { title, pairs };
  }
}

/** Says how many pairs have no mask that can be shown. */
export function tellLeftOut(count: number): void {
  if (count <= 0) return;
  const message = vscode.l10n.t('Left out, since there is no PNG mask to show: {0}.', numberText(count));
  void vscode.window.showInformationMessage(message);
}

import * as vscode from 'vscode';
import type { PairFilter } from '../../jobs/dataset/datasetMessages.ts';
import type { ListedPair, PairList } from '../pairs/pairList.ts';
import type { Dataset } from './dataset.ts';

/** Pairs that are asked for at once. */
const PART = 2000;

/** The pairs of a dataset that a filter finds and whose masks can be shown, in its order. */
export async function pairListOf(dataset: Dataset, filter: PairFilter, title: string): Promise<PairList> {
  const pairs: ListedPair[] = [];
  for (let from = 0; ; from += PART) {
    const { total, rows } = await dataset.ask('pairs', { filter, from, count: PART });
    for (const { pair } of rows) {
      if (pair.mask === null || !/\.png$/i.test(pair.mask)) continue;
      pairs.push({ name: pair.name, mask: vscode.Uri.joinPath(dataset.folder, pair.mask) });
    }
    if (from + PART >= total) return { title, pairs };
  }
}

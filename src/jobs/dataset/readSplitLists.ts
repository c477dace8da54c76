import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetLayout, SplitList } from '../../core/dataset/pairs.ts';
import { MAX_SPLIT_LIST_MB, parseSplitList, SplitListError } from '../../core/dataset/splitLists.ts';
import { decodeText } from '../../platform/decodeText.ts';

/** The split lists of a dataset; files that turn out to list nothing of it are left out. */
export function readSplitLists(root: string, layout: DatasetLayout): SplitList[] {
  const lists: SplitList[] = [];
  for (const path of layout.listFiles) {
    const text = readText(join(root, path));
    const list = text === null ? null : parsed(path, text, layout);
    if (list !== null && list.entries.some(({ pair }) => pair !== null)) lists.push(list);
  }
  return lists;
}

/** Null for a text that is no list after all. */
function parsed(path: string, text: string, layout: DatasetLayout): SplitList | null {
  try {
    return parseSplitList(path, text, layout);
  } catch (error) {
    if (error instanceof SplitListError) return null;
    throw error;
  }
}

function readText(path: string): string | null {
  try {
    return statSync(path).size > MAX_SPLIT_LIST_MB * 1e6 ? null : decodeText(readFileSync(path));
  } catch {
    return null;
  }
}

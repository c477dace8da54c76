import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetLayout, SplitList } from '../../core/dataset/pairs.ts';
import { MAX_SPLIT_LIST_BYTES, parseSplitList } from '../../core/dataset/splitLists.ts';
import { decodeText } from '../../platform/decodeText.ts';

/** The split lists of a dataset; files that turn out to list nothing of it are left out. */
export function readSplitLists(root: string, layout: DatasetLayout): SplitList[] {
  const lists: SplitList[] = [];
  for (const path of layout.listFiles) {
    const text = readText(join(root, path));
    const list = text === null ? null : parseSplitList(path, text, layout);
    if (list !== null && list.entries.some(({ pair }) => pair !== null)) lists.push(list);
  }
  return lists;
}

function readText(path: string): string | null {
  try {
    return statSync(path).size > MAX_SPLIT_LIST_BYTES ? null : decodeText(readFileSync(path));
  } catch {
    return null;
  }
}

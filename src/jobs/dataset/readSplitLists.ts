import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetFacts, UnreadList } from '../../core/dataset/facts.ts';
import type { DatasetLayout, SplitList } from '../../core/dataset/pairs.ts';
import { MAX_SPLIT_LIST_MB, parseSplitList, SplitListError } from '../../core/dataset/splitLists.ts';
import { decodeText } from '../../platform/decodeText.ts';

/** The split lists of a dataset. Files that turn out to list nothing of it are left out; those that cannot be read are told. */
export function readSplitLists(root: string, layout: DatasetLayout): Pick<DatasetFacts, 'lists' | 'unreadLists'> {
  const lists: SplitList[] = [];
  const unreadLists: UnreadList[] = [];
  for (const path of layout.listFiles) {
    try {
      const list = parseSplitList(path, readText(join(root, path)), layout);
      if (list.entries.some(({ pair }) => pair !== null)) lists.push(list);
    } catch (error) {
      if (!(error instanceof SplitListError)) throw error;
      unreadLists.push({ path, code: error.code, details: error.details });
    }
  }
  return { lists, unreadLists };
}

/** @throws SplitListError */
function readText(path: string): string {
  let bytes: Uint8Array;
  try {
    if (statSync(path).size > MAX_SPLIT_LIST_MB * 1e6) {
      throw new SplitListError('tooLarge', { limit: MAX_SPLIT_LIST_MB });
    }
    bytes = readFileSync(path);
  } catch (error) {
    throw error instanceof SplitListError ? error : new SplitListError('unreadable');
  }
  const text = decodeText(bytes);
  if (text === null) throw new SplitListError('notText');
  return text;
}

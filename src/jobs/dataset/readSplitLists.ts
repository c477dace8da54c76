import { readFileSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { DatasetFacts, UnreadList } from '../../core/dataset/facts.ts';
import type { DatasetLayout, SplitList } from '../../core/dataset/pairs.ts';
import { MAX_SPLIT_LIST_MB, parseSplitList, SplitListError } from '../../core/dataset/splitLists.ts';
import { splitNamed } from '../../core/dataset/splitWords.ts';
import { decodeText } from '../../platform/decodeText.ts';

/**
 * The split lists of a dataset. Files that list nothing of it are left out, unless they are named after a split and look like
 * lists: then every line of them is wrong. Those that cannot be read are told.
 */
export function readSplitLists(root: string, layout: DatasetLayout): Pick<DatasetFacts, 'lists' | 'unreadLists'> {
  const lists: SplitList[] = [];
  const unreadLists: UnreadList[] = [];
  for (const path of layout.listFiles) {
    try {
      const list = parseSplitList(path, readText(join(root, path)), layout);
      if (list.entries.some(({ pair }) => pair !== null) || isListAllTheSame(list)) lists.push(list);
    } catch (error) {
      if (!(error instanceof SplitListError)) throw error;
      unreadLists.push({ path, code: error.code, details: error.details });
    }
  }
  return { lists, unreadLists };
}

/** `val.txt` with a name or two a line; prose has more words. */
function isListAllTheSame({ path, entries }: SplitList): boolean {
  const stem = basename(path, extname(path));
  return entries.length > 0 && splitNamed(stem) !== null && entries.every(({ text }) => text.split(/\s+/).length <= 2);
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

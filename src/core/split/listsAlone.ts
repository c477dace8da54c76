import type { Pair, SplitList } from '../dataset/pairs.ts';
import { sequencesOf } from '../dataset/sequence.ts';
import { splitNamed } from '../dataset/splitWords.ts';
import { readNames, withoutExtension } from './namesFile.ts';

/** Lists without the dataset that they list. */
export interface ListsAlone {
  readonly lists: readonly SplitList[];
  /** What the lists name; nothing is known of their files. */
  readonly pairs: readonly Pair[];
}

/** Reads lists whose dataset is not at hand: whatever a line names is there. With or without extension it is the same. */
export function listsAlone(files: readonly { readonly path: string; readonly text: string }[]): ListsAlone {
  const names = new Set<string>();
  const lists = files.map(({ path, text }): SplitList => {
    const stem = withoutExtension(path.slice(path.lastIndexOf('/') + 1));
    const entries = text.split(/\r\n|\n|\r/).flatMap((line, at) => {
      const [listed] = readNames(line);
      if (listed === undefined) return [];
      const pair = withoutExtension(listed.file);
      names.add(pair);
      return [{ line: at + 1, text: listed.given, pair, problem: null }];
    });
    return { split: splitNamed(stem) ?? stem, path, form: 'names', entries };
  });
  const all = [...names];
  const places = sequencesOf(all);
  const pairs = all.map((name, at): Pair => {
    const { sequence = null, frame = null } = places[at] ?? {};
    return { name, original: null, mask: null, others: [], sequence, frame, folderSplit: null };
  });
  return { lists, pairs };
}

import { EXCLUSIVE_SPLITS } from '../../split/audit.ts';
import type { DatasetFacts } from '../facts.ts';
import type { SplitList } from '../pairs.ts';

/** In which splits pairs are: by the lists of each folder, and where there are none by their own folders. */
export class PairSplits {
  /** By name of the pair; a split for each folder of lists. */
  readonly #splits = new Map<string, { readonly folder: string; readonly split: string }[]>();

  constructor(facts: DatasetFacts) {
    for (const { split, path, entries } of splitListsOf(facts)) {
      if (!EXCLUSIVE_SPLITS.has(split)) continue;
      const of = { folder: path.slice(0, Math.max(0, path.lastIndexOf('/'))), split };
      for (const { pair } of entries) {
        if (pair === null) continue;
        const known = this.#splits.get(pair);
        if (known === undefined) this.#splits.set(pair, [of]);
        else known.push(of);
      }
    }
  }

  /** Which splits pairs are spread over, though they belong together; empty where they are in one. */
  spreadOver(names: Iterable<string>): string[] {
    const folders = new Map<string, { splits: Set<string>; pairs: number }>();
    for (const name of names) {
      const ofPair = new Set<string>();
      for (const { folder, split } of this.#splits.get(name) ?? []) {
        const known = folders.get(folder) ?? { splits: new Set(), pairs: 0 };
        folders.set(folder, known);
        known.splits.add(split);
        if (!ofPair.has(folder)) known.pairs++;
        ofPair.add(folder);
      }
    }
    const spread = [...folders.values()].filter(({ splits, pairs }) => splits.size > 1 && pairs > 1);
    return [...new Set(spread.flatMap(({ splits }) => [...splits]))];
  }
}

/** The lists of a dataset; where it has none, what the folders of its pairs say, as lists without a file. */
export function splitListsOf({ lists, layout: { pairs } }: DatasetFacts): readonly SplitList[] {
  if (lists.length > 0) return lists;
  const byFolder = new Map<string, string[]>();
  for (const { name, folderSplit } of pairs) {
    if (folderSplit === null) continue;
    const names = byFolder.get(folderSplit);
    if (names === undefined) byFolder.set(folderSplit, [name]);
    else names.push(name);
  }
  return [...byFolder].map(([split, names]) => ({
    ...{ split, path: '', form: 'names' },
    entries: names.map((name, at) => ({ line: at + 1, text: name, pair: name, problem: null })),
  }));
}

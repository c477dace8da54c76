import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { DatasetFinding } from '../core/dataset/findings/finding.ts';
import { findListProblems, type RuleSeverities } from '../core/dataset/findings/findDatasetProblems.ts';
import { listsAlone, type ListsAlone } from '../core/split/listsAlone.ts';
import { SplitError } from '../core/split/problems.ts';
import { decodeText } from '../platform/decodeText.ts';

/**
 * Reads lists whose dataset is not at hand; the lists are called after their files.
 *
 * @throws SplitError `notText`; and what the file system says
 */
export function readListsAlone(paths: readonly string[]): ListsAlone {
  return listsAlone(
    paths.map((path) => {
      const text = decodeText(readFileSync(path));
      if (text === null) throw new SplitError('notText', { path });
      return { path: basename(path), text };
    }),
  );
}

/** A list that was judged. */
export interface JudgedList {
  /** The name of its file. */
  readonly file: string;
  readonly split: string;
  /** Distinct names in it. */
  readonly names: number;
}

export interface JudgedLists {
  readonly lists: readonly JudgedList[];
  /** Their paths are names of the files. */
  readonly findings: readonly DatasetFinding[];
}

/**
 * What is wrong with lists of one folder whose dataset is not at hand, by the rules of datasets.
 *
 * @param paths absolute
 * @throws SplitError `notText`; and what the file system says
 */
export function judgeLists(paths: readonly string[], severities: RuleSeverities): JudgedLists {
  const { lists, pairs } = readListsAlone(paths);
  const layout = {
    ...({ kind: 'pattern', originals: null, masks: null, pairs, aside: [], unpaired: [] } as const),
    ...{ listFiles: lists.map(({ path }) => path), classMapFiles: [] },
  };
  const records = { get: () => undefined, typeOf: () => undefined };
  return {
    lists: lists.map(({ path, split, entries }) => ({
      ...{ file: path, split, names: new Set(entries.map(({ pair }) => pair)).size },
    })),
    findings: findListProblems(
      {
        layout,
        records,
        lists,
        unreadLists: [],
        classMap: null,
        unusableMaps: [],
        folders: { linked: [], forbidden: [] },
      },
      { severities, splits: { isEveryListSplit: true } },
    ),
  };
}

import { dirname, join } from 'node:path';
import type { SplitList } from '../core/dataset/pairs.ts';
import { folderGroup } from '../core/split/groupKeys.ts';
import { LIST_FORMS, listLines, type ListForm } from '../core/split/namesFile.ts';
import { SplitError } from '../core/split/problems.ts';
import type { GroupCount, NamesFacts } from './splitMessages.ts';
import type { SplitNames } from './splitSource.ts';

/** Names that travel, for examples. */
const SAMPLE = 200;

/**
 * What can be known of names before it is said how they are split.
 *
 * @param root of their dataset, and its lists
 */
export function namesFacts(
  { listed, items, sequences, duplicates }: SplitNames,
  root: string,
  lists: readonly SplitList[],
): NamesFacts {
  return {
    count: items.length,
    sample: items.slice(0, SAMPLE).map(({ name }) => name),
    folders: groupCount(items.map(({ name }) => folderGroup(name))),
    sequences: groupCount(sequences()),
    duplicates: orNull('duplicatesUnknown', () => groupCount(duplicates(false))),
    nearDuplicates: orNull('duplicatesUnknown', () => groupCount(duplicates(true))),
    hasClasses: items.some(({ pixels }) => pixels !== null),
    lines: Object.fromEntries(LIST_FORMS.map((form) => [form, firstLine(listed, form)])) as NamesFacts['lines'],
    listFolders: [...new Set(lists.map(({ path }) => dirname(join(root, path))))],
  };
}

/** All lines are made for it: one name without an extension leaves no list with extensions. */
function firstLine(listed: SplitNames['listed'], form: ListForm): string | null {
  try {
    return listLines(listed(), form)[0] ?? null;
  } catch (error) {
    if (error instanceof SplitError) return null;
    throw error;
  }
}

function groupCount(keys: readonly (string | null)[]): GroupCount {
  const groups = new Set(keys);
  groups.delete(null);
  return { groups: groups.size, alone: keys.reduce((sum, key) => sum + (key === null ? 1 : 0), 0) };
}

/** Null where it cannot be known. */
function orNull<T>(code: SplitError['code'], find: () => T): T | null {
  try {
    return find();
  } catch (error) {
    if (error instanceof SplitError && error.code === code) return null;
    throw error;
  }
}

import { folderGroup, patternGroup, type GroupBy } from '../core/split/groupKeys.ts';
import { readNames, type ListedName } from '../core/split/namesFile.ts';
import { readNameTable } from '../core/split/nameTable.ts';
import { SplitError } from '../core/split/problems.ts';
import type { SplitItem } from '../core/split/splitItem.ts';
import { decodeText } from '../platform/decodeText.ts';
import { sha256Hex } from '../platform/hash.ts';
import { FileError, readFile } from '../platform/readFile.ts';
import { placeOf } from './batchInputs.ts';
import { problemOf } from './nestedProblem.ts';
import type { SplitRequest } from './splitTypes.ts';

/** Ten million names of 50 bytes. */
const MOST_BYTES = 500e6;

/** The names that are split, and what is known of them. */
export interface SplitSource {
  /** Absolute, links resolved. */
  readonly path: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
  /** In the order of the source, as lists may write them. */
  readonly listed: readonly ListedName[];
  /** The same names, as they are split. */
  readonly items: readonly SplitItem[];
  readonly foreignRows: number;
}

/** Throws SplitError where a file cannot be read, or names do not fit together. */
export async function readSplitSource({ source, groupBy, labels }: SplitRequest): Promise<SplitSource> {
  const bytes = await readBytes(source);
  const listed = readNames(textOf(bytes, source));
  const names = listed.map(({ given }) => given);
  const groups = groupBy === null ? null : await groupsOf(groupBy, listed);
  const table = labels === null ? null : readNameTable(await readText(labels), names, labels);
  if (groups?.keys.every((key) => key === null) === true) throw new SplitError('noGroups');
  return {
    path: placeOf(source),
    hash: sha256Hex(bytes),
    listed,
    items: names.map((name, at) => ({
      name,
      group: groups?.keys[at] ?? null,
      pixels: null,
      label: table?.values[at] ?? null,
    })),
    foreignRows: (groups?.foreign ?? 0) + (table?.foreign ?? 0),
  };
}

interface Groups {
  readonly keys: readonly (string | null)[];
  readonly foreign: number;
}

async function groupsOf(groupBy: GroupBy, listed: readonly ListedName[]): Promise<Groups> {
  const byImage = (keyOf: (name: string) => string | null): Groups => ({
    keys: listed.map(({ image }) => keyOf(image)),
    foreign: 0,
  });
  switch (groupBy.kind) {
    case 'folder':
      return byImage(folderGroup);
    case 'pattern':
      return byImage(patternGroup(groupBy.pattern));
    case 'file': {
      const names = listed.map(({ given }) => given);
      const { values, foreign } = readNameTable(await readText(groupBy.path), names, groupBy.path);
      return { keys: values, foreign };
    }
    case 'sequence':
    case 'duplicates':
      throw new SplitError('duplicatesUnknown');
  }
}

async function readText(path: string): Promise<string> {
  return textOf(await readBytes(path), path);
}

function textOf(bytes: Uint8Array, path: string): string {
  const text = decodeText(bytes);
  if (text === null) throw new SplitError('notText', { path });
  return text;
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path, MOST_BYTES);
  } catch (error) {
    if (error instanceof FileError) throw new SplitError('unreadable', { ...problemOf(error), path });
    throw error;
  }
}

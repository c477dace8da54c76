import type { ClassKey } from '../core/dataset/classNaming.ts';
import type { DatasetFacts } from '../core/dataset/facts.ts';
import { sequencesOf } from '../core/dataset/sequence.ts';
import { datasetItems, duplicateGroups } from '../core/split/datasetItems.ts';
import { folderGroup, patternGroup } from '../core/split/groupKeys.ts';
import { givenNames, listedName, withoutExtension, type ListedName } from '../core/split/namesFile.ts';
import { readNameTable } from '../core/split/nameTable.ts';
import { SplitError } from '../core/split/problems.ts';
import type { SplitItem } from '../core/split/splitItem.ts';
import { decodeText } from '../platform/decodeText.ts';
import { sha256Hex } from '../platform/hash.ts';
import { FileError, readFile } from '../platform/readFile.ts';
import { placeOf } from './batchInputs.ts';
import { problemOf } from './nestedProblem.ts';
import { hashOfNames } from './splitRecord.ts';
import type { SplitRequest } from './splitTypes.ts';

/** Ten million names of 50 bytes. */
const MOST_BYTES = 500e6;

/** The names that are split, and what is known of them. */
export interface SplitSource {
  /** Absolute, links resolved. */
  readonly path: string;
  /** SHA-256 of the file of names, or of the names of a dataset; hexadecimal. */
  readonly hash: string;
  /** As the source has them, in its order. */
  readonly given: readonly string[];
  /** The same names as lists may write them; made when they are asked for. */
  readonly listed: () => readonly ListedName[];
  /** The same names, as they are split. */
  readonly items: readonly SplitItem[];
  readonly classNames: ReadonlyMap<ClassKey, string>;
  /** Pairs of a dataset that are left out. */
  readonly unpaired: number;
  readonly foreignRows: number;
}

/**
 * @param dataset what a scan of `request.source` knows, where that is a folder; null where it is a file of names
 * @throws SplitError where a file cannot be read, or names do not fit together
 */
export async function readSplitSource(request: SplitRequest, dataset: DatasetFacts | null): Promise<SplitSource> {
  const { source, labels, groupBy } = request;
  const names = await readSplitNames(source, dataset);
  const groups = groupBy === null ? null : await groupsOf(groupBy, names);
  const table = labels === null ? null : readNameTable(await readText(labels), names.given, labels);
  if (groups?.keys.every((key) => key === null) === true) throw new SplitError('noGroups');
  return {
    path: placeOf(source),
    ...names,
    items:
      groups === null && table === null
        ? names.items
        : names.items.map(({ name, pixels }, at) => ({
            ...{ name, pixels },
            group: groups?.keys[at] ?? null,
            label: table?.values[at] ?? null,
          })),
    foreignRows: (groups?.foreign ?? 0) + (table?.foreign ?? 0),
  };
}

/** Names before they are grouped. */
export interface SplitNames extends Omit<SplitSource, 'path' | 'foreignRows'> {
  /** The sequence of each name; null where it is of none. */
  readonly sequences: () => readonly (string | null)[];
  /** The group of equal, or nearly equal, images that each name is in; null where no other equals it. Throws where nothing tells. */
  readonly duplicates: (isNear: boolean) => readonly (string | null)[];
}

/**
 * @param dataset what a scan of `source` knows, where that is a folder; null where it is a file of names
 * @throws SplitError where the file cannot be read, or nothing in the dataset can be split
 */
export async function readSplitNames(source: string, dataset: DatasetFacts | null): Promise<SplitNames> {
  return dataset === null ? namesOfFile(source) : namesOfDataset(source, dataset);
}

async function namesOfFile(path: string): Promise<SplitNames> {
  const bytes = await readBytes(path);
  const given = givenNames(textOf(bytes, path));
  const listed = (): ListedName[] => given.map(listedName);
  return {
    hash: sha256Hex(bytes),
    ...{ given, listed },
    items: given.map((name) => ({ name, group: null, pixels: null, label: null })),
    classNames: new Map(),
    unpaired: 0,
    sequences: () =>
      sequencesOf(listed().map(({ file }) => withoutExtension(file))).map((place) => place?.sequence ?? null),
    duplicates: () => {
      throw new SplitError('duplicatesUnknown');
    },
  };
}

function namesOfDataset(path: string, facts: DatasetFacts): SplitNames {
  const { pairs, listed, items, classNames, unpaired } = datasetItems(facts);
  if (items.length === 0) throw new SplitError('nothingPaired', { path });
  const broken = items.find(({ name }) => /[\r\n]/.test(name));
  if (broken !== undefined) throw new SplitError('nameWithBreak', { name: JSON.stringify(broken.name) });
  return {
    hash: hashOfNames(items.map(({ name }) => name)),
    given: listed.map((one) => one.given),
    listed: () => listed,
    ...{ items, classNames, unpaired },
    sequences: () => pairs.map(({ sequence }) => sequence),
    duplicates: (isNear) => duplicateGroups(pairs, facts.records, isNear),
  };
}

interface Groups {
  /** Of each name. */
  readonly keys: readonly (string | null)[];
  /** Rows of a table about other names. */
  readonly foreign: number;
}

async function groupsOf(groupBy: NonNullable<SplitRequest['groupBy']>, names: SplitNames): Promise<Groups> {
  switch (groupBy.kind) {
    case 'folder':
      return { keys: names.items.map(({ name }) => folderGroup(name)), foreign: 0 };
    case 'pattern':
      return { keys: names.items.map(({ name }) => name).map(patternGroup(groupBy.pattern)), foreign: 0 };
    case 'sequence':
      return { keys: names.sequences(), foreign: 0 };
    case 'duplicates':
    case 'nearDuplicates':
      return { keys: names.duplicates(groupBy.kind === 'nearDuplicates'), foreign: 0 };
    case 'file': {
      const { values, foreign } = readNameTable(await readText(groupBy.path), names.given, groupBy.path);
      return { keys: values, foreign };
    }
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

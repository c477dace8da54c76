import { linesOf } from '../formats/classMap.ts';
import { SplitError } from './problems.ts';

/** How a list writes a name. `given`: as the source has it. */
export const LIST_FORMS = ['given', 'names', 'files', 'pairs'] as const;
export type ListForm = (typeof LIST_FORMS)[number];

/** A name that is to be split, as lists may write it. */
export interface ListedName {
  /** As its line or the dataset has it. */
  readonly given: string;
  /** The name with its extension; without where nothing tells it. */
  readonly file: string;
  /** Path of the image; null where nothing tells it. */
  readonly image: string | null;
  /** Path of the mask; null where nothing tells it. */
  readonly mask: string | null;
}

/** Two paths with a blank or tab between them, each with an extension: an image and its mask. */
const PAIR = /^(\S+\.\w+)\s+(\S+\.\w+)$/;

/** The names of a file with one a line, in their order; empty lines are none. */
export function readNames(text: string): ListedName[] {
  return givenNames(text).map(listedName);
}

/** {@link ListedName.given} of all names of a file. */
export function givenNames(text: string): string[] {
  const names: string[] = [];
  for (const line of linesOf(text)) {
    const given = line.trim();
    if (given !== '') names.push(given);
  }
  return names;
}

/** What a line tells of a name. */
export function listedName(given: string): ListedName {
  const pair = PAIR.exec(given);
  const image = pair?.[1] ?? given;
  return { given, file: image, image, mask: pair?.[2] ?? null };
}

/** Begins with a letter: what stands behind the dot of `v1.25` is none. */
const EXTENSION = /(?<=[^/])\.[a-z]\w{0,4}$/i;

/** A path without its extension. */
export function withoutExtension(path: string): string {
  return path.replace(EXTENSION, '');
}

/**
 * Lines of a list, without line ends.
 *
 * @throws SplitError `namesCollide`, `extensionUnknown`, `maskUnknown`
 */
export function listLines(names: readonly ListedName[], form: ListForm): string[] {
  switch (form) {
    case 'given':
      return names.map(({ given }) => given);
    case 'names':
      return bareNames(names);
    case 'files':
      return names.map(({ file }) => {
        if (!EXTENSION.test(file)) throw new SplitError('extensionUnknown', { name: file });
        return file;
      });
    case 'pairs':
      return names.map(({ file, image, mask }) => {
        if (image === null || mask === null) throw new SplitError('maskUnknown', { name: file });
        return `${image} ${mask}`;
      });
  }
}

function bareNames(names: readonly ListedName[]): string[] {
  const first = new Map<string, string>();
  return names.map(({ file }) => {
    const name = withoutExtension(file);
    const before = first.get(name);
    if (before !== undefined) throw new SplitError('namesCollide', { first: before, second: file, name });
    first.set(name, file);
    return name;
  });
}

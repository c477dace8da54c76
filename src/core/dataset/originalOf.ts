import { recogniseLayout } from './layout.ts';
import { folderWords } from './layouts/folderWords.ts';
import { stemWord, withoutNumber, withoutWord } from './layouts/stemWords.ts';
import { isImage, listedFiles, type ListedFile } from './listedFile.ts';
import { masksOf } from './pairs.ts';
import { splitNamed } from './splitWords.ts';

/** What a folder holds: names of its files and of the folders in it. */
export interface FolderEntries {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

export interface OriginalSearch {
  /** Lists a folder by its path, parts separated by `/`; null where it is not there or cannot be read. */
  readonly list: (folder: string) => Promise<FolderEntries | null>;
  /** The folder beyond which nothing is searched; it is an ancestor of the mask, or its folder. */
  readonly top: string;
}

/** Folders above a mask in which its original is searched. */
const MOST_LEVELS = 6;
/** Folders that are listed for one mask at most. */
const MOST_LISTINGS = 120;
/** Where no folder has a name that the mask's path has, all of so many are searched. */
const MOST_UNKNOWN = 8;
/** Folders of folders with originals, e.g. split and city. */
const MOST_DEPTH = 5;

/** Folders of originals and of what stands beside them, by the names of Cityscapes, whose archives add their own. */
const CITYSCAPES_ORIGINALS = /^leftImg8bit(?:_[a-z]{1,16})?$/i;
const CITYSCAPES_MASKS = /^gt(?:Fine|Coarse)(?:_[a-z]{1,16})?$/i;
/** What Cityscapes puts behind the names of masks, drawings, measurements and originals. */
const CITYSCAPES_ENDING = /_(?:gt(?:Fine|Coarse)_[a-zA-Z]{2,20}|leftImg8bit|disparity)$/;
/** Files of a folder that is the pair: one is called so. */
const WHOLE_NAME = /^(?:img|image|original|rgb|label|mask|gt|seg)$/i;

/**
 * The original of a mask, searched in the folders around it, the nearest first: in its own, and in those beside it and
 * above it whose names say that they hold originals (`JPEGImages`, `images`, `leftImg8bit` …), with the folders of split
 * and video below. Which of the files with its name is the original is decided as in a dataset of these files alone.
 *
 * @param mask path of the mask, parts separated by `/`
 * @returns path of the original; null where none is found. Never the mask, and never another mask.
 */
export async function findOriginal(mask: string, { list, top }: OriginalSearch): Promise<string | null> {
  let listings = 0;
  const known = new Map<string, FolderEntries | null>();
  const entriesOf = async (folder: string): Promise<FolderEntries | null> => {
    const before = known.get(folder);
    if (before !== undefined) return before;
    if (listings >= MOST_LISTINGS) return null;
    listings++;
    const entries = await list(folder);
    known.set(folder, entries);
    return entries;
  };
  const paths = new Set<string>();
  const take = (folder: string, { files }: FolderEntries): void => {
    for (const file of files) if (isRelated(mask, `${folder}/${file}`)) paths.add(`${folder}/${file}`);
  };
  const own = folderOf(mask);
  const below: string[] = [];
  const search = async (folder: string, depth: number): Promise<void> => {
    const entries = await entriesOf(folder);
    if (entries === null) return;
    take(folder, entries);
    if (depth === MOST_DEPTH) return;
    const named = entries.folders.filter((one) => isAlong(one, below));
    const further = named.length > 0 ? named : entries.folders.length <= MOST_UNKNOWN ? entries.folders : [];
    for (const one of further) {
      if (folderWords(one)?.role === 'mask' || `${folder}/${one}` === own) continue;
      await search(`${folder}/${one}`, depth + 1);
    }
  };
  let at = own;
  for (let level = 0; level <= MOST_LEVELS; level++) {
    const entries = await entriesOf(at);
    if (entries !== null) {
      take(at, entries);
      for (const folder of entries.folders) {
        if (folder !== below[0] && isOfOriginals(folder, below)) await search(`${at}/${folder}`, 1);
      }
    }
    const found = paths.size === 0 ? null : originalAmong(mask, [...paths]);
    if (found !== null) return found;
    if (at === top || !at.includes('/')) return null;
    below.unshift(at.slice(at.lastIndexOf('/') + 1));
    at = folderOf(at);
  }
  return null;
}

/**
 * The original of a mask among some files, by the rules that pair the files of datasets.
 *
 * @param mask path of the mask, parts separated by `/`; it need not be among the others
 * @returns one of the paths; null where none is its original
 */
export function originalAmong(mask: string, paths: readonly string[]): string | null {
  const all = [...new Set([mask, ...paths.filter((path) => isRelated(mask, path))])];
  for (const kind of [undefined, 'folders', 'suffix'] as const) {
    const { pairs, aside } = recogniseLayout(all, kind === undefined ? {} : { kind });
    const name = aside.find(({ path }) => path === mask)?.pair;
    const pair = pairs.find((one) => masksOf(one).includes(mask) || one.name === name);
    const original = pair?.original ?? null;
    if (original !== null && original !== mask && !isMaskByName(original, mask)) return original;
  }
  return null;
}

/** The mask of a pattern and its original: what stands before and behind the name that both have. */
export interface OriginalPattern {
  readonly mask: Ends;
  readonly original: Ends;
}

interface Ends {
  readonly before: string;
  readonly behind: string;
}

/**
 * What the names of a mask and its original have in common, so that other masks of the folder find theirs by it; null
 * where they have no name in common.
 *
 * @param mask name of its file, likewise `original`
 */
export function originalPattern(mask: string, original: string): OriginalPattern | null {
  const name = sharedName(withoutDot(mask), withoutDot(original));
  return name === '' ? null : { mask: endsAround(mask, name), original: endsAround(original, name) };
}

/** The name of the original of another mask by a pattern; null where the mask does not have the pattern's ends. */
export function nameByPattern({ mask, original }: OriginalPattern, file: string): string | null {
  const isAlike =
    file.length > mask.before.length + mask.behind.length && file.startsWith(mask.before) && file.endsWith(mask.behind);
  if (!isAlike) return null;
  return original.before + file.slice(mask.before.length, file.length - mask.behind.length) + original.behind;
}

/** Whether one of two files may be the original of the other, by their names alone. */
function isRelated(mask: string, path: string): boolean {
  if (path === mask) return false;
  const [one, other] = listedFiles([mask, path]) as [ListedFile, ListedFile];
  if (!isImage(other) || !isImage(one)) return false;
  if (folderOf(mask) === folderOf(path) && WHOLE_NAME.test(one.stem) && WHOLE_NAME.test(other.stem)) return true;
  const stems = new Set(coreNames(one.stem));
  return coreNames(other.stem).some((stem) => stems.has(stem));
}

/** A name as it is, and less what tells masks from originals. */
function coreNames(stem: string): string[] {
  const bare = stem.replace(CITYSCAPES_ENDING, '');
  const less = withoutNumber(bare);
  return [
    stem,
    bare,
    less,
    withoutWord(less, stemWord(less, 'mask')),
    withoutWord(less, stemWord(less, 'original')),
    stem.replace(/-(?:original|category|animface)$/, ''),
  ];
}

/** Whether a file that is taken for an original has the name of a mask: its folder says so, or a word in its name. */
function isMaskByName(path: string, mask: string): boolean {
  const [{ folders, stem }] = listedFiles([path]) as [ListedFile];
  const own = folders.map(folderWords).findLast((words) => words !== null);
  const isBeside = folderOf(path) === folderOf(mask);
  if (own !== undefined && own !== null && own.role !== 'original' && !isBeside) return true;
  if (folders.some((folder) => CITYSCAPES_MASKS.test(folder))) return true;
  return own?.role !== 'original' && stemWord(stem, 'mask') !== null;
}

/** Whether a folder beside a mask's may have originals. */
function isOfOriginals(folder: string, below: readonly string[]): boolean {
  if (CITYSCAPES_ORIGINALS.test(folder) || /^jpegimages/i.test(folder)) return true;
  const words = folderWords(folder);
  if (words !== null) return words.role === 'original';
  // Carvana's `train` lies beside `train_masks`.
  const rest = below.flatMap((one) => folderWords(one)?.rest ?? []);
  return splitNamed(folder) !== null && rest.includes(folder);
}

/** Whether a folder is one on the way to a mask, or the one that stands for it among originals. */
function isAlong(folder: string, below: readonly string[]): boolean {
  if (below.includes(folder) || CITYSCAPES_ORIGINALS.test(folder)) return true;
  const rest = below.flatMap((one) => folderWords(one)?.rest ?? []);
  return rest.includes(folder) || (folderWords(folder)?.rest.some((one) => below.includes(one)) ?? false);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}

function withoutDot(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** The longest name that is one of the core names of both, else the one that is the other's start or end; empty: none. */
function sharedName(one: string, other: string): string {
  const others = new Set(coreNames(other));
  const shared = coreNames(one).filter((name) => others.has(name));
  if (shared.length > 0) return shared.reduce((a, b) => (b.length > a.length ? b : a));
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return long.includes(short) ? short : '';
}

function endsAround(file: string, name: string): Ends {
  const at = file.indexOf(name);
  return { before: file.slice(0, at), behind: file.slice(at + name.length) };
}

import { recogniseKind } from '../mask/kind.ts';
import type { MaskKind } from '../mask/mask.ts';
import type { ListedFile } from './listedFile.ts';

/** Where a pair lies, and its name: files with the same key are one pair. */
export interface ClaimedName {
  /** The folders above what the layout knows. What all pairs share of them is no part of names. */
  readonly place: readonly string[];
  /** The place and, behind it, what names the pair; parts separated by `/`. */
  readonly key: string;
  /** The split that its folders say. */
  readonly split: string | null;
}

/** What a layout takes a file for. */
export interface Claim extends ClaimedName {
  readonly file: ListedFile;
  readonly role: 'original' | 'mask' | AsideRole;
  /** Of several files of one role and key the one with the least rank is taken. */
  readonly rank: number;
  /** What the ids of a mask mean in this layout where its path by itself does not say. Semantic if absent. */
  readonly kind?: MaskKind;
}

/** Files that stand beside a mask and are none: drawings of its ids in colour, and what a sensor measured. */
export type AsideRole = 'colours' | 'measurement';

/** A layout's view of a listing: the claimed files, each once. What it does not claim belongs to no pair. */
export type LayoutReader = (files: readonly ListedFile[]) => Claim[];

/** Parts of a path, separated by `/`. */
export function joinedPath(folders: readonly string[], name: string): string {
  return folders.length === 0 ? name : `${folders.join('/')}/${name}`;
}

/** What folders tell, found once for all files of a folder. */
export function perFolder<T>(read: (folders: readonly string[]) => T): (file: ListedFile) => T {
  const known = new Map<readonly string[], T>();
  return ({ folders }) => {
    const found = known.get(folders);
    if (found !== undefined) return found;
    const facts = read(folders);
    known.set(folders, facts);
    return facts;
  };
}

/**
 * What ids mean in a claimed mask, as far as its path and then the layout tell. Depth and colour are not known from a
 * name; where the name of its folder is clear, those that such files have are assumed.
 */
export function kindOf({ file, kind = 'semantic' }: Claim): MaskKind {
  const { path, folders } = file;
  // KITTI, Mapillary and MOTS write them in 16 bits; the challenge of ADE20K in colours.
  const bitDepth = /^instances?$/i.test(folders.at(-1) ?? '') ? 16 : undefined;
  const isColour = folders.includes('annotations_instance') ? true : undefined;
  const byPath = recogniseKind({ path, bitDepth, isColour }).kind;
  return byPath === 'semantic' ? kind : byPath;
}

import type { MaskKind } from '../mask/mask.ts';

/** Ways in which datasets are laid out on a disk. */
export const LAYOUT_KINDS = [
  'voc',
  'cityscapes',
  'davis',
  'recipe',
  'cvat',
  'camvid',
  'folders',
  'suffix',
  'pattern',
] as const;
export type LayoutKind = (typeof LAYOUT_KINDS)[number];

/** An original and its mask, by one name. */
export interface Pair {
  /** What split lists call it, without extension: `2007_000032`, `train/aachen_000000_000019`. Unique in the dataset. */
  readonly name: string;
  /** Path of the original in the dataset; null where it is missing. */
  readonly original: string | null;
  /** Path of the mask whose ids are classes; null where it is missing. */
  readonly mask: string | null;
  /** Masks of the same original that are no class masks: instances, panoptic. */
  readonly others: readonly { readonly path: string; readonly kind: MaskKind }[];
  /** The video or series that it is a frame of; null where its name tells of none. */
  readonly sequence: string | null;
  /** Its number in the sequence. */
  readonly frame: number | null;
  /** The split that its folder says (`train/`, `val/`), null where none does. */
  readonly folderSplit: string | null;
}

/** One line of a split list. */
export interface SplitEntry {
  /** 1 and up. */
  readonly line: number;
  /** As written. */
  readonly text: string;
  /** The pair that it names; null where there is none. */
  readonly pair: string | null;
  /** Why it names none: it leads out of the dataset, or nothing has that name. */
  readonly problem: 'outside' | 'absent' | null;
}

/** A file that lists the pairs of one split. */
export interface SplitList {
  /** `train`, `val`, `trainval`, `test`, or the name of the file. */
  readonly split: string;
  /** Path in the dataset. */
  readonly path: string;
  readonly form: 'names' | 'fileNames' | 'pairs';
  readonly entries: readonly SplitEntry[];
}

/** A dataset as its file names tell it. */
export interface DatasetLayout {
  readonly kind: LayoutKind;
  /** Where originals and masks lie, for the user to confirm: patterns such as `JPEGImages/{name}.jpg`. */
  readonly originals: string;
  readonly masks: string;
  /** By name, as code points order it. */
  readonly pairs: readonly Pair[];
  /** PNG and image files that belong to no pair, by path. */
  readonly unpaired: readonly string[];
  /** Paths of files that may be split lists. */
  readonly listFiles: readonly string[];
  /** Paths of files that may be class maps, the likeliest first. */
  readonly classMapFiles: readonly string[];
}

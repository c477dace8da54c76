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

/** What a line of a split list names: one entry, and in a list of sequences one for each frame. */
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
  /**
   * How most of its lines name a pair: by name; by the name of a file; by the paths of both; or a sequence as a whole.
   */
  readonly form: 'names' | 'fileNames' | 'pairs' | 'sequences';
  readonly entries: readonly SplitEntry[];
}

/** The class mask of a pair and its other masks. */
export function masksOf({ mask, others }: Pick<Pair, 'mask' | 'others'>): string[] {
  const more = others.map(({ path }) => path);
  return mask === null ? more : [mask, ...more];
}

/** Why a file that belongs to a pair is neither its original nor one of its masks. */
export type AsideReason =
  /** Another class mask: train ids beside label ids, another version, another format. */
  | 'secondMask'
  /** The ids as a picture in colours, for people. */
  | 'colours'
  /** Depth, disparity, optical flow. */
  | 'measurement';

/** A file beside a pair. */
export interface AsideFile {
  readonly path: string;
  /** Name of the pair. */
  readonly pair: string;
  readonly reason: AsideReason;
}

/** A dataset as its file names tell it. Every image of the listing occurs once: in a pair, aside or unpaired. */
export interface DatasetLayout {
  readonly kind: LayoutKind;
  /**
   * Where most originals lie, for the user to confirm: a pattern such as `JPEGImages/{name}.jpg`, in which `{split}` and
   * `*` stand for folders that differ. Null where there are none.
   */
  readonly originals: string | null;
  /** Where most masks lie, likewise; null where there are none. */
  readonly masks: string | null;
  /** By name, as code points order it. */
  readonly pairs: readonly Pair[];
  /** Files that stand beside a pair and are no part of it, by path. */
  readonly aside: readonly AsideFile[];
  /** Image files that belong to no pair, or whose name another original has already, by path. */
  readonly unpaired: readonly string[];
  /** Paths of files that may be split lists. */
  readonly listFiles: readonly string[];
  /** Paths of files that may be class maps, the likeliest first. */
  readonly classMapFiles: readonly string[];
}

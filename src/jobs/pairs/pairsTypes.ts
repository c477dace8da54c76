import type { ChosenOriginals } from '../../core/dataset/chosenOriginals.ts';
import type { ClassMapTroubles } from '../../core/dataset/facts.ts';
import type { LayoutOptions } from '../../core/dataset/layout.ts';
import type { MaskKind } from '../../core/mask/mask.ts';
import type { PairFinding } from './pairRules.ts';
import type { PairsTask } from './pairsTasks.ts';

/** Where pairs come from; all paths are absolute. */
export type PairsSource =
  | {
      readonly kind: 'dataset';
      readonly folder: string;
      readonly layout: LayoutOptions;
      /** Names of pairs, in the order in which they are worked on; null: all. */
      readonly names: readonly string[] | null;
      /** Go before those that the layout finds; absent where nobody chose any. */
      readonly chosen?: ChosenOriginals;
    }
  | {
      readonly kind: 'files';
      /** An original that is null is looked for in the folders around its mask. */
      readonly pairs: readonly { readonly mask: string; readonly original: string | null }[];
    };

/** Files that are to be made of pairs. Plain data: it travels to other processes. */
export interface PairsRequest {
  readonly source: PairsSource;
  /** A class map file, absolute, or the name of a preset; null: it is looked for. */
  readonly classMap: string | null;
  readonly task: PairsTask;
  /** Where the files go; absolute; made where it does not exist. */
  readonly folder: string;
  /** The command as the user gave it, for the journal. */
  readonly command: string;
}

/** The files of a pair, absolute. */
export interface PairFiles {
  /** Unique among pairs, parts separated by `/`, without extension. */
  readonly name: string;
  readonly mask: string;
  readonly original: string;
  /** What the ids of the mask mean in its dataset; absent where no layout says it. */
  readonly kind?: MaskKind;
}

/** What files are made of at a time: mostly one pair. */
export interface WorkItem {
  /** From 0. */
  readonly index: number;
  readonly name: string;
  /** At least one. */
  readonly pairs: readonly PairFiles[];
}

/** What a look at an item says, before anything is made. */
export interface LookedItem {
  /** Paths of the files that it would become, `/` between the parts; none where an error says why. */
  readonly files: readonly string[];
  readonly findings: readonly PairFinding[];
}

/** A file as a maker gives it. */
export interface MadeFile {
  /** Path in the folder, `/` between the parts. */
  readonly relative: string;
  readonly bytes: Uint8Array;
}

/** What became of an item; no files where an error says why. */
export interface MadeItem {
  readonly files: readonly MadeFile[];
  readonly findings: readonly PairFinding[];
}

/** Makes files of items, in a worker thread. What is wrong with the files of a pair is a finding; nothing is written. */
export interface PairMaker {
  /** As cheap as it can be: a preview asks it of every item. */
  look(item: WorkItem): LookedItem | Promise<LookedItem>;
  /** The files that {@link look} named. */
  make(item: WorkItem): MadeItem | Promise<MadeItem>;
}

/** How a planned file stands to what is in the folder. */
export type PlannedFileState = 'write' | 'replace' | 'exists' | 'collision';

/** An item of the preview. */
export interface PlannedItem {
  readonly index: number;
  readonly name: string;
  /** `nothing`: there is no file to make of it, and nothing is wrong. */
  readonly status: 'write' | 'nothing' | 'refused';
  readonly files: readonly { readonly path: string; readonly state: PlannedFileState }[];
  readonly findings: readonly PairFinding[];
}

/** What a preview amounts to. */
export interface PairsPlan extends ClassMapTroubles {
  /** Absolute: the folder, links resolved, where the journal lies. */
  readonly root: string;
  /** The class map that names the classes; null where there is none. */
  readonly classMap: string | null;
  /** Links to folders in the dataset, which are not followed. */
  readonly linked: readonly string[];
  readonly items: { readonly write: number; readonly nothing: number; readonly refused: number };
  readonly files: { readonly write: number; readonly replace: number };
  /** Files about the whole, which are made at the end. */
  readonly wholeFiles: readonly { readonly path: string; readonly state: PlannedFileState }[];
  /** Names of pairs whose original or mask is missing. */
  readonly unpaired: readonly string[];
  /** Names that were asked for and are none. */
  readonly unknown: readonly string[];
  /** Of transforms: masks of the pairs that are not moved, such as those of objects beside classes; paths in the dataset. */
  readonly furtherMasks: readonly string[];
  /** The journal of the interrupted run that this one finishes. */
  readonly resumes: string | null;
  readonly isCancelled: boolean;
}

/** What became of an item. */
export interface WrittenItem {
  readonly index: number;
  readonly name: string;
  /** `unchanged`: every file was there already, as it should be. */
  readonly status: 'written' | 'unchanged' | 'refused';
  readonly findings: readonly PairFinding[];
}

export interface PairsOutcome {
  /** Files. */
  readonly written: number;
  /** Files that were there already, as they should be. */
  readonly unchanged: number;
  /** Items. */
  readonly refused: number;
  /** Path of the manifest; null where nothing was to be written, or the run is not finished. */
  readonly manifest: string | null;
  readonly isCancelled: boolean;
}

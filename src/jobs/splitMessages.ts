import type { RuleSeverities } from '../core/dataset/findings/findDatasetProblems.ts';
import type { ListForm } from '../core/split/namesFile.ts';
import type { BatchProgress } from './batchTypes.ts';
import type { ScanRequest } from './dataset/datasetScan.ts';
import type { JudgedLists } from './splitLists.ts';
import type { PlannedList, SplitOutcome, SplitPlan, SplitRequest } from './splitTypes.ts';

/** How a folder is read whose pairs are split; null where a file of names is split. */
export type SplitDataset = Pick<ScanRequest, 'layout' | 'classMap'> | null;

/** Host → the process of one split. Each call is answered before the next one is looked at. */
export type SplitCall =
  /** Reads what is split, scanning what changed in a dataset; to be sent first. */
  | { readonly type: 'look'; readonly source: string; readonly dataset: SplitDataset }
  | { readonly type: 'preview'; readonly request: SplitRequest }
  /** Writes what was previewed. */
  | { readonly type: 'write' }
  /** Judges lists of one folder; absolute paths. Nothing else needs to be sent. */
  | { readonly type: 'judge'; readonly lists: readonly string[]; readonly severities: RuleSeverities };

/** Groups that names fall into. */
export interface GroupCount {
  readonly groups: number;
  /** Names of no group. */
  readonly alone: number;
}

/** What can be known of names before it is said how they are split. */
export interface NamesFacts {
  readonly count: number;
  /** The first of them. */
  readonly sample: readonly string[];
  readonly folders: GroupCount;
  readonly sequences: GroupCount;
  /** Null where nothing tells which images are equal. */
  readonly duplicates: GroupCount | null;
  /** The same with those whose masks are nearly equal. */
  readonly nearDuplicates: GroupCount | null;
  /** Whether it is known which classes are in the masks. */
  readonly hasClasses: boolean;
  /** The first line in each form; null where names cannot be written in it. */
  readonly lines: Readonly<Record<ListForm, string | null>>;
  /** Folders of a dataset's lists, absolute; empty for a file of names. */
  readonly listFolders: readonly string[];
}

/** Lines of one kind that travel. */
export interface ShownLines {
  readonly first: readonly string[];
  readonly count: number;
}

/** A planned list as it travels: long lists of lines are cut. */
export interface ShownList extends Omit<PlannedList, 'change'> {
  readonly change: { readonly comes: ShownLines; readonly goes: ShownLines; readonly stays: number } | null;
}

export interface ShownPlan extends Omit<SplitPlan, 'lists'> {
  readonly lists: readonly ShownList[];
}

/** Why a split came to nothing, or to no end. */
export interface SplitFailure {
  /** `SplitError`, `InputProblem`, `FileError`, `DatasetProblem`, `ConvertProblem`, or the name of another error. */
  readonly name: string;
  readonly message: string;
  /** With code and details the sentence can be translated; null for errors without. */
  readonly code: string | null;
  readonly details: Readonly<Record<string, string | number>>;
}

/** The process of one split → host. */
export type SplitReply =
  | { readonly type: 'progress'; readonly progress: BatchProgress<'scan' | 'write'> }
  | { readonly type: 'names'; readonly names: NamesFacts }
  | { readonly type: 'plan'; readonly plan: ShownPlan }
  | { readonly type: 'outcome'; readonly outcome: SplitOutcome }
  | { readonly type: 'judged'; readonly judged: JudgedLists }
  | { readonly type: 'failed'; readonly failure: SplitFailure };

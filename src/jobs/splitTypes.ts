import type { ClassKey } from '../core/dataset/classNaming.ts';
import type { GroupBy } from '../core/split/groupKeys.ts';
import type { ListChange } from '../core/split/listChange.ts';
import type { SplitOptions } from '../core/split/makeSplit.ts';
import type { ListForm } from '../core/split/namesFile.ts';
import type { SplitProof } from '../core/split/splitProof.ts';

/** What is to be split, how, and where the lists go. */
export interface SplitRequest {
  /** A file with one name a line, or the folder of a dataset; absolute. */
  readonly source: string;
  readonly options: SplitOptions;
  /** What may not be divided; null: each name stands for itself. */
  readonly groupBy: GroupBy | null;
  /** A table of names and the one label by which `train_test_split` stratifies; absolute. */
  readonly labels: string | null;
  readonly form: ListForm;
  /** Absolute; need not exist. */
  readonly folder: string;
  /** The command line or command that asks for it, for people. */
  readonly command: string;
}

/** How a planned file stands to the one that is there. */
export type PlannedState = 'write' | 'replace' | 'unchanged';

/** A list as it will be written. */
export interface PlannedList {
  /** In the folder, parts separated by `/`. */
  readonly path: string;
  readonly split: string;
  readonly names: number;
  readonly state: PlannedState;
  /** Null where there is no list to replace. */
  readonly change: ListChange | null;
}

/** What a preview amounts to. */
export interface SplitPlan {
  /** Absolute: the folder, links resolved, where the journal lies. */
  readonly root: string;
  readonly lists: readonly PlannedList[];
  /** The record of the split beside the lists. */
  readonly record: { readonly path: string; readonly state: PlannedState };
  /** Lists of splits that are there and not among those that will be written; they would contradict them. */
  readonly others: readonly string[];
  /** Lines of Python that give the same; empty for other methods than `sklearn`. */
  readonly calls: readonly string[];
  readonly proof: SplitProof;
  /** Names that belong to no group, where names are grouped. */
  readonly ungrouped: number;
  /** Pairs of a dataset that are left out, because their original or their mask is missing. */
  readonly unpaired: number;
  /** Names of the classes in the proof, by key, for those that have one. */
  readonly classNames: readonly (readonly [ClassKey, string])[];
  /** Rows of tables that say something of names that are not split. */
  readonly foreignRows: number;
  /** The journal of the interrupted run that this one finishes. */
  readonly resumes: string | null;
}

export interface SplitOutcome {
  readonly written: number;
  /** Path of the manifest; null where nothing was to be written. */
  readonly manifest: string | null;
}

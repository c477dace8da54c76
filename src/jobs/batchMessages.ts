import type { BatchOutcome, BatchPlan } from './batch.ts';
import type { InputProblemCode } from './batchInputs.ts';
import type { BatchOrder, OrderFacts } from './batchOrder.ts';
import type { BatchProgress, FileChange, FileResult, PlannedFile } from './batchTypes.ts';
import type { PaletteProblemCode } from './paletteSource.ts';
import type { UndoableBatch, UndoOutcome } from './undo.ts';
import type { UndoSurvey } from './undoSurvey.ts';

/** Host → batch process. A process previews one order and then writes it, or takes one batch back. */
export type BatchCall =
  /** The files that an order would write, before anything is known of them. */
  | { readonly type: 'list'; readonly order: BatchOrder }
  | { readonly type: 'preview'; readonly order: BatchOrder }
  /** Writes what was previewed, but for files that are edited meanwhile. */
  | { readonly type: 'write'; readonly unsaved: readonly string[] }
  /** Stops the writing after the files at hand. */
  | { readonly type: 'cancel' }
  /** The batches that could be undone, below these folders and above them. */
  | { readonly type: 'findUndoable'; readonly folders: readonly string[] }
  | { readonly type: 'surveyUndo'; readonly batch: UndoableBatch; readonly unsaved: readonly string[] }
  | {
      readonly type: 'undo';
      readonly batch: UndoableBatch;
      readonly isForced: boolean;
      readonly unsaved: readonly string[];
    };

/** A previewed file as it travels: without hashes, and with long lists cut. */
export interface PreviewedFile extends Pick<
  PlannedFile,
  'index' | 'name' | 'source' | 'output' | 'status' | 'size' | 'outputSize' | 'unknown' | 'findings'
> {
  readonly change: FileChange | null;
  /** Colours that `unknown` leaves out. */
  readonly moreUnknown: number;
}

/** Why a batch cannot go on: an English sentence, and what kind of problem it is. */
export interface BatchFailure {
  /** `InputProblem`, `PaletteProblem`, `JournalBusy`, `JournalDamaged`, or the name of another error. */
  readonly name: string;
  readonly message: string;
  /** With code and details the sentence can be translated; null for errors without. */
  readonly code: InputProblemCode | PaletteProblemCode | null;
  readonly details: Readonly<Record<string, string | number>>;
}

/** Batch process → host. */
export type BatchReply =
  /** Absolute. */
  | { readonly type: 'listed'; readonly outputs: readonly string[] }
  | { readonly type: 'facts'; readonly facts: OrderFacts }
  | { readonly type: 'files'; readonly files: readonly PreviewedFile[] }
  | { readonly type: 'plan'; readonly plan: BatchPlan }
  | { readonly type: 'results'; readonly results: readonly FileResult[] }
  /** The end of the writing; results that differ from the preview were sent before. */
  | {
      readonly type: 'outcome';
      readonly outcome: Omit<BatchOutcome, 'results'>;
      readonly counts: Readonly<Record<FileResult['status'], number>>;
    }
  | { readonly type: 'progress'; readonly progress: BatchProgress }
  | { readonly type: 'undoable'; readonly batches: readonly UndoableBatch[] }
  | { readonly type: 'survey'; readonly survey: UndoSurvey }
  | { readonly type: 'undone'; readonly outcome: UndoOutcome }
  | { readonly type: 'failed'; readonly failure: BatchFailure };

import type { BatchProgress } from './batchTypes.ts';
import type { ConvertedRow, ConvertOutcome, ConvertPlan, ConvertRequest } from './labelboxConvertTypes.ts';

/** Host → the process of one conversion. */
export type ConvertCall =
  /** To be sent once, first. */
  | { readonly type: 'preview'; readonly request: ConvertRequest }
  /** Writes what was previewed. */
  | { readonly type: 'write' }
  /** Stops after the row or file at hand. */
  | { readonly type: 'cancel' };

/** Why a conversion came to nothing, or to no end. */
export interface ConvertFailure {
  /** `ConvertProblem`, `InputProblem`, `FileError`, `JournalBusy`, `JournalDamaged`, or the name of another error. */
  readonly name: string;
  readonly message: string;
  /** With code and details the sentence can be translated; null for errors without. */
  readonly code: string | null;
  readonly details: Readonly<Record<string, string | number>>;
}

/** The process of one conversion → host. */
export type ConvertReply =
  | { readonly type: 'rows'; readonly rows: readonly ConvertedRow[] }
  | { readonly type: 'progress'; readonly progress: BatchProgress }
  | { readonly type: 'plan'; readonly plan: ConvertPlan }
  | { readonly type: 'outcome'; readonly outcome: ConvertOutcome }
  | { readonly type: 'failed'; readonly failure: ConvertFailure };

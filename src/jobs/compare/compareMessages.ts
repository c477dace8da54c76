import type { ClassKey } from '../../core/dataset/classNaming.ts';
import type { BatchProgress } from '../batchTypes.ts';
import type { Comparison, CompareRequest, MaskPair } from './compareTypes.ts';

/** Host → the process of one comparison of two folders. */
export type CompareCall =
  /** To be sent first. */
  | { readonly type: 'compare'; readonly request: CompareRequest }
  | { readonly type: 'classIou'; readonly key: ClassKey }
  /** The files of a pair, by its place among those that were compared. */
  | { readonly type: 'pair'; readonly index: number }
  /** Writes what the command line prints. */
  | { readonly type: 'export'; readonly format: 'csv' | 'json'; readonly path: string };

/** A comparison as it travels: scores of single pairs by class stay behind. */
export interface ShownComparison extends Omit<Comparison, 'pairs'> {
  readonly pairs: readonly {
    readonly name: string;
    readonly meanIou: number | null;
    readonly pixelAccuracy: number | null;
    readonly boundaryF: number | null;
  }[];
}

/** Why a comparison came to nothing. */
export interface CompareFailure {
  readonly message: string;
  /** With code and details the sentence can be translated; null for errors without. */
  readonly code: string | null;
  readonly details: Readonly<Record<string, string | number>>;
}

/** The process of one comparison → host. */
export type CompareReply =
  | { readonly type: 'progress'; readonly progress: BatchProgress<'compare'> }
  | { readonly type: 'compared'; readonly comparison: ShownComparison }
  | { readonly type: 'classIou'; readonly key: ClassKey; readonly iou: Float64Array }
  | { readonly type: 'pair'; readonly pair: MaskPair }
  | { readonly type: 'exported'; readonly path: string }
  | { readonly type: 'failed'; readonly failure: CompareFailure };

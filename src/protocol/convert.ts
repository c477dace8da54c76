import type { ProgressFacts } from './batch.ts';
import type { ConvertStrings } from './convertStrings.ts';

/** Something about a row; sentences are translated by the host. */
export interface ConvertFindingFacts {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  /** What to do; '' where there is nothing to do. */
  readonly advice: string;
}

/** What becomes of a label of a row. */
export interface ConvertRowFacts {
  /** Of all that are visited, from 0. */
  readonly index: number;
  readonly name: string;
  /** Of the row in the file, from 1. */
  readonly line: number;
  readonly status: 'mask' | 'leftOut' | 'refused';
  /** Translated: why it is left out; '' unless it is. */
  readonly reason: string;
  /** Pixels; 0 where unknown. */
  readonly width: number;
  readonly height: number;
  readonly classes: readonly { readonly id: number; readonly name: string; readonly pixels: number }[];
  readonly findings: readonly ConvertFindingFacts[];
}

/** What a preview amounts to. */
export interface ConvertPlanFacts {
  readonly rows: number;
  readonly masks: number;
  readonly refused: number;
  readonly leftOut: readonly { readonly reason: string; readonly rows: number }[];
  readonly classes: readonly {
    readonly id: number;
    readonly name: string;
    readonly pixels: number;
    readonly objects: number;
    readonly rows: number;
  }[];
  /** Pixels that classes claim both, and how many of them became the first and the second. */
  readonly overlaps: readonly {
    readonly first: string;
    readonly second: string;
    readonly pixels: number;
    readonly wonByFirst: number;
    readonly wonBySecond: number;
  }[];
  readonly files: {
    readonly write: number;
    readonly replace: number;
    readonly unchanged: number;
    /** Bytes that will be written. */
    readonly bytes: number;
  };
  /** Translated sentences: the class map that is used, the era and the y axis. */
  readonly notes: readonly string[];
  /** An interrupted run is finished. */
  readonly isResumed: boolean;
}

/** `run` numbers the previews of a page: what belongs to an older one is dropped. */
export type ToConvertPage =
  /** A preview begins; what was shown before is gone. */
  | {
      readonly type: 'start';
      readonly run: number;
      readonly setup: {
        readonly title: string;
        readonly options: readonly { readonly label: string; readonly value: string }[];
      };
    }
  | { readonly type: 'rows'; readonly run: number; readonly rows: readonly ConvertRowFacts[] }
  | { readonly type: 'progress'; readonly run: number; readonly progress: ProgressFacts }
  | { readonly type: 'plan'; readonly run: number; readonly plan: ConvertPlanFacts }
  | { readonly type: 'writing'; readonly run: number }
  | { readonly type: 'outcome'; readonly run: number; readonly written: number; readonly isCancelled: boolean }
  /** The preview was stopped; nothing was written. */
  | { readonly type: 'stopped'; readonly run: number }
  | { readonly type: 'failed'; readonly run: number; readonly message: string; readonly canUndo: boolean }
  | { readonly type: 'undone'; readonly run: number; readonly message: string };

export type FromConvertPage =
  | { readonly type: 'ready' }
  /** Writes what the preview of this run shows. */
  | { readonly type: 'write'; readonly run: number }
  | { readonly type: 'changeOptions' }
  /** Stops the preview or the writing; where nothing runs, closes the page. */
  | { readonly type: 'cancel' }
  | { readonly type: 'previewAgain' }
  | { readonly type: 'undo' }
  | { readonly type: 'openFolder' }
  /** Opens the mask of a row, by {@link ConvertRowFacts.index}, once it is written. */
  | { readonly type: 'openMask'; readonly index: number };

/** Injected into the page as JSON in a `<script type="application/json" id="bootstrap">`. */
export interface ConvertBootstrap {
  readonly strings: ConvertStrings;
  /** BCP 47, for numbers. */
  readonly locale: string;
}

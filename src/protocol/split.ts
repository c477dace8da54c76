import type { ProgressFacts } from './batch.ts';
import type { SplitStrings } from './splitStrings.ts';

/** What is split, and how. */
export interface SplitSetup {
  readonly title: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
}

/** What a button of the page does. */
export type SplitAction = 'write' | 'changeOptions' | 'previewAgain' | 'undo' | 'openList' | 'showProof' | 'cancel';

/** A table of texts; numbers stand at the end of their cells. */
export interface SplitTable {
  readonly heads: readonly string[];
  /** By column. */
  readonly isNumeric: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
}

/** A part of the preview under its heading. All texts are translated by the host. */
export interface SplitSection {
  readonly title: string;
  readonly sentences: readonly string[];
  /** Sentences that the user should not miss. */
  readonly warnings: readonly string[];
  readonly table: SplitTable | null;
  /** Lines to be copied. */
  readonly code: readonly string[];
  /** Names that come to a list or leave it. */
  readonly names: readonly { readonly label: string; readonly lines: readonly string[]; readonly rest: string }[];
  /** Pictures as they will be: whole files that a browser decodes. */
  readonly pictures?: readonly { readonly label: string; readonly bytes: Uint8Array }[];
}

/** `run` numbers the previews of a page: what belongs to an older one is dropped. */
export type ToSplitPage =
  /** A preview begins; what was shown before is gone. */
  | { readonly type: 'start'; readonly run: number; readonly setup: SplitSetup }
  | { readonly type: 'progress'; readonly run: number; readonly progress: ProgressFacts }
  | { readonly type: 'plan'; readonly run: number; readonly sections: readonly SplitSection[] }
  /** Where the split is, and what can be done. */
  | {
      readonly type: 'state';
      readonly run: number;
      readonly status: string;
      readonly notes: readonly string[];
      readonly isProblem: boolean;
      /** The first may be the one that is meant. */
      readonly actions: readonly {
        readonly action: SplitAction;
        readonly label: string;
        readonly isPrimary: boolean;
      }[];
    };

export type FromSplitPage =
  | { readonly type: 'ready' }
  /** A button was pressed. `run` is that of the preview which the page shows. */
  | { readonly type: 'act'; readonly run: number; readonly action: SplitAction };

/** Injected into the page as JSON in a `<script type="application/json" id="bootstrap">`. */
export interface SplitBootstrap {
  readonly strings: SplitStrings;
  /** BCP 47, for numbers. */
  readonly locale: string;
}

import type { Scores } from '../core/compare/scores.ts';
import type { Transition } from '../core/compare/confusion.ts';
import type { ClassKey, NamedClass } from '../core/dataset/classNaming.ts';
import type { ClassMap } from '../core/formats/classMap.ts';
import type { ProgressFacts } from './batch.ts';
import type { CompareStrings } from './compareStrings.ts';
import type { Diagnosis, MaskContext, RecoveredImage } from './mask.ts';
import type { MaskStrings } from './maskStrings.ts';

/** What two folders are judged by, and a pair that is opened from them: its scores are those of its row. */
export interface PairRules {
  /** Path of the class map, or the name of a preset; null: nothing names the ids. */
  readonly classMap: string | null;
  /** Ids that are void; null: as for two masks alone. */
  readonly voidIds: readonly number[] | null;
}

/** {@link PairRules} with what they name. */
export interface ReadRules {
  readonly given: PairRules;
  readonly classMap: ClassMap | null;
  readonly voidIds: readonly number[] | null;
  /** Translated sentences on them. */
  readonly notices: readonly string[];
}

/** What a page of two masks has to keep to be there again after the window was reloaded. */
export interface MasksState {
  /** The truth, then the prediction; addresses as strings. */
  readonly files: readonly { readonly uri: string; readonly label: string }[];
  /** Null where the masks are compared by what is found beside them; absent in states of earlier versions. */
  readonly rules?: PairRules | null;
}

/** The two masks of a pair. */
export type CompareSide = 'truth' | 'prediction';

export type ToMasksPage =
  /** Other masks follow, or the same in other roles; those before are forgotten. */
  | { readonly type: 'start'; readonly state: MasksState; readonly rules: ReadRules | null }
  /** A mask, or a new version of it. */
  | {
      readonly type: 'open';
      readonly side: CompareSide;
      readonly generation: number;
      /** Where it comes from, for the user. */
      readonly label: string;
      readonly bytes: ArrayBuffer;
      readonly context: MaskContext;
    }
  /** Class map or kind changed; pixels did not. */
  | { readonly type: 'context'; readonly side: CompareSide; readonly context: MaskContext }
  /** A version that cannot be read or decoded. */
  | {
      readonly type: 'diagnosis';
      readonly side: CompareSide;
      readonly generation: number;
      readonly label: string;
      readonly diagnosis: Diagnosis;
    }
  /** A version that the page cannot decode and the host can. */
  | {
      readonly type: 'recovered';
      readonly side: CompareSide;
      readonly generation: number;
      readonly label: string;
      readonly image: RecoveredImage;
      readonly context: MaskContext;
    }
  /** A version that nobody can say more about; a translated sentence. */
  | {
      readonly type: 'problem';
      readonly side: CompareSide;
      readonly generation: number;
      readonly label: string;
      readonly problem: string;
    };

export type FromMasksPage =
  | { readonly type: 'ready' }
  /** The page cannot decode this version; the host says why. */
  | { readonly type: 'diagnose'; readonly side: CompareSide; readonly generation: number }
  /** Takes the one for the other. */
  | { readonly type: 'swap' };

/** One pair of two folders. Shares from 0 to 1; null where there is nothing to divide by. */
export interface PairRow {
  readonly name: string;
  readonly meanIou: number | null;
  readonly pixelAccuracy: number | null;
  readonly boundaryF: number | null;
}

/** What the page of two folders shows. */
export interface FoldersFacts {
  readonly scores: Scores;
  readonly classes: readonly NamedClass[];
  readonly cells: readonly Transition[];
  readonly boundaries: readonly { readonly key: ClassKey; readonly f: number }[];
  readonly meanBoundaryF: number | null;
  /** The worst first. */
  readonly pairs: readonly PairRow[];
  readonly voids: readonly ClassKey[];
  /** Translated sentences about what the scores leave out. */
  readonly warnings: readonly string[];
}

/** What a button of the page of two folders does. */
export type FoldersAction = 'again' | 'swap' | 'csv' | 'json' | 'cancel';

export type ToFoldersPage =
  | {
      readonly type: 'start';
      /** What has to be kept to compare the same folders again after the window was reloaded; the host reads it. */
      readonly state: unknown;
      readonly title: string;
      readonly options: readonly { readonly label: string; readonly value: string }[];
    }
  | { readonly type: 'progress'; readonly progress: ProgressFacts }
  | { readonly type: 'compared'; readonly facts: FoldersFacts }
  /** IoU of a class by pair, in the order of {@link FoldersFacts.pairs}; NaN where a pair has none. */
  | { readonly type: 'classIou'; readonly key: ClassKey; readonly iou: Float64Array }
  | {
      readonly type: 'state';
      readonly status: string;
      readonly isProblem: boolean;
      readonly actions: readonly { readonly action: FoldersAction; readonly label: string }[];
    };

export type FromFoldersPage =
  | { readonly type: 'ready' }
  | { readonly type: 'act'; readonly action: FoldersAction }
  | { readonly type: 'classIou'; readonly key: ClassKey }
  /** Shows a pair, by its place in {@link FoldersFacts.pairs}. */
  | { readonly type: 'open'; readonly index: number };

/** Injected into the pages as JSON in a `<script type="application/json" id="bootstrap">`. */
export interface CompareBootstrap {
  readonly page: 'masks' | 'folders';
  readonly strings: MaskStrings & CompareStrings;
  /** BCP 47, for numbers. */
  readonly locale: string;
}

import type { ComparedPair } from '../../core/compare/comparePair.ts';
import type { Transition } from '../../core/compare/confusion.ts';
import type { Scores } from '../../core/compare/scores.ts';
import type { ClassKey, NamedClass } from '../../core/dataset/classNaming.ts';
import type { ClassMapTroubles } from '../../core/dataset/facts.ts';

/** What is compared with what. */
export interface CompareRequest {
  /** A mask, or a folder of masks; absolute. */
  readonly truth: string;
  /** Of the same kind; absolute. */
  readonly prediction: string;
  /** A class map, absolute, or the name of a preset; null: the nearest one in the truth's folder and above it, if any. */
  readonly classMap: string | null;
  /** Ids that are void; null: those of the class map, or 255 where nothing names classes, unless masks are black and white. */
  readonly voidIds: readonly number[] | null;
  /** Whether outlines are compared as well. */
  readonly isBoundary: boolean;
}

/** Two files that are compared. */
export interface MaskPair {
  /** What both paths have in common: relative, without extension, parts separated by `/`. */
  readonly name: string;
  /** Absolute. */
  readonly truth: string;
  /** Absolute. */
  readonly prediction: string;
}

/** How the masks of two folders belong together. */
export interface MaskPairs {
  /** By name of the truth's path. */
  readonly pairs: readonly MaskPair[];
  /** Masks of the truth that have no prediction; relative. */
  readonly unpredicted: readonly string[];
  /** Predictions that have no truth; relative. */
  readonly unknown: readonly string[];
  readonly leftOut: LeftOutMasks;
}

/** What the two folders hold besides, together, and what is not looked into. */
export interface LeftOutMasks {
  /** Links to folders. */
  readonly linked: number;
  /** Folders and PNG files whose names begin with a dot. */
  readonly hidden: number;
}

/** Two masks that were compared. Plain data. */
export interface ComparedMasks extends ComparedPair {
  readonly name: string;
}

/** A pair that cannot be compared. */
export interface UncomparedMasks {
  readonly name: string;
  /** Of the file that is to blame. */
  readonly path: string;
  /** A sentence in English. */
  readonly problem: string;
  /** With these the sentence can be translated; null for errors without. */
  readonly code: string | null;
  readonly details: Readonly<Record<string, string | number>>;
}

/** The scores of one pair. */
export interface PairScores {
  readonly name: string;
  readonly scores: Scores;
  /** Mean over the classes of their boundary F; null unless it was asked for and a class has one. */
  readonly boundaryF: number | null;
}

/** What a comparison amounts to. */
export interface Comparison extends ClassMapTroubles {
  /** Of all pairs together. */
  readonly scores: Scores;
  readonly classes: readonly NamedClass[];
  readonly cells: readonly Transition[];
  /** Mean of each class's boundary F over the masks that have the class in truth or prediction. */
  readonly boundaries: readonly { readonly key: ClassKey; readonly f: number; readonly masks: number }[];
  /** Mean of those; null where there is none. */
  readonly meanBoundaryF: number | null;
  /** The worst first: by mean IoU, those without one last; then by name. */
  readonly pairs: readonly PairScores[];
  readonly failed: readonly UncomparedMasks[];
  readonly unpredicted: readonly string[];
  readonly unknown: readonly string[];
  readonly leftOut: LeftOutMasks;
  /** Path of the class map, or the name of a preset; null where there is none. */
  readonly classMap: string | null;
  /** Classes that count as void. */
  readonly voids: readonly ClassKey[];
  readonly isCancelled: boolean;
}

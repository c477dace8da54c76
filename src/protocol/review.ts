import type { ReviewProgress } from '../core/review/reviewSession.ts';
import type { Verdict } from '../core/review/tag.ts';
import type { ReviewStrings } from './reviewStrings.ts';

/**
 * What keys and buttons do in a review; steps are those of the panel of pairs. `focus`: the page is to have the keyboard,
 * which alone tells a held key from one that is pressed again.
 */
export type ReviewAction = 'accept' | 'reject' | 'explain' | 'undo' | 'showLabels' | 'save' | 'leave' | 'focus';

/** A tag as the bar shows it. Names, reasons and notes may hold anything. */
export interface ShownTag {
  readonly reviewer: string;
  readonly verdict: Verdict;
  readonly reason: string;
  readonly note: string;
  readonly isStale: boolean;
}

/** All that the bar of a review shows. */
export interface ReviewBarState {
  readonly strings: ReviewStrings;
  readonly reviewer: string;
  readonly progress: ReviewProgress;
  /** Place of the pair among those of the review, from 0. */
  readonly at: number;
  /** The pair is on the screen: only then it can be tagged. */
  readonly isShown: boolean;
  /** Of the pair that is shown, by the reviewer; null where there is none. */
  readonly own: ShownTag | null;
  /** Of the pair that is shown, by the others; null while they are not asked for: they could sway the reviewer. */
  readonly others: readonly ShownTag[] | null;
  readonly canExplain: boolean;
  readonly canUndo: boolean;
  /** A translated sentence about tags that could not be written; empty where all is well. */
  readonly problem: string;
  /** What has happened, translated, for the screen reader. */
  readonly spoken: string;
  /** The eye is told, too, and not by other parts of the page. */
  readonly isSeen: boolean;
}

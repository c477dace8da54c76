import type * as vscode from 'vscode';

/** The view of the panel of pairs. Its name begins like that of the mask editors, whose menus it has. */
export const PAIRS_VIEW = 'maskscope.maskPairs';

/** A pair to be looked at. Its original is found by the editor that shows it. */
export interface ListedPair {
  /** Unique in its list; shown to the user. */
  readonly name: string;
  readonly mask: vscode.Uri;
}

/** Pairs in the order in which they are stepped through. */
export interface PairList {
  /** What they have in common, translated: `val of VOC2012`. */
  readonly title: string;
  readonly pairs: readonly ListedPair[];
}

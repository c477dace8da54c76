/**
 * Every text that the bar of a review has, in English. The host passes each through `vscode.l10n.t` (the English text is the
 * key of the l10n bundle) and sends the result along.
 */
export const REVIEW_STRINGS = {
  review: 'Review',
  accept: 'True',
  reject: 'False',
  explain: 'Reason…',
  undo: 'Undo Tag',
  showLabels: 'Current Labels',
  save: 'Save Tags',
  leave: 'Leave Review',
  accepted: 'Accepted',
  rejected: 'Rejected',
  unreviewed: 'Not reviewed yet',
  stale: 'the mask has changed since',
  done: '{0} of {1} reviewed',
  counts: 'accepted {0} · rejected {1} · left {2}',
  rate: '{0} a minute',
  secondsLeft: '{0} s left',
  minutesLeft: '{0} min left',
  by: 'as {0}',
  nobody: 'No other reviewer has tagged this pair.',
} as const;

export type ReviewStrings = Readonly<Record<keyof typeof REVIEW_STRINGS, string>>;

/**
 * Every text that the page of a split has of its own, in English; what it shows of a split comes translated. The host
 * passes each through `vscode.l10n.t` (the English text is the key of the l10n bundle) and injects the result.
 */
export const SPLIT_STRINGS = {
  options: 'Options',
  actions: 'Actions',
  summary: 'Summary',
  previewProgress: 'Reading the dataset: {0} of {1} files, {2} a second',
  writeProgress: 'Writing: {0} of {1} files, {2} a second',
  timeLeft: '{0} s left',
  error: 'Error',
  warning: 'Warning',
  information: 'Note',
} as const;

export type SplitStrings = Readonly<Record<keyof typeof SPLIT_STRINGS, string>>;

/**
 * Every text of the page of a class's colours, in English. The host passes each through `vscode.l10n.t` (the English text is
 * the key of the l10n bundle) and injects the result.
 */
export const COLOURS_STRINGS = {
  loading: 'Loading…',
  problem: 'The colours cannot be shown: {0}',
  save: 'Save as CSV or JSON…',
  copyAll: 'Copy All as CSV',
  copyHex: 'Copy {0}',
  actions: 'Actions',
  colour: 'Colour',
  name: 'Nearest name',
  difference: 'CIEDE2000',
  share: 'Share',
  pixels: 'Pixels',
  copy: 'Copy',
  counted: '{0} px in {1} files',
  none: 'No pixel of the chosen classes counts.',
  unread: 'Not read: {0}',
  more: '{0} more colours of few pixels are in the CSV.',
} as const;

export type ColoursStrings = Readonly<Record<keyof typeof COLOURS_STRINGS, string>>;

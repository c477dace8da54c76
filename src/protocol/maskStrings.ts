/**
 * Every text of the mask webview, in English. The host passes each through `vscode.l10n.t` (the English text is the
 * key of the l10n bundle) and injects the result. Placeholders are `{0}`, `{1}` …
 */
export const MASK_STRINGS = {
  fit: 'Fit',
  actualSize: '1:1',
} as const;

export type MaskStringKey = keyof typeof MASK_STRINGS;
export type MaskStrings = Readonly<Record<MaskStringKey, string>>;

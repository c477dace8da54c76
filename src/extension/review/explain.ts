import * as vscode from 'vscode';
import { usualReasons } from './reviewTexts.ts';

interface ReasonItem extends vscode.QuickPickItem {
  readonly texts: { readonly reason?: string; readonly note?: string };
}

/** Whether text goes on behind a digit: that is no choice of a reason any more. */
function isNote(value: string): boolean {
  return /^\s*\d/.test(value) && !/^\s*\d+\s*$/.test(value);
}

/**
 * Asks why a pair was rejected: a digit and Enter take its reason; anything else that is typed and fits no reason becomes
 * the note, also where it begins with a digit.
 *
 * @param folder of the dataset, for its settings
 * @returns undefined where the user gave up
 */
export function askReason(
  folder: vscode.Uri,
  name: string,
  before: { readonly reason: string; readonly note: string },
): Promise<ReasonItem['texts'] | undefined> {
  const settings = vscode.workspace.getConfiguration('maskscope.review', folder);
  const configured = settings.get<readonly unknown[]>('reasons', []);
  const named = configured.filter((reason) => typeof reason === 'string' && reason.trim() !== '') as string[];
  const reasons = (named.length > 0 ? named : usualReasons()).map((reason, at): ReasonItem => {
    const isCurrent = reason === before.reason;
    return { label: `${at + 1}  ${reason}`, description: isCurrent ? vscode.l10n.t('now') : '', texts: { reason } };
  });
  const none: ReasonItem = { label: `0  ${vscode.l10n.t('No reason and no note')}`, texts: { reason: '', note: '' } };
  const picker = vscode.window.createQuickPick<ReasonItem>();
  picker.title = vscode.l10n.t('Why is {0} rejected?', name);
  picker.placeholder =
    before.note === '' ? vscode.l10n.t('A digit and Enter take a reason; any other text is a note') : before.note;
  const all = before.reason === '' && before.note === '' ? reasons : [...reasons, none];
  picker.items = all;
  return new Promise((resolve) => {
    const finish = (texts: ReasonItem['texts'] | undefined): void => {
      resolve(texts);
      picker.dispose();
    };
    picker.onDidChangeValue((value) => {
      const note: ReasonItem = { label: vscode.l10n.t('Note: {0}', value), alwaysShow: true, texts: { note: value } };
      // Reasons keep their places: the window tells by these what was chosen, maybe from items that are replaced meanwhile.
      picker.items = value.trim() === '' ? all : isNote(value) ? [note] : [...all, note];
    });
    picker.onDidAccept(() => {
      const { value } = picker;
      if (isNote(value)) return finish({ note: value });
      const texts = picker.selectedItems[0]?.texts;
      finish(texts?.note === undefined || texts.reason !== undefined ? texts : { note: value });
    });
    picker.onDidHide(() => finish(undefined));
    picker.show();
  });
}

import * as vscode from 'vscode';
import { usualReasons } from './reviewTexts.ts';

interface ReasonItem extends vscode.QuickPickItem {
  readonly texts: { readonly reason?: string; readonly note?: string };
}

/** A number behind which there is nothing more. */
const NUMBER = /^\s*\d+\s*$/;

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
    const finish = (item: ReasonItem | undefined): void => {
      resolve(item?.texts);
      picker.dispose();
    };
    picker.onDidChangeValue((value) => {
      const note: ReasonItem = { label: vscode.l10n.t('Note: {0}', value), alwaysShow: true, texts: { note: value } };
      if (value.trim() === '') picker.items = all;
      else if (NUMBER.test(value)) {
        const meant = all.filter(({ label }) => label.startsWith(`${value.trim()}  `));
        picker.items = [...meant.map((item) => ({ ...item, alwaysShow: true })), note];
      }
      // What goes on behind a digit is no choice of a reason any more.
      else picker.items = /^\s*\d/.test(value) ? [note] : [...all, note];
    });
    picker.onDidAccept(() => finish(picker.selectedItems[0]));
    picker.onDidHide(() => finish(undefined));
    picker.show();
  });
}

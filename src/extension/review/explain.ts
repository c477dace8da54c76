import * as vscode from 'vscode';
import { usualReasons } from './reviewTexts.ts';

interface ReasonItem extends vscode.QuickPickItem {
  readonly texts: { readonly reason?: string; readonly note?: string };
}

/**
 * Asks why a pair was rejected: a digit takes its reason at once; anything else that is typed and fits no reason becomes the
 * note.
 *
 * @returns undefined where the user gave up
 */
export function askReason(
  name: string,
  before: { readonly reason: string; readonly note: string },
): Promise<ReasonItem['texts'] | undefined> {
  const configured = vscode.workspace.getConfiguration('maskscope.review').get<readonly unknown[]>('reasons', []);
  const named = configured.filter((reason) => typeof reason === 'string' && reason.trim() !== '') as string[];
  const reasons = (named.length > 0 ? named : usualReasons()).map((reason, at): ReasonItem => {
    const isCurrent = reason === before.reason;
    return { label: `${at + 1}  ${reason}`, description: isCurrent ? vscode.l10n.t('now') : '', texts: { reason } };
  });
  const none: ReasonItem = { label: `0  ${vscode.l10n.t('No reason and no note')}`, texts: { reason: '', note: '' } };
  const picker = vscode.window.createQuickPick<ReasonItem>();
  picker.title = vscode.l10n.t('Why is {0} rejected?', name);
  picker.placeholder =
    before.note === '' ? vscode.l10n.t('A digit takes a reason; any other text is a note') : before.note;
  const all = before.reason === '' && before.note === '' ? reasons : [...reasons, none];
  picker.items = all;
  return new Promise((resolve) => {
    const finish = (item: ReasonItem | undefined): void => {
      resolve(item?.texts);
      picker.dispose();
    };
    picker.onDidChangeValue((value) => {
      const digit = /^\d$/.exec(value)?.[0];
      const meant = digit === undefined ? undefined : all.find(({ label }) => label.startsWith(`${digit}  `));
      if (meant !== undefined) return finish(meant);
      const note: ReasonItem = { label: vscode.l10n.t('Note: {0}', value), alwaysShow: true, texts: { note: value } };
      picker.items = value.trim() === '' ? all : [...all, note];
    });
    picker.onDidAccept(() => finish(picker.selectedItems[0]));
    picker.onDidHide(() => finish(undefined));
    picker.show();
  });
}

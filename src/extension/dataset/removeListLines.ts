import * as vscode from 'vscode';
import { numberText } from '../page/numberText.ts';
import type { Dataset } from './dataset.ts';
import { applyAfterPreview, documentToAmend } from './textAmendments.ts';

/** Lines, from 1, that leave a split list. */
export interface LeavingLines {
  /** Path in the dataset. */
  readonly list: string;
  readonly lines: readonly number[];
}

/** Takes lines out of split lists, once the user has seen which. */
export async function removeListLines(
  dataset: Dataset,
  leaving: readonly LeavingLines[],
  reason: string,
): Promise<void> {
  const byList = new Map<string, Set<number>>();
  for (const { list, lines } of leaving) byList.set(list, new Set([...(byList.get(list) ?? []), ...lines]));
  const edit = new vscode.WorkspaceEdit();
  const documents: vscode.TextDocument[] = [];
  let count = 0;
  for (const [list, lines] of byList) {
    const document = await documentToAmend(vscode.Uri.joinPath(dataset.folder, ...list.split('/')));
    documents.push(document);
    for (const line of lines) {
      if (line < 1 || line > document.lineCount) continue;
      const { rangeIncludingLineBreak } = document.lineAt(line - 1);
      edit.delete(document.uri, rangeIncludingLineBreak, { needsConfirmation: true, label: reason });
      count++;
    }
  }
  if (count === 0 || !(await applyAfterPreview(edit, documents))) return;
  const message =
    count === 1 ? vscode.l10n.t('1 line was removed.') : vscode.l10n.t('{0} lines were removed.', numberText(count));
  vscode.window.setStatusBarMessage(message, 8000);
  await dataset.scan();
}

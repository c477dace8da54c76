import * as vscode from 'vscode';
import type { StepUi } from '../batch/stepUi.ts';
import { numberText } from '../page/numberText.ts';
import type { Dataset } from './dataset.ts';
import { amendAfterPreview, documentToAmend, type Amendment } from './textAmendments.ts';

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
  title: string,
  ui: StepUi,
): Promise<void> {
  const byList = new Map<string, Set<number>>();
  for (const { list, lines } of leaving) byList.set(list, new Set([...(byList.get(list) ?? []), ...lines]));
  const amendments: Amendment[] = [];
  for (const [list, lines] of byList) {
    const document = await documentToAmend(vscode.Uri.joinPath(dataset.folder, ...list.split('/')));
    amendments.push({ document, edits: withoutLines(document, lines) });
  }
  const count = amendments.reduce((sum, { edits }) => sum + edits.length, 0);
  if (count === 0) return;
  const consent = count === 1 ? vscode.l10n.t('Remove 1 Line') : vscode.l10n.t('Remove {0} Lines', numberText(count));
  if (await amendAfterPreview(amendments, { title, consent, ui })) await dataset.scan();
}

function withoutLines(document: vscode.TextDocument, lines: ReadonlySet<number>): Amendment['edits'] {
  return [...lines]
    .filter((line) => line >= 1 && line <= document.lineCount)
    .map((line) => {
      const { start, end } = document.lineAt(line - 1).rangeIncludingLineBreak;
      return { start: document.offsetAt(start), end: document.offsetAt(end), text: '' };
    });
}

import * as vscode from 'vscode';
import { askOnce } from '../../jobs/batchChild.ts';
import type { BatchReply } from '../../jobs/batchMessages.ts';
import type { OwnProcessOptions } from '../../jobs/ownProcess.ts';
import { numberText } from '../page/numberText.ts';

/** What is done about an interrupted batch; null: nothing for now. */
export type InterruptedChoice = 'finish' | 'undo' | null;

/**
 * Tells of an interrupted batch and asks what to do about it. One that was finished or undone meanwhile is not told.
 *
 * @param root where its journal lies
 */
export async function askAboutInterrupted(
  root: string,
  options: Pick<OwnProcessOptions<BatchReply>, 'script' | 'log'>,
): Promise<InterruptedChoice> {
  const { batches } = await askOnce(options, { type: 'findUndoable', folders: [root] }, 'undoable');
  const batch = batches.find((one) => one.root === root && !one.isFinished);
  if (batch === undefined) return null;
  const { survey } = await askOnce(options, { type: 'surveyUndo', batch, unsaved: [] }, 'survey');
  const finish = vscode.l10n.t('Finish…');
  const undo = vscode.l10n.t('Undo…');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      'A batch in {0} was interrupted: {1} of {2} files are written.',
      vscode.workspace.asRelativePath(root),
      numberText(batch.files - survey.asBefore),
      numberText(batch.files),
    ),
    finish,
    undo,
  );
  return answer === finish ? 'finish' : answer === undo ? 'undo' : null;
}

import type * as vscode from 'vscode';
import { rememberJournal } from '../batch/journalPlaces.ts';
import { undoAt } from '../batch/undoAt.ts';
import { PicturesPanel, type PicturesServices, type PreviewedAnswers } from './picturesPanel.ts';

/** Opens the preview of files of pairs, which are written in a batch that can be taken back. */
export function openPicturesPanel<Answers extends PreviewedAnswers>(
  answers: Answers,
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  own: Pick<PicturesServices<Answers>, 'setupOf' | 'requestOf' | 'changeOptions'>,
): PicturesPanel<Answers> {
  return new PicturesPanel(
    {
      ...{ extensionUri: context.extensionUri, log, script: context.asAbsolutePath('dist/pairsProcess.js'), ...own },
      onWrite: (root) => rememberJournal(context.workspaceState, root),
      undo: undoAt,
    },
    answers,
  );
}

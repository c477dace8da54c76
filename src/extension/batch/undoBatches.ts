import * as vscode from 'vscode';
import { askOnce } from '../../jobs/batchChild.ts';
import type { OwnProcessOptions } from '../../jobs/ownProcess.ts';
import type { BatchCall, BatchReply } from '../../jobs/batchMessages.ts';
import type { UndoableBatch } from '../../jobs/undo.ts';
import type { FileGroup, UndoSurvey } from '../../jobs/undoSurvey.ts';
import { findingFacts } from './findingTexts.ts';
import type { BatchAnswers } from './batchSteps.ts';
import { numberText } from '../page/numberText.ts';
import { unsavedFiles } from './unsavedFiles.ts';

export interface UndoServices {
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
  /** Chooses among several batches; undefined where the user gave up. */
  readonly choose: (batches: readonly UndoableBatch[]) => Promise<UndoableBatch | undefined>;
}

/** What an undo did. */
export interface UndoReport {
  readonly restored: number;
  readonly refused: number;
  /** Where its journal lies, and the folder of the batch in it. */
  readonly batch: Pick<UndoableBatch, 'root' | 'folder'>;
  /** Files that were left alone; absolute. */
  readonly left: readonly string[];
  /** In a sentence. */
  readonly message: string;
}

/**
 * Takes a batch back, after it has said which files and bytes that concerns and the user has agreed.
 *
 * @param folders where journals are looked for: in them, below and above
 * @param root only the batch whose journal lies in this folder; null: the user chooses where there are several
 * @returns null where there is nothing to undo, or the user gave up
 */
export async function undoLastBatch(
  folders: readonly string[],
  root: string | null,
  { script, log, choose }: UndoServices,
): Promise<UndoReport | null> {
  const options = { script, log: (text: string) => log.warn(`undo: ${text}`) };
  const ask = <T extends BatchReply['type']>(title: string, call: BatchCall, type: T) =>
    withProgress(title, options, call, type);
  const found = await ask(vscode.l10n.t('Looking for batches'), { type: 'findUndoable', folders }, 'undoable');
  const batches = root === null ? found.batches : found.batches.filter((batch) => batch.root === root);
  if (batches.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('There is no batch to undo.'));
    return null;
  }
  const batch = batches.length === 1 ? batches[0] : await choose(batches);
  if (batch === undefined) return null;
  const examining = vscode.l10n.t('Examining what the undo restores');
  const { survey } = await ask(examining, { type: 'surveyUndo', batch, unsaved: unsavedFiles() }, 'survey');
  const agreement = await confirmed(batch, survey);
  if (agreement === null) return null;
  const { outcome } = await ask(
    vscode.l10n.t('Undoing the batch'),
    { type: 'undo', batch, isForced: agreement.isForced, unsaved: unsavedFiles() },
    'undone',
  );
  for (const { path, finding } of outcome.refused) {
    const { message, advice } = findingFacts(finding, NO_ANSWERS);
    log.warn(`undo: ${path}: ${message} ${advice}`.trimEnd());
  }
  const refused = outcome.refused.length;
  const message =
    outcome.restored === 1
      ? vscode.l10n.t('1 file is as before the batch, {1} were left alone.', numberText(outcome.restored), refused)
      : vscode.l10n.t('{0} files are as before the batch, {1} were left alone.', numberText(outcome.restored), refused);
  log.info(`undo: ${message}`);
  const details = vscode.l10n.t('Show Details');
  if (refused === 0) void vscode.window.showInformationMessage(message);
  else {
    void vscode.window.showWarningMessage(message, details).then((answer) => {
      if (answer === details) log.show();
    });
  }
  const left = outcome.refused.map(({ path }) => path);
  return { restored: outcome.restored, refused, batch, left, message };
}

/** Files that the question names. */
const MOST_LISTED = 5;

/** Findings of an undo depend on no options. */
const NO_ANSWERS: BatchAnswers = {
  work: { kind: 'border', options: { kind: 'remove', voidId: 255, within: 1 } },
  inputs: [],
  workingFolder: '/',
  target: { kind: 'inPlace' },
  isRepeated: false,
  names: null,
};

/** Says what the undo restores and asks; null where the user gave up. */
async function confirmed(batch: UndoableBatch, survey: UndoSurvey): Promise<{ readonly isForced: boolean } | null> {
  const undo = vscode.l10n.t('Undo');
  const lose = vscode.l10n.t('Undo and Lose Changes');
  const { kept, missing, changed, unsaved, asBefore } = survey;
  const lines = [
    ...keptLine(batch, kept),
    ...(missing.files.length > 0
      ? [
          missing.files.length === 1
            ? vscode.l10n.t('1 file that was deleted since is put back ({1}).', ...sizesOf(missing))
            : vscode.l10n.t('{0} files that were deleted since are put back ({1}).', ...sizesOf(missing)),
        ]
      : []),
    ...(asBefore > 0
      ? [
          asBefore === 1
            ? vscode.l10n.t('1 file is as before already.', numberText(asBefore))
            : vscode.l10n.t('{0} files are as before already.', numberText(asBefore)),
        ]
      : []),
    ...(changed.files.length > 0
      ? [
          changed.files.length === 1
            ? vscode.l10n.t(
                '1 file changed since ({1}); it is left alone unless you lose its changes:',
                ...sizesOf(changed),
              )
            : vscode.l10n.t(
                '{0} files changed since ({1}); they are left alone unless you lose their changes:',
                ...sizesOf(changed),
              ),
          ...listed(changed.files),
        ]
      : []),
    ...(unsaved.length > 0
      ? [
          vscode.l10n.t(
            '{0} files are open with unsaved changes; they are left alone, and can be undone once they are saved or closed:',
            numberText(unsaved.length),
          ),
          ...listed(unsaved),
        ]
      : []),
    '',
    `${describeTime(batch)}: ${batch.command}`,
  ];
  const question = vscode.l10n.t('Undo the last batch in {0}?', vscode.workspace.asRelativePath(batch.root));
  const hasOthers = kept.files.length + missing.files.length > 0;
  const buttons = changed.files.length === 0 ? [undo] : hasOthers ? [undo, lose] : [lose];
  const answer = await vscode.window.showWarningMessage(
    question,
    { modal: true, detail: lines.join('\n') },
    ...buttons,
  );
  if (answer === undefined) return null;
  return { isForced: answer === lose };
}

/** What happens to the files that are as the batch left them; nothing is said of none. */
function keptLine({ target }: UndoableBatch, kept: FileGroup): string[] {
  const isOne = kept.files.length === 1;
  if (kept.files.length === 0) return [];
  if (target === 'inPlace') {
    return [
      isOne
        ? vscode.l10n.t('1 file gets its old bytes back ({1}).', ...sizesOf(kept))
        : vscode.l10n.t('{0} files get their old bytes back ({1}).', ...sizesOf(kept)),
    ];
  }
  return [
    isOne
      ? vscode.l10n.t('1 file that the batch wrote is deleted ({1}).', ...sizesOf(kept))
      : vscode.l10n.t('{0} files that the batch wrote are deleted ({1}).', ...sizesOf(kept)),
  ];
}

/** How many files, and how many bytes of them. */
function sizesOf({ files, bytes }: FileGroup): [count: string, size: string] {
  return [numberText(files.length), formatBytes(bytes)];
}

function listed(paths: readonly string[]): string[] {
  return [
    ...paths.slice(0, MOST_LISTED).map((path) => vscode.workspace.asRelativePath(path)),
    ...(paths.length > MOST_LISTED ? ['…'] : []),
  ];
}

/** When a batch began, and whether it came to its end. */
export function describeTime({ started, isFinished }: UndoableBatch): string {
  const time = new Date(started).toLocaleString(vscode.env.language);
  return isFinished ? time : vscode.l10n.t('{0}, interrupted', time);
}

function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  for (; size >= 1000 && unit < units.length - 1; unit++) size /= 1000;
  return `${new Intl.NumberFormat(vscode.env.language, { maximumFractionDigits: 1 }).format(size)} ${units[unit]}`;
}

function withProgress<T extends BatchReply['type']>(
  title: string,
  options: Pick<OwnProcessOptions<BatchReply>, 'script' | 'log'>,
  call: BatchCall,
  type: T,
): Thenable<Extract<BatchReply, { readonly type: T }>> {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, (progress) => {
    let percent = 0;
    const onProgress = (reply: BatchReply): void => {
      if (reply.type !== 'progress') return;
      const { done, total } = reply.progress;
      const now = total === 0 ? 100 : (100 * done) / total;
      progress.report({
        message: vscode.l10n.t('{0} of {1}', numberText(done), numberText(total)),
        increment: now - percent,
      });
      percent = now;
    };
    return askOnce({ ...options, onProgress }, call, type);
  });
}

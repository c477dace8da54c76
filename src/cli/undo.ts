import { realpathSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { escapeControls } from '../core/identify/report.ts';
import { isForbidden } from '../jobs/batchRules.ts';
import { findLastBatch, undoBatch, type UndoableBatch } from '../jobs/undo.ts';
import { failed } from './batchCommand.ts';
import { showProgress } from './terminal.ts';
import { filesText } from './batchTexts.ts';
import { parseCommandLine } from './commandLine.ts';
import { printOutput, reportError } from './output.ts';
import { UsageError } from './usageError.ts';

/** `maskscope undo`. Returns the exit status. */
export async function runUndo(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine('undo', args, {
    force: { type: 'boolean' },
    yes: { type: 'boolean', short: 'y' },
    'dry-run': { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  if (files.length > 1) throw new UsageError('give one folder', 'undo');
  let root: string | null = null;
  try {
    const folder = realpathSync(files[0] ?? '.');
    const batch = findLastBatch(folder);
    root = batch?.root ?? null;
    if (batch === null) {
      reportError(`${files[0] ?? '.'}: no batch is left to undo here`);
      return 1;
    }
    printOutput(describe(batch));
    if (values['dry-run'] === true) return 0;
    if (values.yes !== true && !(await isConfirmed())) {
      reportError('nothing was undone; give --yes to undo');
      return 1;
    }
    const { restored, removed, recreated, refused } = await undoBatch(batch, {
      isForced: values.force === true,
      onProgress: showProgress,
    });
    for (const { path, finding } of refused) reportError(`${path}: ${finding.message} ${finding.advice}`.trimEnd());
    if (recreated > 0) printOutput(`${filesText(recreated)} put back that had been deleted since.\n`);
    const parts = [
      ...(batch.target === 'folder' ? [`${filesText(removed)} removed`] : []),
      ...(batch.target === 'inPlace' || restored > removed ? [`${filesText(restored - removed)} as before`] : []),
      `${refused.length} left alone`,
    ];
    printOutput(`${parts.join(', ')}.\n`);
    return refused.length === 0 ? 0 : 1;
  } catch (error) {
    // Not even the lock of the journal could be made.
    if (root === null || !isForbidden((error as NodeJS.ErrnoException).code)) return failed(error);
    reportError(`${root}: You have no permission to write here; change the permissions and undo again`);
    return 1;
  }
}

function describe({ command, started, isFinished, target, files, replaced, root }: UndoableBatch): string {
  const back = (count: number): string =>
    `up to ${filesText(count)} given ${count === 1 ? 'its' : 'their'} old bytes back`;
  const deleted = `up to ${filesText(files - replaced)} deleted`;
  const what = target === 'inPlace' ? back(files) : replaced === 0 ? deleted : `${deleted}, ${back(replaced)}`;
  const when = `${started.replace('T', ' ').slice(0, 16)} UTC${isFinished ? '' : ', interrupted'}`;
  return `${escapeControls(command)}\n(${when}) in ${escapeControls(root)}: ${what}.\n`;
}

async function isConfirmed(): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(?:es)?$/i.test((await lines.question('Undo it? [y/N] ')).trim());
  } finally {
    lines.close();
  }
}

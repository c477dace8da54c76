import { realpathSync } from 'node:fs';
import { BatchJob, type BatchOutcome, type BatchPlan } from '../jobs/batch.ts';
import { InputProblem } from '../jobs/batchInputs.ts';
import { ConvertProblem } from '../jobs/labelboxConvertTypes.ts';
import { findingOf } from '../jobs/batchRules.ts';
import type { BatchRequest, FileResult, Finding, PlannedFile } from '../jobs/batchTypes.ts';
import { ReviewError } from '../core/review/problems.ts';
import { SplitError } from '../core/split/problems.ts';
import { JournalBusy, JournalDamaged } from '../platform/journal.ts';
import { describePlan, describeResult, describePlannedFile, filesText, formatBytes } from './batchTexts.ts';
import { describeProblem, GivenFileError } from './files.ts';
import { printOutput, reportError } from './output.ts';
import { InOrder } from './inOrder.ts';
import { cancelOnInterrupt, CLEAR_LINE, isAnsweredYes, showProgress } from './terminal.ts';
import { workerCount } from '../jobs/workerCount.ts';

export interface BatchSwitches {
  readonly isDryRun: boolean;
  /** Write without asking. */
  readonly isYes: boolean;
  /** JSON, one line a file. */
  readonly isJson: boolean;
}

/** Previews a batch, asks, and writes. Returns the exit status. */
export async function runBatchCommand(request: BatchRequest, switches: BatchSwitches): Promise<number> {
  let job: BatchJob;
  try {
    job = new BatchJob(request, {
      workers: workerCount(),
      workerScript: realpathSync(process.argv[1] ?? ''),
      onProgress: showProgress,
    });
  } catch (error) {
    return failed(error);
  }
  const stopWatching = cancelOnInterrupt(job);
  try {
    return await previewAndWrite(job, request, switches);
  } catch (error) {
    return failed(error);
  } finally {
    stopWatching();
    await job.close();
  }
}

async function previewAndWrite(job: BatchJob, request: BatchRequest, switches: BatchSwitches): Promise<number> {
  const { isJson } = switches;
  const order = new InOrder<PlannedFile>((file) => {
    if (isJson) printJson({ type: 'preview', ...file });
    else printOutput(describePlannedFile(file));
  });
  const plan = await job.preview((file) => order.add(file.index, file));
  order.finish();
  if (isJson) printJson({ type: 'plan', ...plan });
  else printOutput(describePlan(plan, request));

  const status = plan.counts.refused > 0 || plan.isCancelled ? 1 : 0;
  if (plan.isCancelled || switches.isDryRun || (plan.counts.write === 0 && plan.resumes === null)) return status;
  if (!switches.isYes && !(await isConfirmed(plan))) {
    reportError('nothing was written; give --yes to write');
    return 1;
  }
  const results = new Set<number>();
  const outcome = await job.write((result) => {
    results.add(result.index);
    if (isJson) printJson({ type: 'result', ...result });
    else if (result.status === 'refused') reportFindings(result);
  });
  return finish(outcome, plan, switches, request);
}

function finish(outcome: BatchOutcome, plan: BatchPlan, { isJson }: BatchSwitches, request: BatchRequest): number {
  if (isJson) {
    const { manifest, isCancelled } = outcome;
    printJson({ type: 'outcome', counts: countsOf(outcome.results), manifest, isCancelled });
  } else {
    printOutput(describeResult(outcome, plan, request.target));
  }
  const isWhole = outcome.results.every(({ status }) => status === 'written' || status === 'unchanged');
  return isWhole && plan.newFiles === 0 ? 0 : 1;
}

function countsOf(results: readonly FileResult[]): Record<FileResult['status'], number> {
  const counts = { written: 0, unchanged: 0, refused: 0, cancelled: 0 };
  for (const { status } of results) counts[status]++;
  return counts;
}

function reportFindings({ name, findings }: { readonly name: string; readonly findings: readonly Finding[] }): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
  for (const { message, advice } of findings) reportError(`${name}: ${message}${advice === '' ? '' : ` ${advice}`}`);
}

function isConfirmed({ counts, journalBytes }: BatchPlan): Promise<boolean> {
  const saved = journalBytes === 0 ? '' : `, keeping ${formatBytes(journalBytes)} of originals`;
  return isAnsweredYes(`Write ${filesText(counts.write)}${saved}? [y/N] `);
}

function printJson(value: object): void {
  printOutput(`${JSON.stringify(value)}\n`);
}

/** What a file's finding says where no space is left, and what to do; null for other errors. */
function fullDisk(error: unknown): string | null {
  const found = error instanceof Error ? findingOf(error, 'write') : null;
  return found?.rule === 'noSpace' ? `${found.message} ${found.advice}` : null;
}

/** Says why nothing, or nothing more, can be done; faults of ours are thrown on. */
export function failed(error: unknown): number {
  const ours = [InputProblem, ConvertProblem, SplitError, ReviewError, JournalBusy, JournalDamaged, GivenFileError];
  const isOurs = error instanceof Error && ours.some((one) => error instanceof one);
  const problem = isOurs ? error.message : (fullDisk(error) ?? describeProblem(error));
  if (problem === null) throw error;
  const { path } = error as NodeJS.ErrnoException;
  reportError(path === undefined || isOurs ? problem : `${path}: ${problem}`);
  return 1;
}

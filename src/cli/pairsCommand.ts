import { readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { PatternError } from '../core/dataset/layouts/pattern.ts';
import { linesOf } from '../core/formats/classMap.ts';
import { DatasetProblem } from '../jobs/dataset/datasetProblem.ts';
import { PairsJob } from '../jobs/pairs/pairsJob.ts';
import type { PairsTask } from '../jobs/pairs/pairsTasks.ts';
import type { PairsRequest, PairsSource } from '../jobs/pairs/pairsTypes.ts';
import { commandText } from '../jobs/commandText.ts';
import { workerCount } from '../jobs/workerCount.ts';
import { failed, type BatchSwitches } from './batchCommand.ts';
import { filesText } from './batchTexts.ts';
import { DATASET_OPTIONS, datasetRequest } from './datasetOptions.ts';
import { printOutput, reportError } from './output.ts';
import { pairsPlanText, pairsResultText, plannedItemText, writtenItemText } from './pairsTexts.ts';
import { cancelOnInterrupt, isAnsweredYes, showProgress } from './terminal.ts';
import { UsageError, type CommandName } from './usageError.ts';

/** Options of all commands that look at pairs. */
export const PAIRS_SOURCE_OPTIONS = {
  ...DATASET_OPTIONS,
  original: { type: 'string' },
  only: { type: 'string' },
  list: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  json: { type: 'boolean' },
} as const;

/** Options of all commands that make files of pairs. */
export const PAIRS_OPTIONS = {
  ...PAIRS_SOURCE_OPTIONS,
  output: { type: 'string', short: 'o' },
  'dry-run': { type: 'boolean' },
} as const;

type PairsValues = {
  readonly [K in keyof typeof PAIRS_OPTIONS]?: (typeof PAIRS_OPTIONS)[K]['type'] extends 'boolean'
    ? boolean | undefined
    : string | undefined;
};

/** What a command line asks for. */
export interface PairsOrder {
  readonly request: PairsRequest;
  readonly switches: BatchSwitches;
}

/** A command line as a request. Throws UsageError, and what the file system says of `--list`. */
export function pairsRequest(
  command: CommandName,
  args: readonly string[],
  { values, files }: { readonly values: PairsValues; readonly files: readonly string[] },
  task: PairsTask,
): PairsRequest {
  if (values.output === undefined || values.output === '') throw new UsageError('give a folder with -o', command);
  const [first] = files;
  if (first === undefined) throw new UsageError('give the folder of a dataset, or masks', command);
  const isFolder = statSync(first, { throwIfNoEntry: false })?.isDirectory() === true;
  const own = isFolder || files.length === 1 ? datasetRequest(command, values, [first]) : null;
  if (isFolder && files.length > 1) throw new UsageError('give one folder, or masks', command);
  if (isFolder && values.original !== undefined) throw new UsageError('--original goes with one mask', command);
  const source = isFolder
    ? ({ kind: 'dataset', folder: resolve(first), layout: own?.layout ?? {}, names: namesOf(command, values) } as const)
    : filesSource(command, values, files);
  const classMap = own?.classMap ?? datasetRequest(command, values, [first]).classMap;
  return { source, classMap, task, folder: resolve(values.output), command: commandText([command, ...args]) };
}

function namesOf(command: CommandName, { only, list }: PairsValues): string[] | null {
  if (only !== undefined && list !== undefined) throw new UsageError('give --only or --list, not both', command);
  if (only !== undefined) return only.split(',').map((name) => name.trim());
  if (list === undefined) return null;
  return linesOf(readFileSync(list, 'utf8'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function filesSource(
  command: CommandName,
  { original, only, list }: PairsValues,
  files: readonly string[],
): PairsSource {
  if (only !== undefined || list !== undefined) {
    throw new UsageError('--only and --list choose pairs of a dataset: give its folder', command);
  }
  if (original !== undefined && files.length > 1) throw new UsageError('--original goes with one mask', command);
  const given = original === undefined ? null : resolve(original);
  return { kind: 'files', pairs: files.map((file) => ({ mask: resolve(file), original: given })) };
}

/** Previews, asks, and writes. Returns the exit status. */
export async function runPairsCommand(request: PairsRequest, switches: BatchSwitches): Promise<number> {
  const job = new PairsJob(request, {
    workers: workerCount(),
    workerScript: realpathSync(process.argv[1] ?? ''),
    onProgress: showProgress,
  });
  const stopWatching = cancelOnInterrupt(job);
  try {
    return await previewAndWrite(job, request, switches);
  } catch (error) {
    if (!(error instanceof DatasetProblem) && !(error instanceof PatternError)) return failed(error);
    reportError(error.message);
    return 1;
  } finally {
    stopWatching();
  }
}

async function previewAndWrite(
  job: PairsJob,
  request: PairsRequest,
  { isDryRun, isYes, isJson }: BatchSwitches,
): Promise<number> {
  const printJson = (type: string, value: object): void => printOutput(`${JSON.stringify({ type, ...value })}\n`);
  const plan = await job.preview((item) => {
    if (isJson) printJson('preview', item);
    else printOutput(plannedItemText(item));
  });
  if (isJson) printJson('plan', plan);
  else printOutput(pairsPlanText(plan));
  const status =
    plan.items.refused + plan.unknown.length + (request.source.kind === 'files' ? plan.unpaired.length : 0) > 0 ||
    plan.isCancelled
      ? 1
      : 0;
  const count = plan.files.write + plan.files.replace;
  if (plan.isCancelled || isDryRun || (count === 0 && plan.resumes === null)) return status;
  if (!isYes && !(await isAnsweredYes(`Write ${filesText(count)} to ${plan.root}? [y/N] `))) {
    reportError('nothing was written; give --yes to write');
    return 1;
  }
  const outcome = await job.write((item) => {
    if (isJson) printJson('result', item);
    else if (item.findings.length > 0) reportError(writtenItemText(item));
  });
  if (isJson) printJson('outcome', outcome);
  else printOutput(pairsResultText(outcome, plan));
  return outcome.isCancelled || outcome.refused > 0 ? 1 : status;
}

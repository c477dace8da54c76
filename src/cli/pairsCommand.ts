import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { PatternError } from '../core/dataset/layouts/pattern.ts';
import { linesOf } from '../core/formats/classMap.ts';
import { PNG_SIGNATURE } from '../core/png/signature.ts';
import { DatasetProblem } from '../jobs/dataset/datasetProblem.ts';
import { PairsJob } from '../jobs/pairs/pairsJob.ts';
import type { PairsTask } from '../jobs/pairs/pairsTasks.ts';
import type { PairsRequest, PairsSource, PlannedItem, WrittenItem } from '../jobs/pairs/pairsTypes.ts';
import { commandText } from '../jobs/commandText.ts';
import { workerCount } from '../jobs/workerCount.ts';
import { readHead } from '../platform/readHead.ts';
import { failed, type BatchSwitches } from './batchCommand.ts';
import { filesText } from './batchTexts.ts';
import { DATASET_OPTIONS, datasetRequest } from './datasetOptions.ts';
import { GivenFileError, givenFileProblem } from './files.ts';
import { printOutput, reportError } from './output.ts';
import { CommonFindings, pairsPlanText, pairsResultText, plannedItemText, writtenItemText } from './pairsTexts.ts';
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

/** A command line as a request. Throws UsageError, and GivenFileError for `--list`. */
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
    ? ({
        kind: 'dataset',
        folder: resolve(first),
        layout: own?.layout ?? {},
        names: namesOf(command, values, first),
      } as const)
    : filesSource(command, values, files);
  const classMap = own?.classMap ?? datasetRequest(command, values, [first]).classMap;
  return { source, classMap, task, folder: resolve(values.output), command: commandText([command, ...args]) };
}

/** A list is looked for in the current folder, then in that of the dataset, whose own lists examples name. */
function namesOf(command: CommandName, { only, list }: PairsValues, folder: string): string[] | null {
  if (only !== undefined && list !== undefined) throw new UsageError('give --only or --list, not both', command);
  if (only !== undefined) return only.split(',').map((name) => name.trim());
  if (list === undefined) return null;
  const path = [list, resolve(folder, list)].find((one) => existsSync(one)) ?? list;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw givenFileProblem(error, list, '--list');
  }
  return linesOf(text)
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

/**
 * Throws what the file system says of a folder or a mask that is not there, and GivenFileError where a mask is none by its
 * name and by its bytes: its original would be looked for in vain. One that is called a mask gets its finding when it is read.
 */
export function requireInputs(source: PairsSource): void {
  if (source.kind === 'dataset') {
    statSync(source.folder);
    return;
  }
  for (const { mask } of source.pairs) {
    const isOther = statSync(mask).isFile() && !/\.png$/i.test(mask) && !isPng(mask);
    if (isOther) throw new GivenFileError(`${mask}: This is no mask; a PNG is expected`);
  }
}

function isPng(path: string): boolean {
  const head = readHead(path, PNG_SIGNATURE.length);
  return PNG_SIGNATURE.every((byte, at) => head[at] === byte);
}

/** Runs what a command line asks for; null is its help, which is printed. Returns the exit status. Throws UsageError. */
export async function runPairsOrder(read: () => Promise<PairsOrder | null>): Promise<number> {
  let order: PairsOrder | null;
  try {
    order = await read();
  } catch (error) {
    return failed(error);
  }
  return order === null ? 0 : runPairsCommand(order.request, order.switches);
}

/** Takes what is known of a run as it becomes known: a preview and a result for each pair, the plan and the outcome. */
export type PairsReporter = (type: 'preview' | 'plan' | 'result' | 'outcome', value: object) => void;

const printJsonLine: PairsReporter = (type, value) => printOutput(`${JSON.stringify({ type, ...value })}\n`);

/**
 * Previews, asks, and writes. Returns the exit status.
 *
 * @param reportJson where JSON is asked for; a line each if absent
 */
export async function runPairsCommand(
  request: PairsRequest,
  switches: BatchSwitches,
  reportJson: PairsReporter = printJsonLine,
): Promise<number> {
  const job = new PairsJob(request, {
    workers: workerCount(),
    workerScript: realpathSync(process.argv[1] ?? ''),
    onProgress: showProgress,
  });
  const stopWatching = cancelOnInterrupt(job);
  try {
    requireInputs(request.source);
    return await previewAndWrite(job, request, switches, reportJson);
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
  reportJson: PairsReporter,
): Promise<number> {
  let isComplete = true;
  // A sheet is written without the pairs that could not be drawn.
  const look = ({ findings }: PlannedItem | WrittenItem): void => {
    if (findings.some(({ rule }) => rule === 'tileMissing')) isComplete = false;
  };
  const isOfFiles = request.source.kind === 'files';
  const common = new CommonFindings();
  const plan = await job.preview((item) => {
    look(item);
    if (isJson) reportJson('preview', item);
    else printOutput(plannedItemText(common.take(item)));
  });
  if (isJson) reportJson('plan', plan);
  else printOutput(common.text + pairsPlanText(plan, isOfFiles));
  const count = plan.files.write + plan.files.replace;
  const isNothing = count === 0 && plan.resumes === null;
  const isWhole = plan.items.refused + plan.unknown.length + (isOfFiles ? plan.unpaired.length : 0) === 0;
  // Pairs that have none of the chosen classes are looked at whole.
  if (!isWhole || plan.isCancelled || (isNothing && plan.items.nothing === 0)) isComplete = false;
  if (plan.isCancelled || isDryRun || isNothing) return isComplete ? 0 : 1;
  if (!isYes && !(await isAnsweredYes(`Write ${filesText(count)} to ${plan.root}? [y/N] `))) {
    reportError('nothing was written; give --yes to write');
    return 1;
  }
  const outcome = await job.write((item) => {
    look(item);
    if (isJson) return reportJson('result', item);
    const own = common.take(item);
    if (own.findings.length > 0) reportError(writtenItemText(own));
  });
  if (isJson) reportJson('outcome', outcome);
  else printOutput(pairsResultText(outcome, plan));
  return isComplete && !outcome.isCancelled && outcome.refused === 0 ? 0 : 1;
}

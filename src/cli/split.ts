import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MAX_SEED } from '../core/split/mersenneTwister.ts';
import { MAX_FOLDS, SPLIT_METHODS, type SplitOptions, type SplitShape } from '../core/split/makeSplit.ts';
import type { GroupBy } from '../core/split/groupKeys.ts';
import { LIST_FORMS } from '../core/split/namesFile.ts';
import type { DatasetFacts } from '../core/dataset/facts.ts';
import { commandText } from '../jobs/commandText.ts';
import { SplitJob } from '../jobs/splitJob.ts';
import type { SplitRequest } from '../jobs/splitTypes.ts';
import { failed, type BatchSwitches } from './batchCommand.ts';
import { isAnsweredYes } from './terminal.ts';
import { chosen, switchesOf, wholeNumber } from './batchOptions.ts';
import { filesText } from './batchTexts.ts';
import { parseCommandLine } from './commandLine.ts';
import { DATASET_OPTIONS, datasetRequest, scanDataset } from './datasetOptions.ts';
import { printOutput, reportError } from './output.ts';
import { splitPlanText, splitResultText } from './splitTexts.ts';
import { UsageError } from './usageError.ts';

const COMMAND = 'split';

/** `maskscope split`. Returns the exit status. */
export async function runSplit(args: readonly string[]): Promise<number> {
  if (args[0] === 'audit') return (await import('./splitAudit.ts')).runSplitAudit(args.slice(1));
  const commandLine = await parseCommandLine(COMMAND, args, {
    ...DATASET_OPTIONS,
    output: { type: 'string', short: 'o' },
    method: { type: 'string' },
    ratio: { type: 'string' },
    folds: { type: 'string' },
    seed: { type: 'string' },
    labels: { type: 'string' },
    stratify: { type: 'string' },
    'group-by': { type: 'string' },
    form: { type: 'string' },
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean', short: 'y' },
    json: { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const [source, ...others] = files;
  if (source === undefined || others.length > 0)
    throw new UsageError('give one file of names, or the folder of a dataset', COMMAND);
  if (values.output === undefined || values.output === '')
    throw new UsageError('give the folder of the lists with -o', COMMAND);
  const request: SplitRequest = {
    source: resolve(source),
    options: optionsOf(values),
    groupBy: values['group-by'] === undefined ? null : groupByOf(values['group-by']),
    labels: values.labels === undefined ? null : resolve(values.labels),
    form: values.form === undefined ? 'given' : chosen(COMMAND, '--form', values.form, LIST_FORMS),
    folder: resolve(values.output),
    command: commandText(['split', ...args]),
  };
  if (!statSync(request.source, { throwIfNoEntry: false })?.isDirectory())
    return run(request, null, switchesOf(values));
  const scan = await scanDataset(datasetRequest(COMMAND, values, files));
  return scan === null || scan.isCancelled ? 1 : run(request, scan.facts, switchesOf(values));
}

async function run(
  request: SplitRequest,
  dataset: DatasetFacts | null,
  { isDryRun, isYes, isJson }: BatchSwitches,
): Promise<number> {
  try {
    const job = new SplitJob(request, dataset);
    const plan = await job.plan();
    printOutput(isJson ? `${JSON.stringify({ type: 'plan', ...plan })}\n` : splitPlanText(plan, request));
    const count = [...plan.lists, plan.record].filter(({ state }) => state !== 'unchanged').length;
    if (isDryRun || (count === 0 && plan.resumes === null)) return 0;
    if (!isYes && !(await isAnsweredYes(`Write ${filesText(count)} to ${plan.root}? [y/N] `))) {
      reportError('nothing was written; give --yes to write');
      return 1;
    }
    const outcome = await job.write();
    printOutput(isJson ? `${JSON.stringify({ type: 'outcome', ...outcome })}\n` : splitResultText(outcome, plan));
    return 0;
  } catch (error) {
    return failed(error);
  }
}

interface OptionValues {
  readonly method?: string | undefined;
  readonly ratio?: string | undefined;
  readonly folds?: string | undefined;
  readonly seed?: string | undefined;
  readonly labels?: string | undefined;
  readonly stratify?: string | undefined;
  readonly 'group-by'?: string | undefined;
}

function optionsOf(values: OptionValues): SplitOptions {
  const { labels, stratify } = values;
  if (values.method === undefined) throw new UsageError(`say --method ${SPLIT_METHODS.join(', ')}`, COMMAND);
  if (values.seed === undefined) throw new UsageError('give a --seed, so that the split can be made again', COMMAND);
  const method = chosen(COMMAND, '--method', values.method, SPLIT_METHODS);
  if (labels !== undefined && method !== 'sklearn')
    throw new UsageError('--labels goes with --method sklearn', COMMAND);
  if (stratify !== undefined && method !== 'grouped')
    throw new UsageError('--stratify goes with --method grouped', COMMAND);
  if (values['group-by'] !== undefined && method === 'sklearn') {
    throw new UsageError('--group-by goes with --method grouped or stable', COMMAND);
  }
  return {
    method,
    shape: shapeOf(values),
    seed: wholeNumber(COMMAND, '--seed', values.seed, 0, MAX_SEED),
    stratify:
      labels !== undefined
        ? 'label'
        : stratify === undefined
          ? null
          : chosen(COMMAND, '--stratify', stratify, ['presence', 'pixels'] as const),
  };
}

function shapeOf({ ratio, folds }: OptionValues): SplitShape {
  if ((ratio === undefined) === (folds === undefined)) throw new UsageError('give --ratio or --folds', COMMAND);
  if (folds !== undefined) return { kind: 'folds', folds: wholeNumber(COMMAND, '--folds', folds, 2, MAX_FOLDS) };
  const parts = (ratio ?? '').split(',').map((part) => part.trim());
  if (parts.length < 2 || parts.length > 3 || !parts.every((part) => /^(?:\d+\.?\d*|\.\d+)$/.test(part))) {
    throw new UsageError(`--ratio '${ratio ?? ''}' is not two or three numbers with commas between them`, COMMAND);
  }
  return { kind: 'ratios', ratios: parts.map(Number) };
}

function groupByOf(text: string): GroupBy {
  if (text === 'folder' || text === 'sequence' || text === 'duplicates') return { kind: text };
  if (text === 'near-duplicates') return { kind: 'nearDuplicates' };
  const [, kind, rest = ''] = /^(regex|file):(.+)$/s.exec(text) ?? [];
  if (kind === 'regex') return { kind: 'pattern', pattern: rest };
  if (kind === 'file') return { kind: 'file', path: resolve(rest) };
  throw new UsageError(
    `--group-by is one of folder, sequence, duplicates, near-duplicates, regex:RE, file:TABLE, not '${text}'`,
    COMMAND,
  );
}

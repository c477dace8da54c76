import { realpathSync } from 'node:fs';
import { readFileSync } from 'node:fs';
import { PatternError } from '../core/dataset/layouts/pattern.ts';
import { givenNames, withoutExtension } from '../core/split/namesFile.ts';
import { DatasetProblem } from '../jobs/dataset/datasetProblem.ts';
import { describePairFinding, PAIR_RULES, type PairFinding } from '../jobs/pairs/pairRules.ts';
import { PairsJob } from '../jobs/pairs/pairsJob.ts';
import type { PairsOutcome, PairsPlan, PairsRequest, PlannedItem } from '../jobs/pairs/pairsTypes.ts';
import { workerCount } from '../jobs/workerCount.ts';
import { failed, type BatchSwitches } from './batchCommand.ts';
import { filesText } from './batchTexts.ts';
import { InOrder } from './inOrder.ts';
import { printOutput, reportError } from './output.ts';
import { cancelOnInterrupt, CLEAR_LINE, isAnsweredYes, showProgress } from './terminal.ts';
import { printableLines } from './textTable.ts';

/** Names and pairs that a line names before it stops counting them out. */
const LISTED = 10;

/** Previews files that are made of pairs, asks, and writes. Returns the exit status. */
export async function runPairs(request: PairsRequest, switches: BatchSwitches): Promise<number> {
  const job = new PairsJob(request, {
    workers: workerCount(),
    workerScript: realpathSync(process.argv[1] ?? ''),
    onProgress: showProgress,
  });
  const stopWatching = cancelOnInterrupt(job);
  try {
    return await previewAndWrite(job, switches);
  } catch (error) {
    if (!(error instanceof DatasetProblem || error instanceof PatternError)) return failed(error);
    reportError(error.message);
    return 1;
  } finally {
    stopWatching();
  }
}

async function previewAndWrite(job: PairsJob, { isJson, isDryRun, isYes }: BatchSwitches): Promise<number> {
  const order = new InOrder<PlannedItem>((item) => {
    if (isJson) printJson({ type: 'preview', ...item });
    else printOutput(itemText(item));
  });
  const plan = await job.preview((item) => order.add(item.index, item));
  order.finish();
  if (isJson) printJson({ type: 'plan', ...plan });
  else printOutput(planText(plan));
  const status = plan.items.refused > 0 || plan.isCancelled ? 1 : 0;
  if (plan.isCancelled || isDryRun || (plan.items.write === 0 && plan.resumes === null)) return status;
  const count = plan.files.write + plan.files.replace;
  if (!isYes && !(await isAnsweredYes(`Write ${filesText(count)} to ${plan.root}? [y/N] `))) {
    reportError('nothing was written; give --yes to write');
    return 1;
  }
  const outcome = await job.write((item) => {
    if (isJson) printJson({ type: 'result', ...item });
    else if (item.status === 'refused') reportFindings(item);
  });
  if (isJson) printJson({ type: 'outcome', ...outcome });
  else printOutput(outcomeText(outcome, plan));
  return outcome.isCancelled || outcome.refused > 0 ? 1 : status;
}

/** The names of a list; its lines may have extensions or paths of both files. */
export function namesIn(path: string): string[] {
  return givenNames(readFileSync(path, 'utf8')).map(withoutExtension);
}

function itemText({ name, status, files, findings }: PlannedItem): string {
  const [first] = files;
  const more = files.length > 2 ? ` and ${files.length - 1} more` : '';
  const other = files.length === 2 ? `, ${files[1]?.path ?? ''}` : '';
  const becomes =
    status === 'write' ? `→ ${first?.path ?? ''}${other}${more}` : status === 'refused' ? 'left out' : 'nothing to do';
  return printableLines([
    `${name}: ${becomes}`,
    ...findings.map((one) => `  ${severityOf(one)}: ${describePairFinding(one)}`),
  ]);
}

function severityOf({ rule }: PairFinding): string {
  return PAIR_RULES[rule].severity;
}

function planText({ root, classMap, items, files, wholeFiles, unpaired, unknown, resumes }: PairsPlan): string {
  const taken = wholeFiles.filter(({ state }) => state !== 'write' && state !== 'replace');
  return printableLines([
    '',
    `${pairsText(items.write)} become ${filesText(files.write + files.replace)} in ${root}; ${files.replace} of them replace those of an earlier run; ${pairsText(items.refused)} left out`,
    ...(classMap === null ? [] : [`Class map: ${classMap}`]),
    ...listed('Without original or mask', unpaired),
    ...listed('Named, but not there', unknown),
    ...taken.map(({ path }) => `Not written, since another file has that name: ${path}`),
    ...(resumes === null ? [] : ['An interrupted run of the same command is finished.']),
  ]);
}

function listed(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length > LISTED ? ', …' : '';
  return [`${what}, ${names.length}: ${names.slice(0, LISTED).join(', ')}${more}`];
}

function outcomeText({ written, unchanged, refused, isCancelled }: PairsOutcome, { root }: PairsPlan): string {
  return printableLines([
    `${filesText(written)} written, ${unchanged} as they should be already, ${pairsText(refused)} left out.`,
    isCancelled
      ? `Stopped: the same command finishes it; taken back by: maskscope undo ${root}`
      : `Taken back by: maskscope undo ${root}`,
  ]);
}

function reportFindings({
  name,
  findings,
}: {
  readonly name: string;
  readonly findings: readonly PairFinding[];
}): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
  for (const finding of findings) reportError(`${name}: ${describePairFinding(finding)}`);
}

function pairsText(count: number): string {
  return count === 1 ? '1 pair' : `${count} pairs`;
}

function printJson(value: object): void {
  printOutput(`${JSON.stringify(value)}\n`);
}

// The process of one split: reads names or scans a dataset, previews and writes lists, or judges lists that are there. It
// ends with its parent; what it was writing is journalled.
import { answerInTurn } from './answerInTurn.ts';
import { isMainThread } from 'node:worker_threads';
import type { DatasetFacts } from '../core/dataset/facts.ts';
import { PatternError } from '../core/dataset/layouts/pattern.ts';
import { SplitError } from '../core/split/problems.ts';
import { FileError } from '../platform/readFile.ts';
import { InputProblem } from './batchInputs.ts';
import { DatasetProblem } from './dataset/datasetProblem.ts';
import { DatasetScan } from './dataset/datasetScan.ts';
import { runScanWorker } from './dataset/scanWorker.ts';
import { ConvertProblem } from './labelboxConvertTypes.ts';
import { SplitJob } from './splitJob.ts';
import { judgeLists } from './splitLists.ts';
import type { ShownLines, ShownPlan, SplitCall, SplitDataset, SplitReply } from './splitMessages.ts';
import { namesFacts } from './splitNames.ts';
import { readSplitNames } from './splitSource.ts';
import type { SplitPlan } from './splitTypes.ts';
import { workerCount } from './workerCount.ts';

/** Lines that come to a list or leave it and travel; a page shows no more of them either. */
const MOST_LINES = 200;

let dataset: DatasetFacts | null = null;
let job: SplitJob | null = null;

function reply(message: SplitReply): void {
  process.send?.(message);
}

async function scanned(folder: string, how: NonNullable<SplitDataset>): Promise<DatasetFacts> {
  const scan = new DatasetScan(
    { folder, ...how, shard: null },
    {
      ...{ workers: workerCount(), workerScript: __filename },
      onProgress: (progress) => reply({ type: 'progress', progress }),
    },
  );
  return (await scan.run()).facts;
}

async function answer(call: SplitCall): Promise<void> {
  switch (call.type) {
    case 'look':
      dataset = call.dataset === null ? null : await scanned(call.source, call.dataset);
      return reply({
        type: 'names',
        names: namesFacts(await readSplitNames(call.source, dataset), call.source, dataset?.lists ?? []),
      });
    case 'preview':
      job = new SplitJob(call.request, dataset, (progress) => reply({ type: 'progress', progress }));
      return reply({ type: 'plan', plan: travelling(await job.plan()) });
    case 'write':
      if (job === null) throw new Error('Nothing was previewed.');
      return reply({ type: 'outcome', outcome: await job.write() });
    case 'judge':
      return reply({ type: 'judged', judged: judgeLists(call.lists, call.severities) });
  }
}

function travelling(plan: SplitPlan): ShownPlan {
  const shown = (lines: readonly string[]): ShownLines => ({ first: lines.slice(0, MOST_LINES), count: lines.length });
  return {
    ...plan,
    lists: plan.lists.map(({ change, ...list }) => ({
      ...list,
      change: change && { comes: shown(change.comes), goes: shown(change.goes), stays: change.stays },
    })),
  };
}

function fail(error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const isKnown =
    error instanceof SplitError ||
    error instanceof InputProblem ||
    error instanceof FileError ||
    error instanceof ConvertProblem ||
    error instanceof DatasetProblem ||
    error instanceof PatternError;
  const { code, details } = isKnown ? error : { code: null, details: {} };
  reply({ type: 'failed', failure: { name, message, code, details } });
}

if (isMainThread) {
  answerInTurn<SplitCall>(answer, fail);
} else {
  runScanWorker();
}

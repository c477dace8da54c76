// The batch process: previews and writes one batch, or takes one back, with worker threads of this same script. It ends
// with its parent; what it was writing is journalled.
import { isMainThread } from 'node:worker_threads';
import { BatchJob } from './batch.ts';
import { findInputs, InputProblem } from './batchInputs.ts';
import type { BatchCall, BatchReply, PreviewedFile } from './batchMessages.ts';
import { requestOf, type BatchOrder } from './batchOrder.ts';
import type { BatchProgress, FileResult, PlannedFile } from './batchTypes.ts';
import { runBatchWorker } from './batchWorker.ts';
import { PaletteProblem } from './paletteSource.ts';
import { Parcel } from './parcel.ts';
import { undoBatch } from './undo.ts';
import { findUndoable, surveyUndo } from './undoSurvey.ts';
import { workerCount } from './workerCount.ts';

/** Unknown colours, ids and the like of one file that travel; a page shows no more of them either. */
const MOST_LISTED = 512;

let job: BatchJob | null = null;

function reply(message: BatchReply): void {
  process.send?.(message);
}

function report(progress: BatchProgress): void {
  reply({ type: 'progress', progress });
}

async function preview(order: BatchOrder): Promise<void> {
  const { request, facts } = requestOf(order);
  reply({ type: 'facts', facts });
  job = new BatchJob(request, {
    workers: workerCount(),
    workerScript: __filename,
    onProgress: report,
  });
  const parcel = new Parcel<PreviewedFile>((files) => reply({ type: 'files', files }));
  const plan = await job.preview((file) => parcel.add(travelling(file)));
  parcel.flush();
  reply({ type: 'plan', plan });
}

async function write(unsaved: readonly string[]): Promise<void> {
  if (job === null) throw new Error('Nothing was previewed.');
  const parcel = new Parcel<FileResult>((some) => reply({ type: 'results', results: some }));
  const told = new Set<string>();
  const visit = (result: FileResult): void => {
    told.add(result.name);
    parcel.add(result);
  };
  const { results, manifest, isCancelled } = await job.write(visit, unsaved);
  const counts = { written: 0, unchanged: 0, refused: 0, cancelled: 0 };
  for (const result of results) {
    counts[result.status]++;
    if (result.status !== 'unchanged' && !told.has(result.name)) parcel.add(result);
  }
  parcel.flush();
  reply({ type: 'outcome', outcome: { manifest, isCancelled }, counts });
}

function travelling(file: PlannedFile): PreviewedFile {
  const { index, name, source, output, status, size, outputSize, findings, unknown, change } = file;
  return {
    ...{ index, name, source, output, status, size, outputSize, findings },
    unknown: unknown.slice(0, MOST_LISTED),
    moreUnknown: Math.max(0, unknown.length - MOST_LISTED),
    change:
      change === null
        ? null
        : {
            ...change,
            before: change.before.slice(0, MOST_LISTED),
            after: change.after.slice(0, MOST_LISTED),
            colours: change.colours.slice(0, MOST_LISTED),
            renumbered: change.renumbered.slice(0, MOST_LISTED),
            losses: change.losses.slice(0, MOST_LISTED),
          },
  };
}

async function answer(call: BatchCall): Promise<void> {
  switch (call.type) {
    case 'list': {
      const { inputs, workingFolder, target } = call.order;
      const outputs = findInputs(inputs, workingFolder, target).files.map(({ output }) => output);
      return reply({ type: 'listed', outputs });
    }
    case 'preview':
      return preview(call.order);
    case 'write':
      return write(call.unsaved);
    case 'cancel':
      return job?.cancel();
    case 'findUndoable':
      return reply({ type: 'undoable', batches: findUndoable(call.folders) });
    case 'surveyUndo':
      return reply({ type: 'survey', survey: await surveyUndo(call.batch, call.unsaved, report) });
    case 'undo': {
      const outcome = await undoBatch(call.batch, {
        ...{ isForced: call.isForced, unsaved: call.unsaved, onProgress: report },
      });
      return reply({ type: 'undone', outcome });
    }
  }
}

if (isMainThread) {
  process.on('message', (call: BatchCall) => {
    answer(call).catch((error: unknown) => {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      const isKnown = error instanceof InputProblem || error instanceof PaletteProblem;
      const { code, details } = isKnown ? error : { code: null, details: {} };
      reply({ type: 'failed', failure: { name, message, code, details } });
    });
  });
  process.on('disconnect', () => process.exit());
} else {
  runBatchWorker();
}

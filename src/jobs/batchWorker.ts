import { parentPort, workerData } from 'node:worker_threads';
import { prepareConversion } from './batchConvert.ts';
import { BatchFileWorker, type WriteOrder } from './batchFile.ts';
import type { BatchFile, BatchTask, FileResult, PlannedFile } from './batchTypes.ts';

/** What a worker begins with. */
export interface WorkerStart {
  readonly task: BatchTask;
  readonly target: 'inPlace' | 'folder';
  /** Set to 1 to stop after the file at hand. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

/**
 * Main thread → worker. A file whose result the worker keeps is written by its index: thousands of orders cost as much as
 * writing some of them.
 */
export type WorkerCall =
  | { readonly phase: 'preview'; readonly files: readonly BatchFile[] }
  | { readonly phase: 'write'; readonly files: readonly (WriteOrder | number)[]; readonly journal: string };

/**
 * Worker → main thread; what a cancelled call did not come to is left out. `kept` are indexes of files whose result is
 * kept; a file that was written, without a finding, is answered by its index.
 */
export type WorkerReply =
  | { readonly phase: 'preview'; readonly results: readonly PlannedFile[]; readonly kept: readonly number[] }
  | { readonly phase: 'write'; readonly results: readonly (FileResult | number)[] };

/** Answers one call after the other. Where no worker threads are wanted, the main thread uses it directly. */
export function startFileWorker({ task, target, cancelled }: WorkerStart): (call: WorkerCall) => WorkerReply {
  const worker = new BatchFileWorker(prepareConversion(task), target);
  const each = <T, R>(files: readonly T[], one: (file: T) => R): R[] => {
    const results: R[] = [];
    for (const file of files) {
      if (Atomics.load(cancelled, 0) !== 0) break;
      results.push(one(file));
    }
    return results;
  };
  const writeOne = (file: WriteOrder | number, journal: string): FileResult | number => {
    const result = typeof file === 'number' ? worker.writeKept(file, journal) : worker.write(file);
    return result.status === 'written' && result.findings.length === 0 ? result.index : result;
  };
  return (call) => {
    if (call.phase === 'write') {
      return { phase: call.phase, results: each(call.files, (file) => writeOne(file, call.journal)) };
    }
    const results = each(call.files, (file) => worker.preview(file));
    const kept = results.flatMap(({ index }) => (worker.isKept(index) ? [index] : []));
    return { phase: call.phase, results, kept };
  };
}

/** Makes this thread a worker of a batch. */
export function runBatchWorker(): void {
  const answer = startFileWorker(workerData as WorkerStart);
  parentPort?.on('message', (call: WorkerCall) => parentPort?.postMessage(answer(call)));
}

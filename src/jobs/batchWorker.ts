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

/** Main thread → worker. */
export type WorkerCall =
  | { readonly phase: 'preview'; readonly files: readonly BatchFile[] }
  | { readonly phase: 'write'; readonly files: readonly WriteOrder[] };

/** Worker → main thread; what a cancelled call did not come to is left out. */
export type WorkerReply =
  | { readonly phase: 'preview'; readonly results: readonly PlannedFile[] }
  | { readonly phase: 'write'; readonly results: readonly FileResult[] };

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
  return (call) =>
    call.phase === 'preview'
      ? { phase: call.phase, results: each(call.files, (file) => worker.preview(file)) }
      : { phase: call.phase, results: each(call.files, (file) => worker.write(file)) };
}

/** Makes this thread a worker of a batch. */
export function runBatchWorker(): void {
  const answer = startFileWorker(workerData as WorkerStart);
  parentPort?.on('message', (call: WorkerCall) => parentPort?.postMessage(answer(call)));
}

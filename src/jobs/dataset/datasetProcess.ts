// The process of one dataset: scans it with worker threads of this same script, and answers questions about what was found.
// It ends with its parent; what was scanned is in the index.
import { availableParallelism } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { FileError } from '../../platform/readFile.ts';
import type { DatasetCall, DatasetReply } from './datasetMessages.ts';
import { DatasetProblem } from './datasetProblem.ts';
import { DatasetSession } from './datasetSession.ts';
import { runScanWorker } from './scanWorker.ts';

/** Threads beyond this wait for the disk. */
const MOST_WORKERS = 8;

function reply(message: DatasetReply): void {
  process.send?.(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function take(session: DatasetSession, call: DatasetCall): Promise<void> {
  switch (call.type) {
    case 'scan':
      try {
        await session.scan(call.request);
      } catch (error) {
        const isKnown = error instanceof FileError || error instanceof DatasetProblem;
        const { code, details } = isKnown ? error : { code: null, details: {} };
        reply({ type: 'failed', message: messageOf(error), code, details });
      }
      return;
    case 'cancel':
      return session.cancel();
    case 'ask':
      try {
        reply({ type: 'answer', id: call.id, ok: true, value: await session.answer(call.method, call.params) });
      } catch (error) {
        reply({ type: 'answer', id: call.id, ok: false, message: messageOf(error) });
      }
      return;
  }
}

if (isMainThread) {
  const workers = Math.min(MOST_WORKERS, availableParallelism());
  const session = new DatasetSession({ workers, workerScript: __filename }, reply);
  process.on('message', (call: DatasetCall) => void take(session, call));
  process.on('disconnect', () => process.exit());
} else {
  runScanWorker();
}

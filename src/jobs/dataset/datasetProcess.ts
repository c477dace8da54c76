// The process of one dataset: scans it with worker threads of this same script, and answers questions about what was found.
// It ends with its parent; what was scanned is in the index.
import { isMainThread } from 'node:worker_threads';
import { PatternError } from '../../core/dataset/layouts/pattern.ts';
import { FileError } from '../../platform/readFile.ts';
import type { DatasetCall, DatasetFailure, DatasetReply } from './datasetMessages.ts';
import { DatasetProblem } from './datasetProblem.ts';
import { DatasetSession } from './datasetSession.ts';
import { runScanWorker } from './scanWorker.ts';
import { workerCount } from '../workerCount.ts';

function reply(message: DatasetReply): void {
  process.send?.(message);
}

function failureOf(error: unknown): DatasetFailure {
  const message = error instanceof Error ? error.message : String(error);
  const isKnown = error instanceof FileError || error instanceof DatasetProblem || error instanceof PatternError;
  return isKnown ? { message, code: error.code, details: error.details } : { message, code: null, details: {} };
}

async function take(session: DatasetSession, call: DatasetCall): Promise<void> {
  switch (call.type) {
    case 'scan':
      try {
        await session.scan(call.request);
      } catch (error) {
        reply({ type: 'failed', failure: failureOf(error) });
      }
      return;
    case 'cancel':
      return session.cancel();
    case 'ask':
      try {
        reply({ type: 'answer', id: call.id, ok: true, value: await session.answer(call.method, call.params) });
      } catch (error) {
        reply({ type: 'answer', id: call.id, ok: false, failure: failureOf(error) });
      }
      return;
  }
}

if (isMainThread) {
  const workers = workerCount();
  const session = new DatasetSession({ workers, workerScript: __filename }, reply);
  process.on('message', (call: DatasetCall) => void take(session, call));
  process.on('disconnect', () => process.exit());
} else {
  runScanWorker();
}

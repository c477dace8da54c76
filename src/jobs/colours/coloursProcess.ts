// The process of one search for colours. It only reads, and ends with its parent.
import { isMainThread } from 'node:worker_threads';
import { PatternError } from '../../core/dataset/layouts/pattern.ts';
import { SwatchProblem } from '../../core/colours/swatches.ts';
import { FileError } from '../../platform/readFile.ts';
import { DatasetProblem } from '../dataset/datasetProblem.ts';
import { workerCount } from '../workerCount.ts';
import { ColoursJob } from './coloursJob.ts';
import type { ColoursReply } from './coloursMessages.ts';
import { ColoursProblem } from './coloursProblem.ts';
import type { ColoursRequest } from './coloursTypes.ts';
import { runColoursWorker } from './coloursWorker.ts';

function reply(message: ColoursReply): void {
  process.send?.(message);
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const ours = [ColoursProblem, SwatchProblem, DatasetProblem, PatternError, FileError];
  const known = ours.some((one) => error instanceof one) ? (error as SwatchProblem) : null;
  reply({ type: 'failed', failure: { message, code: known?.code ?? null, details: known?.details ?? {} } });
}

if (isMainThread) {
  process.on('message', (request: ColoursRequest) => {
    const job = new ColoursJob(request, {
      ...{ workers: workerCount(), workerScript: __filename },
      onProgress: (progress) => reply({ type: 'progress', progress }),
    });
    job.run().then((found) => reply({ type: 'found', found }), fail);
  });
  process.on('disconnect', () => process.exit());
} else {
  runColoursWorker();
}

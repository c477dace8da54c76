// The process of one comparison of two folders. It keeps what it found, answers about it and ends with its parent.
import { answerInTurn } from '../answerInTurn.ts';
import { isMainThread } from 'node:worker_threads';
import { atomicWrite } from '../../platform/atomicWrite.ts';
import { FileError, fileProblem } from '../../platform/readFile.ts';
import { DatasetProblem } from '../dataset/datasetProblem.ts';
import { workerCount } from '../workerCount.ts';
import { comparisonCsv, comparisonJson } from './compareExport.ts';
import { CompareJob } from './compareMasks.ts';
import type { CompareCall, CompareReply } from './compareMessages.ts';
import { CompareProblem } from './compareProblem.ts';
import type { Comparison } from './compareTypes.ts';
import { runCompareWorker } from './compareWorker.ts';

let job: CompareJob | null = null;
let comparison: Comparison | null = null;

function reply(message: CompareReply): void {
  process.send?.(message);
}

async function answer(call: CompareCall): Promise<void> {
  if (call.type === 'compare') {
    job = new CompareJob(call.request, {
      ...{ workers: workerCount(), workerScript: __filename },
      onProgress: (progress) => reply({ type: 'progress', progress }),
    });
    comparison = await job.run();
    const pairs = comparison.pairs.map(({ name, scores: { meanIou, pixelAccuracy }, boundaryF }) => {
      return { name, meanIou, pixelAccuracy, boundaryF };
    });
    return reply({ type: 'compared', comparison: { ...comparison, pairs } });
  }
  if (comparison === null) throw new Error('Nothing was compared.');
  switch (call.type) {
    case 'classIou': {
      const { key } = call;
      const iou = comparison.pairs.map(({ scores }) => scores.classes.find((one) => one.key === key)?.iou ?? NaN);
      return reply({ type: 'classIou', key, iou: Float64Array.from(iou) });
    }
    case 'pair': {
      const pair = job?.pairOf(comparison.pairs[call.index]?.name ?? '');
      if (pair !== undefined) reply({ type: 'pair', pair });
      return;
    }
    case 'export': {
      const text = call.format === 'csv' ? comparisonCsv(comparison) : comparisonJson(comparison);
      await atomicWrite(call.path, new TextEncoder().encode(text));
      return reply({ type: 'exported', path: call.path });
    }
  }
}

function fail(error: unknown): void {
  const isOwn = error instanceof CompareProblem || error instanceof DatasetProblem;
  const problem = isOwn ? error : fileProblem(error);
  const isKnown =
    problem instanceof CompareProblem || problem instanceof DatasetProblem || problem instanceof FileError;
  const message = problem instanceof Error ? problem.message : String(problem);
  const { code, details } = isKnown ? problem : { code: null, details: {} };
  reply({ type: 'failed', failure: { message, code, details: { ...details } } });
}

if (isMainThread) {
  answerInTurn<CompareCall>(answer, fail);
} else {
  runCompareWorker();
}

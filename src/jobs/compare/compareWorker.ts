import { parentPort, workerData } from 'node:worker_threads';
import type { CompareSetting } from '../../core/compare/comparePair.ts';
import type { FileWorkerStart } from '../filePool.ts';
import { MaskComparer } from './compareFile.ts';
import type { ComparedMasks, MaskPair, UncomparedMasks } from './compareTypes.ts';

/** What a worker of a comparison begins with. */
export interface CompareStart extends FileWorkerStart {
  readonly program: 'compare';
  readonly setting: CompareSetting;
}

export type CompareResult = ComparedMasks | UncomparedMasks;

/** Answers one call after the other, until it is cancelled. */
export function startComparer({ setting, cancelled }: CompareStart): (pairs: readonly MaskPair[]) => CompareResult[] {
  const comparer = new MaskComparer(setting);
  return (pairs) => {
    const results: CompareResult[] = [];
    for (const pair of pairs) {
      if (Atomics.load(cancelled, 0) !== 0) break;
      results.push(comparer.compare(pair));
    }
    return results;
  };
}

/** Makes this thread a worker of a comparison. */
export function runCompareWorker(): void {
  const answer = startComparer(workerData as CompareStart);
  parentPort?.on('message', (pairs: readonly MaskPair[]) => parentPort?.postMessage(answer(pairs)));
}

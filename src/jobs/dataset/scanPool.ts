import { IndexLines } from '../../platform/scanIndex.ts';
import { FilePool } from '../filePool.ts';
import type { NumberedFile } from './fileVersions.ts';
import { versionOf } from './listDataset.ts';
import { broken } from './scanFile.ts';
import { scanFiles, scannedFiles, type ScannedFiles, type ScanWorkerStart } from './scanWorker.ts';

/**
 * Of what a worker makes little outlives its file: a large nursery would only fill up, at each of the threads. Files that
 * need more have it in older generations, which are not limited, and outside of the heap.
 */
const LIMITS = { maxYoungGenerationSizeMb: 12 };

/** Threads that scan files of a dataset. */
export type ScanPool = FilePool<NumberedFile, ScannedFiles, ScanWorkerStart>;

/**
 * @param root of the dataset, absolute
 * @param workers threads; 0 works in this one
 * @param workerScript a script that calls `runScanWorker` where it is started as such a worker
 */
export function openScanPool(root: string, workers: number, workerScript: string): ScanPool {
  const lines = new IndexLines();
  return new FilePool({
    start: { program: 'scan', root },
    ...{ workers, workerScript, limits: LIMITS },
    work: (start, files) => scanFiles(start, files, lines),
    lost: ({ path }, reason) => {
      const version = versionOf(root, path) ?? { path, size: 0, modified: 0 };
      return scannedFiles([() => broken(version, reason)], lines);
    },
  });
}

import { parentPort, workerData } from 'node:worker_threads';
import type { FileRecord } from '../../core/dataset/records.ts';
import { scanFile, type FileToScan } from './scanFile.ts';

/** What a worker of a scan begins with; `program` tells it from other workers of the same script. */
export interface ScanWorkerStart {
  readonly program: 'scan';
  /** Of the dataset, absolute. */
  readonly root: string;
  /** Set to 1 to stop after the file at hand. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

/** Scans files until it is cancelled; a record for each file that it came to, in their order. */
export function scanFiles({ root, cancelled }: ScanWorkerStart, files: readonly FileToScan[]): FileRecord[] {
  const records: FileRecord[] = [];
  for (const file of files) {
    if (Atomics.load(cancelled, 0) !== 0) break;
    records.push(scanFile(root, file));
  }
  return records;
}

/** Makes this thread a worker of a scan. */
export function runScanWorker(): void {
  const start = workerData as ScanWorkerStart;
  parentPort?.on('message', (files: readonly FileToScan[]) => parentPort?.postMessage(scanFiles(start, files)));
}

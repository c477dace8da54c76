import { parentPort, workerData } from 'node:worker_threads';
import type { FileRecord, FileVersion } from '../../core/dataset/records.ts';
import { IndexLines } from '../../platform/scanIndex.ts';
import { scanFile, type FileToScan } from './scanFile.ts';

/** What a worker of a scan begins with; `program` tells it from other workers of the same script. */
export interface ScanWorkerStart {
  readonly program: 'scan';
  /** Of the dataset, absolute. */
  readonly root: string;
  /** Set to 1 to stop after the file at hand. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

/** A file that was scanned: its version, and its lines in the index. */
export interface ScannedFile extends FileVersion {
  readonly line: string;
}

/** Scans files until it is cancelled; a line for each file that it came to, in their order. */
export function scanFiles(
  { root, cancelled }: ScanWorkerStart,
  files: readonly FileToScan[],
  lines: IndexLines,
): ScannedFile[] {
  const scanned: ScannedFile[] = [];
  for (const file of files) {
    if (Atomics.load(cancelled, 0) !== 0) break;
    scanned.push(scannedFile(() => scanFile(root, file), lines));
  }
  return scanned;
}

/** A record as it goes into the index, and whose it is. */
export function scannedFile(scan: () => FileRecord, lines: IndexLines): ScannedFile {
  const asked = Date.now();
  const record = scan();
  const { path, size, modified } = record;
  return { path, size, modified, line: lines.of(record, asked) };
}

/** Makes this thread a worker of a scan. */
export function runScanWorker(): void {
  const start = workerData as ScanWorkerStart;
  const lines = new IndexLines();
  parentPort?.on('message', (files: readonly FileToScan[]) => parentPort?.postMessage(scanFiles(start, files, lines)));
}

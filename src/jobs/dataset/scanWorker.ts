import { parentPort, workerData } from 'node:worker_threads';
import type { FileRecord } from '../../core/dataset/records.ts';
import { IndexLines, joinedLines } from '../../platform/scanIndex.ts';
import type { FileWorkerStart } from '../filePool.ts';
import { scanFile, type FileToScan } from './scanFile.ts';

/** What a worker of a scan begins with. */
export interface ScanWorkerStart extends FileWorkerStart {
  readonly program: 'scan';
  /** Of the dataset, absolute. */
  readonly root: string;
}

/** Files that were scanned. */
export interface ScannedFiles {
  /** Size and modification time of each, in turn; of fewer than were asked for where it was cancelled. */
  readonly versions: Float64Array<ArrayBuffer>;
  /** Of the index, by `joinedLines`. */
  readonly lines: Uint8Array<ArrayBuffer>;
}

/** Scans files until it is cancelled. */
export function scanFiles(
  { root, cancelled }: ScanWorkerStart,
  files: readonly FileToScan[],
  lines: IndexLines,
): ScannedFiles {
  const scans = files.map((file) => () => scanFile(root, file));
  return scannedFiles(scans, lines, () => Atomics.load(cancelled, 0) !== 0);
}

/** Records as they go into the index. */
export function scannedFiles(
  scans: readonly (() => FileRecord)[],
  lines: IndexLines,
  isCancelled = (): boolean => false,
): ScannedFiles {
  const versions: number[] = [];
  const written: string[] = [];
  for (const scan of scans) {
    if (isCancelled()) break;
    const asked = Date.now();
    const record = scan();
    versions.push(record.size, record.modified);
    written.push(lines.of(record, asked));
  }
  return { versions: Float64Array.from(versions), lines: joinedLines(written) };
}

/** Makes this thread a worker of a scan. */
export function runScanWorker(): void {
  const start = workerData as ScanWorkerStart;
  const lines = new IndexLines();
  parentPort?.on('message', (files: readonly FileToScan[]) => {
    const scanned = scanFiles(start, files, lines);
    parentPort?.postMessage(scanned, [scanned.versions.buffer, scanned.lines.buffer]);
  });
}

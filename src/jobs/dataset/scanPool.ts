import { Worker } from 'node:worker_threads';
import { IndexLines } from '../../platform/scanIndex.ts';
import { versionOf } from './listDataset.ts';
import { broken, type FileToScan } from './scanFile.ts';
import { scanFiles, scannedFiles, type ScannedFiles, type ScanWorkerStart } from './scanWorker.ts';

/** Milliseconds that a worker should be busy with one call: short for an even end, long enough that calls cost nothing. */
const CALL_TIME = 50;
const FIRST_FILES_A_CALL = 8;
const MOST_FILES_A_CALL = 256;

/** For so few files a worker costs more than it saves. */
const FEW_FILES = 24;

/**
 * Of what a worker makes little outlives its file: a large nursery would only fill up, at each of the threads. Files that
 * need more have it in older generations, which are not limited, and outside of the heap.
 */
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 12 };

export interface ScanPoolOptions {
  /** Of the dataset, absolute. */
  readonly root: string;
  /** Threads; 0 works in this one. */
  readonly workers: number;
  /** A script that calls `runScanWorker` where it is started as such a worker. */
  readonly workerScript: string;
}

/** @param files those that were asked for; the first of them were scanned. */
export type ScanVisitor<T extends FileToScan> = (files: readonly T[], scanned: ScannedFiles) => void;

/** Worker threads that scan files; one that ends takes no file with it but the one that ended it. */
export class ScanPool {
  readonly #options: ScanPoolOptions;
  readonly #start: ScanWorkerStart;
  readonly #workers = new Set<Worker>();
  /** Those of a scan that is done, for the next one. */
  readonly #idle: Worker[] = [];
  readonly #lines = new IndexLines();

  constructor(options: ScanPoolOptions) {
    this.#options = options;
    this.#start = { program: 'scan', root: options.root, cancelled: new Int32Array(new SharedArrayBuffer(4)) };
  }

  /** Scans files; `visit` gets them as they come, in any order. Resolves when all are done or it was cancelled. */
  async scan<T extends FileToScan>(files: readonly T[], visit: ScanVisitor<T>): Promise<void> {
    const queue = [...files].reverse();
    const isSmall = files.length <= FEW_FILES;
    const threads = isSmall ? 0 : this.#options.workers;
    await Promise.all(Array.from({ length: Math.max(1, threads) }, () => this.#work(queue, threads > 0, visit)));
  }

  cancel(): void {
    Atomics.store(this.#start.cancelled, 0, 1);
  }

  get isCancelled(): boolean {
    return Atomics.load(this.#start.cancelled, 0) !== 0;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
    this.#workers.clear();
    this.#idle.length = 0;
  }

  /** One thread's share: it takes from the end of `queue` until nothing is left. */
  async #work<T extends FileToScan>(queue: T[], isThread: boolean, visit: ScanVisitor<T>): Promise<void> {
    let worker: Worker | null = null;
    let count = FIRST_FILES_A_CALL;
    for (let files = take(queue, count); files.length > 0 && !this.isCancelled; files = take(queue, count)) {
      const start = performance.now();
      if (isThread) worker ??= this.#idle.pop() ?? this.#startWorker();
      const records = worker === null ? await this.#inline(files) : await ask(worker, files);
      if (records instanceof Error) {
        if (worker !== null) this.#workers.delete(worker);
        worker = null;
        // One of them ended it: alone, each shows whether it was that.
        const [file] = files;
        if (files.length === 1 && file !== undefined) visit(files, this.#lost(file, records));
        else queue.push(...[...files].reverse());
        count = files.length === 1 ? FIRST_FILES_A_CALL : 1;
        continue;
      }
      visit(files, records);
      const fitting = (files.length * CALL_TIME) / (performance.now() - start);
      count = Math.max(1, Math.min(MOST_FILES_A_CALL, 4 * count, Math.round(fitting)));
    }
    if (worker !== null) this.#idle.push(worker);
  }

  #startWorker(): Worker {
    const worker = new Worker(this.#options.workerScript, { workerData: this.#start, resourceLimits: WORKER_LIMITS });
    this.#workers.add(worker);
    return worker;
  }

  #inline(files: readonly FileToScan[]): Promise<ScannedFiles> {
    const records = scanFiles(this.#start, files, this.#lines);
    // Lets timers and cancelling through.
    return new Promise((resolve) => setImmediate(() => resolve(records)));
  }

  #lost({ path }: FileToScan, reason: Error): ScannedFiles {
    const version = versionOf(this.#options.root, path) ?? { path, size: 0, modified: 0 };
    return scannedFiles([() => broken(version, reason)], this.#lines);
  }
}

function take<T>(queue: T[], count: number): T[] {
  return queue.splice(-count).reverse();
}

/** The worker's answer, or why it ended. */
function ask(worker: Worker, files: readonly FileToScan[]): Promise<ScannedFiles | Error> {
  return new Promise((resolve) => {
    const settle = (reply: ScannedFiles | Error): void => {
      worker.off('message', settle).off('error', settle).off('exit', onExit);
      resolve(reply);
    };
    const onExit = (status: number): void => settle(new Error(`exit status ${status}`));
    worker.on('message', settle).on('error', settle).on('exit', onExit);
    worker.postMessage(files);
  });
}

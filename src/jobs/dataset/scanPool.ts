import { Worker } from 'node:worker_threads';
import { IndexLines } from '../../platform/scanIndex.ts';
import { versionOf } from './listDataset.ts';
import { broken, type FileToScan } from './scanFile.ts';
import { scanFiles, scannedFile, type ScannedFile, type ScanWorkerStart } from './scanWorker.ts';

/** Milliseconds that a worker should be busy with one call: short for an even end, long enough that calls cost nothing. */
const CALL_TIME = 50;
const FIRST_FILES_A_CALL = 8;
const MOST_FILES_A_CALL = 256;

/** For so few files a worker costs more than it saves. */
const FEW_FILES = 24;

export interface ScanPoolOptions {
  /** Of the dataset, absolute. */
  readonly root: string;
  /** Threads; 0 works in this one. */
  readonly workers: number;
  /** A script that calls `runScanWorker` where it is started as such a worker. */
  readonly workerScript: string;
}

export type ScanVisitor = (files: readonly ScannedFile[]) => void;

/** Worker threads that scan files; one that ends takes no file with it but the one that ended it. */
export class ScanPool {
  readonly #options: ScanPoolOptions;
  readonly #start: ScanWorkerStart;
  readonly #workers = new Set<Worker>();
  readonly #lines = new IndexLines();

  constructor(options: ScanPoolOptions) {
    this.#options = options;
    this.#start = { program: 'scan', root: options.root, cancelled: new Int32Array(new SharedArrayBuffer(4)) };
  }

  /** Scans files; `visit` gets them as they come, in any order. Resolves when all are done or it was cancelled. */
  async scan(files: readonly FileToScan[], visit: ScanVisitor): Promise<void> {
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
  }

  /** One thread's share: it takes from the end of `queue` until nothing is left. */
  async #work(queue: FileToScan[], isThread: boolean, visit: ScanVisitor): Promise<void> {
    let worker: Worker | null = null;
    let count = FIRST_FILES_A_CALL;
    for (let files = take(queue, count); files.length > 0 && !this.isCancelled; files = take(queue, count)) {
      const start = performance.now();
      if (isThread) worker ??= this.#startWorker();
      const records = worker === null ? await this.#inline(files) : await ask(worker, files);
      if (records instanceof Error) {
        if (worker !== null) this.#workers.delete(worker);
        worker = null;
        // One of them ended it: alone, each shows whether it was that.
        const [file] = files;
        if (files.length === 1 && file !== undefined) visit([this.#lost(file, records)]);
        else queue.push(...[...files].reverse());
        count = files.length === 1 ? FIRST_FILES_A_CALL : 1;
        continue;
      }
      visit(records);
      const fitting = (files.length * CALL_TIME) / (performance.now() - start);
      count = Math.max(1, Math.min(MOST_FILES_A_CALL, 4 * count, Math.round(fitting)));
    }
  }

  #startWorker(): Worker {
    const worker = new Worker(this.#options.workerScript, { workerData: this.#start });
    this.#workers.add(worker);
    return worker;
  }

  #inline(files: readonly FileToScan[]): Promise<ScannedFile[]> {
    const records = scanFiles(this.#start, files, this.#lines);
    // Lets timers and cancelling through.
    return new Promise((resolve) => setImmediate(() => resolve(records)));
  }

  #lost({ path }: FileToScan, reason: Error): ScannedFile {
    return scannedFile(
      () => broken(versionOf(this.#options.root, path) ?? { path, size: 0, modified: 0 }, reason),
      this.#lines,
    );
  }
}

function take(queue: FileToScan[], count: number): FileToScan[] {
  return queue.splice(-count).reverse();
}

/** The worker's answer, or why it ended. */
function ask(worker: Worker, files: readonly FileToScan[]): Promise<readonly ScannedFile[] | Error> {
  return new Promise((resolve) => {
    const settle = (reply: readonly ScannedFile[] | Error): void => {
      worker.off('message', settle).off('error', settle).off('exit', onExit);
      resolve(reply);
    };
    const onExit = (status: number): void => settle(new Error(`exit status ${status}`));
    worker.on('message', settle).on('error', settle).on('exit', onExit);
    worker.postMessage(files);
  });
}

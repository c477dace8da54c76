import { Worker, type ResourceLimits } from 'node:worker_threads';

/** Milliseconds that a worker should be busy with one call: short for an even end, long enough that calls cost nothing. */
const CALL_TIME = 50;
/** The same for this thread: other threads wait for their next files as long. */
const OWN_CALL_TIME = 8;
const FIRST_FILES_A_CALL = 8;
const MOST_FILES_A_CALL = 256;

/** For so few files a worker costs more than it saves. */
const FEW_FILES = 24;

/** What a worker begins with; `program` tells it from other workers of the same script. */
export interface FileWorkerStart {
  readonly program: string;
  /** Set to 1 to stop after the file at hand. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

export interface FilePoolOptions<File, Answer, Start extends FileWorkerStart> {
  /** What else workers begin with. */
  readonly start: Omit<Start, 'cancelled'>;
  /** Threads; 0 works in this one. */
  readonly workers: number;
  /** A script that becomes such a worker. */
  readonly workerScript: string;
  readonly limits?: ResourceLimits;
  /** One of the threads is this one: for short jobs, whose time is mostly that of starting threads. */
  readonly isSharing?: boolean;
  /** The same work in this thread. */
  readonly work: (start: Start, files: readonly File[]) => Answer | Promise<Answer>;
  /** One file may take as long as many small ones: threads from the second on, which begin with one each. */
  readonly areLarge?: boolean;
  /** The answer about a file that ended its worker. */
  readonly lost: (file: File, reason: Error) => Answer;
}

/** Worker threads that read files; one that ends takes no file with it but the one that ended it. */
export class FilePool<File, Answer, Start extends FileWorkerStart> {
  readonly #options: FilePoolOptions<File, Answer, Start>;
  readonly #start: Start;
  readonly #workers = new Set<Worker>();
  /** Those of a run that is done, for the next one. */
  readonly #idle: Worker[] = [];

  constructor(options: FilePoolOptions<File, Answer, Start>) {
    this.#options = options;
    const cancelled = new Int32Array(new SharedArrayBuffer(4));
    this.#start = { ...options.start, cancelled } as Start;
  }

  /**
   * Works on files. Resolves when all are done or it was cancelled.
   *
   * @param visit gets some of the files and the answer about them, in any order; where it was cancelled the answer is about the
   *   first of them
   */
  async run(files: readonly File[], visit: (files: readonly File[], answer: Answer) => void): Promise<void> {
    const queue = [...files].reverse();
    const few = this.#options.areLarge === true ? 1 : FEW_FILES;
    const threads = files.length <= few ? 0 : Math.min(this.#options.workers, files.length);
    const isOwn = (thread: number): boolean =>
      threads === 0 || (thread === threads - 1 && this.#options.isSharing === true);
    await Promise.all(
      Array.from({ length: Math.max(1, threads) }, (_, thread) => this.#work(queue, !isOwn(thread), visit)),
    );
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
  async #work(
    queue: File[],
    isThread: boolean,
    visit: (files: readonly File[], answer: Answer) => void,
  ): Promise<void> {
    let worker: Worker | null = null;
    let count = this.#options.areLarge === true ? 1 : FIRST_FILES_A_CALL;
    // The last files in small parts: nobody is left with many while the others are done.
    const share = (): number => Math.min(count, Math.ceil(queue.length / (2 * Math.max(1, this.#options.workers))));
    for (let files = take(queue, share()); files.length > 0 && !this.isCancelled; files = take(queue, share())) {
      const began = performance.now();
      if (isThread) worker ??= this.#idle.pop() ?? this.#startWorker();
      const answer = worker === null ? await this.#inline(files) : await ask<Answer>(worker, files);
      if (answer instanceof Error) {
        if (worker !== null) this.#workers.delete(worker);
        worker = null;
        // One of them ended it: alone, each shows whether it was that.
        const [file] = files;
        if (files.length === 1 && file !== undefined) visit(files, this.#options.lost(file, answer));
        else queue.push(...[...files].reverse());
        count = files.length === 1 ? FIRST_FILES_A_CALL : 1;
        continue;
      }
      visit(files, answer);
      const fitting = (files.length * (isThread ? CALL_TIME : OWN_CALL_TIME)) / (performance.now() - began);
      count = Math.max(1, Math.min(MOST_FILES_A_CALL, 4 * count, Math.round(fitting)));
    }
    if (worker !== null) this.#idle.push(worker);
  }

  #startWorker(): Worker {
    const { workerScript, limits } = this.#options;
    const resources = limits === undefined ? {} : { resourceLimits: limits };
    const worker = new Worker(workerScript, { workerData: this.#start, ...resources });
    this.#workers.add(worker);
    return worker;
  }

  async #inline(files: readonly File[]): Promise<Answer> {
    const answer = await this.#options.work(this.#start, files);
    // Lets timers and cancelling through.
    return new Promise((resolve) => setImmediate(() => resolve(answer)));
  }
}

function take<T>(queue: T[], count: number): T[] {
  return queue.splice(-count).reverse();
}

/** The worker's answer, or why it ended. */
function ask<Answer>(worker: Worker, files: readonly unknown[]): Promise<Answer | Error> {
  return new Promise((resolve) => {
    const settle = (reply: Answer | Error): void => {
      worker.off('message', settle).off('error', settle).off('exit', onExit);
      resolve(reply);
    };
    const onExit = (status: number): void => settle(new Error(`exit status ${status}`));
    worker.on('message', settle).on('error', settle).on('exit', onExit);
    worker.postMessage(files);
  });
}

import { Worker } from 'node:worker_threads';
import { finding } from './batchRules.ts';
import type { WriteOrder } from './batchFile.ts';
import { startFileWorker, type WorkerCall, type WorkerReply, type WorkerStart } from './batchWorker.ts';
import type { BatchFile, BatchTask, FileResult, PlannedFile } from './batchTypes.ts';

/** Milliseconds that a worker should be busy with one call: short for an even end, long enough that calls cost nothing. */
const CALL_TIME = 50;
const FIRST_FILES_A_CALL = 8;
const MOST_FILES_A_CALL = 256;

export interface PoolOptions {
  readonly task: BatchTask;
  readonly target: 'inPlace' | 'folder';
  /** Threads; 0 works in this one. */
  readonly workers: number;
  /** A script that calls `runBatchWorker` where it is not the main thread. */
  readonly workerScript: string;
}

/** Worker threads that preview and then write files. What a worker keeps of a preview is written by it. */
export class BatchPool {
  readonly #options: PoolOptions;
  readonly #start: WorkerStart;
  readonly #workers: (Worker | null)[];
  #inline: ReturnType<typeof startFileWorker> | null = null;
  /** By index of a file, the worker that keeps the result of its preview. */
  readonly #keptBy = new Map<number, number>();

  constructor(options: PoolOptions) {
    this.#options = options;
    const cancelled = new Int32Array(new SharedArrayBuffer(4));
    this.#start = { task: options.task, target: options.target, cancelled };
    this.#workers = new Array<Worker | null>(Math.max(1, options.workers)).fill(null);
  }

  /** Previews files; `visit` gets the results as they come. Resolves when all are done or {@link cancel} was called. */
  async preview(files: readonly BatchFile[], visit: (results: readonly PlannedFile[]) => void): Promise<void> {
    const left = [...files];
    await this.#run(
      (_slot, count) => left.splice(0, count),
      async (some, slot) => {
        const reply = await this.#call(slot, { phase: 'preview', files: some });
        if (reply instanceof Error) return visit(some.map((file) => deadPreview(file, reply)));
        if (reply.phase !== 'preview') return;
        for (const index of reply.kept) this.#keptBy.set(index, slot);
        visit(reply.results);
      },
    );
  }

  /** Writes files as they were previewed. */
  async write(orders: readonly WriteOrder[], visit: (results: readonly FileResult[]) => void): Promise<void> {
    const own = this.#workers.map((_, slot) =>
      orders.filter(({ index }) => (this.#keptBy.get(index) ?? index % this.#workers.length) === slot),
    );
    const longest = (): WriteOrder[] => own.reduce((a, b) => (b.length > a.length ? b : a));
    await this.#run(
      (slot, count) => {
        const some = own[slot]?.splice(0, count) ?? [];
        return some.length > 0 ? some : longest().splice(-count);
      },
      async (some, slot) => {
        const [{ journal = '' } = {}] = some;
        const files = some.map((file) => (this.#keptBy.get(file.index) === slot ? file.index : file));
        const reply = await this.#call(slot, { phase: 'write', files, journal });
        if (reply instanceof Error) return visit(some.map((file) => deadResult(file, reply)));
        if (reply.phase !== 'write') return;
        visit(reply.results.map((result, at) => (typeof result === 'number' ? written(some[at], result) : result)));
      },
    );
  }

  /** Stops after the files at hand; results that are there are still handed over. */
  cancel(): void {
    Atomics.store(this.#start.cancelled, 0, 1);
  }

  get isCancelled(): boolean {
    return Atomics.load(this.#start.cancelled, 0) !== 0;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.filter((worker) => worker !== null).map((worker) => worker.terminate()));
    this.#workers.fill(null);
  }

  async #run<F>(
    next: (slot: number, count: number) => readonly F[],
    work: (files: readonly F[], slot: number) => Promise<void>,
  ): Promise<void> {
    const turn = async (slot: number): Promise<void> => {
      let count = FIRST_FILES_A_CALL;
      for (;;) {
        if (this.isCancelled) return;
        const files = next(slot, count);
        if (files.length === 0) return;
        const start = performance.now();
        await work(files, slot);
        const fitting = (files.length * CALL_TIME) / (performance.now() - start);
        count = Math.max(1, Math.min(MOST_FILES_A_CALL, 4 * count, Math.round(fitting)));
      }
    };
    await Promise.all(this.#workers.map((_, slot) => turn(slot)));
  }

  /** The worker's answer, or why it ended; the next call starts another. */
  #call(slot: number, call: WorkerCall): Promise<WorkerReply | Error> {
    if (this.#options.workers === 0) {
      this.#inline ??= startFileWorker(this.#start);
      const reply = this.#inline(call);
      // Lets timers and cancelling through.
      return new Promise((resolve) => setImmediate(() => resolve(reply)));
    }
    const worker = (this.#workers[slot] ??= new Worker(this.#options.workerScript, { workerData: this.#start }));
    return new Promise((resolve) => {
      const settle = (reply: WorkerReply | Error): void => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        if (reply instanceof Error) this.#loseWorker(slot);
        resolve(reply);
      };
      const onMessage = (reply: WorkerReply): void => settle(reply);
      const onError = (error: Error): void => settle(error);
      const onExit = (status: number): void => settle(new Error(`exit status ${status}`));
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage(call);
    });
  }

  /** What an ended worker kept is gone with it. */
  #loseWorker(slot: number): void {
    this.#workers[slot] = null;
    for (const [index, keeper] of this.#keptBy) if (keeper === slot) this.#keptBy.delete(index);
  }
}

function written(order: WriteOrder | undefined, index: number): FileResult {
  return { index, name: order?.name ?? '', status: 'written', findings: [] };
}

function deadPreview(file: BatchFile, { message }: Error): PlannedFile {
  const findings = [finding('workerEnded', { problem: message })];
  const nothing = { size: 0, sourceHash: '', outputHash: '', outputSize: 0, change: null, unknown: [] };
  return { ...file, ...nothing, status: 'refused', findings };
}

function deadResult({ index, name }: WriteOrder, { message }: Error): FileResult {
  return { index, name, status: 'refused', findings: [finding('workerEnded', { problem: message })] };
}

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { JobCall, JobMethod, JobReply, JobRequests } from './jobRequests.ts';

/** The job process ended before it answered. */
export class JobProcessEnded extends Error {
  override readonly name = 'JobProcessEnded';
  /** Exit status; null where a signal ended it. */
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;

  constructor(status: number | null, signal: NodeJS.Signals | null) {
    super(`The job process ended unexpectedly (${signal ?? `exit status ${status ?? 'unknown'}`}).`);
    this.status = status;
    this.signal = signal;
  }
}

export interface JobProcessOptions {
  /** Path of the bundle made of src/jobs/main.ts. */
  readonly script: string;
  /** How long the process is kept after its last answer, in milliseconds. */
  readonly keepWarmMs: number;
  /** Receives what the process prints. */
  readonly log: (text: string) => void;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * A process beside the host for work that is heavy or may crash. It starts at the first request, answers several at a
 * time, and is started anew after a crash.
 */
export class JobProcess {
  readonly #options: JobProcessOptions;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #lastId = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(options: JobProcessOptions) {
    this.#options = options;
  }

  /** Rejects with the message of the job's error, or with {@link JobProcessEnded}. */
  run<K extends JobMethod>(method: K, params: JobRequests[K]['params']): Promise<JobRequests[K]['result']> {
    if (this.#disposed) return Promise.reject(new Error('The job process was disposed.'));
    clearTimeout(this.#idleTimer);
    const child = (this.#child ??= this.#start());
    const id = ++this.#lastId;
    const call: JobCall = { id, method, params };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve, reject });
      child.send(call, (error) => {
        if (error !== null) this.#settle(id, (waiting) => waiting.reject(error));
      });
    });
  }

  /** Process id of the running process, for the log. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  dispose(): void {
    this.#disposed = true;
    this.#stop();
  }

  #start(): ChildProcess {
    const child = fork(this.#options.script, [], {
      // Flags of the host (its inspector, for one) are not the child's.
      execArgv: [],
      serialization: 'advanced',
      silent: true,
      env: process.versions['electron'] === undefined ? process.env : { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    const print = (data: Buffer) => this.#options.log(data.toString('utf8').trimEnd());
    child.stdout?.on('data', print);
    child.stderr?.on('data', print);
    child.on('message', (message) => this.#receive(message as JobReply));
    child.on('error', (error) => this.#ended(child, error));
    child.on('exit', (status, signal) => this.#ended(child, new JobProcessEnded(status, signal)));
    return child;
  }

  #receive(reply: JobReply): void {
    this.#settle(reply.id, (waiting) => {
      if (reply.ok) waiting.resolve(reply.value);
      else waiting.reject(new Error(reply.message));
    });
  }

  #settle(id: number, how: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    how(waiting);
    if (this.#waiting.size > 0) return;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#stop(), this.#options.keepWarmMs);
    this.#idleTimer.unref();
  }

  #ended(child: ChildProcess, error: Error): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    clearTimeout(this.#idleTimer);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) one.reject(error);
  }

  #stop(): void {
    clearTimeout(this.#idleTimer);
    const child = this.#child;
    if (child === undefined) return;
    this.#ended(child, new Error('The job process was stopped.'));
    child.kill();
  }
}

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

/** The job process did not answer and was ended. */
export class JobTimedOut extends Error {
  override readonly name = 'JobTimedOut';
  readonly seconds: number;

  constructor(milliseconds: number) {
    const seconds = Math.round(milliseconds / 1000);
    super(`The job process did not answer within ${seconds} s and was ended.`);
    this.seconds = seconds;
  }
}

export interface JobProcessOptions {
  /** Path of the bundle made of src/jobs/main.ts. */
  readonly script: string;
  /** How long the process is kept after its last answer, in milliseconds. */
  readonly keepWarmMs: number;
  /** The longest that the process may work on one request, in milliseconds; the larger its bytes, the longer. */
  readonly patienceMs: (bytes: number) => number;
  /** Receives what the process prints. */
  readonly log: (text: string) => void;
}

interface Waiting {
  readonly patienceMs: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * A process beside the host for work that is heavy or may crash. It starts at the first request and answers one after
 * the other. After a crash it is started anew and asked once more; where it is stuck it is ended.
 */
export class JobProcess {
  readonly #options: JobProcessOptions;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #lastId = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #patienceTimer: NodeJS.Timeout | undefined;
  #disposed = false;

  constructor(options: JobProcessOptions) {
    this.#options = options;
  }

  /** Rejects with the message of the job's error, {@link JobTimedOut}, or, at the second crash, {@link JobProcessEnded}. */
  async run<K extends JobMethod>(method: K, params: JobRequests[K]['params']): Promise<JobRequests[K]['result']> {
    try {
      return await this.#ask(method, params);
    } catch (error) {
      // A crash may be another request's doing, or the system's for want of memory.
      if (!(error instanceof JobProcessEnded) || this.#disposed) throw error;
      this.#options.log(error.message);
      return this.#ask(method, params);
    }
  }

  #ask<K extends JobMethod>(method: K, params: JobRequests[K]['params']): Promise<JobRequests[K]['result']> {
    if (this.#disposed) return Promise.reject(new Error('The job process was disposed.'));
    clearTimeout(this.#idleTimer);
    const child = (this.#child ??= this.#start());
    const id = ++this.#lastId;
    const call: JobCall = { id, method, params };
    const patienceMs = this.#options.patienceMs(params !== null && 'bytes' in params ? params.bytes.byteLength : 0);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { patienceMs, resolve: resolve, reject });
      if (this.#waiting.size === 1) this.#watch();
      child.send(call, (error) => {
        // The process is gone, though its end has not been noticed yet.
        if (error !== null) this.#kill(child, new JobProcessEnded(child.exitCode, child.signalCode));
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
    this.#watch();
    if (this.#waiting.size > 0) return;
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.#stop(), this.#options.keepWarmMs);
    this.#idleTimer.unref();
  }

  /** Gives the request whose turn it is its time. The ones behind it are not at fault, and are asked again. */
  #watch(): void {
    clearTimeout(this.#patienceTimer);
    const [first] = this.#waiting;
    if (first === undefined) return;
    const [id, waiting] = first;
    this.#patienceTimer = setTimeout(() => {
      const child = this.#child;
      if (child === undefined) return;
      this.#waiting.delete(id);
      waiting.reject(new JobTimedOut(waiting.patienceMs));
      this.#kill(child, new JobProcessEnded(null, 'SIGKILL'));
    }, waiting.patienceMs);
  }

  #ended(child: ChildProcess, error: Error): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#patienceTimer);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) one.reject(error);
  }

  #stop(): void {
    clearTimeout(this.#idleTimer);
    if (this.#child !== undefined) this.#kill(this.#child, new Error('The job process was stopped.'));
  }

  /** It has nothing to put in order, and one that hangs heeds nothing less. */
  #kill(child: ChildProcess, reason: Error): void {
    this.#ended(child, reason);
    child.kill('SIGKILL');
  }
}

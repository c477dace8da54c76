import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { JobProcessEnded } from './child.ts';
import type { BatchCall, BatchReply } from './batchMessages.ts';

export interface BatchChildOptions {
  /** Path of the bundle made of src/jobs/batchProcess.ts. */
  readonly script: string;
  readonly onReply: (reply: BatchReply) => void;
  /** The process ended though nobody ended it: a crash, or no memory. Not called after {@link BatchChild.kill}. */
  readonly onEnd: (error: Error) => void;
  /** Receives what the process prints. */
  readonly log: (text: string) => void;
}

/** One batch in a process beside the host, for as long as it takes: no timer ends it. */
export class BatchChild {
  readonly #child: ChildProcess;
  #isOver = false;

  constructor({ script, onReply, onEnd, log }: BatchChildOptions) {
    this.#child = fork(script, [], {
      // Flags of the host (its inspector, for one) are not the child's.
      execArgv: [],
      serialization: 'advanced',
      silent: true,
      env: process.versions['electron'] === undefined ? process.env : { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    });
    const print = (data: Buffer): void => log(data.toString('utf8').trimEnd());
    const ended = (error: Error): void => {
      if (this.#isOver) return;
      this.#isOver = true;
      onEnd(error);
    };
    this.#child.stdout?.on('data', print);
    this.#child.stderr?.on('data', print);
    this.#child.on('message', (reply) => {
      if (!this.#isOver) onReply(reply as BatchReply);
    });
    this.#child.on('error', ended);
    this.#child.on('exit', (status, signal) => ended(new JobProcessEnded(status, signal)));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(call: BatchCall): void {
    // One that cannot be reached has ended, which is told elsewhere.
    if (!this.#isOver) this.#child.send(call, () => undefined);
  }

  /** Ends the process at once. What it was writing is journalled. */
  kill(): void {
    this.#isOver = true;
    this.#child.kill('SIGKILL');
  }
}

/** Sends one call to a process of its own and resolves with the reply of a type, ending the process. */
export function askOnce<T extends BatchReply['type']>(
  options: Pick<BatchChildOptions, 'script' | 'log'> & { readonly onProgress?: (reply: BatchReply) => void },
  call: BatchCall,
  type: T,
): Promise<Extract<BatchReply, { readonly type: T }>> {
  return new Promise((resolve, reject) => {
    const child = new BatchChild({
      ...options,
      onEnd: reject,
      onReply: (reply) => {
        if (reply.type === 'progress') return options.onProgress?.(reply);
        child.kill();
        if (reply.type === type) resolve(reply as Extract<BatchReply, { readonly type: T }>);
        else reject(new Error(reply.type === 'failed' ? reply.failure.message : `unexpected reply ${reply.type}`));
      },
    });
    child.send(call);
  });
}

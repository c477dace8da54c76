import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { JobProcessEnded } from './child.ts';

export interface OwnProcessOptions<Reply> {
  /** Path of the bundle that it runs. */
  readonly script: string;
  readonly onReply: (reply: Reply) => void;
  /** The process ended though nobody ended it: a crash, or no memory. Not called after {@link OwnProcess.kill}. */
  readonly onEnd: (error: Error) => void;
  /** Receives what the process prints. */
  readonly log: (text: string) => void;
}

/** A process beside the host that works for one thing alone, for as long as it takes: no timer ends it. */
export class OwnProcess<Call extends object, Reply> {
  readonly #child: ChildProcess;
  #isOver = false;

  constructor({ script, onReply, onEnd, log }: OwnProcessOptions<Reply>) {
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
      if (!this.#isOver) onReply(reply as Reply);
    });
    this.#child.on('error', ended);
    this.#child.on('exit', (status, signal) => ended(new JobProcessEnded(status, signal)));
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(call: Call): void {
    // One that cannot be reached has ended, which is told elsewhere.
    if (!this.#isOver) this.#child.send(call, () => undefined);
  }

  /** Ends the process at once. */
  kill(): void {
    this.#isOver = true;
    this.#child.kill('SIGKILL');
  }
}

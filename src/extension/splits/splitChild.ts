import * as vscode from 'vscode';
import type { BatchProgress } from '../../jobs/batchTypes.ts';
import { OwnProcess } from '../../jobs/ownProcess.ts';
import type { SplitCall, SplitFailure, SplitReply } from '../../jobs/splitMessages.ts';

/** The split came to nothing, for a reason that the process tells. */
export class SplitRefused extends Error {
  override readonly name = 'SplitRefused';
  readonly failure: SplitFailure;

  constructor(failure: SplitFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The process was ended by {@link SplitChild.kill}. */
export class SplitStopped extends Error {
  override readonly name = 'SplitStopped';
}

type Answer = Exclude<SplitReply['type'], 'progress' | 'failed'>;

/** The process of one split, which is asked one thing at a time. */
export class SplitChild {
  readonly #process: OwnProcess<SplitCall, SplitReply>;
  /** Progress of what was asked last. */
  onProgress: (progress: BatchProgress<'scan' | 'write'>) => void = () => undefined;
  #settle: { resolve(reply: SplitReply): void; reject(error: Error): void } | null = null;
  #isOver = false;

  /** @param script path of the bundle of the process */
  constructor(script: string, log: vscode.LogOutputChannel) {
    this.#process = new OwnProcess<SplitCall, SplitReply>({
      script,
      log: (text) => log.warn(`split: ${text}`),
      onReply: (reply) => {
        if (reply.type === 'progress') return this.onProgress(reply.progress);
        if (reply.type === 'failed') this.#settle?.reject(new SplitRefused(reply.failure));
        else this.#settle?.resolve(reply);
      },
      onEnd: (error) => {
        log.error(`split: ${error.message}`);
        this.#isOver = true;
        this.#settle?.reject(ended());
      },
    });
  }

  /** Whether nothing can be asked any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Rejects with {@link SplitRefused}, {@link SplitStopped}, or an error whose message is translated. */
  async ask<T extends Answer>(call: SplitCall, type: T): Promise<Extract<SplitReply, { readonly type: T }>> {
    if (this.#isOver) throw ended();
    const reply = await new Promise<SplitReply>((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#process.send(call);
    });
    if (reply.type !== type) throw new Error(`unexpected reply ${reply.type}`);
    return reply as Extract<SplitReply, { readonly type: T }>;
  }

  /** Ends the process at once; what it was writing is journalled. */
  kill(): void {
    this.#isOver = true;
    this.#process.kill();
    this.#settle?.reject(new SplitStopped());
  }
}

function ended(): Error {
  return new Error(vscode.l10n.t('The process that splits ended unexpectedly. The machine may lack memory.'));
}

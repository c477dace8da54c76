import type * as vscode from 'vscode';
import type { BatchProgress } from '../../jobs/batchTypes.ts';
import { OwnProcess } from '../../jobs/ownProcess.ts';

/** Why a process came to nothing, or to no end. */
export interface ProcessFailure {
  /** The error's name. */
  readonly name: string;
  readonly message: string;
  /** With code and details the sentence can be translated; null for errors without. */
  readonly code: string | null;
  readonly details: Readonly<Record<string, string | number>>;
}

/** It came to nothing, for a reason that the process tells. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly failure: ProcessFailure;

  constructor(failure: ProcessFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The process was ended by {@link AskedProcess.kill}. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

type Message =
  | { readonly type: 'progress'; readonly progress: BatchProgress<string> }
  | { readonly type: 'failed'; readonly failure: ProcessFailure };

/** A process for one thing, which is asked one question at a time. */
export class AskedProcess<Call extends object, Answer extends { readonly type: string }> {
  readonly #process: OwnProcess<Call, Message | Answer>;
  readonly #endedText: string;
  /** Progress of what was asked last. */
  onProgress: (progress: BatchProgress<string>) => void = () => undefined;
  #settle: { resolve(reply: Answer): void; reject(error: Error): void } | null = null;
  #isOver = false;

  /**
   * @param script path of the bundle of the process
   * @param name of the process in the log
   * @param endedText what is said where it ends unexpectedly, translated
   */
  constructor(script: string, name: string, endedText: string, log: vscode.LogOutputChannel) {
    this.#endedText = endedText;
    this.#process = new OwnProcess<Call, Message | Answer>({
      script,
      log: (text) => log.warn(`${name}: ${text}`),
      onReply: (reply) => {
        if (isProgress(reply)) return this.onProgress(reply.progress);
        if (isFailure(reply)) this.#settle?.reject(new Refused(reply.failure));
        else this.#settle?.resolve(reply);
      },
      onEnd: (error) => {
        log.error(`${name}: ${error.message}`);
        this.#isOver = true;
        this.#settle?.reject(new Error(endedText));
      },
    });
  }

  /** Whether nothing can be asked any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Rejects with {@link Refused}, {@link Stopped}, or an error whose message is translated. */
  async ask<T extends Answer['type']>(call: Call, type: T): Promise<Extract<Answer, { readonly type: T }>> {
    if (this.#isOver) throw new Error(this.#endedText);
    const reply = await new Promise<Answer>((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#process.send(call);
    });
    if (reply.type !== type) throw new Error(`unexpected reply ${reply.type}`);
    return reply as Extract<Answer, { readonly type: T }>;
  }

  /** Ends the process at once; what it was writing is journalled. */
  kill(): void {
    this.#isOver = true;
    this.#process.kill();
    this.#settle?.reject(new Stopped());
  }
}

function isProgress<Answer extends { readonly type: string }>(
  reply: Message | Answer,
): reply is Extract<Message, { type: 'progress' }> {
  return reply.type === 'progress';
}

function isFailure<Answer extends { readonly type: string }>(
  reply: Message | Answer,
): reply is Extract<Message, { type: 'failed' }> {
  return reply.type === 'failed';
}

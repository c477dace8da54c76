import type { Outcome } from '../../src/protocol/rpc.ts';

/** Requests by name, each with what is sent and what comes back. */
type RequestMap = { readonly [name: string]: { params: unknown; result: unknown } };

/** A request as it travels. */
interface RequestMessage {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

/** Numbers requests and matches the host's responses to them. */
export class Requests<Known extends { [K in keyof Known]: RequestMap[string] }> {
  readonly #send: (message: RequestMessage) => void;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #next = 1;

  constructor(send: (message: RequestMessage) => void) {
    this.#send = send;
  }

  /** Resolves with the host's answer; rejects with the host's message where it failed. */
  ask<K extends keyof Known & string>(method: K, params: Known[K]['params']): Promise<Known[K]['result']> {
    const id = this.#next++;
    return new Promise<Known[K]['result']>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
  }

  /** To be called with each response of the host. */
  answer(id: number, outcome: Outcome<unknown>): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (outcome.ok) {
      waiting?.resolve(outcome.value);
    } else {
      waiting?.reject(new Error(outcome.message));
    }
  }
}

import type { Outcome } from '../../src/protocol/rpc.ts';

/** Requests by name, each with what is sent and what comes back. */
type RequestMap = { readonly [name: string]: { params: unknown; result: unknown } };

/** A request as it travels. */
interface RequestMessage {
  readonly id: number;
  readonly method: string;
  readonly params: unknown;
}

/** An answer as it travels: to which page, request and method it belongs. */
export interface ResponseMessage {
  readonly page: number;
  readonly id: number;
  readonly method: string;
  readonly outcome: Outcome<unknown>;
}

/** Numbers requests and matches the host's responses to them. */
export class Requests<Known extends { [K in keyof Known]: RequestMap[string] }> {
  readonly #page: number;
  readonly #send: (message: RequestMessage) => void;
  readonly #waiting = new Map<
    number,
    { readonly method: string; resolve(value: unknown): void; reject(error: Error): void }
  >();
  #next = 1;

  /** @param page the number of this page: answers to the pages before it are dropped */
  constructor(page: number, send: (message: RequestMessage) => void) {
    this.#page = page;
    this.#send = send;
  }

  /** Resolves with the host's answer; rejects with the host's message where it failed. */
  ask<K extends keyof Known & string>(method: K, params: Known[K]['params']): Promise<Known[K]['result']> {
    const id = this.#next++;
    return new Promise<Known[K]['result']>((resolve, reject) => {
      this.#waiting.set(id, { method, resolve, reject });
      this.#send({ id, method, params });
    });
  }

  /** To be called with each response of the host. */
  answer({ page, id, method, outcome }: ResponseMessage): void {
    const waiting = this.#waiting.get(id);
    if (page !== this.#page || waiting?.method !== method) {
      return;
    }
    this.#waiting.delete(id);
    if (outcome.ok) {
      waiting.resolve(outcome.value);
    } else {
      waiting.reject(new Error(outcome.message));
    }
  }
}

/** Items that travel in one message, and how long they wait for each other. */
const MOST_IN_MESSAGE = 200;
const INTERVAL_MS = 60;

/** Gathers items so that thousands of small messages become a few. */
export class Parcel<T> {
  readonly #send: (items: readonly T[]) => void;
  #items: T[] = [];
  #sent = performance.now();

  constructor(send: (items: readonly T[]) => void) {
    this.#send = send;
  }

  add(item: T): void {
    this.#items.push(item);
    if (this.#items.length >= MOST_IN_MESSAGE || performance.now() - this.#sent > INTERVAL_MS) this.flush();
  }

  flush(): void {
    this.#sent = performance.now();
    if (this.#items.length > 0) this.#send(this.#items);
    this.#items = [];
  }
}

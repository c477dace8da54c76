/** Hands on what comes in any order by its index, as soon as what is before it has come. */
export class InOrder<T> {
  readonly #visit: (item: T) => void;
  readonly #waiting = new Map<number, T>();
  #next = 0;

  constructor(visit: (item: T) => void) {
    this.#visit = visit;
  }

  /** @param index 0 and up, each once */
  add(index: number, item: T): void {
    this.#waiting.set(index, item);
    for (;;) {
      const next = this.#waiting.get(this.#next);
      if (next === undefined) return;
      this.#waiting.delete(this.#next++);
      this.#visit(next);
    }
  }

  /** Hands on what waits for something that will not come. */
  finish(): void {
    for (const [, item] of [...this.#waiting].sort(([a], [b]) => a - b)) this.#visit(item);
    this.#waiting.clear();
  }
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** Questions that a process was asked and has not answered yet, by their numbers. */
export class PendingAnswers {
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** @param send hands the question with its number over */
  ask(send: (id: number) => void): Promise<unknown> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      send(id);
    });
  }

  /** @param answer what was found, or why there is nothing */
  settle(id: number, answer: { readonly value: unknown } | { readonly error: Error }): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if ('error' in answer) waiting?.reject(answer.error);
    else waiting?.resolve(answer.value);
  }

  /** The process has ended. */
  rejectAll(reason: Error): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) one.reject(reason);
  }
}

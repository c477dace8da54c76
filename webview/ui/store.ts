/** Called with the new state after one of the watched fields changed. */
export type Listener<State> = (state: Readonly<State>) => void;

/** A typed bag of state: listeners name the fields they watch and run once a change, however many fields changed. */
export class Store<State extends object> {
  #state: Readonly<State>;
  readonly #listeners: { readonly fields: readonly (keyof State)[]; readonly listener: Listener<State> }[] = [];

  constructor(initial: State) {
    this.#state = initial;
  }

  get state(): Readonly<State> {
    return this.#state;
  }

  /** Replaces fields and tells the listeners of those that really changed (by identity). */
  set(change: Partial<State>): void {
    const before = this.#state;
    const after = { ...before, ...change };
    this.#state = after;
    for (const { fields, listener } of this.#listeners) {
      if (fields.some((field) => before[field] !== after[field])) {
        listener(this.#state);
      }
    }
  }

  /** Watches fields; the listener is not called at once. */
  watch(fields: readonly (keyof State)[], listener: Listener<State>): void {
    this.#listeners.push({ fields, listener });
  }

  /** Watches fields and calls the listener at once. */
  follow(fields: readonly (keyof State)[], listener: Listener<State>): void {
    this.watch(fields, listener);
    listener(this.#state);
  }
}

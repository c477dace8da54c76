/** Closed while downloads pause: attempts that run end, and none begins. */
export class PauseGate {
  #running = new AbortController();
  #opened: Promise<void> = Promise.resolve();
  #open: () => void = () => undefined;

  get isPaused(): boolean {
    return this.#running.signal.aborted;
  }

  /** Aborted when the gate closes; another one after it has opened. */
  get signal(): AbortSignal {
    return this.#running.signal;
  }

  pause(): void {
    if (this.isPaused) return;
    this.#opened = new Promise((resolve) => (this.#open = resolve));
    this.#running.abort(new Error('The downloads pause.'));
  }

  resume(): void {
    if (!this.isPaused) return;
    this.#running = new AbortController();
    this.#open();
  }

  /** Resolves when the gate is open. @throws the signal's reason */
  async whenOpen(signal: AbortSignal): Promise<void> {
    while (this.isPaused) {
      signal.throwIfAborted();
      const stop = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      await Promise.race([this.#opened, stop]);
    }
    signal.throwIfAborted();
  }
}

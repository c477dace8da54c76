import type { BatchProgress } from './batchTypes.ts';

/** Milliseconds between two reports; the last one always comes. */
const INTERVAL = 100;

/** Counts files and reports how fast they go. */
export class ProgressMeter<Phase extends string> {
  readonly #phase: Phase;
  readonly #total: number;
  readonly #report: ((progress: BatchProgress<Phase>) => void) | undefined;
  readonly #started = performance.now();
  #done = 0;
  #reported = -Infinity;

  constructor(phase: Phase, total: number, report: ((progress: BatchProgress<Phase>) => void) | undefined) {
    this.#phase = phase;
    this.#total = total;
    this.#report = report;
  }

  add(files: number): void {
    this.#done += files;
    const now = performance.now();
    if (this.#done < this.#total && now - this.#reported < INTERVAL) return;
    this.#reported = now;
    const seconds = (now - this.#started) / 1000;
    const rate = seconds > 0 ? this.#done / seconds : 0;
    const timeLeft = rate > 0 ? (this.#total - this.#done) / rate : null;
    this.#report?.({ phase: this.#phase, done: this.#done, total: this.#total, rate, timeLeft });
  }
}

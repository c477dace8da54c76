import type { DownloadProgress, DownloadStatus } from './downloadTypes.ts';

/** Milliseconds between two reports; the last one always comes. */
const INTERVAL = 100;
/** Milliseconds that the rates look back. */
const WINDOW = 10_000;

interface Sample {
  readonly time: number;
  readonly files: number;
  readonly bytes: number;
}

/** Counts files and bytes and reports how fast they come. */
export class DownloadMeter {
  readonly #total: number;
  readonly #clock: () => number;
  readonly #report: (progress: DownloadProgress) => void;
  #samples: Sample[] = [];
  #reported = -Infinity;
  #done = 0;
  #failed = 0;
  #bytes = 0;
  /** Files that requests were made for: those that were there already say nothing about the rate. */
  #fetched = 0;
  #held = { host: '', until: -Infinity };

  /** @param clock milliseconds, never backwards */
  constructor(total: number, clock: () => number, report: (progress: DownloadProgress) => void) {
    this.#total = total;
    this.#clock = clock;
    this.#report = report;
    this.restart();
  }

  /** Forgets the rates: nothing came during a pause. */
  restart(): void {
    this.#samples = [{ time: this.#clock(), files: this.#fetched, bytes: this.#bytes }];
  }

  addBytes(bytes: number): void {
    this.#bytes += bytes;
    this.#tick(false);
  }

  /** A host asks to be left alone for so many milliseconds. */
  hold(host: string, milliseconds: number): void {
    const until = this.#clock() + milliseconds;
    if (until <= this.#held.until) return;
    this.#held = { host, until };
    // Nothing may come before that is over.
    this.#tick(true);
  }

  addFile(status: DownloadStatus, wasFetched: boolean): void {
    if (status === 'failed') this.#failed++;
    else if (status !== 'stopped') this.#done++;
    if (wasFetched) this.#fetched++;
    this.#tick(this.#done + this.#failed === this.#total);
  }

  progress(isPaused = false): DownloadProgress {
    const now = this.#clock();
    const [oldest] = this.#samples;
    const seconds = oldest === undefined ? 0 : (now - oldest.time) / 1000;
    const rate = (count: number): number => (seconds > 0 && !isPaused ? count / seconds : 0);
    const filesPerSecond = rate(this.#fetched - (oldest?.files ?? 0));
    const left = this.#total - this.#done - this.#failed;
    return {
      done: this.#done,
      failed: this.#failed,
      total: this.#total,
      bytes: this.#bytes,
      filesPerSecond,
      bytesPerSecond: rate(this.#bytes - (oldest?.bytes ?? 0)),
      held: this.#heldAt(now),
      timeLeft: left === 0 ? 0 : filesPerSecond > 0 ? left / filesPerSecond : null,
    };
  }

  /** Shorter waits come and go unseen. */
  #heldAt(now: number): DownloadProgress['held'] {
    const { host, until } = this.#held;
    const seconds = Math.ceil((until - now) / 1000);
    return seconds > 1 ? { host, seconds } : null;
  }

  #tick(isLast: boolean): void {
    const now = this.#clock();
    if (!isLast && now - this.#reported < INTERVAL) return;
    this.#reported = now;
    this.#samples.push({ time: now, files: this.#fetched, bytes: this.#bytes });
    while (this.#samples.length > 2 && now - (this.#samples[1]?.time ?? now) > WINDOW) this.#samples.shift();
    this.#report(this.progress());
  }
}

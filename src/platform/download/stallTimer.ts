import { DownloadError } from '../../core/download/problems.ts';

/** Ends an attempt to which nearly nothing comes. */
export class StallTimer {
  readonly #milliseconds: number;
  readonly #leastBytes: number;
  readonly #onStall: (error: DownloadError) => void;
  #timer: NodeJS.Timeout | undefined;
  #bytes = 0;

  /**
   * @param milliseconds within which `leastBytes` must arrive
   * @param leastBytes 1 and up: a drip of single bytes would hold a connection for days
   */
  constructor(milliseconds: number, leastBytes: number, onStall: (error: DownloadError) => void) {
    this.#milliseconds = milliseconds;
    this.#leastBytes = leastBytes;
    this.#onStall = onStall;
  }

  start(): void {
    this.stop();
    this.#bytes = 0;
    const seconds = this.#milliseconds / 1000;
    this.#timer = setTimeout(() => this.#onStall(new DownloadError('stalled', { seconds })), this.#milliseconds);
  }

  arrived(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes >= this.#leastBytes) this.start();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

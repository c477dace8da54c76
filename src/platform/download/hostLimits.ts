/** How much is asked of servers at once. */
export interface RequestLimits {
  /** Requests at a time; 1 and up. */
  readonly concurrency: number;
  /** Of them, to one host; 1 and up. */
  readonly perHost: number;
  /** Requests a second that begin to one host; above 0. */
  readonly perSecond: number;
}

export const DEFAULT_REQUEST_LIMITS: RequestLimits = { concurrency: 8, perHost: 4, perSecond: 50 };

interface Waiting {
  readonly host: string;
  readonly grant: () => void;
}

interface HostLoad {
  running: number;
  /** When the next request may begin, by the clock. */
  next: number;
}

/** Lets requests begin as the limits allow: in the order in which they came, but none waits for another host's. */
export class HostLimits {
  readonly #limits: RequestLimits;
  readonly #clock: () => number;
  readonly #loads = new Map<string, HostLoad>();
  readonly #waiting = new Set<Waiting>();
  #running = 0;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param clock milliseconds from any beginning, never backwards
   * @throws RangeError where a limit would let nothing through
   */
  constructor(limits: RequestLimits, clock: () => number) {
    const { concurrency, perHost, perSecond } = limits;
    if (!(concurrency >= 1 && perHost >= 1 && perSecond > 0))
      throw new RangeError('Limits of requests must be above 0');
    this.#limits = limits;
    this.#clock = clock;
  }

  /**
   * Resolves when a request to `host` may begin; the returned function says that it has ended.
   *
   * @throws the signal's reason
   */
  enter(host: string, signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason as Error);
      const give = (): void => {
        this.#waiting.delete(waiting);
        // An armed timer would keep the process alive for as long as the host asked for.
        if (this.#waiting.size === 0) clearTimeout(this.#timer);
        reject(signal.reason as Error);
      };
      const grant = (): void => {
        signal.removeEventListener('abort', give);
        let isOver = false;
        resolve(() => {
          if (isOver) return;
          isOver = true;
          this.#leave(host);
        });
      };
      const waiting = { host, grant };
      signal.addEventListener('abort', give, { once: true });
      this.#waiting.add(waiting);
      this.#admit();
    });
  }

  /** Lets no request to `host` begin for a while: it said that there were too many. */
  hold(host: string, milliseconds: number): void {
    const load = this.#load(host);
    load.next = Math.max(load.next, this.#clock() + milliseconds);
  }

  #leave(host: string): void {
    this.#load(host).running--;
    this.#running--;
    this.#admit();
  }

  #admit(): void {
    clearTimeout(this.#timer);
    const now = this.#clock();
    let soonest = Infinity;
    for (const waiting of this.#waiting) {
      if (this.#running >= this.#limits.concurrency) return;
      const load = this.#load(waiting.host);
      if (load.running >= this.#limits.perHost) continue;
      if (load.next > now) {
        soonest = Math.min(soonest, load.next);
        continue;
      }
      load.running++;
      load.next = now + 1000 / this.#limits.perSecond;
      this.#running++;
      this.#waiting.delete(waiting);
      waiting.grant();
    }
    if (soonest < Infinity) this.#timer = setTimeout(() => this.#admit(), Math.max(1, soonest - now));
  }

  #load(host: string): HostLoad {
    let load = this.#loads.get(host);
    if (load === undefined) this.#loads.set(host, (load = { running: 0, next: -Infinity }));
    return load;
  }
}

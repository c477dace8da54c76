import { DownloadError } from '../../core/download/problems.ts';
import type { RetryPolicy } from '../../core/download/retryPolicy.ts';

interface Health {
  /** Failures since the last answer. */
  failures: number;
  /** When the first of them was, by the clock. */
  since: number;
  /** Aborted when the host is given up. */
  readonly ended: AbortController;
}

/**
 * Gives a host up that no connection comes about with: thousands of files would each go through all of their attempts.
 * Any answer, of whatever status, shows that it is there.
 */
export class HostHealth {
  readonly #policy: Pick<RetryPolicy, 'hostFailures' | 'hostFailureTime'>;
  readonly #clock: () => number;
  readonly #hosts = new Map<string, Health>();

  /** @param clock milliseconds from any beginning, never backwards */
  constructor(policy: Pick<RetryPolicy, 'hostFailures' | 'hostFailureTime'>, clock: () => number) {
    this.#policy = policy;
    this.#clock = clock;
  }

  /** Aborted with a DownloadError `hostUnreachable` when the host is given up. */
  signal(host: string): AbortSignal {
    return this.#health(host).ended.signal;
  }

  answered(host: string): void {
    this.#health(host).failures = 0;
  }

  /** No connection came about. Many at once say no more than one: some time must pass as well. */
  failed(host: string): void {
    const health = this.#health(host);
    const now = this.#clock();
    if (health.failures === 0) health.since = now;
    health.failures++;
    const { hostFailures, hostFailureTime } = this.#policy;
    if (health.failures < hostFailures || now - health.since < hostFailureTime) return;
    health.ended.abort(new DownloadError('hostUnreachable', { host, failures: health.failures }));
  }

  #health(host: string): Health {
    let health = this.#hosts.get(host);
    if (health === undefined) {
      health = { failures: 0, since: 0, ended: new AbortController() };
      this.#hosts.set(host, health);
    }
    return health;
  }
}

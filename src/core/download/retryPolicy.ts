/** When and how often a failed request is sent again. Times in milliseconds. */
export interface RetryPolicy {
  /** Attempts in a row that bring no new byte; 1 and up. */
  readonly attempts: number;
  /** Attempts altogether: a server that sends one byte each time is given up as well. */
  readonly mostAttempts: number;
  /** The longest wait after the first failure; it doubles with each further one. */
  readonly base: number;
  readonly cap: number;
  /** The longest that a server may make us wait by `Retry-After`. */
  readonly retryAfterCap: number;
  /** A host is given up after so many failed connections in a row … */
  readonly hostFailures: number;
  /** … that go on for so long. */
  readonly hostFailureTime: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  attempts: 8,
  mostAttempts: 100,
  base: 500,
  cap: 30_000,
  retryAfterCap: 120_000,
  hostFailures: 10,
  hostFailureTime: 10_000,
};

/**
 * The wait before the next attempt: exponential back-off with full jitter (uniform from 0 to the back-off, so that
 * requests that failed together do not return together), but not before the time that the server named.
 *
 * @param failures failures in a row, 1 and up
 * @param random 0 ≤ x < 1
 * @param retryAfter of the answer, milliseconds; null without
 * @returns milliseconds
 */
export function retryDelay(
  policy: RetryPolicy,
  failures: number,
  random: () => number,
  retryAfter: number | null,
): number {
  const backOff = Math.min(policy.cap, policy.base * 2 ** Math.min(failures - 1, 30));
  const named = Math.min(retryAfter ?? 0, policy.retryAfterCap);
  return Math.floor(named + random() * backOff);
}

/**
 * Milliseconds that a `Retry-After` field asks for: whole seconds, or an HTTP date (RFC 9110, 10.2.3). Null where there
 * is none, or it is neither.
 *
 * @param now milliseconds since 1970
 */
export function parseRetryAfter(field: string | null, now: number): number | null {
  const text = field?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1000;
  // Date.parse takes almost anything for a date; HTTP's dates begin with the day of the week.
  const time = /^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? /i.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? null : Math.max(0, time - now);
}

/** A controller that is aborted with any of some signals, until {@link LinkedAbort.unlink}. */
export interface LinkedAbort {
  readonly controller: AbortController;
  link(signal: AbortSignal): void;
  /** Lets go of the signals, which may outlive thousands of attempts. */
  unlink(): void;
}

export function linkedAbort(...signals: readonly AbortSignal[]): LinkedAbort {
  const controller = new AbortController();
  const linked = new Map<AbortSignal, () => void>();
  const link = (signal: AbortSignal): void => {
    const abort = (): void => controller.abort(signal.reason);
    if (signal.aborted) return abort();
    if (linked.has(signal)) return;
    linked.set(signal, abort);
    signal.addEventListener('abort', abort, { once: true });
  };
  signals.forEach(link);
  const unlink = (): void => {
    for (const [signal, abort] of linked) signal.removeEventListener('abort', abort);
    linked.clear();
  };
  return { controller, link, unlink };
}

/** What a promise brings, but no longer than the signal allows. @throws the signal's reason */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) {
    // Its own end is nobody's business any more.
    promise.catch(() => undefined);
    throw signal.reason;
  }
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

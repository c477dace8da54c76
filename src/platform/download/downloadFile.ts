import { setTimeout as wait } from 'node:timers/promises';
import { DownloadError } from '../../core/download/problems.ts';
import type { ImageFlaw, ImageKind } from '../../core/download/imageKind.ts';
import { retryDelay, type RetryPolicy } from '../../core/download/retryPolicy.ts';
import { parseAddress } from './address.ts';
import { attemptDownload } from './attempt.ts';
import type { PartFacts } from './downloadJournal.ts';
import { linkedAbort, type LinkedAbort } from './linkedAbort.ts';
import type { PauseGate } from './pauseGate.ts';
import type { RequestTools } from './request.ts';

/** Clock, sleep and chance, so that tests need not wait. */
export interface Timing {
  /** Milliseconds since 1970, for dates of servers. */
  readonly now: () => number;
  /** Milliseconds from any beginning, never backwards. */
  readonly clock: () => number;
  /** Rejects where the signal is aborted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
}

export const SYSTEM_TIMING: Timing = {
  now: Date.now,
  clock: () => performance.now(),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, { signal }),
  random: Math.random,
};

/** What holds for every file of a download. */
export interface FileTools extends RequestTools {
  readonly retry: RetryPolicy;
  readonly timing: Timing;
  readonly gate: PauseGate;
  /** Bytes that a file may have. */
  readonly maxBytes: number;
  /** Milliseconds within which {@link stallBytes} must arrive. */
  readonly stallTime: number;
  readonly stallBytes: number;
}

/** One file that is wanted. */
export interface FileOrder {
  readonly url: string;
  /** Where it is to be; its folder exists. Nothing is overwritten. */
  readonly target: string;
  readonly partPath: string;
  /** What the file at `partPath` is a part of; null where that is unknown. */
  readonly part: PartFacts | null;
}

/** What happens to a file meanwhile. */
export interface FileWatch {
  /** Bytes came, of the body. */
  readonly onBytes?: (bytes: number) => void;
  /** A part begins that can be continued later. */
  readonly onPart?: (part: PartFacts) => void;
  /** A host asks to be left alone for so many milliseconds. */
  readonly onHeld?: (host: string, wait: number) => void;
  /** The next attempt begins after `wait` milliseconds. */
  readonly onRetry?: (problem: DownloadError, attempt: number, wait: number) => void;
}

/** A file that is whole and has its name. */
export interface SavedFile {
  readonly kind: ImageKind;
  readonly bytes: number;
  /** The server sends it so; of an image without its end three attempts brought the same. */
  readonly flaw: ImageFlaw | null;
  /** False where something else has taken the name meanwhile: that was kept. */
  readonly wasFree: boolean;
  readonly attempts: number;
}

/**
 * Downloads one image: attempt by attempt, each continuing the last where the server allows it, until all of it is there
 * and has its name. While the gate is closed no attempt runs; one that a pause ends does not count.
 *
 * @throws DownloadError when it is given up
 * @throws the reason of `signal`; what has come is kept
 */
export async function downloadFile(
  order: FileOrder,
  tools: FileTools,
  watch: FileWatch,
  signal: AbortSignal,
): Promise<SavedFile> {
  const { retry, timing, gate, limits } = tools;
  const state = { url: parseAddress(order.url), part: order.part, incompleteHashes: [], gained: 0, host: '' };
  for (let failures = 0, attempts = 1; ;) {
    await gate.whenOpen(signal);
    const running = gate.signal;
    const abort = linkedAbort(signal, running);
    state.gained = 0;
    try {
      return { ...(await attemptDownload(state, order, tools, watch, abort)), attempts };
    } catch (error) {
      signal.throwIfAborted();
      if (running.aborted) continue;
      if (!(error instanceof DownloadError) || !error.isTransient) throw error;
      failures = state.gained > 0 ? 1 : failures + 1;
      if (failures >= retry.attempts || attempts >= retry.mostAttempts) throw error;
      attempts++;
      const delay = retryDelay(retry, failures, timing.random, error.retryAfter);
      // Too many requests concern the host, not this file.
      if (error.details['status'] === 429) {
        const wait = Math.min(error.retryAfter ?? 0, retry.retryAfterCap);
        limits.hold(state.host, wait);
        watch.onHeld?.(state.host, wait);
      }
      watch.onRetry?.(error, attempts, delay);
      await sleep(delay, timing, linkedAbort(signal, tools.health.signal(state.url.host)));
    } finally {
      abort.unlink();
    }
  }
}

/** @throws the reason of what aborted it */
async function sleep(milliseconds: number, timing: Timing, abort: LinkedAbort): Promise<void> {
  try {
    await timing.sleep(milliseconds, abort.controller.signal);
  } catch (error) {
    abort.controller.signal.throwIfAborted();
    throw error;
  } finally {
    abort.unlink();
  }
}

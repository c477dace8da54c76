import type { DownloadFlaw } from '../core/download/flaws.ts';
import type { ImageKind } from '../core/download/imageKind.ts';
import type { DownloadProblem } from '../core/download/problems.ts';
import type { RetryPolicy } from '../core/download/retryPolicy.ts';
import type { RequestLimits } from '../platform/download/hostLimits.ts';
import type { Authorization } from '../platform/download/request.ts';

/** One wanted file. */
export interface WantedFile {
  /** http or https, without user name and password. */
  readonly url: string;
  /** Further addresses of the same file, tried in turn where the first does not lead to it; absent without. */
  readonly others?: readonly string[];
  /** Where in the output folder; parts separated by `/`. Equal names, whatever their case, are refused. */
  readonly name: string;
  /** Why it is not asked for: where the file is not there, it has failed by this. */
  readonly withheld?: DownloadProblem;
}

/** A whole download. Plain data: it can travel to another process. */
export interface DownloadRequest {
  /** Absolute; made where it does not exist. The state is kept in `.maskscope/` in it. */
  readonly folder: string;
  readonly files: readonly WantedFile[];
  /** A key for one host; absent without. It is kept nowhere. */
  readonly authorization?: Authorization;
  /** Redirects may lead into private networks, and the key to this machine without TLS. */
  readonly allowPrivate?: boolean;
  /** Asks again also for what the server has refused for good. */
  readonly retryFailed?: boolean;
  readonly limits?: Partial<RequestLimits>;
  readonly retry?: Partial<RetryPolicy>;
  /** Bytes that one file may have; 512 MiB where absent. */
  readonly maxBytes?: number;
  /** Milliseconds within which `stallBytes` must arrive; 30 s where absent. */
  readonly stallTime?: number;
  /** 1 KiB where absent. */
  readonly stallBytes?: number;
}

/**
 * `saved`: by this run. `present`: it was there, whoever put it there. `failed`: see the problem. `stopped`: not dealt
 * with; running again goes on.
 */
export type DownloadStatus = 'saved' | 'present' | 'failed' | 'stopped';

/** What became of one file. */
export interface DownloadResult {
  /** In the list. */
  readonly index: number;
  readonly name: string;
  readonly status: DownloadStatus;
  /** Of the saved file; 0 otherwise. */
  readonly bytes: number;
  /** By its signature, whatever its name says; null unless saved. */
  readonly kind: ImageKind | null;
  /** What is the matter with the file, which is there; null where nothing is. */
  readonly flaw: DownloadFlaw | null;
  /** Null unless failed. `problemText` makes it a sentence. */
  readonly problem: DownloadProblem | null;
  /** The problem is of an earlier run: nothing was asked this time. */
  readonly isRemembered: boolean;
}

export interface DownloadProgress {
  /** Files that are there: saved and present. */
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  /** Bytes that came, those of broken attempts included. */
  readonly bytes: number;
  /** Files a second, over the last seconds. */
  readonly filesPerSecond: number;
  readonly bytesPerSecond: number;
  /** Seconds; null before there is a rate, and while pausing. */
  readonly timeLeft: number | null;
  /** The host that asks to be left alone longest, and seconds from now; null where none does. */
  readonly held: { readonly host: string; readonly seconds: number } | null;
}

/** What a download tells while it runs. Plain data. */
export type DownloadEvent =
  | { readonly type: 'state'; readonly state: 'running' | 'paused' | 'stopping' | 'ended' }
  | { readonly type: 'progress'; readonly progress: DownloadProgress }
  | { readonly type: 'result'; readonly result: DownloadResult }
  | {
      readonly type: 'retry';
      readonly index: number;
      readonly name: string;
      /** The attempt that comes, 2 and up. */
      readonly attempt: number;
      /** Milliseconds until then. */
      readonly wait: number;
      readonly problem: DownloadProblem;
    };

/** The end of a download. */
export interface DownloadOutcome {
  /** In the order of the list. */
  readonly results: readonly DownloadResult[];
  readonly counts: Readonly<Record<DownloadStatus, number>>;
  /** Of the files that were saved. */
  readonly bytes: number;
  /** Why it ended before its end, where nobody stopped it: the device is full. */
  readonly problem: DownloadProblem | null;
}

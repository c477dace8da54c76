import type { DownloadChoice, DownloadList } from '../core/labelbox/downloadList.ts';
import type { DownloadProblem } from '../core/download/problems.ts';
import type { NOT_EXPORTS } from '../core/labelbox/era.ts';
import type { HostQuestion } from '../platform/download/hostGuard.ts';
import type { DownloadEvent, DownloadOutcome, DownloadRequest } from './downloadTypes.ts';

/** Host → the process of one download. */
export type DownloadCall =
  /** Reads the export; to be sent once, first. */
  | {
      readonly type: 'list';
      readonly path: string;
      readonly choice: DownloadChoice;
      readonly now: number;
      readonly keyHost: string | null;
    }
  /** Downloads what was listed; `only` names of it where that is not null. */
  | {
      readonly type: 'start';
      readonly only: readonly string[] | null;
      readonly request: Omit<DownloadRequest, 'files'>;
    }
  | { readonly type: 'agree'; readonly host: string; readonly isAgreed: boolean }
  | { readonly type: 'pause' }
  | { readonly type: 'resume' }
  | { readonly type: 'stop' };

/** The process of one download → host. */
export type DownloadReply =
  | { readonly type: 'listed'; readonly rows: number; readonly total: number; readonly facts: ListFacts }
  | {
      readonly type: 'notExport';
      readonly what: keyof typeof NOT_EXPORTS;
      readonly details: Readonly<Record<string, string | number>>;
    }
  /** Asks for an agreement; every host once. */
  | { readonly type: 'ask'; readonly question: HostQuestion }
  | Exclude<DownloadEvent, { readonly type: 'result' | 'retry' }>
  | { readonly type: 'failure'; readonly name: string; readonly problem: DownloadProblem }
  | { readonly type: 'outcome'; readonly outcome: Omit<DownloadOutcome, 'results'> }
  | { readonly type: 'failed'; readonly message: string };

export type ListFacts = Omit<DownloadList, 'files'>;

import type { DownloadChoice, DownloadList } from '../core/labelbox/downloadList.ts';
import type { DownloadFlaw } from '../core/download/flaws.ts';
import type { DownloadProblem } from '../core/download/problems.ts';
import type { NOT_EXPORTS } from '../core/labelbox/era.ts';
import type { Era } from '../core/labelbox/model.ts';
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
      /** In place of the detected one; null: none. */
      readonly era: Era | null;
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
  | {
      readonly type: 'listed';
      readonly rows: number;
      /** Rows that cannot be read. */
      readonly unread: number;
      readonly total: number;
      readonly facts: ListFacts;
    }
  | {
      readonly type: 'notExport';
      readonly what: keyof typeof NOT_EXPORTS;
      readonly details: Readonly<Record<string, string | number>>;
    }
  /** Asks for an agreement; every host once. */
  | { readonly type: 'ask'; readonly question: HostQuestion }
  | Exclude<DownloadEvent, { readonly type: 'result' | 'retry' }>
  | { readonly type: 'failure'; readonly name: string; readonly problem: DownloadProblem }
  | { readonly type: 'flaw'; readonly name: string; readonly flaw: DownloadFlaw }
  | { readonly type: 'outcome'; readonly outcome: Omit<DownloadOutcome, 'results'> }
  | { readonly type: 'failed'; readonly failure: DownloadFailure };

/** Why a download as a whole comes to nothing, besides problems of files; keys of the l10n bundle. */
export const DOWNLOAD_FAILURES = {
  folderBusy: 'Another download into this folder is running. Wait for it, or delete {lock} if there is none.',
  folderUnusable: '{path} cannot be used ({reason}). Choose another folder, or mend this one.',
} as const;

/** Why a download has failed, as plain data. */
export interface DownloadFailure {
  /** Of DOWNLOAD_FAILURES, DOWNLOAD_PROBLEMS or FILE_PROBLEMS, so that it can be translated; null for anything else. */
  readonly code: string | null;
  readonly details: Readonly<Record<string, string | number>>;
  /** In English. */
  readonly message: string;
}

export type ListFacts = Omit<DownloadList, 'files'>;

import type { ClassKey } from '../core/dataset/classNaming.ts';
import type { DatasetRule } from '../core/dataset/findings/rules.ts';
import type { PairQuery, PairRow } from '../core/dataset/pairTable.ts';
import type { ReportFacts, ReportView } from '../core/report/reportDocument.ts';
import type { ReportStrings } from '../core/report/reportStrings.ts';
import type { GalleryStrings, ReportPageStrings } from './datasetPageStrings.ts';
import type { Outcome } from './rpc.ts';

/** What a report is of, as its page asks for it. */
export interface ReportAnswer {
  readonly facts: ReportFacts;
  /** Splits that can be chosen. */
  readonly splits: readonly string[];
  /** The scan was cancelled: some files are not counted. */
  readonly isIncomplete: boolean;
}

/** What the report page asks the host. */
export interface ReportRequests {
  report: { params: { readonly split: string | null }; result: ReportAnswer };
  /** Channel statistics of the train split; {@link ToReportPage} tells how far it is. Null where it was stopped. */
  channels: { params: null; result: ReportFacts['channels'] };
}

export type ReportFormat = 'html' | 'csv' | 'json';

type Request<Requests extends Record<keyof Requests, { params: unknown; result: unknown }>> = {
  [K in keyof Requests]: {
    readonly type: 'request';
    readonly id: number;
    readonly method: K;
    readonly params: Requests[K]['params'];
  };
}[keyof Requests];

interface Response {
  readonly type: 'response';
  readonly page: number;
  readonly id: number;
  readonly method: string;
  readonly outcome: Outcome<unknown>;
}

export type FromReportPage =
  /** The page is there, numbered by itself. */
  | { readonly type: 'ready'; readonly page: number }
  | Request<ReportRequests>
  | { readonly type: 'stopChannels' }
  /** A save dialog, then a file. */
  | { readonly type: 'export'; readonly split: string | null; readonly view: ReportView }
  | { readonly type: 'copy'; readonly text: string };

export type ToReportPage =
  | Response
  /** A scan found something: what is shown is old. */
  | { readonly type: 'changed' }
  | { readonly type: 'channelProgress'; readonly done: number; readonly total: number };

/** Injected into the page. */
export interface ReportBootstrap {
  readonly report: ReportStrings;
  readonly strings: ReportPageStrings;
  /** The dataset's folder, for the state that outlives the page. */
  readonly folder: string;
  /** BCP 47, for numbers. */
  readonly locale: string;
}

/** Which pairs a gallery shows, and how. Plain data: it outlives the page. */
export interface GalleryFilter extends Omit<PairQuery, 'among'> {
  readonly among: readonly string[] | null;
  /** That the pairs have findings of; null: any or none. */
  readonly rule: DatasetRule | null;
}

/** A picture of a pair on its way to the page. */
export interface GalleryTile {
  readonly row: PairRow;
  readonly shows: 'both' | 'mask' | 'original' | 'none';
  readonly bytes: ArrayBuffer | null;
  readonly type: string;
}

export interface GalleryClass {
  readonly key: ClassKey;
  readonly name: string;
  readonly isVoid: boolean;
}

/** A rule with findings of pairs. */
export interface GalleryRule {
  readonly rule: DatasetRule;
  /** Translated. */
  readonly title: string;
  readonly pairs: number;
}

/** What the gallery asks the host. */
export interface GalleryRequests {
  facts: {
    params: null;
    result: {
      readonly name: string;
      readonly classes: readonly GalleryClass[];
      readonly splits: readonly string[];
      readonly rules: readonly GalleryRule[];
      /** One to filter by from now on; null: as before. Told once. */
      readonly rule: DatasetRule | null;
      /** Names to show alone and what they have in common, translated; null where all are shown. */
      readonly among: { readonly names: readonly string[]; readonly title: string } | null;
    };
  };
  names: { params: { readonly filter: GalleryFilter }; result: readonly string[] };
  tiles: {
    params: { readonly names: readonly string[]; readonly side: number };
    result: { readonly hasSharp: boolean; readonly tiles: readonly GalleryTile[] };
  };
}

/** What is done with the chosen pairs. */
export const GALLERY_ACTIONS = [
  'open',
  'browse',
  'review',
  'copyNames',
  'saveList',
  'addToList',
  'export',
  'pictures',
] as const;
export type GalleryAction = (typeof GALLERY_ACTIONS)[number];

export type FromGalleryPage =
  | { readonly type: 'ready'; readonly page: number }
  | Request<GalleryRequests>
  | { readonly type: 'act'; readonly action: GalleryAction; readonly names: readonly string[] };

export type ToGalleryPage = Response | { readonly type: 'changed' };

/** Injected into the page. */
export interface GalleryBootstrap {
  readonly strings: GalleryStrings;
  /** The dataset's folder, for the state that outlives the page. */
  readonly folder: string;
  readonly locale: string;
}

import type { Choice } from '../core/labelbox/choice.ts';
import type { UrlKind } from '../core/labelbox/expiry.ts';
import type { Era, Geometry, GeometryKind, ImageSize, LabelState, YAxis } from '../core/labelbox/model.ts';
import type { EntryMasks, TableEntry, TableQuery } from '../core/labelbox/table/entry.ts';
import type { LabelboxStrings } from './labelboxStrings.ts';
import type { Outcome } from './rpc.ts';

/** A class of the export as the page shows it. */
export interface ExportClass {
  readonly name: string;
  /** `#rrggbb`; chosen from a palette where the export has none. */
  readonly colour: string;
}

/** How far the reading is. */
export interface ReadingFacts {
  readonly phase: 'reading' | 'done' | 'stopped' | 'failed';
  /** Bytes read, of how many. */
  readonly bytes: number;
  readonly total: number;
  /** Bytes a second. */
  readonly rate: number;
  /** Seconds; null before there is a rate, and at the end. */
  readonly timeLeft: number | null;
  readonly rows: number;
  readonly labels: number;
  readonly objects: number;
  readonly findings: number;
  /** Rows that could not be read. */
  readonly leftOut: number;
  /** Translated: why the reading failed; null unless it did. */
  readonly problem: string | null;
}

/** What the export is; sentences are translated by the host. */
export interface ExportFacts {
  readonly era: Era;
  readonly eraReason: string;
  /** The era was chosen by the user. */
  readonly isEraChosen: boolean;
  readonly yAxis: YAxis;
  readonly yAxisReason: string;
  readonly isYAxisChosen: boolean;
  /** The export does not say where y = 0 is; the user is asked. */
  readonly asksYAxis: boolean;
  readonly choice: Choice;
  /** Images with several labels. */
  readonly severalLabels: number;
  readonly classes: readonly ExportClass[];
  /** '' stands for labels without one. */
  readonly labellers: readonly string[];
  /** Entries that count, by state; of those that have any. */
  readonly states: readonly (readonly [state: LabelState, entries: number])[];
}

/** A finding; its sentence is translated by the host. */
export interface ExportFinding {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
}

/** An object of a label; coordinates are those of the file. */
export interface ShownObject {
  /** Number of the class; −1 where the table does not know it. */
  readonly class: number;
  readonly name: string;
  /** `#rrggbb` */
  readonly colour: string;
  readonly geometry: Geometry;
  /** Where its mask could be fetched: by whom it is served; null without one. */
  readonly maskHost: string | null;
  /** Answers to questions about the object, flattened: `state: healthy`. */
  readonly answers: readonly string[];
}

/** All of one entry that the table does not hold. */
export interface EntryDetails {
  readonly entry: TableEntry;
  readonly externalId: string | null;
  readonly globalKey: string | null;
  readonly dataset: string | null;
  readonly project: string | null;
  /** As the export states it; null where it does not. */
  readonly size: ImageSize | null;
  readonly exifRotation: number | null;
  /** Host of the link to the image, and when it expires; null where there is none. */
  readonly imageHost: string | null;
  readonly imageExpires: number | null;
  readonly objects: readonly ShownObject[];
  /** Objects beyond those that are sent. */
  readonly moreObjects: number;
  /** Answers to questions about the image, flattened. */
  readonly answers: readonly string[];
  /** Classes with a mask of their own (E4). */
  readonly classMasks: readonly string[];
  readonly findings: readonly ExportFinding[];
}

/** The original of an entry: an address that the page may load, or its bytes; null where there is none. */
export type Original =
  | { readonly kind: 'uri'; readonly uri: string; readonly name: string }
  | { readonly kind: 'bytes'; readonly bytes: ArrayBuffer; readonly type: string; readonly name: string };

export interface ClassSummary {
  readonly class: number;
  /** In labelled entries. */
  readonly objects: number;
  /** Labelled entries that have it, and that lack it. */
  readonly entries: number;
  readonly missing: number;
}

export interface LabellerSummary {
  readonly name: string;
  readonly labels: number;
  /** Mean and median of those labels that state their time; null where none does. */
  readonly meanSeconds: number | null;
  readonly medianSeconds: number | null;
}

/** Links of one kind; expiry is read from the links, without a request. */
export interface LinkSummary {
  readonly kind: UrlKind;
  readonly links: number;
  readonly expired: number;
  /** Translated: `212 image links expired 34 days ago; re-export or choose a local folder`. */
  readonly message: string;
}

export interface ExportSummary {
  /** Labelled entries that the counts of missing classes are about. */
  readonly labelled: number;
  readonly classes: readonly ClassSummary[];
  readonly labellers: readonly LabellerSummary[];
  /** Sums of review scores and how many entries have each; null stands for no review. */
  readonly reviews: readonly (readonly [score: number | null, entries: number])[];
  /** Entries a month, `2019-10`, in order. */
  readonly months: readonly (readonly [month: string, entries: number])[];
  readonly links: readonly LinkSummary[];
  readonly kinds: readonly (readonly [kind: GeometryKind, objects: number])[];
  readonly states: readonly (readonly [state: LabelState, entries: number])[];
}

/** How far labels of the same image agree: intersection over union of a class, over all pairs of labels. */
export interface ClassAgreement {
  readonly class: number;
  /** Pairs of labels of which one at least has the class. */
  readonly pairs: number;
  /** 0 … 1 */
  readonly mean: number;
  readonly lowest: number;
  /** The entry of the lowest. */
  readonly lowestEntry: number;
}

export interface Agreement {
  readonly images: number;
  /** Images left out because their size is unknown, or because there are too many. */
  readonly leftOut: number;
  readonly classes: readonly ClassAgreement[];
}

/** Requests of the page. Entries are numbers of {@link TableEntry.entry}. */
export interface ExportRequests {
  rows: {
    params: { readonly query: TableQuery; readonly from: number; readonly count: number };
    result: {
      readonly total: number;
      readonly from: number;
      readonly rows: readonly TableEntry[];
      /** Counts up with every change of the table. */
      readonly version: number;
    };
  };
  /** Place of an entry in the result of a query; −1 where it is not in it. */
  locate: { params: { readonly query: TableQuery; readonly entry: number }; result: number };
  details: { params: { readonly entry: number }; result: EntryDetails };
  /** By the names of the entry. */
  original: {
    params: { readonly name: string | null; readonly dataRowId: string | null; readonly isThumbnail: boolean };
    result: Original | null;
  };
  /** Outlines of the objects that are in masks alone; `size` of the original, else as the export states it. */
  masks: { params: { readonly entry: number; readonly size: ImageSize }; result: EntryMasks };
  summary: { params: null; result: ExportSummary };
  agreement: { params: null; result: Agreement };
}

type ExportRequest = {
  [K in keyof ExportRequests]: {
    readonly type: 'request';
    readonly id: number;
    readonly method: K;
    readonly params: ExportRequests[K]['params'];
  };
}[keyof ExportRequests];

export type ToExportPage =
  /** What the file is, if it is no export: a translated sentence. */
  | { readonly type: 'notExport'; readonly message: string }
  | { readonly type: 'reading'; readonly reading: ReadingFacts }
  | { readonly type: 'facts'; readonly facts: ExportFacts }
  /** The table was made anew: entries have other numbers. */
  | { readonly type: 'reset' }
  /** The folder of originals; null for none. */
  | { readonly type: 'originals'; readonly folder: string | null; readonly files: number }
  | { readonly type: 'select'; readonly entry: number }
  | {
      readonly type: 'response';
      readonly page: number;
      readonly id: number;
      readonly method: keyof ExportRequests;
      readonly outcome: Outcome<unknown>;
    };

export type FromExportPage =
  | { readonly type: 'ready'; readonly page: number }
  | ExportRequest
  /** Null: as detected. */
  | { readonly type: 'setEra'; readonly era: Era | null }
  | { readonly type: 'setYAxis'; readonly yAxis: YAxis | null }
  | { readonly type: 'setChoice'; readonly choice: Choice }
  | { readonly type: 'stop' }
  | { readonly type: 'readAgain' }
  | { readonly type: 'chooseOriginals' }
  | { readonly type: 'revealText'; readonly entry: number }
  | { readonly type: 'showFindings' }
  | { readonly type: 'openAsText' }
  | { readonly type: 'convert' }
  | { readonly type: 'textFocus'; readonly focused: boolean };

/** Injected into the page as JSON in a `<script type="application/json" id="bootstrap">`. */
export interface ExportBootstrap {
  readonly strings: LabelboxStrings;
  /** BCP 47, for numbers and dates. */
  readonly locale: string;
}

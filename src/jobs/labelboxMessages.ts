import type { Choice } from '../core/labelbox/choice.ts';
import type { RecognisedExport } from '../core/labelbox/era.ts';
import type { Era, ImageSize, LabelState, Row } from '../core/labelbox/model.ts';
import type { LabelboxFinding, LabelboxRule } from '../core/labelbox/rules.ts';
import type { LabelboxSummary } from '../core/labelbox/summary.ts';
import type { EntryMasks, TableEntry, TableQuery } from '../core/labelbox/table/entry.ts';
import type { TableSummary } from '../core/labelbox/table/summariseTable.ts';
import type { AgreementFacts } from './labelboxAgreement.ts';

/** Host → the process of one export. */
export type LabelboxCall =
  /** Reads the file from its start; to be sent once. */
  | {
      readonly type: 'read';
      readonly path: string;
      readonly era: Era | null;
      readonly choice: Choice;
      readonly now: number;
    }
  /** What has been read stays. */
  | { readonly type: 'stop' }
  | { readonly type: 'choose'; readonly choice: Choice }
  | LabelboxQuestion;

/** Questions about the rows that have been read. Entries are numbers of {@link TableEntry.entry}. */
export interface LabelboxQuestions {
  rows: {
    params: { readonly query: TableQuery; readonly from: number; readonly count: number };
    result: {
      readonly total: number;
      readonly from: number;
      readonly rows: readonly TableEntry[];
      readonly version: number;
    };
  };
  /** Place of an entry in the result of a query; −1 where it is not in it. */
  locate: { params: { readonly query: TableQuery; readonly entry: number }; result: number };
  /** The entry of a row that counts; null where the row is not in the table. */
  entryOfRow: { params: { readonly row: number }; result: number | null };
  /** The row of an entry, read again, with the findings about it; null where the file has changed. */
  row: {
    params: { readonly entry: number };
    result: { readonly entry: TableEntry; readonly row: Row; readonly findings: readonly LabelboxFinding[] } | null;
  };
  /** Outlines of the objects of an entry that are in masks alone, as far as these lie in a folder; null: there is none. */
  masks: {
    params: { readonly entry: number; readonly folder: string | null; readonly size: ImageSize };
    result: EntryMasks;
  };
  /** The entry's row as it is written. `characters` stand before it in its line. */
  text: {
    params: { readonly entry: number };
    result: { readonly text: string; readonly line: number; readonly characters: number; readonly name: string | null };
  };
  /** What is written around a byte of the file, for rows that cannot be read. `before` characters stand before it. */
  textAt: {
    params: { readonly offset: number };
    result: { readonly text: string; readonly before: number };
  };
  /** Findings of a rule, in the order of the file. */
  findings: {
    params: { readonly rule: LabelboxRule; readonly from: number; readonly count: number };
    result: { readonly total: number; readonly kept: number; readonly findings: readonly LabelboxFinding[] };
  };
  summary: { params: null; result: { readonly table: TableSummary; readonly file: LabelboxSummary | null } };
  agreement: { params: null; result: AgreementFacts };
}

export type LabelboxQuestion = {
  [K in keyof LabelboxQuestions]: {
    readonly type: 'ask';
    readonly id: number;
    readonly method: K;
    readonly params: LabelboxQuestions[K]['params'];
  };
}[keyof LabelboxQuestions];

/** How far the reading is. */
export interface LabelboxProgress {
  readonly bytes: number;
  readonly total: number;
  /** Bytes a second. */
  readonly rate: number;
  readonly rows: number;
  readonly labels: number;
  readonly objects: number;
  readonly findings: number;
  readonly leftOut: number;
}

/** What is known of the table so far. */
export interface LabelboxTableFacts {
  readonly severalLabels: number;
  readonly classes: readonly { readonly name: string; readonly colour: string | null }[];
  readonly labellers: readonly (string | null)[];
  readonly states: readonly (readonly [state: LabelState, entries: number])[];
  /** Milliseconds since 1970 of the newest label; null where none has a date. */
  readonly newest: number | null;
  readonly findings: readonly (readonly [rule: LabelboxRule, count: number])[];
}

/** The process of one export → host. */
export type LabelboxReply =
  | { readonly type: 'recognised'; readonly recognised: RecognisedExport }
  /** The table is made anew, by the era that later rows have shown. */
  | { readonly type: 'startedOver' }
  | { readonly type: 'progress'; readonly progress: LabelboxProgress; readonly facts: LabelboxTableFacts }
  | {
      readonly type: 'done';
      readonly phase: 'done' | 'stopped';
      /** Null where the reading was stopped before the first rows. */
      readonly recognised: RecognisedExport | null;
      readonly progress: LabelboxProgress;
      readonly facts: LabelboxTableFacts;
    }
  /** `code` and `details` of a FileError; null for other errors. */
  | {
      readonly type: 'failed';
      readonly message: string;
      readonly code: string | null;
      readonly details: Readonly<Record<string, string | number>>;
    }
  | { readonly type: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly ok: false; readonly message: string };

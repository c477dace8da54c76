import type { LabelState, MediaKind, Place, Polygon } from '../model.ts';
import type { FindingSeverity } from '../rules.ts';

/** One line of the table of an export: a label of a row, or a row without labels. */
export interface TableEntry {
  /** Place among the entries, from 0, in the order of the file. */
  readonly entry: number;
  /** Index of the row in the file, from 0. */
  readonly row: number;
  /** Place among the row's labels; −1 where it has none. */
  readonly label: number;
  readonly place: Place;
  readonly name: string | null;
  readonly dataRowId: string | null;
  readonly state: LabelState;
  readonly media: MediaKind;
  /** Numbers of the classes that the label has objects of, ascending. */
  readonly classes: readonly number[];
  readonly objects: number;
  readonly labeller: string | null;
  readonly seconds: number | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  readonly review: number | null;
  readonly reviews: number;
  /** Labels of the same image, those of other rows included. */
  readonly alternatives: number;
  readonly findings: number;
  readonly worst: FindingSeverity | null;
}

/** Columns that entries are sorted by. */
export const TABLE_COLUMNS = [
  'row',
  'name',
  'state',
  'classes',
  'objects',
  'labeller',
  'seconds',
  'createdAt',
  'review',
  'findings',
] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

export const REVIEW_FILTERS = ['any', 'approved', 'rejected', 'undecided', 'none'] as const;
/** By the sum of the scores: above 0, below 0, exactly 0; or without a review that has one. */
export type ReviewFilter = (typeof REVIEW_FILTERS)[number];

export const FINDING_FILTERS = ['any', 'with', 'without'] as const;
export type FindingFilter = (typeof FINDING_FILTERS)[number];

/** Which entries are wanted, and in which order. */
export interface TableQuery {
  /** Part of the name, the data row's id or the labeller, in any case. */
  readonly text: string;
  /** Empty for all. */
  readonly states: readonly LabelState[];
  /** Names of classes that must all be there: their numbers change with the file. */
  readonly present: readonly string[];
  /** Names of classes none of which may be there. */
  readonly missing: readonly string[];
  /** Empty for all; '' stands for labels without one. */
  readonly labellers: readonly string[];
  readonly review: ReviewFilter;
  readonly findings: FindingFilter;
  /** Null for the order of the file. */
  readonly sort: { readonly column: TableColumn; readonly descending: boolean } | null;
}

export const EVERYTHING: TableQuery = {
  text: '',
  states: [],
  present: [],
  missing: [],
  labellers: [],
  review: 'any',
  findings: 'any',
  sort: null,
};

/** A query without the classes and labellers that an export does not have, and the names that were left out. */
export function withoutUnknown(
  query: TableQuery,
  classes: readonly string[],
  labellers: readonly string[],
): { readonly query: TableQuery; readonly dropped: readonly string[] } {
  const dropped: string[] = [];
  const keep = (wanted: readonly string[], known: ReadonlySet<string>): string[] =>
    wanted.filter((name) => {
      if (!known.has(name)) dropped.push(name);
      return known.has(name);
    });
  const known = new Set(classes);
  const present = keep(query.present, known);
  const missing = keep(query.missing, known);
  const kept = { ...query, present, missing, labellers: keep(query.labellers, new Set(labellers)) };
  return { query: dropped.length === 0 ? query : kept, dropped };
}

/** What masks of a label show. */
export interface EntryMasks {
  /** By the place of their object in the label, from 0: in pixels from the top left corner, filled even-odd. */
  readonly outlines: readonly (readonly [object: number, outline: Polygon])[];
  /** Objects that are in masks alone and whose mask is not there, unreadable, of another size, or too detailed. */
  readonly missing: number;
}

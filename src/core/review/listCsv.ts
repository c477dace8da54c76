import { csvCell } from '../formats/csvCell.ts';
import type { ReviewedPair } from './reviewState.ts';

/** A row of a Labelbox export that a pair of a converted dataset was made from. */
export interface ExportRow {
  /** In the export, from 1. */
  readonly row: number;
  readonly externalId: string | null;
  readonly dataRowId: string | null;
  readonly projects: readonly string[];
}

/** A pair in a list that is made from tags. */
export interface ListedReview {
  readonly pair: ReviewedPair;
  /** Undefined where the list is not ordered by scores, or the pair has none. */
  readonly score: number | undefined;
  /** That it was made from; empty where none is known. */
  readonly rows: readonly ExportRow[];
}

/** A list as lines of CSV with a header: a line a pair, or one for each of its rows. */
export function listCsv(entries: readonly ListedReview[]): string[] {
  const header = ['name', 'state', 'score', 'reasons', 'notes', 'row', 'external id', 'data row id', 'projects'];
  const lines = entries.flatMap(({ pair: { subject, state, tags }, score, rows }) => {
    const texts = (of: 'reason' | 'note'): string => tags.flatMap(({ tag }) => tag[of] ?? []).join('; ');
    const head = [subject.name, state, score === undefined ? '' : String(score), texts('reason'), texts('note')];
    const none = { row: '', externalId: null, dataRowId: null, projects: [] };
    return (rows.length === 0 ? [none] : rows).map(({ row, externalId, dataRowId, projects }) => {
      return [...head, String(row), externalId ?? '', dataRowId ?? '', projects.join('; ')];
    });
  });
  return [header, ...lines].map((cells) => cells.map(csvCell).join(','));
}

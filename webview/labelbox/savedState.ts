import { LABEL_STATES } from '../../src/core/labelbox/model.ts';
import {
  EVERYTHING,
  FINDING_FILTERS,
  REVIEW_FILTERS,
  TABLE_COLUMNS,
  type TableQuery,
} from '../../src/core/labelbox/table/entry.ts';
import type { KeptRow } from './keptRow.ts';

/** What a page keeps while it is hidden, or its window closed. */
export interface SavedState {
  readonly query: TableQuery;
  readonly tab: 'rows' | 'summary';
  /** Of the pane with the selected row, in CSS pixels; null for the initial one. */
  readonly width: number | null;
  /** Null where none is selected. */
  readonly selected: KeptRow | null;
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** Reads what an earlier page saved; what cannot be used is left out. */
export function readSavedState(saved: unknown): SavedState {
  const { query, tab, width, selected } = fieldsOf(saved);
  return {
    query: readQuery(fieldsOf(query)),
    tab: tab === 'summary' ? 'summary' : 'rows',
    width: typeof width === 'number' && Number.isFinite(width) ? width : null,
    selected: readSelected(fieldsOf(selected)),
  };
}

function readSelected({ entry, row, label, name, dataRowId, position, scrollTop }: Fields): KeptRow | null {
  const isWhole = (value: unknown): value is number => Number.isInteger(value);
  if (!isWhole(entry) || !isWhole(row) || !isWhole(label) || !isWhole(position)) return null;
  return {
    ...{ entry, row, label, position },
    name: typeof name === 'string' ? name : null,
    dataRowId: typeof dataRowId === 'string' ? dataRowId : null,
    scrollTop: typeof scrollTop === 'number' && Number.isFinite(scrollTop) ? scrollTop : 0,
  };
}

function readQuery({ text, states, present, missing, labellers, review, findings, sort }: Fields): TableQuery {
  const { column, descending } = fieldsOf(sort);
  const known = TABLE_COLUMNS.find((one) => one === column);
  return {
    text: typeof text === 'string' ? text : EVERYTHING.text,
    states: textsOf(states).flatMap((state) => LABEL_STATES.find((one) => one === state) ?? []),
    present: textsOf(present),
    missing: textsOf(missing),
    labellers: textsOf(labellers),
    review: REVIEW_FILTERS.find((one) => one === review) ?? 'any',
    findings: FINDING_FILTERS.find((one) => one === findings) ?? 'any',
    sort: known === undefined ? null : { column: known, descending: descending === true },
  };
}

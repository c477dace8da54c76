import type { Report } from './rules.ts';
import { reasonOf } from './elementSink.ts';

/** Columns that hold JSON; `Label` may also hold the word Skip. */
const JSON_COLUMNS: ReadonlySet<string> = new Set([
  'Label',
  'Reviews',
  'Masks',
  'Media Attributes',
  'DataRow Metadata',
]);

/** Cells of one record; quotes within a quoted cell are doubled. */
export function readCells(record: string, delimiter: string): string[] {
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    let end: number;
    if (record[at] === '"') {
      let close = record.indexOf('"', at + 1);
      while (close >= 0 && record[close + 1] === '"') close = record.indexOf('"', close + 2);
      const last = close < 0 ? record.length : close;
      end = record.indexOf(delimiter, last);
      // What follows the closing quote is kept, as spreadsheets do.
      const rest = record.slice(last + 1, end < 0 ? record.length : end);
      cells.push(record.slice(at + 1, last).replaceAll('""', '"') + rest);
    } else {
      end = record.indexOf(delimiter, at);
      cells.push(record.slice(at, end < 0 ? record.length : end));
    }
    if (end < 0) return cells;
    at = end + 1;
  }
}

/**
 * A record as the row of the JSON export that it was made from: empty cells are null, JSON cells are parsed. Numbers
 * and dates stay texts, which the readers of rows take (`1.5557E+12` included).
 */
export function recordValue(
  header: readonly string[],
  cells: readonly string[],
  report: Report,
): Readonly<Record<string, unknown>> {
  if (cells.length !== header.length) report('recordCells', { count: cells.length, expected: header.length });
  const row: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [i, column] of header.entries()) {
    const cell = cells[i] ?? '';
    row[column] = cell === '' ? null : JSON_COLUMNS.has(column) ? jsonOf(cell, column, report) : cell;
  }
  return row;
}

function jsonOf(cell: string, column: string, report: Report): unknown {
  if (column === 'Label' && !/^\s*[[{]/.test(cell)) return cell;
  try {
    return JSON.parse(cell) as unknown;
  } catch (error) {
    // The reader of labels says what is wrong with one.
    if (column !== 'Label') report('cellInvalid', { column, reason: reasonOf(error) });
    return column === 'Label' ? cell : null;
  }
}

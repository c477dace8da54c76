import { linesOf } from '../formats/classMap.ts';
import { fieldsOf, parseJson } from '../formats/json.ts';
import { readCells } from '../labelbox/csvRecord.ts';
import { withoutExtension } from '../split/namesFile.ts';
import { matchRows } from './matchRows.ts';
import { ReviewError } from './problems.ts';

/** Numbers by name, as a model or another tool has written them. */
export interface ScoreTable {
  /** Columns or fields with numbers, in their order. */
  readonly columns: readonly string[];
  /** A row for each name. */
  readonly rows: readonly ScoreRow[];
}

interface ScoreRow {
  readonly name: string;
  readonly numbers: ReadonlyMap<string, number>;
}

/** The column of a JSON object that has one number a name. */
const ONE = 'score';
/** What a column of names may be called; without one of these it is the first. */
const NAMES = ['name', 'image', 'image_id', 'file', 'filename', 'file_name', 'id', 'external_id', 'path', 'mask'];
const DELIMITERS = [',', '\t', ';'];
/** Columns of a stranger's file that are offered. */
const MOST_COLUMNS = 200;

/**
 * Reads scores: CSV with a header, or JSON: a list of objects, an object of them by name, or an object of numbers by name.
 *
 * @param path for errors, and to tell JSON by its name
 * @throws ReviewError `scoresEmpty`
 */
export function readScores(text: string, path: string): ScoreTable {
  const rows = /\.json$/i.test(path) || /^\s*[[{]/.test(text) ? jsonRows(text) : tableRows(text);
  const columns = new Set<string>();
  for (const { numbers } of rows) {
    for (const column of numbers.keys()) if (columns.size < MOST_COLUMNS) columns.add(column);
  }
  if (columns.size === 0) throw new ReviewError('scoresEmpty', { path });
  return { columns: [...columns], rows };
}

function jsonRows(text: string): ScoreRow[] {
  const parsed = parseJson(text);
  if ('problem' in parsed) return [];
  const { value } = parsed;
  if (Array.isArray(value)) {
    return (value as unknown[]).flatMap((entry) => {
      const fields = fieldsOf(entry);
      const key = fields === null ? undefined : NAMES.find((one) => isName(fields[one]));
      return fields === null || key === undefined ? [] : [rowOf(String(fields[key]), fields, key)];
    });
  }
  return Object.entries(fieldsOf(value) ?? {}).map(([name, entry]) =>
    rowOf(name, typeof entry === 'number' ? { [ONE]: entry } : (fieldsOf(entry) ?? {}), null),
  );
}

function isName(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function rowOf(name: string, fields: Readonly<Record<string, unknown>>, key: string | null): ScoreRow {
  const numbers = Object.entries(fields).flatMap(([column, value]): [string, number][] =>
    typeof value === 'number' && Number.isFinite(value) && column !== key ? [[column, value]] : [],
  );
  return { name, numbers: new Map(numbers) };
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

function tableRows(text: string): ScoreRow[] {
  const [head = '', ...lines] = linesOf(text).filter((line) => line.trim() !== '');
  const delimiter = DELIMITERS.find((sign) => head.includes(sign)) ?? ',';
  const header = readCells(head, delimiter).map((cell) => cell.trim());
  const named = header.findIndex((column) => NAMES.includes(column.toLowerCase()));
  const key = Math.max(0, named);
  return lines.flatMap((line): ScoreRow[] => {
    const cells = readCells(line, delimiter);
    const name = cells[key]?.trim() ?? '';
    if (name === '') return [];
    const numbers = cells.flatMap((cell, at): [string, number][] =>
      at !== key && NUMBER.test(cell) ? [[header[at] ?? String(at + 1), Number(cell)]] : [],
    );
    return [{ name, numbers: new Map(numbers) }];
  });
}

/**
 * The scores of some names in one column. Names may have an extension or folders that those of pairs lack (see `matchRows`);
 * of several rows of one name the last holds.
 *
 * @param column null where the table has one alone
 * @param path for errors
 * @param all names of all pairs, of which those asked for may be some
 * @throws ReviewError `scoreColumnAbsent`, `scoresForeign`
 */
export function scoresOf(
  { columns, rows }: ScoreTable,
  column: string | null,
  names: readonly string[],
  path: string,
  all: readonly string[] = names,
): Map<string, number> {
  const wanted = column ?? (columns.length === 1 ? columns[0] : undefined);
  if (wanted === undefined || !columns.includes(wanted)) {
    throw new ReviewError('scoreColumnAbsent', { path, column: column ?? '?', columns: columns.join(', ') });
  }
  const scores = new Map<string, number>();
  const paths = new Set<string>();
  for (const { name, numbers } of rows) {
    const score = numbers.get(wanted);
    if (score === undefined) continue;
    const path = withoutExtension(name.replaceAll('\\', '/'));
    paths.add(path);
    scores.set(path, score).set(name, score);
  }
  const matched = matchRows(paths, all);
  const found = new Map<string, number>();
  for (const name of names) {
    const score = scores.get(name) ?? scores.get(matched.get(name) ?? '');
    if (score !== undefined) found.set(name, score);
  }
  if (found.size === 0) throw new ReviewError('scoresForeign', { path, name: rows[0]?.name ?? '' });
  return found;
}

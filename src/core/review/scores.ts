import { linesOf } from '../formats/classMap.ts';
import { fieldsOf, parseJson, shown } from '../formats/json.ts';
import { jsonFault } from '../formats/jsonFault.ts';
import { readCells } from '../labelbox/csvRecord.ts';
import { withoutExtension } from '../split/namesFile.ts';
import { matchRows } from './matchRows.ts';
import { ReviewError } from './problems.ts';

/** Numbers by name, as a model or another tool has written them. */
export interface ScoreTable {
  /** Columns or fields with numbers, in their order. */
  readonly columns: readonly string[];
  /** What rows were: lines of a table, or entries of JSON. */
  readonly unit: 'line' | 'entry';
  /** A row for each name. */
  readonly rows: readonly ScoreRow[];
}

interface ScoreRow {
  /** Empty where it has none. */
  readonly name: string;
  /** Its first line in a table, its place in a list, from 1. */
  readonly place: number;
  /** What is shown of it. */
  readonly text: string;
  readonly numbers: ReadonlyMap<string, number>;
}

/** The column of a JSON object that has one number a name. */
const ONE = 'score';
/** What a column of names may be called; without one of these it is the first. */
const NAMES = ['name', 'image', 'image_id', 'file', 'filename', 'file_name', 'id', 'external_id', 'path', 'mask'];
const DELIMITERS = [',', '\t', ';'];
/** Columns of a stranger's file that are offered. */
const MOST_COLUMNS = 200;
/** Lines that a cell in quotes may have; more are a quote that was forgotten. */
const MOST_CELL_LINES = 1000;
/** Characters of a line that are shown. */
const MOST_SHOWN = 60;

/**
 * Reads scores: CSV with a header, or JSON: a list of objects, an object of them by name, or an object of numbers by name.
 *
 * @param path for errors, and to tell JSON by its name
 * @throws ReviewError `scoresEmpty`, `scoresNotJson`, `scoresQuoteOpen`
 */
export function readScores(text: string, path: string): ScoreTable {
  const isJson = /\.json$/i.test(path) || /^\ufeff?\s*[[{]/.test(text);
  const rows = isJson ? jsonRows(text, path) : tableRows(text, path);
  const columns = new Set<string>();
  for (const { numbers } of rows) {
    for (const column of numbers.keys()) if (columns.size < MOST_COLUMNS) columns.add(column);
  }
  if (columns.size === 0) throw new ReviewError('scoresEmpty', { path });
  return { columns: [...columns], unit: isJson ? 'entry' : 'line', rows };
}

function jsonRows(text: string, path: string): ScoreRow[] {
  const parsed = parseJson(text);
  if ('problem' in parsed) {
    // An empty file breaks no rule that anybody could mend.
    if (text.trim() === '') return [];
    throw new ReviewError('scoresNotJson', { path, ...jsonFault(text) });
  }
  const { value } = parsed;
  if (Array.isArray(value)) {
    return (value as unknown[]).map((entry, at) => {
      const fields = fieldsOf(entry) ?? {};
      const key = NAMES.find((one) => isName(fields[one]));
      if (key === undefined) return { name: '', place: at + 1, text: shown(entry), numbers: new Map() };
      return rowOf(String(fields[key]), at + 1, fields, key);
    });
  }
  return Object.entries(fieldsOf(value) ?? {}).map(([name, entry], at) =>
    rowOf(name, at + 1, typeof entry === 'number' ? { [ONE]: entry } : (fieldsOf(entry) ?? {}), null),
  );
}

function isName(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function rowOf(name: string, place: number, fields: Readonly<Record<string, unknown>>, key: string | null): ScoreRow {
  const numbers = Object.entries(fields).flatMap(([column, value]): [string, number][] =>
    typeof value === 'number' && Number.isFinite(value) && column !== key ? [[column, value]] : [],
  );
  return { name, place, text: name, numbers: new Map(numbers) };
}

const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

function tableRows(text: string, path: string): ScoreRow[] {
  const lines = linesOf(text);
  const first = lines.findIndex((line) => line.trim() !== '');
  const delimiter = DELIMITERS.find((sign) => lines[first]?.includes(sign)) ?? ',';
  const [head, ...records] = recordsOf(lines, delimiter, path);
  const header = readCells(head?.text ?? '', delimiter).map((cell) => cell.trim());
  const named = header.findIndex((column) => NAMES.includes(column.toLowerCase()));
  const key = Math.max(0, named);
  return records.map(({ place, text: record }): ScoreRow => {
    const cells = readCells(record, delimiter);
    const numbers = cells.flatMap((cell, at): [string, number][] =>
      at !== key && NUMBER.test(cell) ? [[header[at] ?? String(at + 1), Number(cell)]] : [],
    );
    return { name: cells[key]?.trim() ?? '', place, text: record, numbers: new Map(numbers) };
  });
}

/** Records of a table, which go over several lines where a cell in quotes does; empty lines are none. */
function recordsOf(lines: readonly string[], delimiter: string, path: string): Pick<ScoreRow, 'place' | 'text'>[] {
  const records: Pick<ScoreRow, 'place' | 'text'>[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line.trim() === '') continue;
    const place = at + 1;
    let text = line;
    let quotes = quotesOf(text, delimiter);
    while (quotes === 'open' && at + 1 < lines.length && at + 1 - place < MOST_CELL_LINES) {
      const next = lines[++at] ?? '';
      text += `\n${next}`;
      if (next.includes('"')) quotes = quotesOf(text, delimiter);
    }
    if (quotes !== 'closed') throw new ReviewError('scoresQuoteOpen', { path, line: place, text: cut(line) });
    records.push({ place, text });
  }
  return records;
}

/** How the quotes of a record stand; `broken`: one that goes over lines ends where no cell does. */
function quotesOf(record: string, delimiter: string): 'closed' | 'open' | 'broken' {
  if (!record.includes('"')) return 'closed';
  for (let at = 0; ;) {
    let end = record.indexOf(delimiter, at);
    if (record[at] === '"') {
      let close = record.indexOf('"', at + 1);
      while (close >= 0 && record[close + 1] === '"') close = record.indexOf('"', close + 2);
      if (close < 0) return 'open';
      end = record.indexOf(delimiter, close);
      const rest = record.slice(close + 1, end < 0 ? record.length : end);
      if (rest.trim() !== '' && record.slice(at, close).includes('\n')) return 'broken';
    }
    if (end < 0) return 'closed';
    at = end + delimiter.length;
  }
}

function cut(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
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
  const wanted = wantedOf(columns, column);
  if (wanted === undefined || !columns.includes(wanted)) {
    throw new ReviewError('scoreColumnAbsent', { path, column: column ?? '?', columns: columns.join(', ') });
  }
  const scores = new Map<string, number>();
  const paths = new Set<string>();
  for (const { name, numbers } of rows) {
    const score = numbers.get(wanted);
    if (score === undefined) continue;
    if (name === '') continue;
    const path = pathOf(name);
    paths.add(path);
    scores.set(path, score).set(name, score);
  }
  const matched = matchRows(paths, all);
  const found = new Map<string, number>();
  for (const name of names) {
    const score = scores.get(name) ?? scores.get(matched.get(name) ?? '');
    if (score !== undefined) found.set(name, score);
  }
  if (found.size === 0) {
    throw new ReviewError('scoresForeign', { path, name: rows.find(({ name }) => name !== '')?.name ?? '' });
  }
  return found;
}

/** What of a table comes to nothing; null where nothing does. */
export interface LostScores {
  /** Lines or entries without a name or a number; place and text are those of the first. */
  readonly unusable: {
    readonly count: number;
    readonly unit: ScoreTable['unit'];
    readonly place: number;
    readonly text: string;
  } | null;
  /** Names that have a score, and are of no pair or of several. */
  readonly unknown: { readonly count: number; readonly name: string } | null;
}

/**
 * What of a table {@link scoresOf} passes over.
 *
 * @param column as there
 * @param all names of all pairs
 */
export function lostScores(
  { columns, unit, rows }: ScoreTable,
  column: string | null,
  all: readonly string[],
): LostScores {
  const wanted = wantedOf(columns, column) ?? '';
  const isUsable = ({ name, numbers }: ScoreRow): boolean => name !== '' && numbers.has(wanted);
  const without = rows.filter((row) => !isUsable(row));
  const used = rows.filter(isUsable);
  const matched = new Set(
    matchRows(
      used.map(({ name }) => pathOf(name)),
      all,
    ).values(),
  );
  const known = new Set(all);
  const unknown = [...new Set(used.map(({ name }) => name))].filter(
    (name) => !known.has(name) && !matched.has(pathOf(name)),
  );
  const [line] = without;
  const [name] = unknown;
  return {
    unusable: line === undefined ? null : { count: without.length, unit, place: line.place, text: cut(line.text) },
    unknown: name === undefined ? null : { count: unknown.length, name },
  };
}

function wantedOf(columns: readonly string[], column: string | null): string | undefined {
  return column ?? (columns.length === 1 ? columns[0] : undefined);
}

function pathOf(name: string): string {
  return withoutExtension(name.replaceAll('\\', '/'));
}

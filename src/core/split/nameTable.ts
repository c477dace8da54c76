import { linesOf } from '../formats/classMap.ts';
import { readCells } from '../labelbox/csvRecord.ts';
import { withoutExtension } from './namesFile.ts';
import { SplitError } from './problems.ts';

/** What a table says of names. */
export interface NameTable {
  /** The value of each name, null where the table says nothing. */
  readonly values: readonly (string | null)[];
  /** Rows of names that are not split; a row above them all that heads the columns is none. */
  readonly foreign: number;
}

const DELIMITERS = [',', '\t', ';'];

/**
 * Reads a table of two columns, a name and a value, separated by commas, tabs or semicolons; further columns are passed
 * over. Names may have an extension that those of the split lack, or lack one that they have. Of several rows of one name
 * the last holds.
 *
 * @param path for errors
 * @throws SplitError `tableEmpty`; `tableForeign` where it says nothing of any name
 */
export function readNameTable(text: string, names: readonly string[], path: string): NameTable {
  const rows = rowsOf(text);
  const [first] = rows;
  if (first === undefined) throw new SplitError('tableEmpty', { path });
  const valueOf = new Map<string, string>();
  for (const { name, value } of rows) {
    valueOf.set(withoutExtension(name), value);
    valueOf.set(name, value);
  }
  const values = names.map((name) => valueOf.get(name) ?? valueOf.get(withoutExtension(name)) ?? null);
  if (values.every((value) => value === null)) throw new SplitError('tableForeign', { path, name: first.name });
  const known = new Set(names.flatMap((name) => [name, withoutExtension(name)]));
  const isForeign = ({ name }: Row): boolean => !known.has(name) && !known.has(withoutExtension(name));
  return { values, foreign: rows.filter((row, at) => at > 0 && isForeign(row)).length };
}

interface Row {
  readonly name: string;
  readonly value: string;
}

function rowsOf(text: string): Row[] {
  const lines = linesOf(text).filter((line) => line.trim() !== '');
  const [head = ''] = lines;
  const delimiter = DELIMITERS.find((sign) => head.includes(sign)) ?? ',';
  return lines.flatMap((line) => {
    const [name = '', value] = readCells(line, delimiter).map((cell) => cell.trim());
    return value === undefined || name === '' || value === '' ? [] : [{ name, value }];
  });
}

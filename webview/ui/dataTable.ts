import { element } from './element.ts';

/** A table of texts; nothing is parsed as HTML. */
export interface DataTable {
  /** Its name. */
  readonly title: string;
  readonly heads: readonly string[];
  /** By column: numbers stand at the end of their cells. */
  readonly isNumeric: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
  /** Whether the first cell of a row names it. */
  readonly hasRowHeads?: boolean;
}

/** A table with a head. */
export function dataTable({ title, heads, isNumeric, rows, hasRowHeads = false }: DataTable): HTMLTableElement {
  const cell = (text: string, at: number, scope: 'col' | 'row' | null): HTMLElement =>
    element(scope === null ? 'td' : 'th', { class: isNumeric[at] === true ? 'number' : null, scope }, text);
  const inRow = (text: string, at: number): HTMLElement => cell(text, at, hasRowHeads && at === 0 ? 'row' : null);
  return element(
    'table',
    { 'aria-label': title },
    element('thead', {}, element('tr', {}, ...heads.map((text, at) => cell(text, at, 'col')))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map(inRow)))),
  );
}

import { element } from './element.ts';

/** A table of texts; nothing is parsed as HTML. */
export interface DataTable {
  /** Its name. */
  readonly title: string;
  readonly heads: readonly string[];
  /** By column: numbers stand at the end of their cells. */
  readonly isNumeric: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
}

/** A table with a head. */
export function dataTable({ title, heads, isNumeric, rows }: DataTable): HTMLTableElement {
  const cell = (tag: 'th' | 'td', text: string, at: number): HTMLElement =>
    element(tag, { class: isNumeric[at] === true ? 'number' : null, scope: tag === 'th' ? 'col' : null }, text);
  return element(
    'table',
    { 'aria-label': title },
    element('thead', {}, element('tr', {}, ...heads.map((text, at) => cell('th', text, at)))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((text, at) => cell('td', text, at))))),
  );
}

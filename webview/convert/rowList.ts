import type { ConvertRowFacts } from '../../src/protocol/convert.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import { fill } from '../ui/texts.ts';
import { VirtualRows } from '../ui/virtualRows.ts';
import type { ConvertWording } from './convertWording.ts';

/** Height of a row, in units of the font's size. */
const ROW_HEIGHT = 24 / 13;

/** Rows of the export as a grid with one tab stop, of which only those near the viewport exist. */
export class RowList {
  readonly element: HTMLElement;
  readonly #viewport: HTMLElement;
  readonly #list: VirtualRows;
  readonly #wording: ConvertWording;
  readonly #empty: HTMLElement;
  readonly #onSelect: (row: ConvertRowFacts | null) => void;
  readonly #onOpen: (row: ConvertRowFacts) => void;
  #rows: readonly ConvertRowFacts[] = [];
  #active = 0;

  /**
   * @param onSelect the row that has the cursor now; null where there is none
   * @param onOpen the row was double-clicked, or Enter was pressed on it
   */
  constructor(
    wording: ConvertWording,
    onSelect: (row: ConvertRowFacts | null) => void,
    onOpen: (row: ConvertRowFacts) => void,
  ) {
    const { strings } = wording;
    this.#wording = wording;
    this.#onSelect = onSelect;
    this.#onOpen = onOpen;
    const body = element('div', { class: 'file-rows', role: 'rowgroup' });
    this.#viewport = element('div', { class: 'file-viewport', role: 'presentation' }, body);
    this.#empty = element('p', { class: 'empty', hidden: true }, strings.noRows);
    const head = (name: string, text: string): HTMLElement =>
      element('span', { class: name, role: 'columnheader' }, text);
    this.element = element(
      'div',
      { class: 'file-grid', role: 'grid', 'aria-label': strings.rows, 'aria-colcount': 4 },
      element(
        'div',
        { class: 'file-head', role: 'row', 'aria-rowindex': 1 },
        head('row-name', strings.columnRow),
        head('file-status', strings.columnStatus),
        head('row-result', strings.columnResult),
        head('file-findings', strings.columnFindings),
      ),
      this.#viewport,
      this.#empty,
    );
    this.#list = new VirtualRows(this.#viewport, body, {
      key: (index) => String(this.#rows[index]?.index ?? ''),
      render: () =>
        element(
          'div',
          { class: 'file-row', role: 'row' },
          ...['row-name', 'file-status', 'row-result', 'file-findings'].map((name) =>
            element('span', { class: name, role: 'gridcell' }),
          ),
        ),
      update: (target, index) => this.#fill(target, index),
    });
    this.#viewport.addEventListener('keydown', (event) => this.#onKey(event));
    this.#viewport.addEventListener('click', ({ target }) => this.#activate(indexOf(target)));
    this.#viewport.addEventListener('dblclick', ({ target }) => this.#open(indexOf(target)));
  }

  /** Shows other rows; the row with the cursor keeps it where it is still shown. */
  setRows(rows: readonly ConvertRowFacts[]): void {
    const before = this.#rows[this.#active]?.index;
    const hadFocus = this.#viewport.contains(document.activeElement);
    this.#rows = rows;
    this.#active = Math.max(
      0,
      rows.findIndex(({ index }) => index === before),
    );
    setAttribute(this.element, 'aria-rowcount', rows.length + 1);
    this.#empty.hidden = rows.length > 0;
    const scrollbar = this.#viewport.offsetWidth - this.#viewport.clientWidth;
    this.element.style.setProperty('--scrollbar-width', `${scrollbar}px`);
    this.#draw();
    if (hadFocus) this.#list.row(this.#active)?.focus({ preventScroll: true });
    this.#onSelect(rows[this.#active] ?? null);
  }

  /** Focuses the row that has the cursor. */
  focus(): void {
    this.#list.reveal(this.#active);
    this.#list.row(this.#active)?.focus({ preventScroll: true });
  }

  #draw(): void {
    this.#list.setRows(this.#rows.length, this.#rowHeight(), this.#active);
  }

  #rowHeight(): number {
    const size = parseFloat(getComputedStyle(this.element).fontSize) || 13;
    return Math.round(ROW_HEIGHT * size);
  }

  #fill(target: HTMLElement, index: number): void {
    const row = this.#rows[index];
    const [name, status, result, findings] = [...target.children];
    if (row === undefined || !name || !status || !result || !findings) return;
    const statusText = this.#wording.status(row.status);
    const resultText = this.#wording.result(row);
    setText(name, row.name);
    setAttribute(name, 'title', row.name);
    setText(status, statusText);
    setText(result, resultText);
    setAttribute(result, 'title', resultText);
    setAttribute(target, 'data-status', row.status);
    const key = row.findings.map(({ rule }) => rule).join();
    if (findings.getAttribute('data-key') !== key) {
      findings.setAttribute('data-key', key);
      const worst = worstOf(row);
      const count = element('span', {}, this.#wording.number(row.findings.length));
      findings.replaceChildren(...(worst === null ? [] : [icon(worst), count]));
    }
    setAttribute(target, 'aria-rowindex', index + 2);
    setAttribute(target, 'aria-selected', String(index === this.#active));
    setAttribute(target, 'tabindex', index === this.#active ? 0 : -1);
    setAttribute(target, 'aria-label', fill(this.#wording.strings.rowOf, row.name, statusText, resultText));
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.#viewport.clientHeight / this.#rowHeight()) - 1);
    const last = this.#rows.length - 1;
    const index = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: last,
    }[event.key];
    if (index !== undefined && !event.altKey && !event.metaKey) {
      event.preventDefault();
      this.#activate(Math.max(0, Math.min(last, index)));
    } else if (event.key === 'Enter') {
      this.#open(this.#active);
    }
  }

  #open(index: number): void {
    const row = this.#rows[index];
    if (row !== undefined) this.#onOpen(row);
  }

  #activate(index: number): void {
    const row = this.#rows[index];
    if (row === undefined) return;
    this.#active = index;
    this.#draw();
    this.focus();
    this.#onSelect(row);
  }
}

function indexOf(target: EventTarget | null): number {
  const row = target instanceof Element ? target.closest('[aria-rowindex]') : null;
  return row === null ? -1 : Number(row.getAttribute('aria-rowindex')) - 2;
}

function worstOf({ findings }: ConvertRowFacts): 'error' | 'warning' | 'info' | null {
  for (const severity of ['error', 'warning'] as const) {
    if (findings.some((finding) => finding.severity === severity)) return severity;
  }
  return findings.length > 0 ? 'info' : null;
}

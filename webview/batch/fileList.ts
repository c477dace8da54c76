import { element, setAttribute, setText } from '../ui/element.ts';
import { icon, type IconName } from '../ui/icons.ts';
import { fill } from '../ui/texts.ts';
import { VirtualRows } from '../ui/virtualRows.ts';
import { isUnwritten, type FileRow } from './batchModel.ts';
import type { BatchWording } from './batchWording.ts';

/** Height of a row, in units of the font's size. */
const ROW_HEIGHT = 24 / 13;

/** Files as a grid with one tab stop, whose rows exist only near the viewport. */
export class FileList {
  readonly element: HTMLElement;
  readonly #viewport: HTMLElement;
  readonly #list: VirtualRows;
  readonly #wording: BatchWording;
  readonly #empty: HTMLElement;
  readonly #onSelect: (row: FileRow | null) => void;
  readonly #onOpen: (row: FileRow) => void;
  #rows: readonly FileRow[] = [];
  #active = 0;
  /** Until somebody moves the cursor it stays on the first row, however the rows come in. */
  #isMoved = false;

  /**
   * @param onSelect the row that has the cursor now, or has news; null where there is none
   * @param onOpen the row was double-clicked, or Enter was pressed on it
   */
  constructor(wording: BatchWording, onSelect: (row: FileRow | null) => void, onOpen: (row: FileRow) => void) {
    const { strings } = wording;
    this.#wording = wording;
    this.#onSelect = onSelect;
    this.#onOpen = onOpen;
    const body = element('div', { class: 'file-rows', role: 'rowgroup' });
    this.#viewport = element('div', { class: 'file-viewport', role: 'presentation' }, body);
    this.#empty = element('p', { class: 'empty', hidden: true }, strings.noFiles);
    const head = (name: string, text: string): HTMLElement =>
      element('span', { class: name, role: 'columnheader' }, text);
    this.element = element(
      'div',
      { class: 'file-grid', role: 'grid', 'aria-label': strings.files, 'aria-colcount': 4 },
      element(
        'div',
        { class: 'file-head', role: 'row', 'aria-rowindex': 1 },
        head('file-name', strings.columnFile),
        head('file-status', strings.columnStatus),
        head('file-change', strings.columnChange),
        head('file-findings', strings.columnFindings),
      ),
      this.#viewport,
      this.#empty,
    );
    this.#list = new VirtualRows(this.#viewport, body, {
      key: (index) => this.#rows[index]?.name ?? '',
      render: () => this.#make(),
      update: (target, index) => this.#fill(target, index),
    });
    this.#viewport.addEventListener('keydown', (event) => this.#onKey(event));
    this.#viewport.addEventListener('click', ({ target }) => this.#activate(this.#indexOf(target), true));
    this.#viewport.addEventListener('dblclick', ({ target }) => this.#open(this.#indexOf(target)));
  }

  /** Shows other rows; the row with the cursor keeps it where it still exists. */
  setRows(rows: readonly FileRow[]): void {
    const name = this.#isMoved ? this.#rows[this.#active]?.name : undefined;
    const hadFocus = this.#viewport.contains(document.activeElement);
    const kept = name === undefined ? 0 : rows.findIndex((row) => row.name === name);
    this.#rows = rows;
    this.#active = Math.max(0, kept);
    setAttribute(this.element, 'aria-rowcount', rows.length + 1);
    this.#empty.hidden = rows.length > 0;
    const scrollbar = this.#viewport.offsetWidth - this.#viewport.clientWidth;
    this.element.style.setProperty('--scrollbar-width', `${scrollbar}px`);
    this.#list.setRows(rows.length, this.#rowHeight(), this.#active);
    if (hadFocus) this.#list.row(this.#active)?.focus({ preventScroll: true });
    this.#onSelect(rows[this.#active] ?? null);
  }

  /** Puts the cursor back on the first row, for other files. */
  reset(): void {
    this.#isMoved = false;
  }

  /** Focuses the row that has the cursor. */
  focus(): void {
    this.#list.reveal(this.#active);
    this.#list.row(this.#active)?.focus({ preventScroll: true });
  }

  #make(): HTMLElement {
    const cell = (name: string): HTMLElement => element('span', { class: name, role: 'gridcell' });
    return element(
      'div',
      { class: 'file-row', role: 'row' },
      element('span', { class: 'file-name', role: 'gridcell' }, element('bdi')),
      cell('file-status'),
      cell('file-change'),
      cell('file-findings'),
    );
  }

  #fill(target: HTMLElement, index: number): void {
    const row = this.#rows[index];
    if (row === undefined) return;
    const [name, status, change, findings] = [...target.children];
    if (name === undefined || status === undefined || change === undefined || findings === undefined) return;
    const { strings } = this.#wording;
    const statusText = this.#wording.status(row.status);
    const isSilent = row.status === 'unchanged' || isUnwritten(row.status);
    const changeText = isSilent ? '' : this.#wording.change(row.file.change);
    if (name.firstElementChild !== null) setText(name.firstElementChild, row.name);
    setAttribute(name, 'title', row.name);
    setText(status, statusText);
    setText(change, changeText);
    setAttribute(target, 'data-status', row.status);
    const worst = worstOf(row);
    const key = `${worst ?? ''} ${row.findings.length}`;
    if (findings.getAttribute('data-key') !== key) {
      findings.setAttribute('data-key', key);
      findings.replaceChildren(
        ...(worst === null ? [] : [icon(worst), element('span', {}, this.#wording.number(row.findings.length))]),
      );
    }
    setAttribute(target, 'aria-rowindex', index + 2);
    setAttribute(target, 'aria-selected', String(index === this.#active));
    setAttribute(target, 'tabindex', index === this.#active ? 0 : -1);
    const count = row.findings.length === 0 ? '' : ` ${strings.columnFindings}: ${row.findings.length}`;
    setAttribute(target, 'aria-label', fill(strings.fileOf, row.name, statusText, changeText) + count);
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
      this.#activate(Math.max(0, Math.min(last, index)), true);
    } else if (event.key === 'Enter') {
      this.#open(this.#active);
    }
  }

  #rowHeight(): number {
    const size = parseFloat(getComputedStyle(this.element).fontSize) || 13;
    return Math.round(ROW_HEIGHT * size);
  }

  #open(index: number): void {
    const row = this.#rows[index];
    if (row !== undefined) this.#onOpen(row);
  }

  #activate(index: number, focus: boolean): void {
    const row = this.#rows[index];
    if (row === undefined) return;
    this.#isMoved = true;
    this.#active = index;
    this.#list.setRows(this.#rows.length, this.#rowHeight(), index);
    this.#list.reveal(index);
    if (focus) this.#list.row(index)?.focus({ preventScroll: true });
    this.#onSelect(row);
  }

  #indexOf(target: EventTarget | null): number {
    const row = target instanceof Element ? target.closest('[aria-rowindex]') : null;
    return row === null ? -1 : Number(row.getAttribute('aria-rowindex')) - 2;
  }
}

function worstOf({ findings }: FileRow): IconName | null {
  for (const severity of ['error', 'warning'] as const) {
    if (findings.some((finding) => finding.severity === severity)) return severity;
  }
  return findings.length > 0 ? 'info' : null;
}

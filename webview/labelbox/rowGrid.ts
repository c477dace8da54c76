import type { TableColumn, TableEntry, TableQuery } from '../../src/core/labelbox/table/entry.ts';
import type { ExportClass } from '../../src/protocol/labelbox.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';
import { VirtualRows } from '../ui/virtualRows.ts';
import type { ExportWording } from './exportWording.ts';
import type { RowWindow } from './rowWindow.ts';

/** Height of a row, in units of the font's size. */
const ROW_HEIGHT = 34 / 13;
/** CSS pixels that an arrow key moves the columns by. */
const SIDEWAYS = 80;
/** Classes that a row shows by name. */
const MOST_CLASSES = 12;

const COLUMNS: readonly TableColumn[] = [
  'row',
  'name',
  'state',
  'classes',
  'objects',
  'findings',
  'labeller',
  'seconds',
  'createdAt',
  'review',
];

export interface RowGridActions {
  /** The row has the cursor now. */
  onSelect(row: TableEntry | null): void;
  /** Somebody moves the cursor. */
  onMove(): void;
  onScroll(): void;
  /** Enter or a double click. */
  onOpen(): void;
  onSort(sort: TableQuery['sort']): void;
  /** A letter was typed: it is searched for. */
  onType(text: string): void;
  /** Draws a thumbnail into a cell whose row is in view. */
  onThumbnail(cell: HTMLElement, row: TableEntry): void;
}

/** The table of an export: a grid with one tab stop, whose rows exist only near the viewport. */
export class RowGrid {
  readonly element: HTMLElement;
  readonly #wording: ExportWording;
  readonly #rows: RowWindow;
  readonly #actions: RowGridActions;
  readonly #viewport: HTMLElement;
  readonly #list: VirtualRows;
  readonly #empty = element('p', { class: 'empty', hidden: true });
  readonly #heads = new Map<TableColumn, HTMLButtonElement>();
  #classes: readonly ExportClass[] = [];
  #active = 0;
  /** The row that the page was told about last. */
  #selected: TableEntry | null = null;
  #isReading = true;
  /** The row with the focus is gone, and others are to come. */
  #owesFocus = false;

  constructor(wording: ExportWording, rows: RowWindow, actions: RowGridActions) {
    this.#wording = wording;
    this.#rows = rows;
    this.#actions = actions;
    const { strings } = wording;
    const body = element('div', { class: 'entry-rows', role: 'rowgroup' });
    this.#viewport = element('div', { class: 'entry-viewport', role: 'presentation' }, body);
    const head = element(
      'div',
      { class: 'entry-head-viewport', role: 'presentation' },
      element(
        'div',
        { class: 'entry-head', role: 'row', 'aria-rowindex': 1 },
        element('span', { class: 'thumbnail', role: 'columnheader', 'aria-label': strings.columnThumbnail }),
        ...COLUMNS.map((column) => this.#makeHead(column)),
      ),
    );
    // Either moves the other: the rows by their scrollbar, the headings where one gets the focus.
    head.addEventListener('scroll', () => (this.#viewport.scrollLeft = head.scrollLeft), { passive: true });
    this.#viewport.addEventListener('scroll', () => (head.scrollLeft = this.#viewport.scrollLeft), { passive: true });
    this.element = element(
      'div',
      { class: 'entry-grid', role: 'grid', 'aria-label': strings.rows, 'aria-colcount': COLUMNS.length + 1 },
      head,
      this.#viewport,
      this.#empty,
    );
    this.#list = new VirtualRows(this.#viewport, body, {
      // Elements are made over for other rows: a fast scroll makes none.
      key: (index) => String(index),
      render: () => this.#make(),
      update: (target, index) => this.#fill(target, index),
    });
    this.#viewport.addEventListener('keydown', (event) => this.#onKey(event));
    this.#viewport.addEventListener('click', ({ target }) => this.#activate(this.#indexOf(target)));
    this.#viewport.addEventListener('dblclick', () => actions.onOpen());
    this.#viewport.addEventListener('scroll', () => actions.onScroll(), { passive: true });
    this.drawSort();
  }

  setClasses(classes: readonly ExportClass[]): void {
    this.#classes = classes;
  }

  setReading(isReading: boolean): void {
    this.#isReading = isReading;
  }

  get selected(): TableEntry | null {
    return this.#selected;
  }

  /** Place of the row with the cursor. */
  get position(): number {
    return this.#active;
  }

  get scrollTop(): number {
    return this.#viewport.scrollTop;
  }

  /** Rows have come. */
  draw(): void {
    const { total } = this.#rows;
    this.#active = Math.max(0, Math.min(this.#active, total - 1));
    setAttribute(this.element, 'aria-rowcount', total + 1);
    this.#empty.hidden = total > 0;
    setText(this.#empty, this.#isReading ? this.#wording.strings.noRowsYet : this.#wording.strings.noRows);
    const scrollbar = this.#viewport.offsetWidth - this.#viewport.clientWidth;
    this.element.style.setProperty('--scrollbar-width', `${scrollbar}px`);
    const hadFocus =
      this.#viewport.contains(document.activeElement) || (this.#owesFocus && document.activeElement === document.body);
    this.#list.setRows(total, this.#rowHeight(), this.#active);
    this.#owesFocus = hadFocus && total === 0;
    if (hadFocus) this.#list.row(this.#active)?.focus({ preventScroll: true });
    this.#tellSelected();
  }

  /** Goes to a place; the row there need not have come yet. */
  goTo(position: number, focus = false): void {
    this.#active = position;
    this.#list.setRows(Math.max(this.#rows.total, position + 1), this.#rowHeight(), position);
    this.#list.reveal(position);
    if (focus) this.#list.row(position)?.focus({ preventScroll: true });
    this.#tellSelected();
  }

  /** Goes to a place, with the table scrolled as it was. */
  restore(position: number, scrollTop: number): void {
    this.goTo(position);
    this.#viewport.scrollTop = scrollTop;
    this.#list.draw();
  }

  /** The table was made anew: what is selected is told again. */
  forget(): void {
    this.#selected = null;
  }

  /** Other rows are to come: the cursor goes to the first. */
  reset(): void {
    this.#active = 0;
    this.#viewport.scrollTop = 0;
  }

  focus(): void {
    this.#list.reveal(this.#active);
    this.#list.row(this.#active)?.focus({ preventScroll: true });
  }

  /** Draws the thumbnails of the rows in view again. */
  renewThumbnails(): void {
    for (const cell of this.#viewport.querySelectorAll('.thumbnail')) cell.removeAttribute('data-entry');
    this.#list.draw();
  }

  drawSort(): void {
    const { strings } = this.#wording;
    const { sort } = this.#rows.query;
    for (const [column, button] of this.#heads) {
      const direction = sort?.column !== column ? null : sort.descending ? 'descending' : 'ascending';
      const name = this.#wording.column(column);
      setAttribute(button.parentElement ?? button, 'aria-sort', direction ?? 'none');
      const text =
        direction === null
          ? fill(strings.sortBy, name)
          : fill(direction === 'ascending' ? strings.sortedUp : strings.sortedDown, name);
      setAttribute(button, 'title', text);
      button.replaceChildren(
        element('span', {}, name),
        ...(direction === null ? [] : [icon(direction === 'ascending' ? 'sortUp' : 'sortDown')]),
      );
    }
  }

  #rowHeight(): number {
    const size = parseFloat(getComputedStyle(this.element).fontSize) || 13;
    return Math.round(ROW_HEIGHT * size);
  }

  #makeHead(column: TableColumn): HTMLElement {
    const button = element('button', { type: 'button', class: 'sort-button' });
    button.addEventListener('click', () => {
      const { sort } = this.#rows.query;
      // Ascending, descending, then the order of the file again.
      const next =
        sort?.column !== column ? { column, descending: false } : sort.descending ? null : { column, descending: true };
      this.#actions.onSort(next);
    });
    this.#heads.set(column, button);
    return element('span', { class: `cell-${column}`, role: 'columnheader' }, button);
  }

  #make(): HTMLElement {
    const cell = (name: string): HTMLElement => element('span', { class: `cell-${name}`, role: 'gridcell' });
    return element(
      'div',
      { class: 'entry-row', role: 'row' },
      element('span', { class: 'thumbnail', role: 'gridcell' }),
      ...COLUMNS.map(cell),
    );
  }

  #fill(target: HTMLElement, index: number): void {
    const row = this.#rows.row(index);
    setAttribute(target, 'aria-rowindex', index + 2);
    setAttribute(target, 'aria-selected', String(index === this.#active));
    setAttribute(target, 'tabindex', index === this.#active ? 0 : -1);
    const key = row === null ? 'null' : JSON.stringify(row);
    if (target.dataset['key'] === key) return this.#fillThumbnail(target, row);
    target.dataset['key'] = key;
    const { strings } = this.#wording;
    if (row === null) {
      for (const cell of target.children) setText(cell, '');
      const name = target.querySelector('.cell-name');
      if (name !== null) setText(name, strings.loadingRow);
      setAttribute(target, 'aria-label', strings.loadingRow);
      return;
    }
    const wording = this.#wording;
    const alternative = row.alternatives < 2 || row.label < 0 ? '' : ` (${wording.number(row.alternatives)})`;
    const texts: Partial<Record<TableColumn, string>> = {
      row: wording.number(row.row + 1),
      name: wording.name(row.name),
      state: wording.state(row.state, row.media) + alternative,
      objects: row.objects === 0 ? '' : wording.number(row.objects),
      labeller: row.labeller ?? '',
      seconds: row.seconds === null ? '' : wording.tenths(row.seconds),
      createdAt: wording.date(row.createdAt),
      review: wording.review(row.review),
    };
    COLUMNS.forEach((column, place) => {
      const cell = target.children[place + 1];
      const text = texts[column];
      if (cell === undefined || text === undefined) return;
      setText(cell, text);
      if (column === 'name' || column === 'state' || column === 'labeller') setAttribute(cell, 'title', text);
    });
    setAttribute(target, 'data-state', row.state);
    this.#fillClasses(target, row);
    const findings = target.querySelector('.cell-findings');
    findings?.replaceChildren(
      ...(row.worst === null
        ? []
        : [icon(row.worst === 'information' ? 'info' : row.worst), element('span', {}, wording.number(row.findings))]),
    );
    setAttribute(target, 'aria-label', this.#labelOf(row));
    this.#fillThumbnail(target, row);
  }

  #labelOf(row: TableEntry): string {
    const { strings } = this.#wording;
    const names = row.classes.map((one) => this.#classes[one]?.name ?? '');
    const classes = names.length === 0 ? strings.noClasses : names.join(', ');
    const name = this.#wording.name(row.name);
    const state = this.#wording.state(row.state, row.media);
    const text = fill(strings.rowLabel, name, state, classes, this.#wording.number(row.objects));
    if (row.findings === 0) return text;
    const count =
      row.findings === 1 ? strings.findingsOne : fill(strings.findingsCount, this.#wording.number(row.findings));
    return `${text}; ${count}`;
  }

  #fillClasses(target: HTMLElement, row: TableEntry): void {
    const cell = target.querySelector('.cell-classes');
    if (cell === null) return;
    const chips = row.classes.slice(0, MOST_CLASSES).map((number) => {
      const one = this.#classes[number];
      const sample = swatch();
      paintSwatch(sample, one?.colour ?? '');
      return element('span', { class: 'class-tag' }, sample, element('span', {}, one?.name ?? ''));
    });
    const count = row.classes.length === 0 ? [] : [element('span', { class: 'note' }, String(row.classes.length))];
    cell.replaceChildren(...count, ...chips);
    setAttribute(cell, 'title', row.classes.map((one) => this.#classes[one]?.name ?? '').join(', '));
  }

  #fillThumbnail(target: HTMLElement, row: TableEntry | null): void {
    const cell = target.firstElementChild;
    if (!(cell instanceof HTMLElement)) return;
    const key = row === null ? '' : String(row.entry);
    if (cell.dataset['entry'] === key) return;
    cell.dataset['entry'] = key;
    cell.replaceChildren();
    if (row !== null) this.#actions.onThumbnail(cell, row);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(this.#viewport.clientHeight / this.#rowHeight()) - 1);
    const last = this.#rows.total - 1;
    const index = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: last,
    }[event.key];
    if (index !== undefined) {
      event.preventDefault();
      this.#activate(Math.max(0, Math.min(last, index)));
    } else if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault();
      this.#viewport.scrollLeft += event.key === 'ArrowRight' ? SIDEWAYS : -SIDEWAYS;
    } else if (event.key === 'Enter') {
      event.preventDefault();
      this.#actions.onOpen();
    } else if (event.key.length === 1 && event.key !== ' ' && !event.ctrlKey) {
      event.preventDefault();
      this.#actions.onType(event.key);
    }
  }

  #activate(index: number): void {
    if (index < 0 || index >= this.#rows.total) return;
    this.#actions.onMove();
    this.goTo(index, true);
  }

  #tellSelected(): void {
    const row = this.#rows.total === 0 ? null : this.#rows.row(this.#active);
    if (row === null && this.#rows.total > 0) return;
    // Rows are fetched anew with every change of the table, which most of them survive as they are.
    if (JSON.stringify(row) === JSON.stringify(this.#selected)) return;
    this.#selected = row;
    this.#actions.onSelect(row);
  }

  #indexOf(target: EventTarget | null): number {
    const row = target instanceof Element ? target.closest('[aria-rowindex]') : null;
    return row === null ? -1 : Number(row.getAttribute('aria-rowindex')) - 2;
  }
}

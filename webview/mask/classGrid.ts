import { element, setAttribute } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import { fill } from '../ui/texts.ts';
import { VirtualRows } from '../ui/virtualRows.ts';
import { ClassRowView } from './classRowView.ts';
import type { ClassRow, SortKey } from './classRows.ts';
import type { MaskModel } from './maskModel.ts';
import type { Wording } from './wording.ts';

/** From this width on a row is one line; below it has two. CSS pixels. */
const ONE_LINE_WIDTH = 520;
/** Heights of rows, in units of the font's size. */
const ONE_LINE = 24 / 13;
const TWO_LINES = 42 / 13;
/** Characters of the id column: room for its heading, and for five classes that share a colour. */
const NARROWEST_ID = 3;
const WIDEST_ID = 12;

export interface ClassGridActions {
  /** Goes to a region of the selected id. */
  jump(direction: 'next' | 'previous'): void;
  /** The user typed Ctrl+F, or moved up from the first row. */
  focusFilter(): void;
  /** Shows the entry of the selected id, to be recoloured. */
  recolour(): void;
  /** Asks into which id the selected one is to be merged. */
  merge(): void;
  /** Renames the class of the selected id. */
  rename(): void;
}

/** The class rows: a tree grid with one tab stop, whose rows exist only near the viewport. */
export class ClassGrid {
  readonly element: HTMLElement;
  readonly #model: MaskModel;
  readonly #viewport: HTMLElement;
  readonly #rowsElement: HTMLElement;
  readonly #list: VirtualRows;
  readonly #wording: Wording;
  readonly #view: ClassRowView;
  readonly #actions: ClassGridActions;
  #rows: readonly ClassRow[] = [];
  #largest = 0;
  #active = 0;
  #restoreScroll = true;

  constructor(model: MaskModel, wording: Wording, actions: ClassGridActions) {
    this.#model = model;
    this.#actions = actions;
    this.#wording = wording;
    this.#view = new ClassRowView(wording);
    this.#rowsElement = element('div', { class: 'rows', role: 'rowgroup' });
    this.#viewport = element('div', { class: 'rows-viewport', role: 'presentation' }, this.#rowsElement);
    this.element = element(
      'div',
      { class: 'class-grid', role: 'treegrid', 'aria-label': wording.strings.classGrid, 'aria-colcount': 6 },
      this.#makeHead(wording),
      this.#viewport,
    );
    this.#list = new VirtualRows(this.#viewport, this.#rowsElement, {
      key: (index) => keyOf(this.#rows[index]),
      render: (index) => this.#view.make(this.#at(index)),
      update: (target, index) => this.#fill(target, index),
    });

    this.#viewport.addEventListener('keydown', (event) => this.#onKey(event));
    this.#viewport.addEventListener('click', (event) => this.#onClick(event));
    // The commands of the context menu are about the row under it.
    this.#viewport.addEventListener('contextmenu', ({ target }) => this.#activate(this.#indexOf(target)));
    this.#viewport.addEventListener('scroll', () => {
      if (!this.#restoreScroll) {
        model.set({ scrollTop: this.#viewport.scrollTop });
      }
    });
    new ResizeObserver(() => this.#layOut()).observe(this.#viewport);
    model.watch(['hidden', 'isolated', 'logarithmic', 'selected'], () => this.#list.draw());
    model.watch(['selected'], ({ selected }) => this.reveal(selected));
  }

  get hasRows(): boolean {
    return this.#rows.length > 0;
  }

  /** Shows other rows; the active row stays active where it still exists. */
  setRows(rows: readonly ClassRow[]): void {
    const key = keyOf(this.#rows[this.#active]);
    const hadFocus = this.#viewport.contains(document.activeElement);
    const { selected } = this.#model.state;
    this.#rows = rows;
    this.#largest = this.#model.state.rows?.reduce((most, { pixels }) => Math.max(most, pixels), 0) ?? 0;
    const kept = rows.findIndex((row) => (key === '' ? isIdRow(row, selected) : keyOf(row) === key));
    this.#active = Math.max(0, kept);
    setAttribute(this.element, 'aria-rowcount', rows.length + 1);
    const widest = rows.reduce(
      (most, row) => (row.type === 'id' ? Math.max(most, this.#wording.id(row.meaning).length) : most),
      NARROWEST_ID,
    );
    this.element.style.setProperty('--id-width', `${Math.min(widest, WIDEST_ID) + 1}ch`);
    this.#layOut();
    if (hadFocus) {
      this.#list.row(this.#active)?.focus({ preventScroll: true });
    }
  }

  /** Focuses the active row. */
  focus(): void {
    this.#list.reveal(this.#active);
    this.#list.row(this.#active)?.focus({ preventScroll: true });
  }

  #makeHead({ strings }: Wording): HTMLElement {
    const column = (name: string, text: string, key: SortKey): HTMLElement => {
      const mark = element('span', { class: 'sort-mark' });
      const button = element(
        'button',
        { type: 'button', class: 'sort', title: fill(strings.sortBy, text) },
        text,
        mark,
      );
      const head = element('span', { class: `head ${name}`, role: 'columnheader' }, button);
      button.addEventListener('click', () => this.#sort(key));
      this.#model.follow(['sort', 'descending'], ({ sort, descending }) => {
        const state = sort === key ? (descending ? 'descending' : 'ascending') : 'none';
        head.setAttribute('aria-sort', state);
        mark.replaceChildren(...(sort === key ? [icon(descending ? 'sortDown' : 'sortUp')] : []));
      });
      return head;
    };
    const spokenHead = (text: string): HTMLElement => element('span', { class: 'spoken', role: 'columnheader' }, text);
    return element(
      'div',
      { class: 'grid-head', role: 'row', 'aria-rowindex': 1 },
      spokenHead(strings.columnVisible),
      column('id', strings.columnId, 'id'),
      column('name', strings.columnClass, 'name'),
      column('colour', strings.columnColour, 'colour'),
      column('pixels', strings.columnPixels, 'pixels'),
      spokenHead(strings.columnShare),
    );
  }

  /** Pixels start with the most, everything else with the least; the same column again turns the order round. */
  #sort(key: SortKey): void {
    const { sort, descending } = this.#model.state;
    this.#model.set({ sort: key, descending: sort === key ? !descending : key === 'pixels' });
  }

  #layOut(): void {
    const width = this.#viewport.clientWidth;
    if (width === 0) {
      return;
    }
    this.element.style.setProperty('--scrollbar-width', `${this.#viewport.offsetWidth - width}px`);
    const oneLine = width >= ONE_LINE_WIDTH;
    this.element.classList.toggle('one-line', oneLine);
    const fontSize = parseFloat(getComputedStyle(this.#viewport).fontSize) || 13;
    const rowHeight = Math.round(fontSize * (oneLine ? ONE_LINE : TWO_LINES));
    this.#rowsElement.style.setProperty('--row-height', `${rowHeight}px`);
    this.#list.setRows(this.#rows.length, rowHeight, this.#active);
    if (this.#restoreScroll && this.#rows.length > 0) {
      this.#restoreScroll = false;
      this.#viewport.scrollTop = this.#model.state.scrollTop;
      this.#list.draw();
    }
  }

  #at(index: number): ClassRow {
    const row = this.#rows[index];
    if (row === undefined) {
      throw new RangeError(`There is no row ${index}.`);
    }
    return row;
  }

  #fill(target: HTMLElement, index: number): void {
    const { open, logarithmic } = this.#model.state;
    const row = this.#at(index);
    if (open === null) {
      return;
    }
    target.id = rowId(row);
    setAttribute(target, 'aria-rowindex', index + 2);
    this.#view.fill(target, row, {
      open,
      isolated: row.type === 'id' && this.#model.state.isolated === row.id,
      visible: row.type === 'run' || row.usage === 'unused' || this.#model.isVisible(row.id),
      active: index === this.#active,
      selected: row.type === 'id' && row.id === this.#model.state.selected,
      largest: this.#largest,
      logarithmic,
    });
  }

  /** Makes the row of an id active and scrolls to it, if it is listed. */
  reveal(id: number | null): void {
    const index = this.#rows.findIndex((row) => isIdRow(row, id));
    if (index >= 0) {
      this.#active = index;
      this.#layOut();
      this.#list.reveal(index);
    }
  }

  #activate(index: number): void {
    const row = this.#rows[index];
    if (row === undefined) {
      return;
    }
    this.#active = index;
    this.#layOut();
    this.#model.set({ selected: row.type === 'id' ? row.id : null });
    this.focus();
  }

  #toggleRun(first: number): void {
    const expandedRuns = new Set(this.#model.state.expandedRuns);
    if (!expandedRuns.delete(first)) {
      expandedRuns.add(first);
    }
    this.#model.set({ expandedRuns });
  }

  /** Index of the row that an event happened in, −1 for none. */
  #indexOf(target: EventTarget | null): number {
    const id = target instanceof Element ? target.closest('.row')?.id : undefined;
    return this.#rows.findIndex((row) => rowId(row) === id);
  }

  #onClick(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target : null;
    const index = this.#indexOf(target);
    const row = this.#rows[index];
    if (row === undefined) {
      return;
    }
    this.#activate(index);
    if (row.type === 'run') {
      this.#toggleRun(row.first);
    } else if (target === null) {
      return;
    } else if (target.closest('.eye-button') !== null) {
      // Alt shows this one alone, as in layer lists of image editors.
      if (event.altKey) {
        this.#model.toggleIsolated(row.id);
      } else {
        this.#model.toggleVisible(row.id);
      }
    } else if (event.detail === 2 && target.closest('.swatch') !== null) {
      this.#actions.recolour();
    } else if (event.detail === 2 || target.closest('.isolate-button') !== null) {
      this.#model.toggleIsolated(row.id);
    }
  }

  #onKey(event: KeyboardEvent): void {
    const row = this.#rows[this.#active];
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (this.#moveBy(event.key) || this.#actOn(row, event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #moveBy(key: string): boolean {
    const page = Math.max(
      1,
      Math.floor(this.#viewport.clientHeight / (this.#rowsElement.scrollHeight / this.#rows.length)) - 1,
    );
    const target = {
      ArrowDown: this.#active + 1,
      ArrowUp: this.#active - 1,
      PageDown: this.#active + page,
      PageUp: this.#active - page,
      Home: 0,
      End: this.#rows.length - 1,
    }[key];
    if (target === undefined) {
      return false;
    }
    if (key === 'ArrowUp' && this.#active === 0) {
      this.#actions.focusFilter();
    } else {
      this.#activate(Math.min(Math.max(target, 0), this.#rows.length - 1));
    }
    return true;
  }

  #actOn(row: ClassRow, { key, shiftKey }: KeyboardEvent): boolean {
    if (row.type === 'run') {
      const toggles = key === 'Enter' || key === ' ' || key === (row.expanded ? 'ArrowLeft' : 'ArrowRight');
      if (toggles) {
        this.#toggleRun(row.first);
      }
      return toggles;
    }
    switch (key) {
      case ' ':
        if (row.usage !== 'unused') {
          this.#model.toggleVisible(row.id);
        }
        return true;
      case 'i':
      case 'I':
        this.#model.toggleIsolated(row.id);
        return true;
      case 'Enter':
        this.#model.set({ selected: row.id });
        this.#actions.jump(shiftKey ? 'previous' : 'next');
        return true;
      case 'e':
      case 'E':
        this.#actions.recolour();
        return true;
      case 'm':
      case 'M':
        this.#actions.merge();
        return true;
      case 'F2':
        this.#actions.rename();
        return true;
      case 'ArrowLeft':
        if (row.nested) {
          const run = this.#rows.findLastIndex((other, index) => index < this.#active && other.type === 'run');
          this.#activate(run);
        }
        return true;
      default:
        return false;
    }
  }
}

const rowId = (row: ClassRow): string => `class-row-${keyOf(row)}`;

const isIdRow = (row: ClassRow, id: number | null): boolean => row.type === 'id' && row.id === id;

function keyOf(row: ClassRow | undefined): string {
  return row === undefined ? '' : row.type === 'run' ? `run-${row.first}` : `id-${row.id}`;
}

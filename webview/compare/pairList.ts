import type { PairRow } from '../../src/protocol/compare.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import { VirtualRows } from '../ui/virtualRows.ts';
import type { CompareWording } from './compareWording.ts';

/** A row with its place among all pairs, and what it is sorted by. */
export interface ListedPair {
  readonly pair: PairRow;
  readonly index: number;
  readonly iou: number | null;
}

/** Height of a row, in units of the font's size. */
const ROW_HEIGHT = 24 / 13;

/** Pairs as a grid with one tab stop, whose rows exist only near the viewport. */
export class PairList {
  readonly element: HTMLElement;
  readonly #viewport: HTMLElement;
  readonly #list: VirtualRows;
  readonly #wording: CompareWording;
  readonly #head = element('div', { class: 'pair-row pair-head', role: 'row', 'aria-rowindex': 1 });
  readonly #count = element('p', { class: 'note', role: 'status' });
  #rows: readonly ListedPair[] = [];
  /** What the cells of a row tell. Those that stay as they are stay: a double click on one that was replaced is none. */
  readonly #told = new WeakMap<HTMLElement, ListedPair>();
  #hasBoundary = false;
  #active = 0;

  /** @param onOpen a row was double-clicked, or Enter was pressed on it */
  constructor(wording: CompareWording, onOpen: (index: number) => void) {
    this.#wording = wording;
    const body = element('div', { class: 'pair-rows', role: 'rowgroup' });
    this.#viewport = element('div', { class: 'pair-viewport', role: 'presentation' }, body);
    const grid = element(
      'div',
      { role: 'grid', class: 'pair-grid', 'aria-label': wording.strings.pairs },
      this.#head,
      this.#viewport,
    );
    this.element = element('div', { class: 'pair-list' }, grid, this.#count);
    this.#list = new VirtualRows(this.#viewport, body, {
      key: (at) => String(this.#rows[at]?.index),
      render: () => element('div', { class: 'pair-row', role: 'row' }),
      update: (row, at) => this.#fill(row, at),
    });
    const open = (): void => {
      const row = this.#rows[this.#active];
      if (row !== undefined) onOpen(row.index);
    };
    this.#viewport.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest('[aria-rowindex]') : null;
      if (row !== null) this.#activate(Number(row.getAttribute('aria-rowindex')) - 2);
    });
    this.#viewport.addEventListener('dblclick', open);
    this.#viewport.addEventListener('keydown', (event) => {
      const page = Math.max(1, Math.floor(this.#viewport.clientHeight / this.#rowHeight()) - 1);
      const moved = {
        ...{ ArrowDown: this.#active + 1, ArrowUp: this.#active - 1, Home: 0, End: this.#rows.length - 1 },
        ...{ PageDown: this.#active + page, PageUp: this.#active - page },
      }[event.key];
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'Enter') return open();
      if (moved === undefined) return;
      event.preventDefault();
      this.#activate(Math.max(0, Math.min(this.#rows.length - 1, moved)));
    });
  }

  /** @param key the class whose IoU is shown; null: the mean */
  setRows(rows: readonly ListedPair[], total: number, key: string | null, hasBoundary: boolean): void {
    const { strings } = this.#wording;
    this.#rows = rows;
    this.#hasBoundary = hasBoundary;
    this.#active = 0;
    const heads = [
      strings.pairName,
      key === null ? strings.meanIou : fill(strings.iouOf, key),
      strings.pixelAccuracy,
      ...(hasBoundary ? [strings.boundaryF] : []),
    ];
    this.#head.replaceChildren(...heads.map((text) => element('span', { role: 'columnheader' }, text)));
    const grid = this.#viewport.parentElement;
    if (grid !== null) setAttribute(grid, 'aria-rowcount', rows.length + 1);
    setText(this.#count, fill(strings.pairsShown, this.#wording.number(rows.length), this.#wording.number(total)));
    this.#viewport.scrollTop = 0;
    this.#list.setRows(rows.length, this.#rowHeight(), 0);
  }

  #fill(row: HTMLElement, at: number): void {
    const listed = this.#rows[at];
    if (listed === undefined) return;
    if (this.#told.get(row) !== listed) row.replaceChildren(...this.#cells(listed));
    this.#told.set(row, listed);
    setAttribute(row, 'aria-rowindex', at + 2);
    setAttribute(row, 'aria-selected', String(at === this.#active));
    setAttribute(row, 'tabindex', at === this.#active ? 0 : -1);
  }

  #cells({ pair, iou }: ListedPair): HTMLElement[] {
    const shares = [iou, pair.pixelAccuracy, ...(this.#hasBoundary ? [pair.boundaryF] : [])];
    return [
      element('span', { role: 'gridcell', title: pair.name }, element('bdi', {}, pair.name)),
      ...shares.map((share) => element('span', { role: 'gridcell', class: 'number' }, this.#wording.share(share))),
    ];
  }

  #activate(at: number): void {
    if (this.#rows[at] === undefined) return;
    this.#active = at;
    this.#list.setRows(this.#rows.length, this.#rowHeight(), at);
    this.#list.reveal(at);
    this.#list.row(at)?.focus({ preventScroll: true });
  }

  #rowHeight(): number {
    return Math.round(ROW_HEIGHT * (parseFloat(getComputedStyle(this.#viewport).fontSize) || 13));
  }
}

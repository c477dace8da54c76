import type { ClassKey } from '../../src/core/dataset/classNaming.ts';
import type { PairRow } from '../../src/core/dataset/pairTable.ts';
import type { GalleryTile } from '../../src/protocol/datasetPages.ts';
import type { GalleryStrings } from '../../src/protocol/datasetPageStrings.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import { VirtualRows } from '../ui/virtualRows.ts';
import type { Selection } from './selection.ts';
import type { TileStore } from './tileStore.ts';

/** Width of a tile with its gap, and height of a row, in pixels. */
const TILE_WIDTH = 208;
const ROW_HEIGHT = 202;

export interface TileGridOptions {
  readonly strings: GalleryStrings;
  readonly selection: Selection;
  readonly tiles: TileStore;
  readonly isVoid: (key: ClassKey) => boolean;
  /** Another pair has the cursor, or others are chosen. */
  readonly onSelect: () => void;
  readonly onOpen: () => void;
  readonly onScroll: () => void;
}

/** Pairs as a grid of pictures, of which only those near the viewport exist. */
export class TileGrid {
  readonly element: HTMLElement;
  readonly #options: TileGridOptions;
  readonly #body: HTMLElement;
  readonly #list: VirtualRows;
  #columns = 1;

  constructor(options: TileGridOptions) {
    this.#options = options;
    this.#body = element('div', { class: 'tile-rows', role: 'presentation' });
    this.element = element(
      'div',
      { class: 'tile-grid', role: 'grid', 'aria-multiselectable': 'true', 'aria-label': options.strings.tiles },
      this.#body,
    );
    this.#list = new VirtualRows(this.element, this.#body, {
      key: (index) => `${this.#columns} ${index}`,
      render: () => element('div', { class: 'tile-row', role: 'row' }),
      update: (row, index) => this.#fillRow(row, index),
    });
    new ResizeObserver(() => this.draw()).observe(this.element);
    this.element.addEventListener('scroll', () => {
      this.#want();
      options.onScroll();
    });
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
    this.element.addEventListener('mousedown', (event) => {
      // A range of tiles is no range of text.
      if (event.shiftKey) event.preventDefault();
    });
    this.element.addEventListener('click', (event) => {
      const at = placeOf(event.target);
      if (at !== null) this.#choose(at, { isRange: event.shiftKey, isAdding: event.ctrlKey || event.metaKey });
    });
    this.element.addEventListener('dblclick', (event) => {
      if (placeOf(event.target) !== null) options.onOpen();
    });
  }

  get scrollTop(): number {
    return this.element.scrollTop;
  }

  set scrollTop(value: number) {
    this.element.scrollTop = value;
  }

  /** Brings what is in view up to date. */
  draw(): void {
    const { selection } = this.#options;
    this.#columns = Math.max(1, Math.floor(this.element.clientWidth / TILE_WIDTH));
    const rows = Math.ceil(selection.names.length / this.#columns);
    setAttribute(this.element, 'aria-rowcount', rows);
    setAttribute(this.element, 'aria-colcount', this.#columns);
    this.#list.setRows(rows, ROW_HEIGHT, Math.floor(selection.active / this.#columns));
    this.#want();
  }

  focus(): void {
    this.#reveal();
  }

  #want(): void {
    const { selection, tiles } = this.#options;
    const { scrollTop, clientHeight } = this.element;
    const from = Math.floor(scrollTop / ROW_HEIGHT) * this.#columns;
    const to = (Math.ceil((scrollTop + clientHeight) / ROW_HEIGHT) + 1) * this.#columns;
    tiles.want(selection.names.slice(from, to));
  }

  #fillRow(row: HTMLElement, index: number): void {
    const { selection } = this.#options;
    const from = index * this.#columns;
    const names = selection.names.slice(from, from + this.#columns);
    setAttribute(row, 'aria-rowindex', index + 1);
    while (row.childElementCount > names.length) row.lastElementChild?.remove();
    while (row.childElementCount < names.length) row.append(emptyTile());
    names.forEach((name, column) => this.#fillTile(row.children[column] as HTMLElement, name, from + column, column));
  }

  #fillTile(tile: HTMLElement, name: string, at: number, column: number): void {
    const { selection, tiles, strings } = this.#options;
    const known = tiles.get(name);
    setAttribute(tile, 'data-at', at);
    setAttribute(tile, 'aria-colindex', column + 1);
    setAttribute(tile, 'aria-selected', String(selection.has(name)));
    tile.tabIndex = at === selection.active ? 0 : -1;
    const about = known === undefined ? strings.loading : this.#about(known);
    setAttribute(tile, 'aria-label', fill(strings.tileLabel, name, about));
    setAttribute(tile, 'title', name);
    const [picture, caption, note] = tile.children;
    if (caption !== undefined) setText(caption, name);
    if (note !== undefined) setText(note, about);
    if (picture instanceof HTMLCanvasElement) void drawTile(picture, name, known);
  }

  #about({ row, shows }: GalleryTile): string {
    const { strings, isVoid } = this.#options;
    const classes = row.parts.filter(({ key }) => !isVoid(key)).length;
    const parts = [stateText(row.state, classes, strings)];
    if (shows === 'none') parts.push(strings.nothing);
    if (shows === 'mask' && row.pair.original !== null) parts.push(strings.alone);
    if (row.width > 0) parts.push(`${row.width} × ${row.height}`);
    if (row.splits.length > 0) parts.push(row.splits.join(', '));
    return parts.filter((part) => part !== '').join(' · ');
  }

  #choose(at: number, modifiers: { readonly isRange: boolean; readonly isAdding: boolean }): void {
    this.#options.selection.choose(at, modifiers);
    this.#reveal();
    this.#options.onSelect();
  }

  #reveal(): void {
    const { selection } = this.#options;
    this.#list.reveal(Math.floor(selection.active / this.#columns));
    this.draw();
    const tile = this.#body.querySelector<HTMLElement>(`[data-at="${selection.active}"]`);
    tile?.focus({ preventScroll: true });
  }

  #onKey(event: KeyboardEvent): void {
    const { selection, onSelect, onOpen } = this.#options;
    const { key, shiftKey } = event;
    const isAdding = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(this.element.clientHeight / ROW_HEIGHT)) * this.#columns;
    const steps: Readonly<Record<string, number>> = {
      ...{ ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.#columns, ArrowUp: -this.#columns },
      ...{ PageDown: page, PageUp: -page, Home: -selection.names.length, End: selection.names.length },
    };
    const step = steps[key];
    if (step !== undefined) {
      event.preventDefault();
      const at = selection.active + step;
      if (isAdding && !shiftKey) {
        selection.move(at);
        return this.#reveal();
      }
      return this.#choose(at, { isRange: shiftKey, isAdding: false });
    }
    if (key === ' ') this.#choose(selection.active, { isRange: shiftKey, isAdding: true });
    else if (key === 'Enter') {
      if (selection.count === 0) this.#choose(selection.active, { isRange: false, isAdding: false });
      onOpen();
    } else if (key.toLowerCase() === 'a' && isAdding) {
      selection.chooseAll();
      this.draw();
      onSelect();
    } else if (key === 'Escape' && selection.count > 0) {
      selection.clear();
      this.draw();
      onSelect();
    } else return;
    event.preventDefault();
  }
}

function emptyTile(): HTMLElement {
  return element(
    'div',
    { class: 'tile', role: 'gridcell' },
    element('canvas', { class: 'tile-picture', width: 192, height: 150, 'aria-hidden': 'true' }),
    element('span', { class: 'tile-name', 'aria-hidden': 'true' }),
    element('span', { class: 'tile-note', 'aria-hidden': 'true' }),
  );
}

/** What a canvas shows now. */
const drawn = new WeakMap<HTMLCanvasElement, GalleryTile | string>();

async function drawTile(canvas: HTMLCanvasElement, name: string, tile: GalleryTile | undefined): Promise<void> {
  const shown = tile ?? name;
  if (drawn.get(canvas) === shown) return;
  drawn.set(canvas, shown);
  const context = canvas.getContext('2d');
  context?.clearRect(0, 0, canvas.width, canvas.height);
  if (tile === undefined || tile.bytes === null) return;
  const bitmap = await createImageBitmap(new Blob([tile.bytes], { type: tile.type })).catch(() => null);
  if (bitmap === null) return;
  if (drawn.get(canvas) === shown) {
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    context?.drawImage(bitmap, 0, 0);
  }
  bitmap.close();
}

function stateText(state: PairRow['state'], classes: number, strings: GalleryStrings): string {
  switch (state) {
    case 'counted':
      return classes === 1 ? strings.classOf : fill(strings.classesOf, classes);
    case 'notCounted':
      return strings.notCounted;
    case 'broken':
      return strings.broken;
    case 'missing':
      return strings.missing;
  }
}

function placeOf(target: EventTarget | null): number | null {
  const tile = target instanceof Element ? target.closest('.tile') : null;
  return tile === null ? null : Number(tile.getAttribute('data-at'));
}

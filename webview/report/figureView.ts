import type { Drawing, Mark, Shape } from '../../src/core/report/drawing.ts';
import type { Figure, Table } from '../../src/core/report/reportDocument.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import { spellControls } from '../ui/texts.ts';

const SVG = 'http://www.w3.org/2000/svg';

export interface FigureOptions {
  /** Tells the figure from others, also when the page is drawn anew. */
  readonly of: string;
  /** Whether its table is open. */
  readonly isOpen: boolean;
  readonly isTitled: boolean;
  readonly isCaptioned: boolean;
  readonly tableTitle: (caption: string) => string;
  /** How a chart is called for those who do not see it. */
  readonly help: (title: string) => string;
}

/** A chart whose values the pointer and the arrow keys tell, with its table behind a switch; or the table alone. */
export function figureView({ title, short, drawing, table }: Figure, options: FigureOptions): HTMLElement {
  const { of, isOpen, isTitled, isCaptioned, tableTitle, help } = options;
  const figure = element('figure', { class: 'figure' });
  if (isTitled) figure.append(element('h3', {}, title));
  if (drawing === null) {
    figure.append(element('div', { class: 'table-scroll' }, tableView(table())));
    return figure;
  }
  figure.append(new ChartView(drawing, help(title)).element);
  if (isCaptioned) figure.append(element('figcaption', {}, title));
  // Rows are made when they are looked at: a heat map for each of 150 classes has 38,400 cells.
  const content = element('div', { class: 'table-scroll' });
  const details = element('details', { 'data-of': of }, element('summary', {}, tableTitle(short)), content);
  const make = (): void => {
    if (details.open && content.childElementCount === 0) content.append(tableView(table()));
  };
  details.addEventListener('toggle', make);
  details.open = isOpen;
  make();
  figure.append(details);
  return figure;
}

/** The shades and what they stand for. */
export function legendView(drawing: Drawing): HTMLElement {
  const svg = picture(drawing);
  svg.setAttribute('aria-hidden', 'true');
  return element('div', { class: 'legend' }, svg);
}

function tableView({ caption, columns, rows }: Table): HTMLElement {
  const numeric = (at: number): string | null => (columns[at]?.isNumber === true ? 'number' : null);
  const head = columns.map(({ label }, at) => element('th', { scope: 'col', class: numeric(at) }, label));
  const body = rows.map((cells) =>
    element('tr', {}, ...cells.map((cell, at) => element('td', { class: numeric(at) }, cell))),
  );
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
}

function picture({ width, height, shapes }: Drawing): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
  svg.setAttribute('width', String(width));
  svg.setAttribute('height', String(height));
  svg.append(...shapes.map(shapeView));
  return svg;
}

function shapeView({ tag, attributes, text }: Shape): SVGElement {
  const shape = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, String(value));
  if (text !== undefined) shape.textContent = spellControls(text);
  return shape;
}

/** A drawing with one tab stop: the arrow keys move from mark to mark. */
class ChartView {
  readonly element: HTMLElement;
  readonly #drawing: Drawing;
  readonly #svg: SVGSVGElement;
  readonly #cursor = document.createElementNS(SVG, 'rect');
  readonly #tip = element('div', { class: 'tip', hidden: true });
  readonly #spoken = element('div', { class: 'spoken', role: 'status' });
  #marks: readonly Mark[] | null = null;
  #at = -1;

  constructor(drawing: Drawing, label: string) {
    this.#drawing = drawing;
    this.#svg = picture(drawing);
    setAttribute(this.#svg, 'role', 'application');
    setAttribute(this.#svg, 'aria-label', label);
    setAttribute(this.#svg, 'tabindex', 0);
    this.#cursor.setAttribute('class', 'cursor');
    this.#cursor.setAttribute('visibility', 'hidden');
    this.#svg.append(this.#cursor);
    this.element = element('div', { class: 'chart' }, this.#tip, this.#spoken);
    this.element.prepend(this.#svg);
    this.#svg.addEventListener('pointermove', (event) => this.#point(event));
    this.#svg.addEventListener('pointerleave', () => this.#hide());
    this.#svg.addEventListener('blur', () => this.#hide());
    this.#svg.addEventListener('keydown', (event) => this.#onKey(event));
  }

  get #all(): readonly Mark[] {
    return (this.#marks ??= this.#drawing.marks());
  }

  #point({ clientX, clientY }: PointerEvent): void {
    const box = this.#svg.getBoundingClientRect();
    const scale = this.#drawing.width / box.width;
    const [x, y] = [(clientX - box.left) * scale, (clientY - box.top) * scale];
    const at = this.#all.findIndex(
      (mark) => x >= mark.x && x < mark.x + mark.width && y >= mark.y && y < mark.y + mark.height,
    );
    if (at < 0) this.#hide();
    else if (at !== this.#at || this.#tip.hidden) this.#show(at);
  }

  #onKey(event: KeyboardEvent): void {
    const { key } = event;
    if (key === 'Escape') return this.#hide();
    const next = this.#next(key);
    if (next === null) return;
    event.preventDefault();
    const mark = this.#all[next];
    if (mark === undefined) return;
    this.#show(next);
    setText(this.#spoken, mark.tip);
  }

  /** Where a key leads; null for keys that are not the chart's. */
  #next(key: string): number | null {
    const step = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] }[key];
    const marks = this.#all;
    if (key === 'Home') return 0;
    if (key === 'End') return marks.length - 1;
    if (step === undefined) return null;
    const here = marks[this.#at];
    if (here === undefined) return 0;
    const [down = 0, right = 0] = step;
    const found = marks.findIndex(({ row, column }) => row === here.row + down && column === here.column + right);
    return found < 0 ? this.#at : found;
  }

  #show(at: number): void {
    const mark = this.#all[at];
    if (mark === undefined) return;
    this.#at = at;
    for (const name of ['x', 'y', 'width', 'height'] as const) this.#cursor.setAttribute(name, String(mark[name]));
    this.#cursor.setAttribute('visibility', 'visible');
    setText(this.#tip, mark.tip);
    this.#tip.hidden = false;
    const scale = this.#svg.getBoundingClientRect().width / this.#drawing.width;
    const room = this.element.clientWidth - this.#tip.offsetWidth;
    this.#tip.style.left = `${Math.max(0, Math.min(room, (mark.x + mark.width / 2) * scale))}px`;
    this.#tip.style.top = `${(mark.y + mark.height) * scale + 4}px`;
  }

  #hide(): void {
    this.#tip.hidden = true;
    this.#cursor.setAttribute('visibility', 'hidden');
  }
}

/** What a virtual list needs to know of its rows. */
export interface RowRenderer {
  /** Stable identity of the row at an index. */
  key(index: number): string;
  /** Makes the element of the row at an index. */
  render(index: number): HTMLElement;
  /** Brings the element of a row up to date. */
  update(row: HTMLElement, index: number): void;
}

/** Rows beyond each edge of the viewport, so that a fast scroll shows no gap. */
const OVERSCAN = 8;

/** Keeps only the rows near the viewport in the DOM; any number of rows of one height scroll smoothly. */
export class VirtualRows {
  readonly #viewport: HTMLElement;
  readonly #body: HTMLElement;
  readonly #renderer: RowRenderer;
  #count = 0;
  #rowHeight = 24;
  /** This row stays in the DOM wherever the viewport is, because it has the tab stop. */
  #kept = -1;
  #shown = new Map<string, HTMLElement>();
  #frame = 0;

  /** @param body positioned element inside the scrolling viewport */
  constructor(viewport: HTMLElement, body: HTMLElement, renderer: RowRenderer) {
    this.#viewport = viewport;
    this.#body = body;
    this.#renderer = renderer;
    viewport.addEventListener('scroll', () => this.#schedule(), { passive: true });
    new ResizeObserver(() => this.#schedule()).observe(viewport);
  }

  /** Sets how many rows there are and which one is kept, and brings all shown rows up to date. */
  setRows(count: number, rowHeight: number, kept: number): void {
    this.#count = count;
    this.#rowHeight = rowHeight;
    this.#kept = kept;
    this.#body.style.height = `${count * rowHeight}px`;
    this.draw();
  }

  /** Brings the rows in view up to date now. */
  draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const top = this.#viewport.scrollTop;
    const first = Math.max(0, Math.floor(top / this.#rowHeight) - OVERSCAN);
    const end = Math.min(this.#count, Math.ceil((top + this.#viewport.clientHeight) / this.#rowHeight) + OVERSCAN);
    const wanted = new Map<string, number>();
    for (let index = first; index < end; index++) {
      wanted.set(this.#renderer.key(index), index);
    }
    if (this.#kept >= 0 && this.#kept < this.#count) {
      wanted.set(this.#renderer.key(this.#kept), this.#kept);
    }
    for (const [key, row] of this.#shown) {
      if (!wanted.has(key)) {
        row.remove();
        this.#shown.delete(key);
      }
    }
    for (const [key, index] of wanted) {
      let row = this.#shown.get(key);
      if (row === undefined) {
        row = this.#renderer.render(index);
        this.#shown.set(key, row);
        this.#body.append(row);
      }
      row.style.transform = `translateY(${index * this.#rowHeight}px)`;
      this.#renderer.update(row, index);
    }
  }

  /** The element of a row, if it is in the DOM. */
  row(index: number): HTMLElement | undefined {
    return index >= 0 && index < this.#count ? this.#shown.get(this.#renderer.key(index)) : undefined;
  }

  /** Scrolls as little as needed to show the row. */
  reveal(index: number): void {
    const top = index * this.#rowHeight;
    const { scrollTop, clientHeight } = this.#viewport;
    if (top < scrollTop) {
      this.#viewport.scrollTop = top;
    } else if (top + this.#rowHeight > scrollTop + clientHeight) {
      this.#viewport.scrollTop = top + this.#rowHeight - clientHeight;
    }
    this.draw();
  }

  #schedule(): void {
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => this.draw());
    }
  }
}

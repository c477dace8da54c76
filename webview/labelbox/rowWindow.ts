import type { TableEntry, TableQuery } from '../../src/core/labelbox/table/entry.ts';
import type { ExportRequests } from '../../src/protocol/labelbox.ts';

type Fetch = (params: ExportRequests['rows']['params']) => Promise<ExportRequests['rows']['result']>;

/** Rows that are fetched at once; more than a high window shows. */
export const PAGE_ROWS = 128;
/** Pages that are kept: what one scrolls over and comes back to. */
const MOST_PAGES = 24;
/** Requests on their way at a time: a fast scroll asks for what is in view last, which must not wait for the rest. */
const MOST_WAITING = 2;

interface Page {
  readonly rows: readonly TableEntry[];
  readonly version: number;
}

/**
 * The rows near the viewport. The table itself is in another process: pages of rows are asked for as they come into
 * view, and what is known is shown until newer rows have come.
 */
export class RowWindow {
  readonly #fetch: Fetch;
  readonly #onRows: () => void;
  #query: TableQuery;
  #total = 0;
  #version = -1;
  #pages = new Map<number, Page>();
  #wanted: number[] = [];
  readonly #waiting = new Set<number>();
  /** Counts queries: answers to an earlier one are dropped. */
  #run = 0;

  /** @param onRows rows have come, or there are more or fewer than before */
  constructor(query: TableQuery, fetch: Fetch, onRows: () => void) {
    this.#query = query;
    this.#fetch = fetch;
    this.#onRows = onRows;
  }

  /** Rows that pass the query. */
  get total(): number {
    return this.#total;
  }

  get query(): TableQuery {
    return this.#query;
  }

  /** Other rows, or another order. What is shown stays until the first new rows have come. */
  setQuery(query: TableQuery): void {
    this.#query = query;
    this.#run++;
    this.#version = -1;
    this.#waiting.clear();
    this.#wanted = [];
    this.#ask(0);
  }

  /** The table has grown or changed: what is in view is asked for again. */
  refresh(): void {
    this.#version = -1;
    if (this.#waiting.size === 0 && this.#wanted.length === 0) this.#ask(0);
  }

  /** The table was made anew: nothing that is known holds. */
  clear(): void {
    this.#pages.clear();
    this.#total = 0;
    this.setQuery(this.#query);
  }

  /** The row at a place; null while it is on its way. */
  row(position: number): TableEntry | null {
    const number = Math.floor(position / PAGE_ROWS);
    const page = this.#pages.get(number);
    if (page === undefined || page.version !== this.#version) this.#ask(number);
    return page?.rows[position - number * PAGE_ROWS] ?? null;
  }

  #ask(number: number): void {
    if (this.#waiting.has(number)) return;
    this.#wanted = [...this.#wanted.filter((one) => one !== number), number].slice(-2 * MOST_WAITING);
    this.#send();
  }

  #send(): void {
    while (this.#waiting.size < MOST_WAITING) {
      const number = this.#wanted.pop();
      if (number === undefined) return;
      this.#waiting.add(number);
      void this.#receive(number, this.#run);
    }
  }

  async #receive(number: number, run: number): Promise<void> {
    try {
      const { total, rows, version } = await this.#fetch({
        query: this.#query,
        from: number * PAGE_ROWS,
        count: PAGE_ROWS,
      });
      if (run !== this.#run) return;
      this.#waiting.delete(number);
      if (this.#version === -1 || version > this.#version) this.#version = version;
      this.#total = total;
      this.#pages.delete(number);
      this.#pages.set(number, { rows, version: this.#version });
      for (const old of this.#pages.keys()) {
        if (this.#pages.size <= MOST_PAGES) break;
        this.#pages.delete(old);
      }
      this.#onRows();
      this.#send();
    } catch {
      // The reading is over or begins anew, which is told elsewhere.
      if (run === this.#run) this.#waiting.delete(number);
    }
  }
}

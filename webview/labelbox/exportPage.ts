import { EVERYTHING, withoutUnknown, type TableEntry, type TableQuery } from '../../src/core/labelbox/table/entry.ts';
import type { ExportFacts, FromExportPage, ReadingFacts } from '../../src/protocol/labelbox.ts';
import { element } from '../ui/element.ts';
import { splitter, type Splitter } from '../ui/splitter.ts';
import { tabs, type Tabs } from '../ui/tabs.ts';
import { fill } from '../ui/texts.ts';
import { keepTextUndo, watchTextFocus } from '../ui/textFocus.ts';
import { debounce, throttle } from '../ui/timing.ts';
import { ExportHead } from './exportHead.ts';
import type { ExportHost, ExportMessage } from './exportHost.ts';
import { ExportWording } from './exportWording.ts';
import { FilterBar } from './filterBar.ts';
import { findKept, keepRow, type KeptRow } from './keptRow.ts';
import { NoticeBar } from './noticeBar.ts';
import { Thumbnails } from './originals.ts';
import { RowDetails } from './rowDetails.ts';
import { RowGrid } from './rowGrid.ts';
import { RowWindow } from './rowWindow.ts';
import { readSavedState, type SavedState } from './savedState.ts';
import { SummaryPane } from './summaryPane.ts';

/** Between the cursor's last step and the reading of the row, in milliseconds: a held arrow key passes many. */
const SETTLE = 60;
/** Between two looks at the table while it is read, in milliseconds. */
const REFRESH = 300;
const NARROWEST = 320;
/** Rows of one name among which the kept one is looked for. */
const MOST_NAMESAKES = 200;

/** The page of an export: head, filters, table, selected row, summary. */
export class ExportPage {
  readonly element: HTMLElement;
  readonly #host: ExportHost;
  readonly #wording: ExportWording;
  readonly #head: ExportHead;
  readonly #filters: FilterBar;
  readonly #notice: NoticeBar;
  readonly #rows: RowWindow;
  readonly #grid: RowGrid;
  readonly #details: RowDetails;
  readonly #summary: SummaryPane;
  readonly #thumbnails: Thumbnails;
  readonly #body: HTMLElement;
  readonly #problem = element('div', { class: 'problem-page', role: 'alert', hidden: true });
  readonly #tabs: Tabs;
  readonly #splitter: Splitter;
  readonly #refresh = throttle(REFRESH, () => this.#rows.refresh());
  readonly #showRow = debounce(SETTLE, (row: TableEntry) => void this.#askRow(row));
  readonly #remember = debounce(SETTLE, () => this.#saveSelected());
  #state: SavedState;
  /** The row that was selected before the page was hidden or the file changed, until it is found. */
  #kept: KeptRow | null;
  #isRestoring = false;
  #facts: ExportFacts | null = null;
  #phase: ReadingFacts['phase'] = 'reading';
  /** An entry that is shown as soon as all labels count. */
  #awaited: number | null = null;
  /** The selected entry whose details are shown or on their way. */
  #entry = -1;

  constructor(host: ExportHost) {
    this.#host = host;
    this.#state = readSavedState(host.saved);
    this.#kept = this.#state.selected;
    const { strings, locale } = host.bootstrap;
    const post = (message: FromExportPage): void => host.post(message);
    this.#wording = new ExportWording(strings, locale);
    this.#head = new ExportHead(this.#wording, post);
    this.#rows = new RowWindow(
      this.#state.query,
      (params) => host.ask('rows', params),
      () => this.#drawRows(),
    );
    this.#thumbnails = new Thumbnails(({ name, dataRowId }) =>
      host.ask('original', { name, dataRowId, isThumbnail: true }),
    );
    this.#filters = new FilterBar(this.#wording, this.#state.query, (query) => this.#search(query));
    this.#notice = new NoticeBar(strings.dismiss);
    this.#details = new RowDetails(this.#wording, {
      onReveal: (entry) => post({ type: 'revealText', entry }),
      onLeave: () => this.#grid.focus(),
    });
    this.#grid = new RowGrid(this.#wording, this.#rows, {
      onSelect: (row) => this.#select(row),
      onMove: () => (this.#kept = null),
      onScroll: () => this.#remember(),
      onOpen: () => this.#details.focus(),
      onSort: (sort) => this.#search({ ...this.#rows.query, sort }),
      onType: (text) => this.#filters.search(text),
      onThumbnail: (cell, row) => this.#thumbnails.request(cell, row),
    });
    this.#summary = new SummaryPane(this.#wording, {
      ask: () => host.ask('summary', null),
      compare: () => host.ask('agreement', null),
      onClass: (name, isPresent) => this.#showClass(name, isPresent),
      onEntry: (entry) => void this.#goToEntry(entry),
    });
    const rowsPanel = element('div', { class: 'rows-panel' });
    this.#details.element.id = 'details';
    this.#splitter = splitter({
      label: strings.details,
      controls: 'details',
      minimum: NARROWEST,
      maximum: () => Math.max(NARROWEST, document.body.clientWidth - NARROWEST),
      initial: () => document.body.clientWidth * 0.42,
      width: this.#state.width,
      onChange: (width) => {
        this.#save({ width });
        this.#layOut();
      },
    });
    rowsPanel.append(
      element('div', { class: 'table-side' }, this.#filters.element, this.#notice.element, this.#grid.element),
      this.#splitter.element,
      this.#details.element,
    );
    this.#tabs = tabs(
      strings.views,
      [
        { key: 'rows', label: strings.rowsTab, panel: rowsPanel },
        { key: 'summary', label: strings.summaryTab, panel: this.#summary.element },
      ],
      (key) => this.#showTab(key === 'summary' ? 'summary' : 'rows'),
    );
    this.#body = element('div', { class: 'export-body' }, this.#tabs.list, rowsPanel, this.#summary.element);
    this.element = element('main', { class: 'export' }, this.#head.element, this.#body, this.#problem);
    this.#tabs.select(this.#state.tab);
    window.addEventListener('resize', () => this.#layOut());
    this.#layOut();
    keepTextUndo();
    watchTextFocus(this.element, (focused) => post({ type: 'textFocus', focused }));
    this.element.addEventListener('keydown', (event) => this.#onKey(event));
  }

  receive(message: ExportMessage): void {
    switch (message.type) {
      case 'reset':
        this.#keepSelected();
        this.#entry = -1;
        this.#awaited = null;
        this.#facts = null;
        this.#problem.hidden = true;
        this.#body.hidden = false;
        this.#details.clear();
        this.#grid.forget();
        this.#rows.clear();
        return;
      case 'notExport':
        this.#head.setExport(false);
        return this.#showProblem(message.message);
      case 'reading':
        return this.#setReading(message.reading);
      case 'facts':
        return this.#setFacts(message.facts);
      case 'originals':
        this.#head.setOriginals(message.folder, message.files);
        this.#grid.renewThumbnails();
        if (this.#grid.selected !== null) void this.#askOriginal(this.#grid.selected);
        return;
      case 'select':
        void this.#goToEntry(message.entry);
    }
  }

  #setReading(reading: ReadingFacts): void {
    const wasReading = this.#phase === 'reading';
    this.#phase = reading.phase;
    if (wasReading) this.#dropUnknownFilters();
    // Only the whole file tells what its masks are called.
    if (wasReading && reading.phase === 'done') void this.#askMasks();
    this.#head.setReading(reading);
    this.#grid.setReading(reading.phase === 'reading');
    if (reading.phase === 'failed' && reading.rows === 0) return this.#showProblem(reading.problem ?? '');
    this.#refresh();
    if (this.#state.tab === 'summary') this.#summary.refresh(reading.phase === 'reading');
  }

  #setFacts(facts: ExportFacts): void {
    const before = this.#facts;
    this.#facts = facts;
    this.#dropUnknownFilters();
    this.#head.setFacts(facts);
    this.#filters.setFacts(facts);
    this.#grid.setClasses(facts.classes);
    this.#summary.setFacts(facts);
    this.#details.setYAxis(facts.yAxis);
    if (this.#awaited !== null && facts.choice === 'all') void this.#goToEntry(this.#awaited);
    if (before?.choice !== facts.choice || before.severalLabels !== facts.severalLabels) {
      if (this.#state.tab === 'summary') this.#summary.refresh(this.#phase === 'reading');
    }
    this.#refresh();
  }

  /** Takes filters off that the file no longer has anything for, once all of it is known. */
  #dropUnknownFilters(): void {
    if (this.#facts === null || this.#phase !== 'done') return;
    const { classes, labellers } = this.#facts;
    const { query, dropped } = withoutUnknown(
      this.#rows.query,
      classes.map(({ name }) => name),
      labellers,
    );
    if (dropped.length === 0) return;
    const names = dropped.map((name) => this.#wording.labeller(name)).join(', ');
    this.#notice.show(fill(this.#wording.strings.filtersDropped, names));
    this.#filters.setQuery(query);
    this.#setQuery(query);
  }

  #showProblem(message: string): void {
    const { strings } = this.#wording;
    const open = element('button', { type: 'button', class: 'push' }, strings.openAsText);
    open.addEventListener('click', () => this.#host.post({ type: 'openAsText' }));
    const again = element('button', { type: 'button', class: 'push' }, strings.readAgain);
    again.addEventListener('click', () => this.#host.post({ type: 'readAgain' }));
    const title = this.#phase === 'failed' ? strings.readingFailed : strings.notExport;
    this.#problem.replaceChildren(element('h1', {}, title), element('p', {}, message), open, again);
    this.#problem.hidden = false;
    this.#body.hidden = true;
  }

  #drawRows(): void {
    this.#grid.draw();
    const all = this.#facts?.states.reduce((sum, [, count]) => sum + count, 0) ?? this.#rows.total;
    this.#filters.setCount(this.#rows.total, Math.max(all, this.#rows.total));
    if (this.#kept !== null) void this.#restore(this.#kept);
  }

  /** Somebody asks for other rows. */
  #search(query: TableQuery): void {
    this.#kept = null;
    this.#notice.clear();
    this.#setQuery(query);
  }

  #setQuery(query: TableQuery): void {
    this.#save({ query });
    this.#grid.reset();
    this.#rows.setQuery(query);
    this.#grid.drawSort();
  }

  /** Looks for the row that was selected before, while rows come in. */
  async #restore(kept: KeptRow): Promise<void> {
    const { query } = this.#rows;
    // Rows that come in move the others of a sorted table.
    if (this.#isRestoring || (this.#phase === 'reading' && query.sort !== null)) return;
    this.#isRestoring = true;
    const isOver = this.#phase !== 'reading';
    const position = await this.#positionOf(kept, query).catch(() => -1);
    this.#isRestoring = false;
    if (this.#kept !== kept) return;
    if (position >= 0) {
      this.#kept = null;
      if (position === kept.position) this.#grid.restore(position, kept.scrollTop);
      else this.#grid.goTo(position);
    } else if (isOver) {
      this.#kept = null;
    }
    if (this.#kept === null) this.#select(this.#grid.selected);
  }

  async #positionOf(kept: KeptRow, query: TableQuery): Promise<number> {
    const text = kept.dataRowId ?? kept.name;
    if (text === null) return this.#locate(query, kept.entry);
    const namesakes = { query: { ...EVERYTHING, text }, from: 0, count: MOST_NAMESAKES };
    const found = findKept(kept, (await this.#host.ask('rows', namesakes)).rows);
    return found === null ? -1 : this.#locate(query, found.entry);
  }

  #keepSelected(): void {
    const { selected, position, scrollTop } = this.#grid;
    if (this.#kept === null && selected !== null) this.#kept = keepRow(selected, position, scrollTop);
  }

  #saveSelected(): void {
    const { selected, position, scrollTop } = this.#grid;
    if (this.#kept === null) this.#save({ selected: selected && keepRow(selected, position, scrollTop) });
  }

  #select(row: TableEntry | null): void {
    // The first row has the cursor until the kept one is found.
    if (this.#kept !== null) return;
    this.#remember();
    if (row === null) {
      this.#entry = -1;
      this.#details.clear();
    } else {
      this.#showRow(row);
    }
  }

  async #askRow(row: TableEntry): Promise<void> {
    if (this.#grid.selected?.entry !== row.entry) return;
    this.#entry = row.entry;
    try {
      const details = await this.#host.ask('details', { entry: row.entry });
      if (this.#entry !== row.entry) return;
      const isSame = this.#details.entry === row.entry;
      this.#details.show(details, this.#facts?.yAxis ?? 'down');
      if (!isSame) await this.#askOriginal(row);
    } catch (error) {
      if (this.#entry !== row.entry) return;
      const problem = error instanceof Error ? error.message : String(error);
      this.#details.fail(fill(this.#wording.strings.rowFailed, this.#wording.name(row.name), problem));
    }
  }

  async #askOriginal({ entry, name, dataRowId }: TableEntry): Promise<void> {
    const original = await this.#host.ask('original', { name, dataRowId, isThumbnail: false }).catch(() => null);
    await this.#details.setOriginal(entry, original);
    await this.#askMasks();
  }

  async #askMasks(): Promise<void> {
    const { entry, sizeOfMasks: size } = this.#details;
    if (entry === null || size === null) return;
    const masks = await this.#host.ask('masks', { entry, size }).catch(() => null);
    if (masks !== null) this.#details.setMasks(entry, masks);
  }

  /** Shows the row of an entry: without filters where these leave it out, and not one that does not count. */
  async #goToEntry(entry: number): Promise<void> {
    this.#showTab('rows');
    this.#tabs.select('rows');
    this.#awaited = null;
    this.#kept = null;
    const { query } = this.#rows;
    const position = await this.#locate(query, entry);
    if (position >= 0) return this.#grid.goTo(position, true);
    const unfiltered = { ...EVERYTHING, sort: query.sort };
    const place = await this.#locate(unfiltered, entry);
    const { strings } = this.#wording;
    if (place >= 0) {
      this.#filters.setQuery(unfiltered);
      this.#setQuery(unfiltered);
      this.#grid.goTo(place, true);
      this.#notice.show(strings.filtersCleared);
    } else if (this.#facts !== null && this.#facts.choice !== 'all') {
      const showAll = (): void => {
        this.#awaited = entry;
        this.#host.post({ type: 'setChoice', choice: 'all' });
      };
      this.#notice.show(strings.passedOver, { label: strings.showAllLabels, run: showAll });
    } else {
      // The choice is known sooner than the table that follows it.
      this.#awaited = entry;
    }
  }

  #locate(query: TableQuery, entry: number): Promise<number> {
    return this.#host.ask('locate', { query, entry }).catch(() => -1);
  }

  #showClass(name: string, isPresent: boolean): void {
    const query: TableQuery = {
      ...{ ...EVERYTHING, sort: this.#rows.query.sort, states: [] },
      ...(isPresent ? { present: [name] } : { missing: [name] }),
    };
    this.#showTab('rows');
    this.#tabs.select('rows');
    this.#filters.setQuery(query);
    this.#search(query);
    this.#grid.focus();
  }

  #showTab(tab: SavedState['tab']): void {
    this.#save({ tab });
    if (tab === 'summary') this.#summary.refresh(this.#phase === 'reading');
    else this.#grid.draw();
  }

  #layOut(): void {
    this.#details.element.style.setProperty('--details-width', `${this.#splitter.refresh()}px`);
  }

  #onKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
      event.preventDefault();
      this.#filters.search();
    }
  }

  #save(change: Partial<SavedState>): void {
    this.#state = { ...this.#state, ...change };
    this.#host.save(this.#state);
  }
}

import type { ConvertPlanFacts, ConvertRowFacts, FromConvertPage, ToConvertPage } from '../../src/protocol/convert.ts';
import { BatchHead, type HeadAction } from '../batch/batchHead.ts';
import { element, setText } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import { throttle } from '../ui/timing.ts';
import type { ConvertHost } from './convertHost.ts';
import { ConvertRows, ROW_FILTERS, type RowFilter } from './convertRows.ts';
import { ConvertWording } from './convertWording.ts';
import { PlanView } from './planView.ts';
import { RowDetails } from './rowDetails.ts';
import { RowList } from './rowList.ts';

/** Between two looks at the rows while they come in, in milliseconds. */
const REFRESH = 200;

type Phase = 'previewing' | 'previewed' | 'writing' | 'done' | 'stopped' | 'failed' | 'undone';

/** The page of a conversion: what it is, what the preview found, every row with its result. */
export class ConvertPage {
  readonly element: HTMLElement;
  readonly #host: ConvertHost;
  readonly #wording: ConvertWording;
  readonly #head: BatchHead;
  readonly #plan: PlanView;
  readonly #list: RowList;
  readonly #details: RowDetails;
  readonly #rows = new ConvertRows();
  readonly #filters = new Map<RowFilter, HTMLButtonElement>();
  readonly #rule = element('div', { class: 'rule-shown', hidden: true });
  readonly #refresh = throttle(REFRESH, () => this.#draw());
  #selected: ConvertRowFacts | null = null;
  #filter: RowFilter = 'all';
  #shownRule: string | null = null;
  #phase: Phase = 'previewing';
  #run = 0;
  #facts: ConvertPlanFacts | null = null;
  #canUndo = false;

  constructor(host: ConvertHost) {
    this.#host = host;
    const { strings, locale } = host.bootstrap;
    this.#wording = new ConvertWording(strings, locale);
    this.#head = new BatchHead(this.#wording);
    this.#plan = new PlanView(this.#wording, (rule) => this.#showRule(rule));
    this.#details = new RowDetails(this.#wording, (index) => this.#post({ type: 'openMask', index }));
    this.#list = new RowList(
      this.#wording,
      (row) => {
        this.#selected = row;
        this.#details.show(row, this.#phase === 'done');
      },
      ({ index }) => this.#post({ type: 'openMask', index }),
    );
    const summary = element('section', { class: 'summary', 'aria-label': strings.summary, tabindex: 0 });
    summary.append(this.#plan.element);
    const overview = element('div', { class: 'overview' }, summary, this.#filterBar(), this.#rule, this.#list.element);
    this.element = element(
      'main',
      { class: 'batch convert' },
      this.#head.element,
      element('div', { class: 'batch-body' }, overview, this.#details.element),
    );
  }

  receive(message: ToConvertPage): void {
    if (message.type === 'start') return this.#start(message);
    if (message.run !== this.#run) return;
    const { strings } = this.#wording;
    switch (message.type) {
      case 'rows':
        this.#rows.add(message.rows);
        return this.#refresh();
      case 'progress':
        if (this.#phase === 'previewing' || this.#phase === 'writing') this.#head.setProgress(message.progress);
        return;
      case 'plan':
        return this.#setPlan(message.plan);
      case 'writing':
        return this.#setPhase('writing');
      case 'outcome': {
        this.#canUndo = true;
        this.#setPhase(message.isCancelled ? 'failed' : 'done');
        const text = message.isCancelled ? strings.outcomeCancelled : strings.outcome;
        return this.#head.setStatus(fill(text, this.#wording.number(message.written)), [], message.isCancelled);
      }
      case 'stopped':
        this.#setPhase('stopped');
        return this.#head.setStatus(strings.stopped);
      case 'failed':
        this.#canUndo = message.canUndo;
        this.#setPhase('failed');
        return this.#head.setStatus(message.message, [], true);
      case 'undone':
        this.#canUndo = false;
        this.#setPhase('undone');
        return this.#head.setStatus(message.message);
    }
  }

  #start({ run, setup }: Extract<ToConvertPage, { type: 'start' }>): void {
    this.#run = run;
    this.#facts = null;
    this.#canUndo = false;
    this.#filter = 'all';
    this.#shownRule = null;
    this.#rows.clear();
    this.#plan.clear();
    this.#head.setSetup(setup);
    this.#setPhase('previewing');
    this.#head.setStatus(this.#wording.strings.previewing);
    this.#draw();
  }

  #setPlan(plan: ConvertPlanFacts): void {
    const { strings } = this.#wording;
    const number = (value: number): string => this.#wording.number(value);
    this.#facts = plan;
    this.#setPhase('previewed');
    const { write, replace, unchanged, bytes } = plan.files;
    const leftOut = plan.leftOut.reduce((sum, { rows }) => sum + rows, 0);
    const notes = [
      fill(strings.sizes, number(write), number(replace), number(unchanged), this.#wording.bytes(bytes)),
      ...(plan.isResumed ? [strings.resumed] : []),
      ...(this.#hasWork() ? [] : [strings.nothingToWrite]),
    ];
    this.#head.setStatus(fill(strings.previewed, number(plan.masks), number(plan.refused), number(leftOut)), notes);
    this.#plan.setPlan(plan);
    this.#draw();
  }

  #hasWork(): boolean {
    const files = this.#facts?.files;
    return files !== undefined && (files.write + files.replace > 0 || this.#facts?.isResumed === true);
  }

  #setPhase(phase: Phase): void {
    this.#phase = phase;
    this.#head.setProgress(null);
    this.#head.setActions(this.#actionsOf(phase));
    this.#details.show(this.#selected, phase === 'done');
  }

  #actionsOf(phase: Phase): HeadAction[] {
    const { strings } = this.#wording;
    const action = (label: string, message: FromConvertPage, primary = false): HeadAction => ({
      ...{ label, primary, run: () => this.#post(message) },
    });
    const change = action(strings.changeOptions, { type: 'changeOptions' });
    const close = action(strings.closePage, { type: 'cancel' });
    const again = action(strings.previewAgain, { type: 'previewAgain' });
    const undo = this.#canUndo ? [action(strings.undo, { type: 'undo' })] : [];
    switch (phase) {
      case 'previewing':
        return [action(strings.cancel, { type: 'cancel' })];
      case 'writing': {
        const stop = (): void => {
          this.#head.setStatus(strings.stopping);
          this.#post({ type: 'cancel' });
        };
        return [{ label: strings.cancel, run: stop }];
      }
      case 'previewed': {
        const write = action(this.#writeLabel(), { type: 'write', run: this.#run }, true);
        return [...(this.#hasWork() ? [write] : []), change, action(strings.cancel, { type: 'cancel' })];
      }
      case 'done':
        return [action(strings.openFolder, { type: 'openFolder' }, true), ...undo, close];
      case 'stopped':
      case 'failed':
      case 'undone':
        return [again, change, ...undo, close];
    }
  }

  #writeLabel(): string {
    const { strings } = this.#wording;
    const plan = this.#facts;
    if (plan === null) return '';
    if (plan.isResumed) return strings.finish;
    if (plan.masks === 1) return strings.writeOne;
    if (plan.masks === 0) return fill(strings.writeFiles, this.#wording.number(plan.files.write + plan.files.replace));
    return fill(strings.write, this.#wording.number(plan.masks));
  }

  #filterBar(): HTMLElement {
    const { strings } = this.#wording;
    const group = element('div', { class: 'filters', role: 'radiogroup', 'aria-label': strings.filter });
    for (const filter of ROW_FILTERS) {
      const button = element('button', { type: 'button', class: 'filter-button', role: 'radio' });
      button.addEventListener('click', () => this.#setFilter(filter));
      this.#filters.set(filter, button);
      group.append(button);
    }
    group.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const at = ROW_FILTERS.indexOf(this.#filter);
      const next = ROW_FILTERS[(at + step + ROW_FILTERS.length) % ROW_FILTERS.length] ?? 'all';
      this.#setFilter(next);
      this.#filters.get(next)?.focus();
    });
    return element('div', { class: 'filter-bar' }, group);
  }

  #setFilter(filter: RowFilter): void {
    this.#filter = filter;
    this.#shownRule = null;
    this.#draw();
  }

  #showRule(rule: string): void {
    this.#filter = 'findings';
    this.#shownRule = rule;
    this.#draw();
    this.#list.focus();
  }

  #draw(): void {
    const { strings } = this.#wording;
    const labels: Readonly<Record<RowFilter, string>> = {
      all: strings.filterAll,
      mask: strings.filterMask,
      refused: strings.filterRefused,
      leftOut: strings.filterLeftOut,
      findings: strings.filterFindings,
    };
    for (const [filter, button] of this.#filters) {
      const isChosen = filter === this.#filter;
      setText(button, `${labels[filter]} ${this.#wording.number(this.#rows.count(filter))}`);
      button.setAttribute('aria-checked', String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
    }
    this.#drawRule();
    this.#plan.setGroups(this.#phase === 'previewing' ? [] : this.#rows.groups);
    this.#list.setRows(this.#rows.shown(this.#filter, this.#shownRule));
  }

  #drawRule(): void {
    const { strings } = this.#wording;
    const group = this.#rows.groups.find(({ first }) => first.rule === this.#shownRule);
    this.#rule.hidden = group === undefined;
    if (group === undefined) return;
    const clear = element('button', { type: 'button', class: 'link' }, strings.clearRule);
    clear.addEventListener('click', () => this.#setFilter('all'));
    this.#rule.replaceChildren(element('span', {}, fill(strings.rule, group.first.message)), ' ', clear);
  }

  #post(message: FromConvertPage): void {
    this.#host.post(message);
  }
}

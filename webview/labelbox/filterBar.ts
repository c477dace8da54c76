import type { LabelState } from '../../src/core/labelbox/model.ts';
import {
  EVERYTHING,
  type FindingFilter,
  type ReviewFilter,
  type TableQuery,
} from '../../src/core/labelbox/table/entry.ts';
import type { ExportFacts } from '../../src/protocol/labelbox.ts';
import { textField, type TextField } from '../ui/controls.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';
import { debounce } from '../ui/timing.ts';
import type { ExportWording } from './exportWording.ts';

/** Between the last letter and the search, in milliseconds. */
const TYPING = 150;

type Presence = 'any' | 'present' | 'missing';

/** Which rows are shown: text, classes that must be there or be missing, state, labeller, review, findings. */
export class FilterBar {
  readonly element: HTMLElement;
  readonly #wording: ExportWording;
  readonly #onQuery: (query: TableQuery) => void;
  readonly #search: TextField;
  readonly #state = element('select', { class: 'select', id: 'filter-state' });
  readonly #labeller = element('select', { class: 'select', id: 'filter-labeller' });
  readonly #review = element('select', { class: 'select', id: 'filter-review' });
  readonly #findings = element('select', { class: 'select', id: 'filter-findings' });
  readonly #chips = element('div', { class: 'class-chips' });
  readonly #more = element('button', { type: 'button', class: 'chip-button', hidden: true, 'aria-expanded': 'false' });
  readonly #all: HTMLButtonElement;
  readonly #clear: HTMLButtonElement;
  readonly #count = element('output', { class: 'shown-count' });
  #query: TableQuery;
  #facts: ExportFacts | null = null;
  #shownClasses = '';

  constructor(wording: ExportWording, query: TableQuery, onQuery: (query: TableQuery) => void) {
    this.#wording = wording;
    this.#query = query;
    this.#onQuery = onQuery;
    const { strings } = wording;
    const type = debounce(TYPING, (text: string) => this.#change({ text }));
    this.#search = textField({
      ...{ label: strings.search, placeholder: strings.searchPlaceholder, value: query.text, onInput: type },
      onKey: (event) => {
        if (event.key !== 'Escape' || this.#search.value === '') return;
        this.#search.value = '';
        this.#change({ text: '' });
      },
    });
    this.#state.addEventListener('change', () => {
      this.#change({ states: this.#state.value === '' ? [] : [this.#state.value as LabelState] });
    });
    this.#labeller.addEventListener('change', () => {
      const { value } = this.#labeller;
      this.#change({ labellers: value === '' ? [] : [value.slice(1)] });
    });
    this.#review.append(
      ...(
        [
          ['any', strings.filterAll],
          ['approved', strings.reviewApproved],
          ['rejected', strings.reviewRejected],
          ['undecided', strings.reviewUndecided],
          ['none', strings.reviewNone],
        ] as const
      ).map(([value, text]) => element('option', { value }, text)),
    );
    this.#review.addEventListener('change', () => this.#change({ review: this.#review.value as ReviewFilter }));
    this.#findings.append(
      ...(
        [
          ['any', strings.filterAll],
          ['with', strings.withFindings],
          ['without', strings.withoutFindings],
        ] as const
      ).map(([value, text]) => element('option', { value }, text)),
    );
    this.#findings.addEventListener('change', () => this.#change({ findings: this.#findings.value as FindingFilter }));
    this.#all = element('button', { type: 'button', class: 'chip-button' }, strings.allClasses);
    this.#all.addEventListener('click', () => {
      const classes = (this.#facts?.classes ?? []).map(({ name }) => name);
      this.#change({ present: classes, missing: [] });
    });
    this.#clear = element('button', { type: 'button', class: 'chip-button' }, strings.clearFilters);
    this.#clear.addEventListener('click', () => {
      this.#search.value = '';
      this.#change({ ...EVERYTHING, sort: this.#query.sort });
    });
    const field = (label: string, control: HTMLElement): HTMLElement =>
      element('div', { class: 'field' }, element('label', { for: control.id }, label), control);
    this.element = element(
      'div',
      { class: 'filter-bar', role: 'search', 'aria-label': strings.filters },
      element(
        'div',
        { class: 'filter-line' },
        element('div', { class: 'search' }, this.#search.element),
        field(strings.filterState, this.#state),
        field(strings.filterLabeller, this.#labeller),
        field(strings.filterReview, this.#review),
        field(strings.filterFindings, this.#findings),
        this.#clear,
        this.#count,
      ),
      element(
        'div',
        { class: 'filter-line' },
        element(
          'span',
          { class: 'label', title: strings.filterClassesHint, id: 'classes-label' },
          strings.filterClasses,
        ),
        this.#chips,
        this.#more,
        this.#all,
      ),
    );
    setAttribute(this.#chips, 'role', 'group');
    setAttribute(this.#chips, 'aria-labelledby', 'classes-label');
    this.#more.addEventListener('click', () => {
      this.#chips.classList.toggle('all');
      this.#drawMore();
    });
    new ResizeObserver(() => this.#drawMore()).observe(this.#chips);
    this.#chips.addEventListener('keydown', (event) => this.#onChipKey(event));
    this.#draw();
  }

  /** Puts the cursor into the search field, behind the given text if there is one. */
  search(text = ''): void {
    this.#search.focus();
    if (text === '') return;
    this.#search.value = text;
    this.#change({ text });
  }

  setQuery(query: TableQuery): void {
    this.#query = query;
    this.#search.value = query.text;
    this.#draw();
  }

  setFacts(facts: ExportFacts): void {
    this.#facts = facts;
    const { strings } = this.#wording;
    const number = (value: number): string => this.#wording.number(value);
    this.#state.replaceChildren(
      element('option', { value: '' }, strings.filterAll),
      ...facts.states.map(([state, count]) =>
        element('option', { value: state }, `${this.#wording.state(state)} (${number(count)})`),
      ),
    );
    this.#labeller.replaceChildren(
      element('option', { value: '' }, strings.filterAll),
      ...facts.labellers.map((name) => element('option', { value: `=${name}` }, this.#wording.labeller(name))),
    );
    this.#draw();
  }

  setCount(shown: number, all: number): void {
    const number = (value: number): string => this.#wording.number(value);
    setText(this.#count, fill(this.#wording.strings.shownOf, number(shown), number(all)));
  }

  #change(change: Partial<TableQuery>): void {
    this.#query = { ...this.#query, ...change };
    this.#draw();
    this.#onQuery(this.#query);
  }

  #draw(): void {
    const { states, labellers, review, findings, present, missing, text } = this.#query;
    this.#state.value = states[0] ?? '';
    this.#labeller.value = labellers[0] === undefined ? '' : `=${labellers[0]}`;
    this.#review.value = review;
    this.#findings.value = findings;
    const isFiltered =
      [states, labellers, present, missing].some(({ length }) => length > 0) ||
      review !== 'any' ||
      findings !== 'any' ||
      text !== '';
    this.#clear.disabled = !isFiltered;
    this.#drawChips();
  }

  #drawChips(): void {
    const classes = this.#facts?.classes ?? [];
    const { strings } = this.#wording;
    const key = JSON.stringify(classes);
    if (key !== this.#shownClasses) {
      this.#shownClasses = key;
      this.#chips.replaceChildren(
        ...classes.map(({ name, colour }, number) => {
          const sign = element('span', { class: 'chip-sign' });
          const sample = swatch();
          paintSwatch(sample, colour);
          const chip = element(
            'button',
            { type: 'button', class: 'class-chip', 'data-class': number, tabindex: number === 0 ? 0 : -1 },
            sign,
            sample,
            element('span', { class: 'chip-name' }, name),
          );
          chip.addEventListener('click', () => this.#step(name));
          return chip;
        }),
      );
    }
    this.#all.hidden = classes.length < 2;
    this.#drawMore();
    for (const [number, chip] of [...this.#chips.children].entries()) {
      const name = classes[number]?.name ?? '';
      const presence = this.#presence(name);
      if (chip.getAttribute('data-presence') === presence) continue;
      chip.setAttribute('data-presence', presence);
      const template = {
        any: strings.classAny,
        present: strings.classPresent,
        missing: strings.classMissing,
      }[presence];
      const text = fill(template, name);
      setAttribute(chip, 'aria-label', text);
      setAttribute(chip, 'title', `${text}. ${strings.filterClassesHint}`);
      chip.firstElementChild?.replaceChildren(
        ...(presence === 'any' ? [] : [icon(presence === 'present' ? 'check' : 'close')]),
      );
    }
  }

  /** Says that there are more classes than the bar has room for. */
  #drawMore(): void {
    const isExpanded = this.#chips.classList.contains('all');
    const { strings } = this.#wording;
    this.#more.hidden = !isExpanded && this.#chips.scrollHeight <= this.#chips.clientHeight + 1;
    const count = this.#wording.number(this.#facts?.classes.length ?? 0);
    setText(this.#more, isExpanded ? strings.fewerClasses : fill(strings.moreClasses, count));
    setAttribute(this.#more, 'aria-expanded', String(isExpanded));
  }

  #presence(name: string): Presence {
    if (this.#query.present.includes(name)) return 'present';
    return this.#query.missing.includes(name) ? 'missing' : 'any';
  }

  #step(name: string): void {
    const next = ({ any: 'present', present: 'missing', missing: 'any' } as const)[this.#presence(name)];
    const without = (list: readonly string[]): string[] => list.filter((one) => one !== name);
    this.#change({
      present: next === 'present' ? [...without(this.#query.present), name] : without(this.#query.present),
      missing: next === 'missing' ? [...without(this.#query.missing), name] : without(this.#query.missing),
    });
  }

  /** One tab stop; arrow keys move between the classes. */
  #onChipKey(event: KeyboardEvent): void {
    const chips = [...this.#chips.querySelectorAll('button')];
    const at = chips.findIndex((chip) => chip === event.target);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || at < 0) return;
    event.preventDefault();
    const target = chips[(at + step + chips.length) % chips.length];
    for (const chip of chips) chip.tabIndex = chip === target ? 0 : -1;
    target?.focus();
  }
}

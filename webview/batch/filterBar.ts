import { element, setText } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import { fill } from '../ui/texts.ts';
import { FILE_FILTERS, type FileFilter } from './batchModel.ts';
import type { BatchWording } from './batchWording.ts';

/** Which files are shown: a radio group with counts, and the rule that narrows it further. */
export class FilterBar {
  readonly element: HTMLElement;
  readonly #wording: BatchWording;
  readonly #buttons: ReadonlyMap<FileFilter, HTMLElement>;
  readonly #rule = element('button', { type: 'button', class: 'chip rule', hidden: true });

  constructor(wording: BatchWording, onFilter: (filter: FileFilter) => void, onClearRule: () => void) {
    this.#wording = wording;
    this.#buttons = new Map(
      FILE_FILTERS.map((filter) => {
        const button = element('button', {
          type: 'button',
          role: 'radio',
          class: 'filter-button',
          'data-filter': filter,
        });
        button.addEventListener('click', () => onFilter(filter));
        return [filter, button];
      }),
    );
    const group = element(
      'div',
      { class: 'filters', role: 'radiogroup', 'aria-label': wording.strings.filter },
      ...this.#buttons.values(),
    );
    group.addEventListener('keydown', (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const offered = FILE_FILTERS.filter((one) => this.#buttons.get(one)?.hidden === false);
      const at = offered.findIndex((one) => this.#buttons.get(one) === document.activeElement);
      const filter = offered[(at + step + offered.length) % offered.length];
      if (filter === undefined) return;
      onFilter(filter);
      this.#buttons.get(filter)?.focus();
    });
    this.#rule.addEventListener('click', onClearRule);
    this.element = element('div', { class: 'filter-bar' }, group, this.#rule);
  }

  /** @param rule the message of the finding that narrows the list; null for none */
  show(
    counts: Readonly<Record<FileFilter, number>>,
    {
      filter,
      rule,
      isWritten,
    }: { readonly filter: FileFilter; readonly rule: string | null; readonly isWritten: boolean },
  ): void {
    const { strings } = this.#wording;
    for (const [one, button] of this.#buttons) {
      setText(button, `${this.#wording.filter(one, isWritten)} (${this.#wording.number(counts[one])})`);
      button.hidden = (one === 'cancelled' || one === 'undone') && counts[one] === 0;
      button.setAttribute('aria-checked', String(one === filter));
      button.setAttribute('tabindex', one === filter ? '0' : '-1');
    }
    this.#rule.hidden = rule === null;
    if (rule !== null) {
      this.#rule.replaceChildren(fill(strings.ruleShown, rule), icon('close'));
      this.#rule.title = strings.clearRule;
    }
  }
}

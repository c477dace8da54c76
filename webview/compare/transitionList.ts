import type { DifferenceMap } from '../../src/core/compare/differences.ts';
import { formatHex } from '../../src/core/palette/idColours.ts';
import { element, setAttribute } from '../ui/element.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';
import { transitionColour } from './comparedMasks.ts';
import type { CompareWording } from './compareWording.ts';

/** More would be noise; what is beyond is in the difference map all the same. */
const MOST_ROWS = 500;

/** The pairs of classes that pixels differ in, most pixels first; one of them can be chosen. */
export class TransitionList {
  readonly element: HTMLElement;
  readonly #list: HTMLElement;
  readonly #more = element('p', { class: 'note' });
  readonly #wording: CompareWording;
  readonly #onSelect: (slot: number | null) => void;
  #slots: readonly number[] = [];
  #selected: number | null = null;
  #active = 0;

  /** @param onSelect the slot whose pixels alone are shown; null: all are */
  constructor(wording: CompareWording, onSelect: (slot: number | null) => void) {
    const { strings } = wording;
    this.#wording = wording;
    this.#onSelect = onSelect;
    this.#list = element('div', {
      class: 'transitions',
      role: 'listbox',
      'aria-label': strings.transitions,
      tabindex: 0,
    });
    this.element = element(
      'section',
      {},
      element('h2', {}, strings.transitions),
      element('p', { class: 'note' }, strings.transitionsHelp),
      this.#list,
      this.#more,
    );
    this.#list.addEventListener('keydown', (event) => this.#onKey(event));
    this.#list.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest('[role=option]') : null;
      if (row === null) return;
      const index = [...this.#list.children].indexOf(row);
      this.#choose(this.#slots[index] === this.#selected ? null : index);
    });
  }

  setSlots(slots: DifferenceMap['slots'], nameOf: (key: DifferenceMap['slots'][number]['truth']) => string): void {
    const { strings } = this.#wording;
    const different = slots.flatMap((one, slot) => (one.agreement === 'different' ? [{ ...one, slot }] : []));
    const judged = slots.reduce((sum, { agreement, pixels }) => (agreement === 'void' ? sum : sum + pixels), 0);
    const shown = different.slice(0, MOST_ROWS);
    this.#slots = shown.map(({ slot }) => slot);
    this.#selected = null;
    this.#active = 0;
    this.#list.replaceChildren(
      ...shown.map(({ truth, prediction, pixels, slot }, index) => {
        const colour = swatch();
        paintSwatch(colour, formatHex(...transitionColour(slots, slot)));
        const count = fill(strings.pixelsShare, this.#wording.number(pixels), this.#wording.share(pixels / judged));
        const names = fill(strings.transitionOf, nameOf(truth), nameOf(prediction));
        return element(
          'div',
          { role: 'option', id: `transition-${index}`, 'aria-selected': 'false' },
          colour,
          element('span', { class: 'transition-name', title: names }, names),
          element('span', { class: 'number' }, count),
        );
      }),
    );
    const more = different.length - shown.length;
    this.#more.textContent =
      different.length === 0
        ? strings.sameEverywhere
        : more > 0
          ? fill(strings.moreTransitions, this.#wording.number(more))
          : '';
  }

  /** Shows all differences again; false where they are shown already. */
  clear(): boolean {
    if (this.#selected === null) return false;
    this.#choose(null);
    return true;
  }

  #choose(index: number | null): void {
    this.#selected = index === null ? null : (this.#slots[index] ?? null);
    this.#active = index ?? this.#active;
    [...this.#list.children].forEach((row, at) => {
      setAttribute(row, 'aria-selected', String(at === index));
      if (at === index) row.scrollIntoView({ block: 'nearest' });
    });
    setAttribute(this.#list, 'aria-activedescendant', index === null ? null : `transition-${index}`);
    this.#onSelect(this.#selected);
  }

  #onKey(event: KeyboardEvent): void {
    const last = this.#slots.length - 1;
    const index = {
      ArrowDown: this.#selected === null ? this.#active : this.#active + 1,
      ArrowUp: this.#active - 1,
      ...{ Home: 0, End: last },
      ...{ Enter: this.#active, ' ': this.#active },
    }[event.key];
    if (index === undefined || last < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#choose(Math.max(0, Math.min(last, index)));
  }
}

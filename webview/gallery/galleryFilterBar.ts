import type { ClassKey } from '../../src/core/dataset/classNaming.ts';
import type { GalleryClass, GalleryFilter, GalleryRequests } from '../../src/protocol/datasetPages.ts';
import type { GalleryStrings } from '../../src/protocol/datasetPageStrings.ts';
import { choice, type Option } from '../ui/choice.ts';
import { element } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import { SORTS } from './savedGallery.ts';

type Facts = GalleryRequests['facts']['result'];

/** Which pairs are shown, and in which order. */
export class GalleryFilterBar {
  readonly element: HTMLElement;
  readonly #strings: GalleryStrings;
  readonly #numbers: Intl.NumberFormat;
  readonly #onChange: (filter: GalleryFilter) => void;
  readonly #choices = element('span', { class: 'choices' });
  readonly #text: HTMLInputElement;
  #filter: GalleryFilter;
  #facts: Facts = { name: '', classes: [], splits: [], rules: [], rule: null, among: null };

  /** @param locale BCP 47 */
  constructor(
    strings: GalleryStrings,
    locale: string,
    filter: GalleryFilter,
    onChange: (filter: GalleryFilter) => void,
  ) {
    this.#strings = strings;
    this.#numbers = new Intl.NumberFormat(locale);
    this.#filter = filter;
    this.#onChange = onChange;
    this.#text = element('input', {
      ...{ type: 'search', class: 'text', spellcheck: 'false' },
      ...{ placeholder: strings.text, 'aria-label': strings.text },
    });
    this.#text.value = filter.text;
    this.#text.addEventListener('input', () => this.#change({ text: this.#text.value }));
    this.element = element(
      'div',
      { class: 'gallery-filters', role: 'search', 'aria-label': strings.filters },
      this.#text,
      this.#choices,
    );
  }

  get filter(): GalleryFilter {
    return this.#filter;
  }

  isVoid(key: ClassKey): boolean {
    return this.#facts.classes.some((one) => one.key === key && one.isVoid);
  }

  /** Shows what there is to choose from; what is chosen and is not there any more is taken off. */
  setFacts(facts: Facts): void {
    this.#facts = facts;
    const isKnown = (key: ClassKey): boolean => facts.classes.some((one) => one.key === key);
    const has = this.#filter.has.filter(isKnown);
    const { split } = this.#filter;
    const rule = facts.rule ?? this.#filter.rule;
    this.#filter = {
      ...this.#filter,
      ...{ has, lacks: this.#filter.lacks.filter(isKnown), of: has[0] ?? null, among: facts.among?.names ?? null },
      split: split === null || split === '' || facts.splits.includes(split) ? split : null,
      rule: facts.rules.some((one) => one.rule === rule) ? rule : null,
    };
    this.#draw();
  }

  #change(change: Partial<GalleryFilter>): void {
    this.#filter = { ...this.#filter, ...change };
    // Area, share and regions are of the class that is looked for.
    this.#filter = { ...this.#filter, of: this.#filter.has[0] ?? null };
    this.#draw();
    this.#onChange(this.#filter);
  }

  #draw(): void {
    const strings = this.#strings;
    const { has, lacks, split, rule, sort, isDescending } = this.#filter;
    const focused = document.activeElement?.id ?? '';
    const descending = element('input', { type: 'checkbox', id: 'descending' });
    descending.checked = isDescending;
    descending.addEventListener('change', () => this.#change({ isDescending: descending.checked }));
    const clear = element('button', { type: 'button', class: 'push', id: 'clear' }, strings.clear);
    clear.addEventListener('click', () => {
      this.#text.value = '';
      this.#change({ has: [], lacks: [], split: null, rule: null, text: '' });
    });
    const sorts = {
      ...{ name: strings.sortName, pixels: strings.sortPixels, share: strings.sortShare },
      ...{ regions: strings.sortRegions, classes: strings.sortClasses, size: strings.sortSize },
    };
    const splits: Option<string>[] = [
      { value: '*', label: strings.anySplit },
      ...this.#facts.splits.map((one) => ({ value: `/${one}`, label: one })),
      { value: '', label: strings.noSplit },
    ];
    this.#choices.replaceChildren(
      this.#classChoice(strings.has, strings.anyClass, has, (keys) => this.#change({ has: keys })),
      this.#classChoice(strings.lacks, strings.noneLacks, lacks, (keys) => this.#change({ lacks: keys })),
      choice(strings.split, splits, split === null ? '*' : split === '' ? '' : `/${split}`, (value) =>
        this.#change({ split: value === '*' ? null : value.slice(1) }),
      ),
      choice(
        strings.finding,
        [
          { value: '', label: strings.anyFinding },
          ...this.#facts.rules.map((one) => ({
            value: one.rule,
            label: fill(strings.findingOf, one.title, this.#numbers.format(one.pairs)),
          })),
        ],
        rule ?? '',
        (value) => this.#change({ rule: this.#facts.rules.find((one) => one.rule === value)?.rule ?? null }),
      ),
      choice(
        strings.sort,
        SORTS.map((value) => ({ value, label: sorts[value] })),
        sort,
        (value) => this.#change({ sort: value, isDescending: value !== 'name' }),
      ),
      element('label', { class: 'check' }, descending, strings.descending),
      clear,
      ...this.#among(),
    );
    if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
  }

  #among(): HTMLElement[] {
    const { among } = this.#facts;
    if (among === null || this.#filter.among === null) return [];
    const all = element('button', { type: 'button', class: 'link', id: 'show-all' }, this.#strings.showAll);
    all.addEventListener('click', () => this.#change({ among: null }));
    return [element('span', { class: 'among' }, fill(this.#strings.among, among.title), ' ', all)];
  }

  #classChoice(
    label: string,
    none: string,
    chosen: readonly ClassKey[],
    onChoose: (keys: readonly ClassKey[]) => void,
  ): HTMLElement {
    const classes: readonly GalleryClass[] = this.#facts.classes;
    const options: Option<string>[] = [
      { value: '', label: none },
      ...classes.map(({ name }, at) => ({ value: String(at + 1), label: name })),
    ];
    const at = classes.findIndex(({ key }) => key === chosen[0]);
    return choice(label, options, at < 0 ? '' : String(at + 1), (value) => {
      const found = classes[Number(value) - 1];
      onChoose(found === undefined ? [] : [found.key]);
    });
  }
}

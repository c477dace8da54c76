import type { BatchFix, FindingFacts, PlanFacts } from '../../src/protocol/batch.ts';
import { element } from '../ui/element.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';
import type { FindingGroup } from './batchModel.ts';
import type { BatchWording } from './batchWording.ts';
import { findingView } from './findingView.ts';

/** Colours of differing palettes that are listed. */
const MOST_COLOURS = 24;

export interface SummaryActions {
  readonly onFix: (fix: BatchFix) => void;
  /** Shows the files with findings of a rule. */
  readonly onShowRule: (finding: FindingFacts) => void;
}

/** What the files of a batch have in common: palettes that differ, findings by rule, lines of the class map. */
export class Summary {
  readonly element: HTMLElement;
  readonly #wording: BatchWording;
  readonly #actions: SummaryActions;
  readonly #palettes = element('div', { class: 'differing' });
  readonly #channels = element('div', { class: 'swapped' });
  readonly #groups = element('div', { class: 'groups' });
  readonly #notes = element('div', { class: 'class-map-notes' });

  constructor(wording: BatchWording, actions: SummaryActions) {
    this.#wording = wording;
    this.#actions = actions;
    this.element = element('div', { class: 'common' }, this.#palettes, this.#channels, this.#groups, this.#notes);
  }

  clear(): void {
    for (const part of [this.#palettes, this.#channels, this.#groups, this.#notes]) part.replaceChildren();
  }

  setNotes(notes: readonly string[]): void {
    const { strings } = this.#wording;
    if (notes.length === 0) return this.#notes.replaceChildren();
    this.#notes.replaceChildren(
      element(
        'details',
        {},
        element('summary', {}, `${strings.classMapNotes} (${this.#wording.number(notes.length)})`),
        element('ul', {}, ...notes.map((note) => element('li', {}, note))),
      ),
    );
  }

  setDiffering(differing: PlanFacts['differing']): void {
    const { strings } = this.#wording;
    if (differing === null) return this.#palettes.replaceChildren();
    const { colours, message, advice, fix, isMended } = differing;
    const severity = isMended ? 'information' : 'warning';
    const lines = colours.slice(0, MOST_COLOURS).map(({ colour, ids }) => {
      const square = swatch();
      paintSwatch(square, colour);
      return element('li', {}, square, fill(strings.colourAtIds, colour, ids.join(', ')));
    });
    const more = colours.length - MOST_COLOURS;
    const list = element(
      'ul',
      { class: 'colours-at-ids' },
      ...lines,
      more > 0 ? element('li', {}, fill(strings.more, this.#wording.number(more))) : null,
    );
    this.#palettes.replaceChildren(
      element('h2', {}, strings.palettesDiffer),
      findingView({ severity, message, advice, fix }, strings, this.#actions.onFix, list),
    );
  }

  setSwapped(swapped: PlanFacts['swapped']): void {
    const { strings } = this.#wording;
    if (swapped === null) return this.#channels.replaceChildren();
    this.#channels.replaceChildren(
      element('h2', {}, strings.channelsDiffer),
      findingView({ severity: 'warning', ...swapped }, strings, this.#actions.onFix),
    );
  }

  setGroups(groups: readonly FindingGroup[]): void {
    const { strings } = this.#wording;
    if (groups.length === 0) return this.#groups.replaceChildren();
    const lines = groups.map(({ finding, files }) => {
      const show = element('button', { type: 'button', class: 'link' }, strings.showFiles);
      show.setAttribute('aria-label', `${strings.showFiles}: ${finding.message}`);
      show.addEventListener('click', () => this.#actions.onShowRule(finding));
      const count = files === 1 ? strings.inOneFile : fill(strings.inFiles, this.#wording.number(files));
      const counted = element('span', { class: 'chip' }, count);
      return findingView(finding, strings, this.#actions.onFix, ' ', counted, ' ', show);
    });
    this.#groups.replaceChildren(element('h2', {}, strings.findings), ...lines);
  }
}

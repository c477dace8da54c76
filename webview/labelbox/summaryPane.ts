import type { Agreement, ExportFacts, ExportSummary } from '../../src/protocol/labelbox.ts';
import { pushButton } from '../ui/controls.ts';
import { element, type Child } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';
import { throttle } from '../ui/timing.ts';
import type { ExportWording } from './exportWording.ts';

export interface SummaryActions {
  ask(): Promise<ExportSummary>;
  compare(): Promise<Agreement>;
  /** Shows the rows that have a class, or that lack it. */
  onClass(name: string, isPresent: boolean): void;
  onEntry(entry: number): void;
}

/** Milliseconds between two summaries while the file is read. */
const REFRESH = 1000;

/** What the rows of an export amount to: classes, labellers, reviews, dates, links, agreement. */
export class SummaryPane {
  readonly element: HTMLElement;
  readonly #wording: ExportWording;
  readonly #actions: SummaryActions;
  readonly #content = element('div', { class: 'summary-content' });
  readonly #agreement = element('section', { class: 'summary-section agreement' });
  readonly #ask = throttle(REFRESH, () => void this.#show());
  #facts: ExportFacts | null = null;
  #isReading = false;
  #comparison: Agreement | 'running' | null = null;

  constructor(wording: ExportWording, actions: SummaryActions) {
    this.#wording = wording;
    this.#actions = actions;
    this.element = element(
      'div',
      { class: 'summary', tabindex: 0, 'aria-label': wording.strings.summaryTab },
      this.#content,
      this.#agreement,
    );
  }

  setFacts(facts: ExportFacts): void {
    this.#facts = facts;
    this.#drawAgreement();
  }

  /** Counts anew. */
  refresh(isReading: boolean): void {
    this.#isReading = isReading;
    if (isReading) this.#comparison = null;
    this.#ask();
  }

  async #show(): Promise<void> {
    try {
      this.#draw(await this.#actions.ask());
    } catch {
      // The file is being read again.
    }
  }

  #draw(summary: ExportSummary): void {
    const { strings } = this.#wording;
    const number = (value: number): string => this.#wording.number(value);
    const tenths = (value: number | null): string => (value === null ? '–' : this.#wording.tenths(value));
    this.#content.replaceChildren(
      ...(this.#isReading ? [element('p', { class: 'note' }, strings.waitForEnd)] : []),
      this.#links(summary),
      this.#section(
        strings.summaryClasses,
        element('p', { class: 'note' }, fill(strings.summaryLabelled, number(summary.labelled))),
        this.#table(
          [strings.columnClasses, strings.summaryObjects, strings.summaryPresent, strings.summaryMissing],
          summary.classes.map((one) => this.#classRow(one)),
        ),
      ),
      this.#section(
        strings.summaryStates,
        this.#table(
          [strings.columnState, strings.summaryEntries],
          summary.states.map(([state, count]) => [this.#wording.state(state), this.#bar(count, summary.states)]),
        ),
      ),
      this.#section(
        strings.summaryKinds,
        this.#table(
          [strings.summaryKind, strings.summaryObjects],
          summary.kinds.map(([kind, count]) => [this.#wording.kind(kind), number(count)]),
        ),
      ),
      this.#section(
        strings.summaryLabellers,
        this.#table(
          [strings.columnLabeller, strings.summaryLabels, strings.summaryMean, strings.summaryMedian],
          summary.labellers.map(({ name, labels, meanSeconds, medianSeconds }) => [
            this.#wording.labeller(name),
            number(labels),
            tenths(meanSeconds),
            tenths(medianSeconds),
          ]),
        ),
      ),
      this.#section(
        strings.summaryReviews,
        summary.reviews.every(([score]) => score === null)
          ? element('p', { class: 'note' }, strings.noReviews)
          : this.#table(
              [strings.summaryScore, strings.summaryEntries],
              summary.reviews.map(([score, count]) => [
                score === null ? strings.reviewNone : this.#wording.review(score),
                this.#bar(count, summary.reviews),
              ]),
            ),
      ),
      this.#section(
        strings.summaryDates,
        summary.months.length === 0
          ? element('p', { class: 'note' }, strings.noDates)
          : this.#table(
              [strings.summaryMonth, strings.summaryEntries],
              summary.months.map(([month, count]) => [month, this.#bar(count, summary.months)]),
            ),
      ),
    );
  }

  #classRow({ class: number, objects, entries, missing }: ExportSummary['classes'][number]): Child[] {
    const { strings } = this.#wording;
    const one = this.#facts?.classes[number];
    const sample = swatch();
    paintSwatch(sample, one?.colour ?? '');
    const name = one?.name ?? String(number);
    const link = (count: number, label: string, isPresent: boolean): Child => {
      // Classes beyond those of the filters cannot be asked for.
      if (count === 0 || one === undefined) return this.#wording.number(count);
      const button = element(
        'button',
        { type: 'button', class: 'link', title: fill(label, name), 'aria-label': `${count}. ${fill(label, name)}` },
        this.#wording.number(count),
      );
      button.addEventListener('click', () => this.#actions.onClass(one.name, isPresent));
      return button;
    };
    return [
      element('span', { class: 'class-tag' }, sample, element('span', {}, name)),
      this.#wording.number(objects),
      link(entries, strings.summaryPresentShow, true),
      link(missing, strings.summaryMissingShow, false),
    ];
  }

  #links({ links }: ExportSummary): HTMLElement {
    const { strings } = this.#wording;
    return this.#section(
      strings.summaryLinks,
      ...(links.length === 0 && !this.#isReading ? [element('p', { class: 'note' }, strings.noLinks)] : []),
      ...links.map(({ expired, message }) =>
        element(
          'div',
          { class: expired > 0 ? 'finding warning' : 'finding' },
          icon(expired > 0 ? 'warning' : 'info'),
          element('span', { class: 'finding-text' }, message),
        ),
      ),
    );
  }

  #drawAgreement(): void {
    const { strings } = this.#wording;
    const several = this.#facts?.severalLabels ?? 0;
    this.#agreement.hidden = several === 0;
    if (several === 0) return;
    const title = element('h2', {}, strings.summaryAgreement);
    const intro = element('p', { class: 'note' }, strings.summaryAgreementIntro);
    const comparison = this.#comparison;
    if (comparison === null) {
      const compare = pushButton({ label: strings.computeAgreement, onClick: () => void this.#compare() });
      this.#agreement.replaceChildren(title, intro, compare);
    } else if (comparison === 'running') {
      this.#agreement.replaceChildren(title, intro, element('p', { role: 'status' }, strings.comparing));
    } else {
      this.#agreement.replaceChildren(title, intro, ...this.#comparisonRows(comparison));
    }
  }

  #comparisonRows({ images, leftOut, classes }: Agreement): HTMLElement[] {
    const { strings } = this.#wording;
    const number = (value: number): string => this.#wording.number(value);
    const compared = element(
      'p',
      { class: 'note', role: 'status' },
      classes.length === 0 ? strings.agreementNone : fill(strings.agreementImages, number(images), number(leftOut)),
    );
    if (classes.length === 0) return [compared];
    return [
      compared,
      this.#table(
        [strings.columnClasses, strings.agreementPairs, strings.agreementMean, strings.agreementLowest],
        classes.map(({ class: one, pairs, mean, lowest, lowestEntry }) => {
          const known = this.#facts?.classes[one];
          const sample = swatch();
          paintSwatch(sample, known?.colour ?? '');
          const show = element(
            'button',
            { type: 'button', class: 'link', title: fill(strings.agreementLowestShow, known?.name ?? '') },
            this.#wording.percent(lowest),
          );
          show.addEventListener('click', () => this.#actions.onEntry(lowestEntry));
          const name = element('span', { class: 'class-tag' }, sample, element('span', {}, known?.name ?? ''));
          return [name, number(pairs), this.#wording.percent(mean), show];
        }),
      ),
    ];
  }

  async #compare(): Promise<void> {
    this.#comparison = 'running';
    this.#drawAgreement();
    this.#comparison = await this.#actions.compare().catch(() => null);
    this.#drawAgreement();
  }

  #section(title: string, ...content: readonly Child[]): HTMLElement {
    return element('section', { class: 'summary-section' }, element('h2', {}, title), ...content);
  }

  #table(heads: readonly string[], rows: readonly (readonly Child[])[]): HTMLElement {
    return element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...heads.map((head, i) => element('th', { scope: 'col', class: i > 0 ? 'number' : '' }, head)),
        ),
      ),
      element(
        'tbody',
        {},
        ...rows.map((cells) =>
          element(
            'tr',
            {},
            ...cells.map((cell, i) =>
              i === 0 ? element('th', { scope: 'row' }, cell) : element('td', { class: 'number' }, cell),
            ),
          ),
        ),
      ),
    );
  }

  /** A number over a bar of its share. */
  #bar(count: number, all: readonly (readonly [unknown, number])[]): HTMLElement {
    const most = Math.max(...all.map(([, one]) => one));
    const bar = element('span', { class: 'bar' });
    bar.style.width = `${(100 * count) / most}%`;
    return element(
      'span',
      { class: 'bar-cell' },
      element('span', { class: 'bar-number' }, this.#wording.number(count)),
      element('span', { class: 'bar-track', 'aria-hidden': 'true' }, bar),
    );
  }
}

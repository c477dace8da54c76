import type { ReviewAction, ReviewBarState, ShownTag } from '../../src/protocol/review.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';

/** Actions that have a button, and the key that does the same. */
const BUTTONS: readonly (readonly [Exclude<ReviewAction, 'focus'>, string])[] = [
  ['accept', 'F'],
  ['reject', 'D'],
  ['explain', 'R'],
  ['undo', 'U'],
  ['showLabels', 'V'],
  ['save', 'S'],
  ['leave', 'Esc'],
];

/** The lines above a picture that say how far a review is and what was said of the pair. */
export class ReviewBar {
  readonly element: HTMLElement;
  readonly #numbers: Intl.NumberFormat;
  readonly #meter = element('div', { class: 'review-meter', 'aria-hidden': 'true' });
  readonly #accepted = element('div', { class: 'review-part accepted' });
  readonly #rejected = element('div', { class: 'review-part rejected' });
  readonly #done = element('span', { class: 'review-done' });
  readonly #counts = element('span', { class: 'review-counts' });
  readonly #pace = element('span', { class: 'review-pace' });
  readonly #reviewer = element('span', { class: 'review-reviewer' });
  readonly #own = element('div', { class: 'review-own' });
  readonly #others = element('ul', { class: 'review-others' });
  readonly #problem = element('div', { class: 'review-problem', role: 'alert' });
  readonly #happened = element('div', { class: 'review-happened', role: 'status' });
  readonly #buttons: ReadonlyMap<ReviewAction, HTMLButtonElement>;
  readonly #act: (action: ReviewAction) => void;
  #at: number | null = null;

  /** @param locale BCP 47 */
  constructor({ strings }: ReviewBarState, locale: string, act: (action: ReviewAction) => void) {
    this.#act = act;
    this.#numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
    this.#buttons = new Map(
      BUTTONS.map(([action, key]) => {
        const button = element(
          'button',
          { type: 'button', class: `push review-${action}`, 'aria-keyshortcuts': key === 'Esc' ? 'Escape' : key },
          strings[action],
          element('kbd', { 'aria-hidden': 'true' }, key),
        );
        button.addEventListener('click', () => {
          // What comes too early is told by the review itself.
          if (button.getAttribute('aria-disabled') !== 'true' || isVerdict(action)) act(action);
        });
        button.addEventListener('keydown', (event) => {
          if (event.repeat && event.key === 'Enter') event.preventDefault();
        });
        return [action, button];
      }),
    );
    this.#meter.append(this.#accepted, this.#rejected);
    this.element = element(
      'section',
      { class: 'review-bar', 'aria-label': strings.review },
      element('div', { class: 'review-line' }, this.#own, this.#happened),
      this.#others,
      this.#problem,
      element(
        'div',
        { class: 'review-line' },
        element(
          'div',
          { class: 'review-buttons', role: 'toolbar', 'aria-label': strings.review },
          ...this.#buttons.values(),
        ),
        element('div', { class: 'review-progress' }, this.#meter, this.#done, this.#counts, this.#pace, this.#reviewer),
      ),
    );
  }

  show(state: ReviewBarState): void {
    const { strings, progress, own, others, problem, spoken, reviewer } = state;
    const { total, accepted, rejected, left, rate, timeLeft } = progress;
    const number = (value: number): string => this.#numbers.format(value);
    setText(this.#done, fill(strings.done, number(total - left), number(total)));
    setText(this.#counts, fill(strings.counts, number(accepted), number(rejected), number(left)));
    const pace = [
      ...(rate === null ? [] : [fill(strings.rate, number(rate))]),
      ...(timeLeft === null || left === 0 ? [] : [this.#timeText(state, timeLeft)]),
    ];
    setText(this.#pace, pace.join(' · '));
    setText(this.#reviewer, fill(strings.by, reviewer));
    this.#accepted.style.width = `${(100 * accepted) / Math.max(1, total)}%`;
    this.#rejected.style.width = `${(100 * rejected) / Math.max(1, total)}%`;
    this.#own.replaceChildren(...(own === null ? [element('span', {}, strings.unreviewed)] : this.#tag(state, own)));
    this.#own.dataset['verdict'] = own === null || own.isStale ? 'none' : own.verdict;
    this.#others.hidden = others === null;
    this.#others.replaceChildren(
      ...(others ?? []).map((tag) =>
        element('li', {}, element('strong', {}, tag.reviewer), ' ', ...this.#tag(state, tag)),
      ),
      ...(others?.length === 0 ? [element('li', {}, strings.nobody)] : []),
    );
    setText(this.#problem, problem);
    this.#problem.hidden = problem === '';
    setText(this.#happened, spoken);
    this.#happened.classList.toggle('spoken', !state.isSeen);
    this.#enable('accept', state.isShown);
    this.#enable('reject', state.isShown);
    this.#enable('explain', state.canExplain);
    this.#enable('undo', state.canUndo);
    setAttribute(this.#buttons.get('showLabels') ?? this.element, 'aria-pressed', String(others !== null));
    const isAnother = this.#at !== null && this.#at !== state.at;
    this.#at = state.at;
    if (isAnother && !document.hasFocus()) this.#act('focus');
  }

  #tag({ strings }: ReviewBarState, { verdict, reason, note, isStale }: ShownTag): HTMLElement[] {
    // The sign says it too, for those who do not tell the colours apart.
    const sign = verdict === 'accepted' ? '✓ ' : '✗ ';
    return [
      element('span', { class: `review-verdict ${verdict}` }, `${sign}${strings[verdict]}`),
      ...(isStale ? [element('span', { class: 'review-stale' }, ` (${strings.stale})`)] : []),
      ...(reason === '' ? [] : [element('span', { class: 'review-reason' }, reason)]),
      ...(note === '' ? [] : [element('q', { class: 'review-note' }, note)]),
    ];
  }

  #timeText({ strings }: ReviewBarState, seconds: number): string {
    return seconds < 100
      ? fill(strings.secondsLeft, this.#numbers.format(Math.ceil(seconds)))
      : fill(strings.minutesLeft, this.#numbers.format(Math.ceil(seconds / 60)));
  }

  /** Not disabled, which would take the focus away. */
  #enable(action: ReviewAction, isEnabled: boolean): void {
    this.#buttons.get(action)?.setAttribute('aria-disabled', String(!isEnabled));
  }
}

function isVerdict(action: ReviewAction): boolean {
  return action === 'accept' || action === 'reject';
}

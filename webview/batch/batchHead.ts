import type { BatchSetup, ProgressFacts } from '../../src/protocol/batch.ts';
import type { BatchStringKey } from '../../src/protocol/batchStrings.ts';
import { pushButton } from '../ui/controls.ts';
import { element, setText } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';

/** What the head says in the user's language. */
export interface HeadWording {
  readonly strings: Readonly<
    Record<Extract<BatchStringKey, 'options' | 'actions' | 'previewProgress' | 'writeProgress' | 'timeLeft'>, string>
  >;
  number(value: number): string;
}

/** A button of the head. */
export interface HeadAction {
  readonly label: string;
  readonly primary?: boolean;
  readonly run: () => void;
}

/** Milliseconds between two spoken reports of progress: more would talk over everything else. */
const SPOKEN_EVERY = 5000;

/** What the batch is, how far it is, and what can be done: title, options, status, progress, buttons. */
export class BatchHead {
  readonly element: HTMLElement;
  readonly #wording: HeadWording;
  readonly #title = element('h1');
  readonly #options = element('dl', { class: 'options' });
  readonly #status = element('p', { class: 'status' });
  readonly #notes = element('p', { class: 'status-notes' });
  readonly #actions: HTMLElement;
  readonly #bar: HTMLElement;
  readonly #fill = element('div', { class: 'progress-fill' });
  readonly #spoken = element('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  #lastSpoken = 0;
  #shownActions = '';

  constructor(wording: HeadWording) {
    this.#wording = wording;
    const { strings } = wording;
    this.#actions = element('div', { class: 'actions', role: 'group', 'aria-label': strings.actions });
    this.#bar = element(
      'div',
      { class: 'progress', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100, hidden: true },
      this.#fill,
    );
    this.#options.setAttribute('aria-label', strings.options);
    this.element = element(
      'header',
      { class: 'head' },
      element('div', { class: 'head-line' }, this.#title, this.#actions),
      this.#options,
      this.#status,
      this.#notes,
      this.#bar,
      this.#spoken,
    );
  }

  setSetup({ title, options }: Pick<BatchSetup, 'title' | 'options'>): void {
    setText(this.#title, title);
    this.#options.replaceChildren(
      ...options.map(({ label, value }) =>
        element('div', { class: 'option' }, element('dt', {}, label), element('dd', {}, value)),
      ),
    );
  }

  /** Says where the batch is; spoken too. */
  setStatus(text: string, notes: readonly string[] = [], isProblem = false): void {
    setText(this.#status, text);
    this.#status.classList.toggle('problem', isProblem);
    this.#notes.replaceChildren(...notes.map((note) => element('span', {}, note)));
    this.#speak([text, ...notes].join(' '));
  }

  setProgress(progress: ProgressFacts | null): void {
    this.#bar.hidden = progress === null;
    if (progress === null) return;
    const { strings } = this.#wording;
    const { phase, done, total, rate, timeLeft } = progress;
    const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
    const template = phase === 'preview' ? strings.previewProgress : strings.writeProgress;
    const number = (value: number): string => this.#wording.number(Math.round(value));
    const text = fill(template, number(done), number(total), number(rate));
    const left = timeLeft === null || done === total ? '' : `, ${fill(strings.timeLeft, number(Math.ceil(timeLeft)))}`;
    setText(this.#status, text + left);
    this.#status.classList.remove('problem');
    this.#notes.replaceChildren();
    this.#fill.style.width = `${percent}%`;
    this.#bar.setAttribute('aria-valuenow', String(percent));
    this.#bar.setAttribute('aria-valuetext', text + left);
    if (performance.now() - this.#lastSpoken > SPOKEN_EVERY) this.#speak(text + left);
  }

  /** Changes the buttons only where they differ: one that has the focus keeps it. */
  setActions(actions: readonly HeadAction[]): void {
    const key = JSON.stringify(actions);
    if (key === this.#shownActions) return;
    this.#shownActions = key;
    const hadFocus = this.#actions.contains(document.activeElement);
    this.#actions.replaceChildren(
      ...actions.map(({ label, primary = false, run }) => pushButton({ label, primary, onClick: run })),
    );
    if (hadFocus) this.#actions.querySelector('button')?.focus();
  }

  #speak(text: string): void {
    this.#lastSpoken = performance.now();
    setText(this.#spoken, text);
  }
}

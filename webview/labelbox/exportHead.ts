import { CHOICES, type Choice } from '../../src/core/labelbox/choice.ts';
import { ERAS, type Era } from '../../src/core/labelbox/model.ts';
import type { ExportFacts, FromExportPage, ReadingFacts } from '../../src/protocol/labelbox.ts';
import { pushButton } from '../ui/controls.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import { fill } from '../ui/texts.ts';
import type { ExportWording } from './exportWording.ts';

/** Milliseconds between two spoken reports of progress: more would talk over everything else. */
const SPOKEN_EVERY = 5000;

/** What the export is, how far it is read, and how it is taken: era, y axis, several labels, originals. */
export class ExportHead {
  readonly element: HTMLElement;
  readonly #wording: ExportWording;
  readonly #post: (message: FromExportPage) => void;
  readonly #status = element('p', { class: 'status' });
  readonly #fill = element('div', { class: 'progress-fill' });
  readonly #bar: HTMLElement;
  readonly #spoken = element('div', { class: 'spoken', role: 'status', 'aria-live': 'polite' });
  readonly #actions: HTMLElement;
  readonly #era = element('select', { class: 'select', id: 'era' });
  readonly #eraReason = element('span', { class: 'note' });
  readonly #yAxis = element('span', { class: 'axis-text' });
  readonly #flip: HTMLButtonElement;
  readonly #yReason = element('span', { class: 'note' });
  readonly #ask: HTMLElement;
  readonly #choice = element('select', { class: 'select', id: 'choice' });
  readonly #choiceNote = element('span', { class: 'note' });
  readonly #originals = element('span', { class: 'originals-text' });
  readonly #settings: HTMLElement;
  #facts: ExportFacts | null = null;
  #phase: ReadingFacts['phase'] = 'reading';
  #hasFindings = false;
  #isExport = false;
  #lastSpoken = 0;
  #shownActions = '';

  constructor(wording: ExportWording, post: (message: FromExportPage) => void) {
    this.#wording = wording;
    this.#post = post;
    const { strings } = wording;
    this.#bar = element(
      'div',
      { class: 'progress', role: 'progressbar', 'aria-valuemin': 0, 'aria-valuemax': 100, hidden: true },
      this.#fill,
    );
    this.#actions = element('div', { class: 'actions' });
    this.#era.addEventListener('change', () => {
      post({ type: 'setEra', era: this.#era.value === '' ? null : (this.#era.value as Era) });
    });
    this.#choice.append(...CHOICES.map((choice) => element('option', { value: choice }, this.#choiceText(choice))));
    this.#choice.addEventListener('change', () => {
      post({ type: 'setChoice', choice: this.#choice.value as Choice });
    });
    this.#flip = element('button', { type: 'button', class: 'push small flip' }, icon('flip'), strings.flipYAxis);
    this.#flip.addEventListener('click', () => this.flipYAxis());
    this.#ask = element('div', { class: 'ask', role: 'alert', hidden: true }, icon('warning'), strings.yAxisAsk);
    const keep = element('button', { type: 'button', class: 'push small' }, strings.keepYAxis);
    keep.addEventListener('click', () => {
      if (this.#facts !== null) post({ type: 'setYAxis', yAxis: this.#facts.yAxis });
    });
    this.#ask.append(keep);
    const folder = element('button', { type: 'button', class: 'push small' }, strings.chooseOriginals);
    folder.addEventListener('click', () => post({ type: 'chooseOriginals' }));
    const setting = (label: HTMLElement, ...content: readonly HTMLElement[]): HTMLElement =>
      element('div', { class: 'setting' }, label, ...content);
    this.#settings = element(
      'div',
      { class: 'settings', hidden: true },
      setting(element('label', { for: 'era' }, strings.era), this.#era, this.#eraReason),
      setting(element('span', { class: 'label' }, strings.yAxis), this.#yAxis, this.#flip, this.#yReason),
      setting(element('label', { for: 'choice' }, strings.choice), this.#choice, this.#choiceNote),
      setting(element('span', { class: 'label' }, strings.originals), this.#originals, folder),
    );
    this.element = element(
      'header',
      { class: 'head' },
      element('div', { class: 'head-line' }, this.#status, this.#actions),
      this.#bar,
      this.#settings,
      this.#ask,
      this.#spoken,
    );
    this.setOriginals(null, 0);
  }

  setReading(reading: ReadingFacts): void {
    const { strings } = this.#wording;
    const number = (value: number): string => this.#wording.number(value);
    const { phase, bytes, total, rate, timeLeft } = reading;
    const isReading = phase === 'reading';
    const findings =
      reading.findings === 0
        ? strings.findingsNone
        : reading.findings === 1
          ? strings.findingsOne
          : fill(strings.findingsCount, number(reading.findings));
    const leftOut =
      reading.leftOut === 0
        ? []
        : [reading.leftOut === 1 ? strings.leftOutOne : fill(strings.leftOut, number(reading.leftOut))];
    const counts = [
      fill(strings.counts, number(reading.rows), number(reading.labels), number(reading.objects)),
      findings,
      ...leftOut,
    ].join(' · ');
    const words = (size: number): string => this.#wording.bytes(size);
    const left = timeLeft === null ? '' : `, ${fill(strings.readingLeft, number(Math.ceil(timeLeft)))}`;
    const progress = fill(strings.readingProgress, words(bytes), words(total), words(rate)) + left;
    const notes = {
      reading: [progress],
      done: [],
      stopped: [strings.readingStopped],
      failed: [`${strings.readingFailed}: ${reading.problem ?? ''}`],
    }[phase];
    const text = [...notes, counts].join(' · ');
    setText(this.#status, text);
    this.#status.classList.toggle('problem', phase === 'failed');
    this.#bar.hidden = !isReading;
    const percent = total === 0 ? 0 : Math.floor((100 * bytes) / total);
    this.#fill.style.width = `${percent}%`;
    this.#bar.setAttribute('aria-valuenow', String(percent));
    this.#bar.setAttribute('aria-valuetext', progress);
    this.#phase = phase;
    this.#hasFindings = reading.findings > 0;
    this.#drawActions();
    if (!isReading || performance.now() - this.#lastSpoken > SPOKEN_EVERY) this.speak(text);
  }

  setFacts(facts: ExportFacts): void {
    const { strings } = this.#wording;
    this.#facts = facts;
    this.setExport(true);
    const detected = facts.isEraChosen ? '…' : facts.era;
    this.#era.replaceChildren(
      element('option', { value: '' }, fill(strings.eraDetected, detected)),
      ...ERAS.map((era) => element('option', { value: era }, era)),
    );
    this.#era.value = facts.isEraChosen ? facts.era : '';
    setText(this.#eraReason, facts.eraReason);
    setText(this.#yAxis, facts.yAxis === 'up' ? strings.yAxisUp : strings.yAxisDown);
    setText(this.#yReason, facts.yAxisReason);
    setAttribute(this.#flip, 'aria-pressed', String(facts.isYAxisChosen));
    this.#ask.hidden = !facts.asksYAxis;
    this.#choice.value = facts.choice;
    const several = facts.severalLabels;
    this.#choice.disabled = several === 0;
    setText(
      this.#choiceNote,
      several === 1 ? strings.choiceCountOne : fill(strings.choiceCount, this.#wording.number(several)),
    );
  }

  /** What is no export has no settings, and becomes no masks. */
  setExport(isExport: boolean): void {
    this.#isExport = isExport;
    this.#settings.hidden = !isExport;
    this.#ask.hidden ||= !isExport;
    this.#drawActions();
  }

  setOriginals(folder: string | null, files: number): void {
    const { strings } = this.#wording;
    setText(
      this.#originals,
      folder === null ? strings.originalsNone : fill(strings.originalsFiles, folder, this.#wording.number(files)),
    );
    this.#originals.title = folder ?? '';
  }

  flipYAxis(): void {
    if (this.#facts === null) return;
    this.#post({ type: 'setYAxis', yAxis: this.#facts.yAxis === 'up' ? 'down' : 'up' });
  }

  speak(text: string): void {
    this.#lastSpoken = performance.now();
    setText(this.#spoken, text);
  }

  #drawActions(): void {
    const phase = this.#phase;
    const hasFindings = this.#hasFindings;
    const canConvert = this.#isExport && (phase === 'done' || phase === 'stopped');
    const key = `${phase} ${String(hasFindings)} ${String(canConvert)}`;
    if (key === this.#shownActions) return;
    this.#shownActions = key;
    const { strings } = this.#wording;
    const action = (label: string, message: FromExportPage): HTMLElement =>
      pushButton({ label, onClick: () => this.#post(message) });
    const hadFocus = this.#actions.contains(document.activeElement);
    this.#actions.replaceChildren(
      ...(phase === 'reading' ? [action(strings.stopReading, { type: 'stop' })] : []),
      ...(phase === 'stopped' || phase === 'failed' ? [action(strings.readAgain, { type: 'readAgain' })] : []),
      ...(hasFindings ? [action(strings.showFindings, { type: 'showFindings' })] : []),
      ...(canConvert ? [action(strings.convert, { type: 'convert' })] : []),
      action(strings.openAsText, { type: 'openAsText' }),
    );
    if (hadFocus) this.#actions.querySelector('button')?.focus();
  }

  #choiceText(choice: Choice): string {
    const { strings } = this.#wording;
    return { newest: strings.choiceNewest, bestReviewed: strings.choiceReviewed, all: strings.choiceAll }[choice];
  }
}

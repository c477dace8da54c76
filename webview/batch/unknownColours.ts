import type { BatchClass, ColourDecision, ColourDecisions } from '../../src/protocol/batch.ts';
import { pushButton } from '../ui/controls.ts';
import { element } from '../ui/element.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';
import { decided, isSameDecisions, type UnknownRow } from './batchModel.ts';
import type { BatchWording } from './batchWording.ts';

/** Rows at first, and at each wish for more. */
const ROWS_AT_ONCE = 50;

/** The id that PyTorch, Pascal VOC and Cityscapes' trainIds leave out of the loss. */
const COMMON_VOID = 255;

/** Value of a select that follows the decision for all others. */
const AS_OTHERS = '';

/** Colours of the whole batch that stand for no class, or for several, each with a choice of what it becomes. */
export class UnknownColours {
  readonly element: HTMLElement;
  readonly #wording: BatchWording;
  readonly #table = element('table', { class: 'unknown' });
  readonly #more = element('button', { type: 'button', class: 'link', hidden: true });
  readonly #apply: HTMLElement;
  readonly #onPending: (isPending: boolean) => void;
  #rows: readonly UnknownRow[] = [];
  #isComplete = true;
  #count = ROWS_AT_ONCE;
  #classes: readonly BatchClass[] = [];
  #voidId: number | null = null;
  #applied: ColourDecisions = { unknown: 'error', choices: [] };
  #chosen: ColourDecisions = this.#applied;

  /**
   * @param onApply previews with these decisions
   * @param onPending whether there are decisions that were not previewed
   */
  constructor(
    wording: BatchWording,
    onApply: (decisions: ColourDecisions) => void,
    onPending: (isPending: boolean) => void,
  ) {
    this.#wording = wording;
    this.#onPending = onPending;
    const { strings } = wording;
    this.#apply = element(
      'div',
      { class: 'apply', hidden: true },
      pushButton({ label: strings.applyDecisions, primary: true, onClick: () => onApply(this.#chosen) }),
    );
    this.#more.addEventListener('click', () => {
      this.#count += ROWS_AT_ONCE;
      this.#draw();
    });
    this.element = element(
      'section',
      { class: 'unknown-colours', 'aria-label': strings.unknownColours, hidden: true },
      element('h2', {}, strings.unknownColours),
      element('p', { class: 'note' }, strings.unknownIntro),
      this.#table,
      this.#more,
      this.#apply,
    );
  }

  /** Begins anew with the decisions of a preview. */
  reset(decisions: ColourDecisions): void {
    this.#applied = decisions;
    this.#chosen = decisions;
    this.#rows = [];
    this.#draw();
    this.#tell();
  }

  setClasses(classes: readonly BatchClass[], voidId: number | null): void {
    this.#classes = classes;
    this.#voidId = voidId;
  }

  /** Shows the colours once all are known. */
  show(rows: readonly UnknownRow[], isComplete: boolean): void {
    this.#rows = rows;
    this.#isComplete = isComplete;
    this.#draw();
  }

  #draw(): void {
    const { strings } = this.#wording;
    this.element.hidden = this.#rows.length === 0;
    const column = (text: string, isNumber = false): HTMLElement =>
      element('th', { scope: 'col', class: isNumber ? 'number' : null }, text);
    this.#table.replaceChildren(
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          column(strings.columnColour),
          column(strings.columnPixels, true),
          column(strings.columnFiles, true),
          column(strings.columnNearest),
          column(strings.columnBecomes),
        ),
      ),
      element('tbody', {}, ...this.#rows.slice(0, this.#count).map((row) => this.#row(row)), this.#othersRow()),
    );
    const hidden = this.#rows.length - this.#count;
    this.#more.hidden = hidden <= 0;
    this.#more.textContent = fill(strings.showMoreColours, this.#wording.number(hidden));
  }

  #row({ colour, pixels, files, nearest }: UnknownRow): HTMLElement {
    const { strings } = this.#wording;
    const number = (value: number): string => {
      const text = this.#wording.number(value);
      return this.#isComplete ? text : fill(strings.atLeast, text);
    };
    const isColour = colour.startsWith('#');
    const square = swatch();
    paintSwatch(square, isColour ? colour : '');
    const own = this.#chosen.choices.find(([one]) => one === colour)?.[1];
    const near = nearest === null ? null : this.#wording.classText(nearest);
    const select = isColour
      ? this.#select(
          fill(strings.becomesOf, colour),
          own ?? AS_OTHERS,
          { nearest: near, isOthers: false },
          (decision) => {
            if (decision !== 'error')
              this.#choose(decided(this.#chosen, colour, decision === AS_OTHERS ? null : decision));
          },
        )
      : element('span', { class: 'note' }, strings.undecidable);
    return element(
      'tr',
      {},
      element('td', { class: 'colour' }, square, element('code', {}, colour)),
      element('td', { class: 'number' }, number(pixels)),
      element('td', { class: 'number' }, number(files)),
      element('td', {}, near ?? ''),
      element('td', {}, select),
    );
  }

  #othersRow(): HTMLElement {
    const { strings } = this.#wording;
    const label = fill(strings.becomesOf, strings.allOthers);
    const select = this.#select(label, this.#chosen.unknown, { nearest: null, isOthers: true }, (decision) => {
      if (decision !== AS_OTHERS) this.#choose({ ...this.#chosen, unknown: decision });
    });
    return element(
      'tr',
      { class: 'others' },
      element('th', { scope: 'row', colspan: 4 }, strings.allOthers),
      element('td', {}, select),
    );
  }

  /** Its hundreds of classes are listed when somebody comes to it, not in every row. */
  #select(
    label: string,
    value: ColourDecision | typeof AS_OTHERS,
    { nearest, isOthers }: { readonly nearest: string | null; readonly isOthers: boolean },
    onChoose: (decision: ColourDecision | typeof AS_OTHERS) => void,
  ): HTMLSelectElement {
    const { strings } = this.#wording;
    const option = (key: string | number, text: string): HTMLOptionElement =>
      element('option', { value: key, selected: String(value) === String(key) }, text);
    const nearestText = nearest === null ? strings.decideNearest : fill(strings.decideNearestOf, nearest);
    const select = element(
      'select',
      { 'aria-label': label },
      isOthers ? option('error', strings.decideError) : option(AS_OTHERS, strings.decideDefault),
      this.#voidOption(option),
      isOthers || nearest !== null ? option('nearest', nearestText) : null,
    );
    const classText = ({ id, name }: BatchClass): string =>
      name === null ? fill(strings.decideId, id) : this.#wording.classText({ id, name });
    const known = typeof value === 'number' ? (this.#classes.find(({ id }) => id === value) ?? null) : null;
    const isListed = [...select.options].some((one) => one.value === String(value));
    const alone =
      typeof value === 'number' && !isListed ? option(value, known === null ? String(value) : classText(known)) : null;
    if (alone !== null) select.append(alone);
    const complete = (): void => {
      if (select.querySelector('optgroup') !== null) return;
      const chosen = select.value;
      alone?.remove();
      select.append(
        element('optgroup', { label: strings.classes }, ...this.#classes.map((one) => option(one.id, classText(one)))),
      );
      select.value = chosen;
    };
    select.addEventListener('focus', complete);
    select.addEventListener('pointerdown', complete);
    select.addEventListener('change', () => {
      const { value: text } = select;
      if (text === AS_OTHERS || text === 'error' || text === 'void' || text === 'nearest') onChoose(text);
      else onChoose(Number(text));
    });
    return select;
  }

  /** The void of the class map; where it has none, what most datasets ignore. */
  #voidOption(option: (key: string | number, text: string) => HTMLOptionElement): HTMLOptionElement | null {
    const { strings } = this.#wording;
    if (this.#voidId !== null) return option('void', fill(strings.decideVoid, this.#voidId));
    return this.#classes.some(({ id, name }) => id === COMMON_VOID && name !== null)
      ? null
      : option(COMMON_VOID, fill(strings.decideVoid, COMMON_VOID));
  }

  #choose(decisions: ColourDecisions): void {
    this.#chosen = decisions;
    this.#tell();
  }

  #tell(): void {
    const isPending = !isSameDecisions(this.#chosen, this.#applied);
    this.#apply.hidden = !isPending;
    this.#onPending(isPending);
  }
}

import type { ReadableMask } from '../../../src/core/mask/readers/reading.ts';
import { valueText, type Reader, type Reading } from '../../../src/core/mask/readers/readings.ts';
import { element, setText } from '../../ui/element.ts';
import { icon } from '../../ui/icons.ts';
import { fill } from '../../ui/texts.ts';
import { formatIds, type IdRow } from '../classRows.ts';
import { pixelsAreColours } from '../idMeaning.ts';
import type { OpenMask } from '../maskModel.ts';
import type { Wording } from '../wording.ts';
import { arrayWords, readingSentences, verdictWords } from './readingTexts.ts';

/** Rows of values at first, and more at each wish. */
const FIRST_ROWS = 8;
const MORE_ROWS = 200;
/** Groups of ids that share a value, and ids of a group, that are listed. */
const LISTED_GROUPS = 5;
const LISTED_IDS = 12;

/** What a card shows. */
export interface CardContent {
  readonly open: OpenMask;
  readonly readable: ReadableMask;
  readonly reading: Reading;
  /** Rows of the ids in use. */
  readonly rows: readonly IdRow[];
  /** Row of an id. */
  readonly rowOf: (id: number) => IdRow | undefined;
}

/** What one reader makes of the mask. The element stays while the mask is edited, and with it the focus. */
export class ReadingCard {
  readonly element: HTMLElement;
  readonly #wording: Wording;
  readonly #verdict = element('p', { class: 'verdict' });
  readonly #array = element('p', { class: 'reading-array' });
  readonly #sentences = element('p', { class: 'reading-sentences' });
  readonly #collisions = element('div', { class: 'collisions' });
  readonly #details: HTMLDetailsElement;
  readonly #summary = element('summary');
  readonly #heads = element('tr');
  readonly #body = element('tbody');
  readonly #more = element('button', { type: 'button', class: 'link' });
  #content: CardContent | null = null;
  #shown = FIRST_ROWS;

  constructor({ call }: Reader, number: number, wording: Wording) {
    this.#wording = wording;
    const title = element('h4', { id: `reading-${number}` }, element('code', {}, call));
    const table = element('table', {}, element('thead', {}, this.#heads), this.#body);
    this.#details = element('details', { class: 'reading-values' }, this.#summary, table, this.#more);
    this.#more.addEventListener('click', () => {
      this.#shown += MORE_ROWS;
      this.#drawRows();
    });
    this.#details.addEventListener('toggle', () => this.#drawRows());
    this.element = element(
      'article',
      { class: 'reading', 'aria-labelledby': title.id },
      title,
      this.#verdict,
      this.#array,
      this.#sentences,
      this.#collisions,
      this.#details,
    );
  }

  show(content: CardContent): void {
    const { open, readable, reading } = content;
    const { strings } = this.#wording;
    const first = this.#content === null;
    this.#content = content;
    const { verdict } = reading;
    const isColour = readable.mask.encoding === 'colour';
    const words = verdictWords(verdict, isColour, this.#wording);
    this.element.dataset['verdict'] = verdict;
    if (this.#verdict.textContent !== words.text) {
      this.#verdict.replaceChildren(icon(words.icon), words.text);
    }
    setText(this.#array, arrayWords(reading, this.#wording));
    const hasOutside = content.rows.some(({ usage }) => usage === 'outside');
    setText(this.#sentences, readingSentences(reading, readable, hasOutside, this.#wording).join(' '));
    this.#drawCollisions(content);
    const count = this.#wording.number(content.rows.length);
    const areColours = pixelsAreColours(open.mask, open.context);
    setText(this.#summary, fill(areColours ? strings.readingValuesColours : strings.readingValues, count));
    if (first) {
      this.#details.open = verdict !== 'kept';
    }
    this.#drawRows();
  }

  #drawCollisions({ reading: { array, collisions }, open, rowOf }: CardContent): void {
    const { strings } = this.#wording;
    this.#collisions.hidden = collisions.length === 0;
    const areColours = pixelsAreColours(open.mask, open.context);
    const items = collisions.slice(0, LISTED_GROUPS).map(({ value, ids }) => {
      const rows = ids.slice(0, LISTED_IDS).map((id) => rowOf(id));
      const listed = areColours
        ? rows.map((row) => row?.hex ?? '').join(', ')
        : formatIds(rows.flatMap((row) => row?.meaning.shownIds ?? []));
      const rest = ids.length - rows.length;
      const all = rest === 0 ? listed : `${listed}, ${fill(strings.readingMoreIds, this.#wording.number(rest))}`;
      const text = areColours ? strings.readingCollisionColours : strings.readingCollision;
      return element('li', {}, fill(text, valueText(array, value), all));
    });
    const rest = collisions.length - items.length;
    if (rest > 0) {
      items.push(element('li', {}, fill(strings.readingMoreCollisions, this.#wording.number(rest))));
    }
    this.#collisions.replaceChildren(element('p', {}, strings.readingCollisions), element('ul', {}, ...items));
  }

  /** Only an open table has rows. */
  #drawRows(): void {
    const content = this.#content;
    if (content === null || !this.#details.open) {
      this.#body.replaceChildren();
      return;
    }
    const { open, reading, rows } = content;
    const { strings } = this.#wording;
    const areColours = pixelsAreColours(open.mask, open.context);
    const names = rows.slice(0, this.#shown).map(({ id }) => this.#wording.name(open, id));
    const hasNames = names.some((name) => name !== '');
    const cells = (tag: 'td' | 'th', texts: readonly string[]): HTMLElement[] =>
      texts.map((text) => element(tag, tag === 'th' ? { scope: 'col' } : {}, text));
    const line = (first: string, name: string, last: string): string[] =>
      hasNames ? [first, name, last] : [first, last];
    this.#heads.replaceChildren(
      ...cells(
        'th',
        line(areColours ? strings.columnColour : strings.columnId, strings.columnClass, strings.columnValue),
      ),
    );
    this.#body.replaceChildren(
      ...rows.slice(0, this.#shown).map((row, at) => {
        const value = valueText(reading.array, reading.array.value(row.id));
        const first = areColours ? row.hex : this.#wording.id(row.meaning);
        return element('tr', {}, ...cells('td', line(first, names[at] ?? '', value)));
      }),
    );
    const rest = rows.length - this.#shown;
    this.#more.hidden = rest <= 0;
    setText(this.#more, fill(strings.histogramMore, this.#wording.number(Math.min(MORE_ROWS, rest))));
  }
}

import type {
  ColoursBootstrap,
  ColoursRequests,
  FromColoursPage,
  ShownClass,
  ShownColours,
  ToColoursPage,
} from '../../src/protocol/colours.ts';
import type { AskingHost } from '../ui/askingHost.ts';
import { pushButton } from '../ui/controls.ts';
import { element, setText } from '../ui/element.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';

export type ColoursHost = AskingHost<ColoursRequests, FromColoursPage, ToColoursPage, ColoursBootstrap>;

/** Mean shift finds many colours of few pixels. */
const SHOWN = 32;

/** The dominant colours of classes, a table for each. */
export class ColoursPage {
  readonly element: HTMLElement;
  readonly #host: ColoursHost;
  readonly #status = element('p', { role: 'status' });
  readonly #body = element('div');
  readonly #number: Intl.NumberFormat;
  readonly #share: Intl.NumberFormat;
  readonly #difference: Intl.NumberFormat;

  constructor(host: ColoursHost) {
    this.#host = host;
    const { locale } = host.bootstrap;
    this.#number = new Intl.NumberFormat(locale);
    this.#share = new Intl.NumberFormat(locale, {
      style: 'percent',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    this.#difference = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
    this.element = element('main', { class: 'colours', tabindex: 0 }, this.#status, this.#body);
  }

  load(): void {
    const { strings } = this.#host.bootstrap;
    setText(this.#status, strings.loading);
    this.#host.ask('colours', null).then(
      (answer) => this.#draw(answer),
      (error: Error) => setText(this.#status, fill(strings.problem, error.message)),
    );
  }

  #draw({ title, notes, classes, unread }: ShownColours): void {
    const { strings } = this.#host.bootstrap;
    setText(this.#status, '');
    this.#body.replaceChildren(
      element('h1', {}, title),
      ...notes.map((note) => element('p', { class: 'note' }, note)),
      classes.length === 0
        ? element('p', {}, strings.none)
        : element(
            'div',
            { class: 'actions', role: 'group', 'aria-label': strings.actions },
            pushButton({ label: strings.save, primary: true, onClick: () => this.#host.post({ type: 'save' }) }),
            pushButton({ label: strings.copyAll, onClick: () => this.#host.post({ type: 'copyAll' }) }),
          ),
      ...classes.map((one) => this.#section(one)),
      ...unread.map((line) => element('p', { class: 'problem' }, fill(strings.unread, line))),
    );
  }

  #section({ title, files, pixels, colours }: ShownClass): HTMLElement {
    const { strings } = this.#host.bootstrap;
    const number = (value: number): string => this.#number.format(value);
    const heads = [strings.colour, strings.name, strings.difference, strings.share, strings.pixels, strings.copy];
    // The shares again, to be seen at once.
    const strip = element('div', { class: 'strip', 'aria-hidden': 'true' });
    const rows = colours.slice(0, SHOWN).map(({ hex, name, difference, share, pixels: own }) => {
      const part = swatch();
      paintSwatch(part, hex);
      part.style.flexGrow = String(share);
      strip.append(part);
      const square = swatch();
      paintSwatch(square, hex);
      const copy = element(
        'button',
        { type: 'button', class: 'push', 'aria-label': fill(strings.copyHex, hex) },
        strings.copy,
      );
      copy.addEventListener('click', () => this.#host.post({ type: 'copy', text: hex }));
      return element(
        'tr',
        {},
        element('td', {}, element('span', { class: 'hex' }, square, hex)),
        element('td', {}, name ?? ''),
        element('td', { class: 'number' }, difference === null ? '' : this.#difference.format(difference)),
        element('td', { class: 'number' }, this.#share.format(share)),
        element('td', { class: 'number' }, number(own)),
        element('td', {}, copy),
      );
    });
    const head = element(
      'tr',
      {},
      ...heads.map((text, at) => element('th', { scope: 'col', class: isNumber(at) }, text)),
    );
    return element(
      'section',
      {},
      element('h2', {}, title),
      element('p', { class: 'note' }, fill(strings.counted, number(pixels), number(files))),
      strip,
      element('table', { 'aria-label': title }, element('thead', {}, head), element('tbody', {}, ...rows)),
      colours.length > SHOWN
        ? element('p', { class: 'note' }, fill(strings.more, number(colours.length - SHOWN)))
        : null,
    );
  }
}

function isNumber(column: number): string | null {
  return column >= 2 && column <= 4 ? 'number' : null;
}

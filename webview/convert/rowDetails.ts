import type { ConvertRowFacts } from '../../src/protocol/convert.ts';
import { findingLine } from '../batch/findingView.ts';
import { pushButton } from '../ui/controls.ts';
import { element } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import type { ConvertWording } from './convertWording.ts';

/** What becomes of one row: size, pixels of classes, findings with what to do. */
export class RowDetails {
  readonly element: HTMLElement;
  readonly #wording: ConvertWording;
  readonly #onOpen: (index: number) => void;

  /** @param onOpen opens the mask that was written for a row */
  constructor(wording: ConvertWording, onOpen: (index: number) => void) {
    this.#wording = wording;
    this.#onOpen = onOpen;
    this.element = element('section', { class: 'details', 'aria-label': wording.strings.details, tabindex: 0 });
    this.show(null, false);
  }

  /** @param isWritten whether the row's mask can be opened */
  show(row: ConvertRowFacts | null, isWritten: boolean): void {
    const { strings } = this.#wording;
    if (row === null) return this.element.replaceChildren(element('p', { class: 'empty' }, strings.noRow));
    const { name, line, status, reason, width, height, classes, findings, index } = row;
    const open = pushButton({ label: strings.openMask, onClick: () => this.#onOpen(index) });
    this.element.replaceChildren(
      element('h2', { class: 'details-name' }, name),
      element(
        'div',
        { class: 'details-status', 'data-status': status },
        element('span', {}, [this.#wording.status(status), reason].filter((text) => text !== '').join(': ')),
        isWritten && status === 'mask' ? open : null,
      ),
      element('p', { class: 'note' }, fill(strings.atLine, this.#wording.number(line))),
      ...(width === 0 ? [] : [element('p', {}, fill(strings.size, width, height))]),
      ...(classes.length === 0
        ? []
        : [
            element(
              'table',
              { 'aria-label': strings.classes },
              ...classes.map((one) =>
                element(
                  'tr',
                  {},
                  element('td', {}, String(one.id)),
                  element('td', {}, one.name),
                  element('td', { class: 'number' }, this.#wording.number(one.pixels)),
                ),
              ),
            ),
          ]),
      ...findings.map((finding) => findingLine(finding, strings)),
    );
  }
}

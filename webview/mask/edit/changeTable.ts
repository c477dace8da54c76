import type { CountChange } from '../../../src/core/mask/idChange.ts';
import { element } from '../../ui/element.ts';
import { paintSwatch, swatch } from '../../ui/swatch.ts';
import { fill } from '../../ui/texts.ts';
import type { OpenMask } from '../maskModel.ts';
import type { Wording } from '../wording.ts';

/** Ids that are listed; beyond, their number is told. */
const MOST_ROWS = 40;

/** A table of pixel counts before and after a change. */
export function changeTable(
  caption: string,
  changes: readonly CountChange[],
  open: OpenMask,
  wording: Wording,
): HTMLElement {
  const { strings } = wording;
  const rows = changes.slice(0, MOST_ROWS).map(({ id, before, after }) => {
    const words = wording.words(open, id);
    const square = swatch();
    paintSwatch(square, words.drawnHex);
    return element(
      'tr',
      { 'data-id': id },
      element('th', { scope: 'row' }, element('span', { class: 'change-id' }, square, words.id)),
      element('td', { class: 'change-name', title: words.name }, words.name),
      element('td', {}, wording.number(before)),
      element('td', {}, wording.number(after)),
    );
  });
  const heads = [strings.columnId, strings.columnClass, strings.editBefore, strings.editAfter];
  const rest = changes.length - rows.length;
  return element(
    'div',
    { class: 'change' },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element('thead', {}, element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)))),
      element('tbody', {}, ...rows),
    ),
    rest > 0 ? element('p', { class: 'edit-note' }, fill(strings.editMore, wording.number(rest))) : null,
  );
}

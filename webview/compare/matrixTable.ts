import type { Transition } from '../../src/core/compare/confusion.ts';
import type { ClassKey } from '../../src/core/dataset/classNaming.ts';
import { dataTable } from '../ui/dataTable.ts';
import { element } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import type { CompareWording } from './compareWording.ts';
import { scrolled } from './scoreTables.ts';

/**
 * The matrix as a table, of the first classes where there are too many for one.
 *
 * @param help what its rows and columns are
 * @param most classes that are shown
 */
export function matrixSection(
  cells: readonly Transition[],
  keys: readonly ClassKey[],
  nameOf: (key: ClassKey) => string,
  help: string,
  most: number,
  wording: CompareWording,
): HTMLElement {
  const { strings } = wording;
  const shown = keys.slice(0, most);
  const pixels = new Map(cells.map((cell) => [`${cell.truth} ${cell.prediction}`, cell.pixels]));
  const rows = shown.map((truth) => [
    nameOf(truth),
    ...shown.map((prediction) => {
      const count = pixels.get(`${truth} ${prediction}`) ?? 0;
      return count === 0 ? '' : wording.number(count);
    }),
  ]);
  const table = dataTable({
    title: strings.confusion,
    ...{ heads: ['', ...shown.map(nameOf)], isNumeric: ['', ...shown].map((_, at) => at > 0), rows, hasRowHeads: true },
  });
  return element(
    'section',
    { class: 'matrix' },
    element('h2', {}, strings.confusion),
    element('p', { class: 'note' }, help),
    scrolled(strings.confusion, table),
    shown.length < keys.length
      ? element('p', { class: 'note' }, fill(strings.moreTransitions, keys.length - shown.length))
      : null,
  );
}

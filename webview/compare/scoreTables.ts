import type { ClassScore, Scores } from '../../src/core/compare/scores.ts';
import type { ClassKey } from '../../src/core/dataset/classNaming.ts';
import { dataTable } from '../ui/dataTable.ts';
import { element } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import type { CompareWording } from './compareWording.ts';

/** Boundary F where outlines were compared. */
export interface BoundaryFacts {
  readonly ofClass: ReadonlyMap<ClassKey, number>;
  readonly mean: number | null;
}

/** Means, the pixels they are of, and a row a class. */
export function scoreSection(
  scores: Scores,
  boundary: BoundaryFacts | null,
  nameOf: (key: ClassKey) => string,
  wording: CompareWording,
): HTMLElement {
  const { strings } = wording;
  const share = (value: number | null): string => wording.share(value);
  const means = [
    [strings.meanIou, share(scores.meanIou)],
    [strings.meanDice, share(scores.meanDice)],
    [strings.pixelAccuracy, share(scores.pixelAccuracy)],
    ...(boundary === null ? [] : [[strings.boundaryF, share(boundary.mean)]]),
  ] as const;
  const heads = [
    ...[strings.className, 'IoU', 'Dice', strings.precision, strings.recall],
    ...(boundary === null ? [] : [strings.boundaryF]),
    ...[strings.truthPixels, strings.predictedPixels],
  ];
  const rowOf = (one: ClassScore): string[] => [
    ...[nameOf(one.key), share(one.iou), share(one.dice), share(one.precision), share(one.recall)],
    ...(boundary === null ? [] : [share(boundary.ofClass.get(one.key) ?? null)]),
    ...[wording.number(one.truthPixels), wording.number(one.predictedPixels)],
  ];
  const counts = [scores.judgedPixels, scores.voidPixels, scores.voidPredicted].map((value) => wording.number(value));
  return element(
    'section',
    { class: 'scores' },
    element('h2', {}, strings.scores),
    element(
      'dl',
      { class: 'means' },
      ...means.map(([label, value]) =>
        element('div', {}, element('dt', {}, label ?? ''), element('dd', {}, value ?? '')),
      ),
    ),
    element('p', { class: 'note' }, fill(strings.judgedPixels, ...counts)),
    scrolled(
      strings.scores,
      dataTable({
        title: strings.scores,
        ...{ heads, isNumeric: heads.map((_, at) => at > 0), rows: scores.classes.map(rowOf) },
      }),
    ),
  );
}

/** Something that may be wider than its room, which the keyboard reaches to scroll it. */
export function scrolled(label: string, child: HTMLElement): HTMLElement {
  return element('div', { class: 'scrolled', role: 'region', 'aria-label': label, tabindex: 0 }, child);
}

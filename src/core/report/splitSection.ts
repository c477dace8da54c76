import { barChart } from './barChart.ts';
import { ratio, section, sum } from './classSections.ts';
import { dotChart, MOST_SERIES } from './dotChart.ts';
import { countsOf, type Figure, type ReportContext, type Section } from './reportDocument.ts';
import { linearScale, logScale } from './scale.ts';

/** Balance of each split against the whole dataset, whatever the report is of. */
export function splitSection(context: ReportContext): Section {
  const { facts, strings, number } = context;
  const { whole } = facts;
  if (whole.splits.length === 0) return section('splits', strings.splits, [strings.noSplits]);
  const sizes: Figure = {
    ...{ title: strings.splitMasks, short: strings.splitMasks },
    drawing: barChart(
      whole.splits.map(({ split }) => ({ name: split, colour: null })),
      [
        {
          ...{ title: strings.masks, values: whole.splits.map(({ masks }) => masks), valueText: number },
          ...{ scale: linearScale(Math.max(...whole.splits.map(({ masks }) => masks))), tickText: context.compact },
          tip: (at) => `${whole.splits[at]?.split ?? ''}: ${number(whole.splits[at]?.masks ?? 0)}`,
        },
      ],
      480,
    ),
    table: () => ({
      caption: strings.splitMasks,
      columns: [strings.split, strings.pairs, strings.masks].map((label, at) => ({ label, isNumber: at > 0 })),
      rows: whole.splits.map(({ split, pairs, masks }) => [split, number(pairs), number(masks)]),
    }),
  };
  const figures = [sizes, figure(context, 'pixels'), figure(context, 'images')];
  return { ...section('splits', strings.splits, [strings.splitsNote, strings.splitsImagesNote]), figures };
}

function figure(context: ReportContext, by: 'pixels' | 'images'): Figure {
  const { facts, strings, share, view } = context;
  const { whole } = facts;
  const inWhole = new Map(whole.classes.map((one) => [one.key, one]));
  const classes = context.classes().filter((one) => !one.isVoid && (inWhole.get(one.key)?.images ?? 0) > 0);
  const voids = new Set(whole.classes.filter(({ isVoid }) => isVoid).map(({ key }) => key));
  const shares = (counts: ReadonlyMap<unknown, { pixels: number; images: number }>, masks: number): number[] => {
    const labelled = sum([...counts].map(([key, { pixels }]) => (voids.has(key as number) ? 0 : pixels)));
    return classes.map(({ key }) => ratio(counts.get(key)?.[by] ?? 0, by === 'pixels' ? labelled : masks));
  };
  const all = { name: strings.whole, values: shares(inWhole, whole.counted) };
  const series = whole.splits.map(({ split, masks }) => ({
    name: split,
    values: shares(countsOf(whole, split), masks),
  }));
  const values = [all, ...series].flatMap((one) => one.values);
  const positive = values.filter((value) => value > 0);
  const most = Math.max(0, ...values);
  const scale = view.isLogarithmic ? logScale(Math.min(...positive), most) : linearScale(most);
  const title = by === 'pixels' ? strings.splitsByPixels : strings.splitsByImages;
  const tip = (row: number): string => {
    const told = [all, ...series].map((one) => `${one.name} ${share(one.values[row] ?? 0)}`).join(', ');
    const shown = classes[row];
    return context.say('splitTip', { class: shown === undefined ? '' : context.nameOf(shown), values: told });
  };
  return {
    ...{ title, short: title },
    drawing: dotChart(classes.map(context.labelOf), all, series.slice(0, MOST_SERIES), { scale, tickText: share, tip }),
    table: () => ({
      caption: title,
      columns: [strings.class, all.name, ...series.map(({ name }) => name)].map((label, at) => ({
        label,
        isNumber: at > 0,
      })),
      rows: classes.map((one, row) => [
        context.nameOf(one),
        ...[all, ...series].map((other) => share(other.values[row] ?? 0)),
      ]),
    }),
  };
}

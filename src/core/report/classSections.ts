import { GRID } from '../dataset/records.ts';
import type { ClassStatistics } from '../dataset/statistics.ts';
import { barChart } from './barChart.ts';
import { heatMap } from './heatMap.ts';
import { matrixChart, shadeLegend } from './matrixChart.ts';
import type { Figure, ReportContext, Section, Table } from './reportDocument.ts';
import { linearScale, logScale, type Scale } from './scale.ts';

/** A picture of more classes is not legible. */
const MOST_IN_MATRIX = 48;

/** A scale for counts, as the view has it. */
export function scaleOf(context: ReportContext, values: readonly number[]): Scale {
  const most = Math.max(0, ...values);
  if (!context.view.isLogarithmic) return linearScale(most);
  const positive = values.filter((value) => value > 0);
  return logScale(Math.min(...positive), most);
}

export function balanceSection(context: ReportContext): Section {
  const { facts, strings, number, compact, share } = context;
  const { pixels, voidPixels, counted } = facts.statistics;
  const labelled = pixels - voidPixels;
  const classes = context.classes();
  const pixelShare = (one: ClassStatistics): string => (one.isVoid ? '' : share(ratio(one.pixels, labelled)));
  const table = (): Table => ({
    caption: strings.balance,
    columns: [
      { label: strings.id, isNumber: true },
      { label: strings.class, isNumber: false },
      ...[strings.pixels, strings.share, strings.images, strings.share, strings.regions].map((label) => ({
        label,
        isNumber: true,
      })),
    ],
    rows: classes.map((one) => [
      String(one.key),
      context.nameOf(one),
      number(one.pixels),
      pixelShare(one),
      number(one.images),
      share(ratio(one.images, counted)),
      number(one.regions),
    ]),
  });
  const panel = (field: 'pixels' | 'images', tip: (one: ClassStatistics) => string) => {
    const values = classes.map((one) => one[field]);
    const kind = context.view.isLogarithmic ? strings.logarithmic : strings.linear;
    return {
      ...{ title: `${strings[field]} (${kind})`, values, scale: scaleOf(context, values) },
      ...{ valueText: compact, tickText: compact, tip: (at: number) => tip(get(classes, at)) },
    };
  };
  const drawing = barChart(classes.map(context.labelOf), [
    panel('pixels', (one) =>
      context.say('balanceTip', {
        class: context.nameOf(one),
        pixels: number(one.pixels),
        share: pixelShare(one) || strings.void,
      }),
    ),
    panel('images', (one) =>
      context.say('balanceImagesTip', {
        class: context.nameOf(one),
        images: number(one.images),
        masks: number(counted),
        share: share(ratio(one.images, counted)),
      }),
    ),
  ]);
  const figure: Figure = { title: strings.balance, short: strings.balance, drawing, table };
  return { ...section('balance', strings.balance, [strings.balanceNote]), figures: [figure] };
}

export function togetherSection(context: ReportContext): Section | null {
  const { facts, strings, number, share } = context;
  const { classes: all, together } = facts.statistics;
  if (together.length === 0) return null;
  const places = new Map(all.map(({ key }, at) => [key, at]));
  const classes = context.classes().filter(({ images }) => images > 0);
  const drawn = frequent(classes, MOST_IN_MATRIX);
  const count = (one: ClassStatistics, other: ClassStatistics): number =>
    together[places.get(one.key) ?? -1]?.[places.get(other.key) ?? -1] ?? 0;
  const drawing = matrixChart({
    lines: drawn.map(context.labelOf),
    columns: drawn.map((one) => context.nameOf(one)),
    shareOf: (row, column) => {
      const one = get(drawn, row);
      return ratio(count(one, get(drawn, column)), one.images);
    },
    tip: (row, column) => {
      const [one, other] = [get(drawn, row), get(drawn, column)];
      const both = count(one, other);
      return context.say('togetherTip', {
        ...{ class: context.nameOf(one), other: context.nameOf(other) },
        ...{ share: share(ratio(both, one.images)), count: number(both), images: number(one.images) },
      });
    },
  });
  const table = (): Table => ({
    caption: strings.together,
    columns: [strings.class, ...classes.map((one) => context.nameOf(one))].map((label, at) => ({
      label,
      isNumber: at > 0,
    })),
    rows: classes.map((one) => [context.nameOf(one), ...classes.map((other) => number(count(one, other)))]),
  });
  const notes = [strings.togetherNote, ...leadingNote(context, drawn.length, classes.length)];
  return {
    ...section('together', strings.together, notes),
    legend: shadeLegend(strings.none, strings.all),
    figures: [{ title: strings.together, short: strings.together, drawing, table }],
  };
}

export function heatSection(context: ReportContext): Section {
  const { strings, number } = context;
  const figures = context
    .classes()
    .filter(({ images }) => images > 0)
    .map((one): Figure => {
      const name = context.nameOf(one);
      const most = Math.max(...one.heat);
      const images = number(one.images);
      const drawing = heatMap(one.heat, GRID, (row, column, count) =>
        context.say('heatTip', {
          ...{ class: name, row: row + 1, column: column + 1, side: GRID, count: number(count), images },
        }),
      );
      const table = (): Table => ({
        caption: context.say('heatTitle', { class: name }),
        columns: [strings.heatRow, ...Array.from({ length: GRID }, (_, at) => String(at + 1))].map((label) => ({
          label,
          isNumber: true,
        })),
        rows: Array.from({ length: GRID }, (_, row) => [
          String(row + 1),
          ...one.heat.slice(row * GRID, (row + 1) * GRID).map(number),
        ]),
      });
      return {
        title: context.say('heatMost', { class: name, count: number(most), images }),
        short: name,
        drawing,
        table,
      };
    });
  return {
    ...section('heat', strings.heat, [context.say('heatNote', { side: GRID })]),
    legend: shadeLegend(strings.legendFew, strings.legendMost),
    figures,
  };
}

export function regionSizesSection(context: ReportContext): Section {
  const { strings, number, share } = context;
  const classes = context.classes().filter(({ regions }) => regions > 0);
  const drawn = frequent(classes, MOST_IN_MATRIX);
  const columns = Math.max(0, ...classes.map(({ sizes }) => sizes.length));
  const sums = Array.from({ length: columns }, (_, at) => sum(classes.map(({ sizes }) => sizes[at] ?? 0)));
  const regions = sum(classes.map((one) => one.regions));
  const rows = [{ name: strings.allClasses, regions, sizes: sums as readonly number[] }].concat(
    drawn.map((one) => ({ name: context.nameOf(one), regions: one.regions, sizes: one.sizes })),
  );
  const labels = Array.from({ length: columns }, (_, at) => context.say('sizeFrom', { from: number(2 ** at) }));
  const drawing = matrixChart({
    lines: [{ name: strings.allClasses, colour: null }, ...drawn.map(context.labelOf)],
    columns: labels,
    shareOf: (row, column) => ratio(rows[row]?.sizes[column] ?? 0, rows[row]?.regions ?? 0),
    tip: (row, column) => {
      const one = rows[row];
      const count = one?.sizes[column] ?? 0;
      return context.say('regionSizesTip', {
        ...{ class: one?.name ?? '', count: number(count), regions: number(one?.regions ?? 0) },
        ...{ from: number(2 ** column), to: number(2 ** (column + 1) - 1) },
        share: share(ratio(count, one?.regions ?? 0)),
      });
    },
  });
  const table = (): Table => ({
    caption: strings.regionSizes,
    columns: [strings.class, ...labels].map((label, at) => ({ label, isNumber: at > 0 })),
    rows: [
      [strings.allClasses, ...sums.map(number)],
      ...classes.map((one) => [context.nameOf(one), ...labels.map((_, at) => number(one.sizes[at] ?? 0))]),
    ],
  });
  return {
    ...section('regions', strings.regionSizes, [
      strings.regionSizesNote,
      ...leadingNote(context, drawn.length, classes.length),
    ]),
    legend: shadeLegend(strings.none, strings.all),
    figures: [{ title: strings.regionSizes, short: strings.regionSizes, drawing, table }],
  };
}

/** The start of a section. */
export function section(id: Section['id'], title: string, notes: readonly string[]): Section {
  return { id, title, notes, legend: null, figures: [], code: null };
}

/** The classes of most images, in the order that they have. */
function frequent(classes: readonly ClassStatistics[], most: number): ClassStatistics[] {
  const kept = new Set([...classes].sort((a, b) => b.images - a.images).slice(0, most));
  return classes.filter((one) => kept.has(one));
}

function leadingNote(context: ReportContext, drawn: number, total: number): string[] {
  return drawn === total ? [] : [context.say('leading', { count: drawn, total })];
}

export function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function get<T>(items: readonly T[], at: number): T {
  const item = items[at];
  if (item === undefined) throw new RangeError(`there is no item ${at}`);
  return item;
}

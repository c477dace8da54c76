import type { PaletteCount } from '../dataset/statistics.ts';
import { barChart, LINE } from './barChart.ts';
import { ratio, scaleOf, section, sum } from './classSections.ts';
import { swatch, type Drawing, type Shape } from './drawing.ts';
import type { ReportContext, Section, Table } from './reportDocument.ts';

/** Lines of sizes and palettes in pictures; tables have all. */
const MOST_LINES = 12;
/** Colours of a palette in the picture and the table. */
const MOST_COLOURS = 24;

interface Line {
  readonly name: string;
  readonly count: number;
}

export function sizeSection(context: ReportContext, id: 'maskSizes' | 'originalSizes'): Section | null {
  const { strings, number } = context;
  const sizes = context.facts.statistics[id];
  if (sizes.length === 0) return null;
  const lines = sizes.map(({ width, height, count }): Line => ({ name: `${width} × ${height}`, count }));
  const rest = sum(lines.slice(MOST_LINES).map(({ count }) => count));
  const others = { name: context.say('otherSizes', { count: number(lines.length - MOST_LINES) }), count: rest };
  const drawn = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), others] : lines;
  const title = strings[id];
  return {
    ...section(id, title, [strings.sizesNote]),
    figures: [
      {
        ...{ title, short: title },
        drawing: countChart(context, drawn, {
          ...{ of: id === 'maskSizes' ? 'masks' : 'originals', tip: 'sizeTip', placeholder: 'size' },
          total: sum(lines.map(({ count }) => count)),
        }),
        table: () => countTable(context, title, id === 'maskSizes' ? strings.masks : strings.originals, lines),
      },
    ],
  };
}

export function paletteSection(context: ReportContext): Section | null {
  const { strings, share, number } = context;
  const { palettes, masks } = context.facts.statistics;
  if (palettes.length === 0) return null;
  const lines = palettes.map((one): Line => ({ name: paletteName(context, one), count: one.masks }));
  const drawn = lines.slice(0, MOST_LINES);
  const bars = countChart(context, drawn, {
    ...{ of: 'masks', tip: 'paletteTip', placeholder: 'palette', total: masks, width: 480 },
  });
  const strips = palettes.slice(0, MOST_LINES).flatMap(({ palette }, row): Shape[] =>
    coloursOf(palette)
      .slice(0, MOST_COLOURS)
      .map((colour, at) => swatch(490 + at * 11, 22 + row * LINE + 5, 10, colour)),
  );
  const drawing = { ...bars, width: 760, shapes: [...bars.shapes, ...strips] };
  const table = (): Table => ({
    caption: strings.palettes,
    columns: [
      { label: strings.palettes, isNumber: false },
      { label: strings.masks, isNumber: true },
      { label: strings.share, isNumber: true },
      { label: strings.colours, isNumber: false },
    ],
    rows: palettes.map((one) => [
      paletteName(context, one),
      number(one.masks),
      share(ratio(one.masks, masks)),
      coloursOf(one.palette).slice(0, MOST_COLOURS).join(' '),
    ]),
  });
  return {
    ...section('palettes', strings.palettes, [strings.palettesNote]),
    figures: [{ title: strings.palettes, short: strings.palettes, drawing, table }],
  };
}

interface CountOptions {
  readonly of: 'masks' | 'originals';
  readonly tip: 'sizeTip' | 'paletteTip';
  readonly placeholder: 'size' | 'palette';
  readonly total: number;
  readonly width?: number;
}

function countChart(
  context: ReportContext,
  lines: readonly Line[],
  { of, tip, placeholder, total, width }: CountOptions,
): Drawing {
  const { strings, number, compact, share } = context;
  const values = lines.map(({ count }) => count);
  const title = `${strings[of]} (${context.view.isLogarithmic ? strings.logarithmic : strings.linear})`;
  const panel = {
    ...{ title, values, scale: scaleOf(context, values), valueText: number, tickText: compact },
    tip: (at: number) => {
      const { name = '', count = 0 } = lines[at] ?? {};
      return context.say(tip, { [placeholder]: name, count: number(count), share: share(ratio(count, total)) });
    },
  };
  return barChart(
    lines.map(({ name }) => ({ name, colour: null })),
    [panel],
    width,
  );
}

function countTable(context: ReportContext, caption: string, of: string, lines: readonly Line[]): Table {
  const { strings, number, share } = context;
  const total = sum(lines.map(({ count }) => count));
  return {
    caption,
    columns: [strings.size, of, strings.share].map((label, at) => ({ label, isNumber: at > 0 })),
    rows: lines.map(({ name, count }) => [name, number(count), share(ratio(count, total))]),
  };
}

function paletteName(context: ReportContext, { palette, encoding }: PaletteCount): string {
  if (palette !== null) return context.say('paletteOf', { count: coloursOf(palette).length });
  return encoding === 'colour' ? context.strings.colourMasks : context.strings.greyMasks;
}

/** `#rrggbb` of the entries. */
function coloursOf(palette: string | null): string[] {
  return (palette ?? '')
    .split(',')
    .filter((entry) => /^[0-9a-f]{6}/i.test(entry))
    .map((entry) => `#${entry.slice(0, 6)}`);
}

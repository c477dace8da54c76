import { line, rect, shortened, swatch, text, type Drawing, type Mark, type Shape } from './drawing.ts';
import type { Scale } from './scale.ts';

/** Height of a line of a chart, in pixels. */
export const LINE = 20;
const LABEL_WIDTH = 190;
const LABEL_CHARACTERS = 24;
const VALUE_WIDTH = 64;
const HEAD = 22;
const AXIS = 20;
const GAP = 24;

/** What a line of a chart is about. */
export interface LineLabel {
  readonly name: string;
  /** `#rrggbb` of a class; null for other things. */
  readonly colour: string | null;
}

/** Bars of one measure. */
export interface BarPanel {
  readonly title: string;
  readonly values: readonly number[];
  readonly scale: Scale;
  /** What stands behind a bar. */
  readonly valueText: (value: number) => string;
  readonly tickText: (value: number) => string;
  /** What the bar of a line tells, in a sentence. */
  readonly tip: (at: number) => string;
}

/** Horizontal bars, a line a thing, with one panel a measure beside each other: no two bars need two colours. */
export function barChart(lines: readonly LineLabel[], panels: readonly BarPanel[], width = 760): Drawing {
  const panelWidth = (width - LABEL_WIDTH - GAP * (panels.length - 1)) / panels.length;
  const barWidth = panelWidth - VALUE_WIDTH;
  const bottom = HEAD + lines.length * LINE;
  const shapes = lineLabels(lines, HEAD);
  const marks: Mark[] = [];
  panels.forEach((panel, column) => {
    const left = LABEL_WIDTH + column * (panelWidth + GAP);
    shapes.push(text('chart-title', left, 13, panel.title));
    shapes.push(...axis(panel, left, barWidth, HEAD, bottom));
    panel.values.forEach((value, row) => {
      const top = HEAD + row * LINE;
      const length = panel.scale.at(value) * barWidth;
      if (length > 0) shapes.push(rect('bar', left, top + 4, Math.max(1, length), LINE - 8));
      shapes.push(text('value', left + length + 4, top + 14, panel.valueText(value)));
      marks.push({ x: left, y: top, width: panelWidth, height: LINE, row, column, tip: panel.tip(row) });
    });
  });
  return { width, height: bottom + AXIS, shapes, marks: () => marks };
}

/** Names at the left, with their colours. */
export function lineLabels(lines: readonly LineLabel[], top: number): Shape[] {
  return lines.flatMap(({ name, colour }, row): Shape[] => {
    const y = top + row * LINE;
    const indent = colour === null ? 0 : 17;
    const label = text('label', indent, y + 14, shortened(name, LABEL_CHARACTERS));
    return colour === null ? [label] : [swatch(1, y + 4, 12, colour), label];
  });
}

/** The line that bars begin at, and a line and a label at every tick. */
export function axis(
  { scale, tickText }: Pick<BarPanel, 'scale' | 'tickText'>,
  left: number,
  width: number,
  top: number,
  bottom: number,
): Shape[] {
  const ticks = scale.ticks.flatMap((tick): Shape[] => {
    const x = left + scale.at(tick) * width;
    const label = text('tick', x, bottom + 13, tickText(tick), x === left ? 'start' : 'middle');
    return x === left ? [label] : [line('grid', x, top, x, bottom), label];
  });
  return [...ticks, line('axis', left, top, left, bottom)];
}

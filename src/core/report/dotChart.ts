import { axis, LINE, lineLabels, type BarPanel, type LineLabel } from './barChart.ts';
import { line, round, text, type Drawing, type Mark, type Shape } from './drawing.ts';

const LABEL_WIDTH = 190;
const HEAD = 26;
const AXIS = 20;
/** What tells series apart: their form. */
const FORMS = ['circle', 'square', 'triangle', 'diamond', 'cross'] as const;
/** More series than forms; the rest is in the table. */
export const MOST_SERIES = FORMS.length;

export interface DotSeries {
  readonly name: string;
  readonly values: readonly number[];
}

/** Values of several series on one line a thing, against the value of the whole, which is a stroke. */
export function dotChart(
  lines: readonly LineLabel[],
  whole: DotSeries,
  series: readonly DotSeries[],
  { scale, tickText, tip }: Pick<BarPanel, 'scale' | 'tickText' | 'tip'>,
  width = 760,
): Drawing {
  const left = LABEL_WIDTH;
  const right = width - 30;
  const bottom = HEAD + lines.length * LINE;
  const x = (value: number): number => left + scale.at(value) * (right - left);
  const shapes: Shape[] = [...legend(whole.name, series), ...lineLabels(lines, HEAD)];
  shapes.push(...axis({ scale, tickText }, left, right - left, HEAD, bottom));
  const marks: Mark[] = [];
  lines.forEach((_, row) => {
    const top = HEAD + row * LINE;
    const middle = top + LINE / 2;
    const at = x(whole.values[row] ?? 0);
    shapes.push(line('whole', at, top + 3, at, top + LINE - 3));
    series.slice(0, MOST_SERIES).forEach(({ values }, number) => {
      shapes.push(dot(number, x(values[row] ?? 0), middle));
    });
    marks.push({ x: left, y: top, width: right - left, height: LINE, row, column: 0, tip: tip(row) });
  });
  return { width, height: bottom + AXIS, shapes, marks: () => marks };
}

function legend(whole: string, series: readonly DotSeries[]): Shape[] {
  let x = LABEL_WIDTH;
  const shapes: Shape[] = [line('whole', x + 4, 4, x + 4, 18), text('tick', x + 12, 15, whole)];
  x += 30 + 7 * whole.length;
  series.slice(0, MOST_SERIES).forEach(({ name }, number) => {
    shapes.push(dot(number, x + 5, 11), text('tick', x + 14, 15, name));
    x += 32 + 7 * name.length;
  });
  return shapes;
}

function dot(series: number, x: number, y: number): Shape {
  const attributes = { class: `dot dot-${series % FORMS.length}` };
  const [cx, cy] = [round(x), round(y)];
  switch (FORMS[series % FORMS.length] ?? 'circle') {
    case 'circle':
      return { tag: 'circle', attributes: { ...attributes, cx, cy, r: 4 } };
    case 'square':
      return { tag: 'path', attributes: { ...attributes, d: `M${cx - 4} ${cy - 4}h8v8h-8z` } };
    case 'triangle':
      return { tag: 'path', attributes: { ...attributes, d: `M${cx} ${cy - 5}l5 9h-10z` } };
    case 'diamond':
      return { tag: 'path', attributes: { ...attributes, d: `M${cx} ${cy - 5}l5 5l-5 5l-5 -5z` } };
    case 'cross':
      return { tag: 'path', attributes: { ...attributes, d: `M${cx - 4} ${cy - 4}l8 8M${cx + 4} ${cy - 4}l-8 8` } };
  }
}

import { lineLabels, type LineLabel } from './barChart.ts';
import { rect, round, shortened, text, type Drawing, type Mark, type Shape } from './drawing.ts';
import { levelOf, LEVELS } from './scale.ts';

const CELL = 20;
const LABEL_WIDTH = 190;
const COLUMN_CHARACTERS = 18;
/** Most room for slanted column names, and what a character takes of it. */
const MOST_HEAD = 104;
const HEAD_CHARACTER = 5.5;

/** A table of shares, each a square of one hue, the stronger the more. */
export interface Matrix {
  readonly lines: readonly LineLabel[];
  readonly columns: readonly string[];
  /** 0 … 1. */
  readonly shareOf: (row: number, column: number) => number;
  readonly tip: (row: number, column: number) => string;
}

export function matrixChart({ lines, columns, shareOf, tip }: Matrix): Drawing {
  const longest = Math.max(0, ...columns.map((name) => name.length));
  const head = Math.round(Math.min(MOST_HEAD, 14 + HEAD_CHARACTER * longest));
  const shapes: Shape[] = lineLabels(lines, head);
  columns.forEach((name, column) => {
    const x = round(LABEL_WIDTH + column * CELL + CELL / 2 + 4);
    shapes.push({
      tag: 'text',
      attributes: { class: 'label', transform: `translate(${x} ${head - 6}) rotate(-50)` },
      text: shortened(name, COLUMN_CHARACTERS),
    });
  });
  const width = columns.length * CELL;
  const height = lines.length * CELL;
  shapes.push(
    ...shaded(lines.length, columns.length, { size: CELL, gap: 1 }, LABEL_WIDTH, head, (row, column) => {
      return levelOf(shareOf(row, column), 1);
    }),
  );
  shapes.push(rect('frame', LABEL_WIDTH - 1, head - 1, width + 1, height + 1));
  const marks = (): Mark[] =>
    lines.flatMap((_, row) =>
      columns.map((_, column) => ({
        ...{ x: LABEL_WIDTH + column * CELL, y: head + row * CELL, width: CELL, height: CELL, row, column },
        tip: tip(row, column),
      })),
    );
  return { width: LABEL_WIDTH + width + 80, height: head + height + 4, shapes, marks };
}

/** Squares by level, `gap` pixels apart, all of one level as one path: a picture of thousands of squares stays small. */
export function shaded(
  rows: number,
  columns: number,
  { size, gap }: { readonly size: number; readonly gap: number },
  left: number,
  top: number,
  level: (row: number, column: number) => number,
): Shape[] {
  const paths = new Map<number, string>();
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = level(row, column);
      if (at === 0) continue;
      const side = size - gap;
      const square = `M${left + column * size} ${top + row * size}h${side}v${side}h${-side}z`;
      paths.set(at, (paths.get(at) ?? '') + square);
    }
  }
  return [...paths]
    .sort(([a], [b]) => a - b)
    .map(([at, d]) => ({ tag: 'path', attributes: { class: 'heat', 'fill-opacity': opacityOf(at), d } }));
}

/** The shades with what they stand for. */
export function shadeLegend(least: string, most: string): Drawing {
  const size = 14;
  const left = 8 * least.length + 4;
  const shapes = Array.from({ length: LEVELS }, (_, at): Shape => ({
    tag: 'rect',
    attributes: {
      ...{ class: 'heat', x: left + at * size, y: 2, width: size, height: size },
      'fill-opacity': opacityOf(at + 1),
    },
  }));
  const right = left + LEVELS * size;
  shapes.push(rect('frame', left, 2, LEVELS * size, size));
  shapes.push(text('tick', left - 4, 13, least, 'end'), text('tick', right + 4, 13, most));
  return { width: right + 12 + 8 * most.length, height: 18, shapes, marks: () => [] };
}

function opacityOf(level: number): number {
  return round(10 * (level / LEVELS)) / 10;
}

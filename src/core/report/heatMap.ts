import { rect, type Drawing, type Mark } from './drawing.ts';
import { shaded } from './matrixChart.ts';
import { levelOf } from './scale.ts';

const CELL = 6;

/**
 * Where in the picture something lies: a square of `side` × `side` cells, the stronger the more images.
 *
 * @param cells counts row by row
 * @param tip what a cell tells, in a sentence; row and column from 0
 */
export function heatMap(
  cells: readonly number[],
  side: number,
  tip: (row: number, column: number, count: number) => string,
): Drawing {
  const most = Math.max(0, ...cells);
  const at = (row: number, column: number): number => cells[row * side + column] ?? 0;
  const size = side * CELL;
  const shapes = shaded(side, side, { size: CELL, gap: 0 }, 1, 1, (row, column) => levelOf(at(row, column), most));
  shapes.push(rect('frame', 0.5, 0.5, size + 1, size + 1));
  const marks = (): Mark[] =>
    cells.map((count, cell) => {
      const row = Math.floor(cell / side);
      const column = cell % side;
      return {
        ...{ x: 1 + column * CELL, y: 1 + row * CELL, width: CELL, height: CELL, row, column },
        tip: tip(row, column, count),
      };
    });
  return { width: size + 2, height: size + 2, shapes, marks };
}

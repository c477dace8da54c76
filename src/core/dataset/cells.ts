import { GRID } from './records.ts';

/** `MaskRecord.grid` as ids, {@link GRID}² of them. */
export function gridOf(text: string): Uint16Array {
  const grid = new Uint16Array(GRID * GRID);
  let at = 0;
  for (const run of text.split(',')) {
    const [id = '0', count = '1'] = run.split('*');
    const end = Math.min(grid.length, at + Number(count));
    grid.fill(Number(id), at, end);
    at = end;
  }
  return grid;
}

/** Cells of `IdRecord.cells`: true where the id has a pixel; {@link GRID}² of them, row by row. */
export function cellsOf(text: string): boolean[] {
  return [...text].flatMap((digit) => {
    const bits = Number.parseInt(digit, 16);
    return [8, 4, 2, 1].map((bit) => (bits & bit) !== 0);
  });
}

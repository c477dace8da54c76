import type { SpanCollector } from './spanCollector.ts';

/**
 * Adds the pixels of `cv2.line(mask, from, to, 1)` of OpenCV 4.6: cut to the image first, which changes the slope, then
 * drawn from the left end to the right one by Bresenham's rule, diagonal steps included.
 *
 * @param fromX whole numbers of at most 2³¹ in absolute value
 * @param width pixels
 * @param height pixels
 */
export function drawOpencvLine(
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  width: number,
  height: number,
  into: SpanCollector,
): void {
  let [x0, y0, x1, y1] = [fromX, fromY, toX, toY];
  const [right, bottom] = [width - 1, height - 1];
  if (Math.min(x0, x1) < 0 || Math.max(x0, x1) > right || Math.min(y0, y1) < 0 || Math.max(y0, y1) > bottom) {
    const clipped = clipLine(x0, y0, x1, y1, right, bottom);
    if (clipped === null) return;
    [x0, y0, x1, y1] = clipped;
  }
  if (x1 < x0) [x0, y0, x1, y1] = [x1, y1, x0, y0];
  const down = y1 < y0 ? -1 : 1;
  const [dx, dy] = [x1 - x0, Math.abs(y1 - y0)];
  if (dy > dx) {
    let error = dy - 2 * dx;
    for (let i = 0, x = x0, y = y0; i <= dy; i++, y += down) {
      into.add(y, x, x + 1);
      if (error < 0) {
        x++;
        error += 2 * dy;
      }
      error -= 2 * dx;
    }
    return;
  }
  let error = dx - 2 * dy;
  let start = x0;
  let y = y0;
  for (let x = x0; x < x1; x++) {
    if (error < 0) {
      into.add(y, start, x + 1);
      start = x + 1;
      y += down;
      error += 2 * dx;
    }
    error -= 2 * dy;
  }
  into.add(y, start, x1 + 1);
}

type Line = readonly [x0: number, y0: number, x1: number, y1: number];

/** `cv2.clipLine`: against the rows first, then the columns, each time cutting fractions off; null if nothing is left. */
function clipLine(...[fromX, fromY, toX, toY, right, bottom]: [...Line, right: number, bottom: number]): Line | null {
  const isBeyond = (low0: boolean, low1: boolean, high0: boolean, high1: boolean): boolean =>
    (low0 && low1) || (high0 && high1);
  let [x0, y0, x1, y1] = [fromX, fromY, toX, toY];
  if (isBeyond(y0 < 0, y1 < 0, y0 > bottom, y1 > bottom) || isBeyond(x0 < 0, x1 < 0, x0 > right, x1 > right)) {
    return null;
  }
  if (y0 < 0 || y0 > bottom) {
    const row = y0 < 0 ? 0 : bottom;
    x0 += Math.trunc(((row - y0) * (x1 - x0)) / (y1 - y0));
    y0 = row;
  }
  if (y1 < 0 || y1 > bottom) {
    const row = y1 < 0 ? 0 : bottom;
    x1 += Math.trunc(((row - y1) * (x1 - x0)) / (y1 - y0));
    y1 = row;
  }
  if (isBeyond(x0 < 0, x1 < 0, x0 > right, x1 > right)) return null;
  if (x0 < 0 || x0 > right) {
    const column = x0 < 0 ? 0 : right;
    y0 += Math.trunc(((column - x0) * (y1 - y0)) / (x1 - x0));
    x0 = column;
  }
  if (x1 < 0 || x1 > right) {
    const column = x1 < 0 ? 0 : right;
    y1 += Math.trunc(((column - x1) * (y1 - y0)) / (x1 - x0));
    x1 = column;
  }
  return [x0, y0, x1, y1];
}

import { drawOpencvLine } from './opencvLine.ts';
import type { Polygon } from './polygon.ts';
import { sortCrossings } from './sortCrossings.ts';
import type { SpanCollector } from './spanCollector.ts';
import { sweepRows } from './sweepRows.ts';

/** OpenCV's fixed-point numbers have 16 binary digits behind the point. */
const ONE = 2 ** 16;

/**
 * Adds the pixels that `cv2.fillPoly(mask, rings, 1)` of OpenCV 4.6 sets, with its defaults `lineType=8, shift=0`: the
 * outline of every ring, and what is inside by even-odd over all rings of the call. Coordinates become integers as by
 * `np.array(ring, np.int32)`, which cuts fractions off towards 0. An edge takes part in rows from its upper end
 * to before its lower one, at x = x₀ + (y − y₀) · dx in 16.16 fixed point, where dx is cut off towards 0; a
 * span reaches from the ceiling of its left x to the floor of its right one, both included.
 *
 * @param polygon coordinates that `requireCoordinates` accepts
 * @param width pixels
 * @param height pixels
 */
export function fillAsOpencv(polygon: Polygon, width: number, height: number, into: SpanCollector): void {
  const most = polygon.reduce((sum, ring) => sum + ring.length / 2, 0);
  const [startX, startY, step] = [new Float64Array(most), new Float64Array(most), new Float64Array(most)];
  const [first, last] = [new Int32Array(most), new Int32Array(most)];
  let count = 0;
  for (const ring of polygon) {
    let fromX = Math.trunc(ring[ring.length - 2] as number);
    let fromY = Math.trunc(ring[ring.length - 1] as number);
    for (let i = 0; i < ring.length; i += 2) {
      const toX = Math.trunc(ring[i] as number);
      const toY = Math.trunc(ring[i + 1] as number);
      drawOpencvLine(fromX, fromY, toX, toY, width, height, into);
      const firstRow = Math.max(0, Math.min(fromY, toY));
      const lastRow = Math.min(height, Math.max(fromY, toY)) - 1;
      if (firstRow <= lastRow) {
        startX[count] = (fromY < toY ? fromX : toX) * ONE;
        startY[count] = Math.min(fromY, toY);
        step[count] = Math.trunc(((toX - fromX) * ONE) / (toY - fromY));
        first[count] = firstRow;
        last[count++] = lastRow;
      }
      fromX = toX;
      fromY = toY;
    }
  }
  const crossings = new Float64Array(count);
  sweepRows({ first: first.subarray(0, count), last: last.subarray(0, count) }, (y, active, found) => {
    for (let i = 0; i < found; i++) {
      const edge = active[i] as number;
      crossings[i] = (startX[edge] as number) + (y - (startY[edge] as number)) * (step[edge] as number);
    }
    sortCrossings(crossings, found);
    for (let i = 0; i + 1 < found; i += 2) {
      into.add(y, Math.ceil((crossings[i] as number) / ONE), Math.floor((crossings[i + 1] as number) / ONE) + 1);
    }
  });
}

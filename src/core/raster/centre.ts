import { isOnOrRightOf } from './exactSide.ts';
import type { Polygon } from './polygon.ts';
import { sortCrossings } from './sortCrossings.ts';
import type { SpanCollector } from './spanCollector.ts';
import { sweepRows, type EdgeRows } from './sweepRows.ts';

/**
 * Adds the pixels whose centre (x + ½, y + ½) lies inside a polygon, even-odd over its rings. A centre exactly on an
 * edge belongs to what lies to the right of it, or below where the edge is horizontal (the top-left rule): of two
 * polygons that share an edge exactly one gets each pixel. The decision is exact for all doubles: where rounding might
 * change it, it is made in integers.
 *
 * @param polygon coordinates that `requireCoordinates` accepts
 * @param width pixels
 * @param height pixels
 */
export function fillCentres(polygon: Polygon, width: number, height: number, into: SpanCollector): void {
  const edges = edgesOf(polygon, height);
  const crossings = new Int32Array(edges.first.length);
  sweepRows(edges, (y, active, count) => {
    for (let i = 0; i < count; i++) crossings[i] = firstColumn(edges, active[i] as number, y, width);
    sortCrossings(crossings, count);
    for (let i = 0; i + 1 < count; i += 2) into.add(y, crossings[i] as number, crossings[i + 1] as number);
  });
}

/** Edges that pass between centres of the image's rows, each from its upper end to its lower end. */
interface Edges extends EdgeRows {
  /** x0, y0 (upper end), x1, y1 (lower end) of each edge. */
  readonly ends: Float64Array;
  /** Columns a row. */
  readonly slopes: Float64Array;
}

function edgesOf(polygon: Polygon, height: number): Edges {
  const most = polygon.reduce((sum, ring) => sum + ring.length / 2, 0);
  const ends = new Float64Array(4 * most);
  const slopes = new Float64Array(most);
  const [first, last] = [new Int32Array(most), new Int32Array(most)];
  let count = 0;
  for (const ring of polygon) {
    let fromX = ring[ring.length - 2] as number;
    let fromY = ring[ring.length - 1] as number;
    for (let i = 0; i < ring.length; i += 2) {
      const toX = ring[i] as number;
      const toY = ring[i + 1] as number;
      const isDown = fromY < toY;
      const upper = isDown ? fromY : toY;
      const lower = isDown ? toY : fromY;
      // Centres at upper ≤ y + ½ < lower; subtracting ½ is exact for coordinates from 0 up.
      const firstRow = Math.max(0, Math.ceil(upper - 0.5));
      const lastRow = Math.min(height, Math.ceil(lower - 0.5)) - 1;
      if (firstRow <= lastRow) {
        ends[4 * count] = isDown ? fromX : toX;
        ends[4 * count + 1] = upper;
        ends[4 * count + 2] = isDown ? toX : fromX;
        ends[4 * count + 3] = lower;
        slopes[count] = (isDown ? toX - fromX : fromX - toX) / (lower - upper);
        first[count] = firstRow;
        last[count++] = lastRow;
      }
      fromX = toX;
      fromY = toY;
    }
  }
  return {
    ends,
    slopes: slopes.subarray(0, count),
    first: first.subarray(0, count),
    last: last.subarray(0, count),
  };
}

/** Rounding error of a crossing, as a share of its edge's coordinates; 2⁻⁵⁰ would be enough. */
const TOLERANCE = 2 ** -48;

/** The first column, 0 to `width`, whose centre lies on an edge or to the right of it. */
function firstColumn({ ends, slopes }: Edges, edge: number, y: number, width: number): number {
  const x0 = ends[4 * edge] as number;
  const y0 = ends[4 * edge + 1] as number;
  const x1 = ends[4 * edge + 2] as number;
  const column = x0 + (y + 0.5 - y0) * (slopes[edge] as number) - 0.5;
  const nearest = Math.round(column);
  if (Math.abs(column - nearest) > TOLERANCE * (Math.abs(x0) + Math.abs(x1) + 1)) {
    return Math.min(Math.max(Math.ceil(column), 0), width);
  }
  const y1 = ends[4 * edge + 3] as number;
  // A flat edge's slope may be infinite; its ends still bound the column.
  let low = Number.isFinite(column) ? nearest : Math.min(x0, x1) - 1;
  let high = Number.isFinite(column) ? nearest + 1 : Math.max(x0, x1) + 1;
  low = Math.floor(Math.min(Math.max(low, 0), width));
  high = Math.ceil(Math.min(Math.max(high, 0), width));
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isOnOrRightOf(middle + 0.5, y + 0.5, x0, y0, x1, y1)) high = middle;
    else low = middle + 1;
  }
  return low;
}

import type { Ring } from './polygon.ts';
import { sortCrossings } from './sortCrossings.ts';
import type { SpanCollector } from './spanCollector.ts';
import { sweepRows, type EdgeRows } from './sweepRows.ts';

const float = Math.fround;

/**
 * Adds the pixels that `ImageDraw.Draw(mask).polygon(ring, fill=1)` of Pillow 9.4 sets. Coordinates lose their fractions,
 * towards 0. Horizontal edges are drawn as they are. All rows of another edge count, both ends included, at
 * x = (y − y₀) · dx + x₀ in single precision; above the polygon's last row an edge counts twice where it ends. Where two
 * edges that lean to one side begin in one point, or end in one in the last row, a crossing is overwritten with one that
 * reaches over to theirs in the next row, or the one before: that at the place which is the *number* of the earlier edge.
 * Fewer than two points are nothing.
 *
 * @param ring coordinates that `requireCoordinates` accepts
 * @param height pixels
 */
export function fillAsPillow(ring: Ring, height: number, into: SpanCollector): void {
  const points = ring.map(Math.trunc);
  drawHorizontals(points, into);
  let lastRow = 0;
  for (let i = 1; i < points.length; i += 2) lastRow = Math.max(lastRow, points[i] as number);
  lastRow = Math.min(lastRow, height);
  const edges = edgesOf(points, height);
  const { top, bottom, slope, number } = edges;
  const crossings = new Float32Array(2 * number.length);
  const corners = new Map<number, number>();
  sweepRows(edges, (y, active, found) => {
    let count = 0;
    corners.clear();
    for (let i = 0; i < found; i++) {
      const edge = active[i] as number;
      const x = crossingOf(edges, edge, y);
      crossings[count++] = x;
      const isEnd = bottom[edge] === y;
      if (isEnd && y < lastRow) crossings[count++] = x;
      const isCorner = slope[edge] !== 0 && (isEnd ? y === lastRow : top[edge] === y);
      if (!isCorner || !Number.isInteger(x)) continue;
      const leansRight = (slope[edge] as number) > 0;
      const corner = 4 * x + (isEnd ? 2 : 0) + (leansRight ? 1 : 0);
      const other = corners.get(corner);
      if (other === undefined) {
        corners.set(corner, edge);
      } else if ((number[other] as number) < count) {
        const row = y === lastRow ? y - 1 : y + 1;
        const [one, two] = [crossingOf(edges, edge, row), crossingOf(edges, other, row)];
        const reach = isEnd === leansRight ? Math.max(one, two) + 1 : Math.min(one, two) - (isEnd ? 1 : 0);
        crossings[number[other] as number] = reach;
      }
    }
    sortCrossings(crossings, count);
    for (let i = 0; i + 1 < count; i += 2) {
      const [from, to] = [roundHalfUp(crossings[i] as number), roundHalfDown(crossings[i + 1] as number)];
      // Pillow's horizontal line goes from the lesser x to the larger, whichever was given first.
      into.add(y, Math.min(from, to), Math.max(from, to) + 1);
    }
  });
}

function drawHorizontals(points: Ring, into: SpanCollector): void {
  for (let i = 0; i + 3 < points.length; i += 2) drawHorizontal(points, i, i + 2, into);
  const last = points.length - 2;
  if (last > 0 && (points[last] !== points[0] || points[last + 1] !== points[1])) {
    drawHorizontal(points, last, 0, into);
  }
}

function drawHorizontal(points: Ring, from: number, to: number, into: SpanCollector): void {
  if (points[from + 1] !== points[to + 1]) return;
  const [one, other] = [points[from] as number, points[to] as number];
  into.add(points[from + 1] as number, Math.min(one, other), Math.max(one, other) + 1);
}

/** Edges that are not horizontal and meet the image's rows. */
interface Edges extends EdgeRows {
  readonly startX: Float64Array;
  readonly startY: Float64Array;
  readonly slope: Float32Array;
  readonly top: Float64Array;
  readonly bottom: Float64Array;
  /** Of each edge its number among all that are not horizontal. */
  readonly number: Int32Array;
}

function edgesOf(points: Ring, height: number): Edges {
  const most = points.length / 2;
  const [startX, startY, top, bottom] = [0, 1, 2, 3].map(() => new Float64Array(most)) as [
    ...[Float64Array, Float64Array],
    ...[Float64Array, Float64Array],
  ];
  const slope = new Float32Array(most);
  const [first, last, number] = [new Int32Array(most), new Int32Array(most), new Int32Array(most)];
  let [count, numbers] = [0, 0];
  for (let i = 0; i < points.length; i += 2) {
    const next = i + 2 === points.length ? 0 : i + 2;
    const [x0, y0, x1, y1] = [points[i], points[i + 1], points[next], points[next + 1]] as [
      ...[number, number],
      ...[number, number],
    ];
    if (y0 === y1) continue;
    numbers++;
    const firstRow = Math.max(0, Math.min(y0, y1));
    const lastRow = Math.min(height - 1, Math.max(y0, y1));
    if (firstRow > lastRow) continue;
    startX[count] = x0;
    startY[count] = y0;
    slope[count] = float(x1 - x0) / float(y1 - y0);
    top[count] = Math.min(y0, y1);
    bottom[count] = Math.max(y0, y1);
    first[count] = firstRow;
    last[count] = lastRow;
    number[count++] = numbers - 1;
  }
  return {
    ...{ startX, startY, slope, top, bottom, number: number.subarray(0, count) },
    ...{ first: first.subarray(0, count), last: last.subarray(0, count) },
  };
}

function crossingOf({ startX, startY, slope }: Edges, edge: number, y: number): number {
  const rows = float(y - (startY[edge] as number));
  return float(float(rows * (slope[edge] as number)) + float(startX[edge] as number));
}

/** To the nearest whole number, halves away from 0; below 0 in double precision, as Pillow. */
function roundHalfUp(x: number): number {
  return x >= 0 ? Math.floor(float(x + 0.5)) : -Math.floor(-x + 0.5);
}

/** To the nearest whole number, halves towards 0. */
function roundHalfDown(x: number): number {
  return x >= 0 ? Math.ceil(float(x - 0.5)) : -Math.ceil(-x - 0.5);
}

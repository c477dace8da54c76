import { requireCoordinates, type Ring } from '../raster/polygon.ts';
import { CocoRleError, type CocoRle } from './cocoRle.ts';

/** Pixels of an outline beyond which it is refused; it is followed in fifths of pixels. */
const MAX_OUTLINE = 1 << 25;

/** Steps a pixel. */
const SCALE = 5;

/**
 * The pixels of a polygon by COCO's own rule, as `pycocotools.mask.frPyObjects` makes them, which decides about areas
 * and boxes: the outline is followed in fifths of a pixel, and where it passes the middle of a column, the pixels from
 * there down change sides. It has no holes.
 *
 * @param ring six coordinates or more: pycocotools takes four for a box
 * @throws {RasterError} `coordinateNotFinite`, `coordinateTooLarge`
 * @throws {CocoRleError} `outlineTooLong`
 * @see https://github.com/cocodataset/cocoapi/blob/master/common/maskApi.c
 */
export function rleOfCocoPolygon(ring: Ring, width: number, height: number): CocoRle {
  requireCoordinates([ring]);
  const points = ring.map((coordinate) => Math.trunc(SCALE * coordinate + 0.5));
  requireLength(points);
  const changes: number[] = [];
  // Of each pair of neighbours on the outline that lie in different fifths of columns.
  let [lastX, lastY, isFirst] = [0, 0, true];
  const visit = (x: number, y: number): void => {
    const column = ((x < lastX ? x : x - 1) - 2) / SCALE;
    if (!isFirst && x !== lastX && Number.isInteger(column) && column >= 0 && column < width) {
      const row = (Math.min(y, lastY) + 0.5) / SCALE - 0.5;
      changes.push(column * height + Math.ceil(Math.min(Math.max(row, 0), height)));
    }
    [lastX, lastY, isFirst] = [x, y, false];
  };
  for (let i = 0; i < points.length; i += 2) followEdge(points, i, visit);
  changes.push(width * height);
  return { width, height, counts: countsOf(Float64Array.from(changes).sort()) };
}

function requireLength(points: Ring): void {
  let length = 0;
  for (let i = 0; i < points.length; i += 2) {
    const next = (i + 2) % points.length;
    const [dx, dy] = [
      (points[next] as number) - (points[i] as number),
      (points[next + 1] as number) - (points[i + 1] as number),
    ];
    length += Math.max(Math.abs(dx), Math.abs(dy)) + 1;
  }
  if (length > SCALE * MAX_OUTLINE) throw new CocoRleError('outlineTooLong', { limit: MAX_OUTLINE });
}

/** The points of an edge, both ends included, computed from its upper or left end whichever way it runs. */
function followEdge(points: Ring, from: number, visit: (x: number, y: number) => void): void {
  const to = (from + 2) % points.length;
  let [x0, y0, x1, y1] = [points[from], points[from + 1], points[to], points[to + 1]] as [
    ...[number, number],
    ...[number, number],
  ];
  const [dx, dy] = [Math.abs(x1 - x0), Math.abs(y1 - y0)];
  const isFlat = dx >= dy;
  const isReversed = isFlat ? x0 > x1 : y0 > y1;
  if (isReversed) [x0, y0, x1, y1] = [x1, y1, x0, y0];
  const steps = isFlat ? dx : dy;
  // A point repeated has no slope; only its place matters.
  const slope = steps === 0 ? 0 : isFlat ? (y1 - y0) / dx : (x1 - x0) / dy;
  for (let step = 0; step <= steps; step++) {
    const t = isReversed ? steps - step : step;
    if (isFlat) visit(x0 + t, Math.trunc(y0 + slope * t + 0.5));
    else visit(Math.trunc(x0 + slope * t + 0.5), y0 + t);
  }
}

/** Lengths between the places of change; two changes at one place are none. */
function countsOf(changes: Float64Array): number[] {
  const lengths = changes.map((place, i) => place - (i === 0 ? 0 : (changes[i - 1] as number)));
  const counts = [lengths[0] as number];
  for (let i = 1; i < lengths.length; i++) {
    if ((lengths[i] as number) > 0) counts.push(lengths[i] as number);
    else if (++i < lengths.length) counts[counts.length - 1] = (counts.at(-1) as number) + (lengths[i] as number);
  }
  return counts;
}

import type { Geometry, ImageSize, Polygon, Ring } from './model.ts';
import type { Report } from './rules.ts';
import { boundsOf, findSelfIntersection, openRing } from './selfIntersection.ts';

/** Less than this beyond an edge is rounding. */
const LEAST_DISTANCE = 0.01;

/**
 * What is wrong with one object's geometry: outlines of fewer than three different points (lines of fewer than two),
 * outlines that cross themselves, and what lies outside the image. None of it depends on where y = 0 is.
 *
 * @param about number and class of the object, for the findings
 */
export function checkGeometry(
  geometry: Geometry,
  size: ImageSize | null,
  about: { readonly object: number; readonly name: string },
  report: Report,
): void {
  if (geometry.kind === 'polygons') {
    for (const ring of geometry.polygons.flat()) {
      const count = openRing(ring).length / 2;
      if (count < 3) report('tooFewPoints', { ...about, count });
      const crossing = findSelfIntersection(ring);
      if (crossing !== null) report('selfIntersection', { ...about, x: rounded(crossing.x), y: rounded(crossing.y) });
    }
  }
  if (geometry.kind === 'line') {
    const count = openRing(geometry.points).length / 2;
    if (count < 2) report('lineTooShort', { ...about, count });
  }
  const outside = size === null ? null : outsideImage(geometry, size);
  if (outside !== null) report('outsideImage', { ...about, ...outside });
}

/**
 * By how many pixels geometry reaches beyond an image of this size, with that size, as findings tell it; null where it
 * does not. It does not depend on where y = 0 is.
 */
export function outsideImage(
  geometry: Geometry,
  { width, height }: ImageSize,
): { readonly distance: number; readonly width: number; readonly height: number } | null {
  const distance = distanceOutside(geometry, { width, height });
  return distance < LEAST_DISTANCE ? null : { distance: rounded(distance), width, height };
}

/** How far geometry reaches beyond the image, in pixels; 0 where it does not. */
function distanceOutside(geometry: Geometry, { width, height }: ImageSize): number {
  return cornersOf(geometry).reduce((most, points) => {
    if (points.length === 0) return most;
    const box = boundsOf(points);
    return Math.max(most, -box.left, -box.top, box.left + box.width - width, box.top + box.height - height);
  }, 0);
}

function cornersOf(geometry: Geometry): readonly Ring[] {
  switch (geometry.kind) {
    case 'polygons':
      return geometry.polygons.flatMap((rings) => rings.slice(0, 1));
    case 'box': {
      const { x, y, width, height } = geometry;
      return [Float64Array.of(x, y, x + width, y + height)];
    }
    case 'point':
      return [Float64Array.of(geometry.x, geometry.y)];
    case 'line':
      return [geometry.points];
    case 'mask':
    case 'unknown':
      return [];
  }
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}

/** Whether a point lies in a polygon, by the even-odd rule over all its rings. */
export function isInside(polygon: Polygon, x: number, y: number): boolean {
  let inside = false;
  for (const ring of polygon) {
    const count = ring.length;
    for (let i = 0, j = count - 2; i + 1 < count; j = i, i += 2) {
      const ay = ring[i + 1] ?? 0;
      const by = ring[j + 1] ?? 0;
      if (ay > y === by > y) continue;
      const ax = ring[i] ?? 0;
      const bx = ring[j] ?? 0;
      if (x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    }
  }
  return inside;
}

/** The area of a polygon's outer ring, in square pixels. */
export function areaOf(polygon: Polygon): number {
  const ring = polygon[0] ?? new Float64Array();
  let twice = 0;
  for (let i = 0, j = ring.length - 2; i + 1 < ring.length; j = i, i += 2) {
    twice += (ring[j] ?? 0) * (ring[i + 1] ?? 0) - (ring[i] ?? 0) * (ring[j + 1] ?? 0);
  }
  return Math.abs(twice) / 2;
}

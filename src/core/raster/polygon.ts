import { RasterError } from './errors.ts';

/**
 * Points of a closed line, x and y in turn, in pixels from the top left corner of the image. The last point is joined
 * to the first, which may be repeated or not.
 */
export type Ring = Float64Array;

/** An outer ring, then the rings of its holes. */
export type Polygon = readonly Ring[];

/** Coordinates beyond are refused: no image reaches so far, and OpenCV's and Pillow's integers end here. */
export const MAX_COORDINATE = 2 ** 31 - 1;

/** A box as a polygon; a negative width or height extends it to the left or upwards. */
export function boxPolygon(left: number, top: number, width: number, height: number): Polygon {
  const [right, bottom] = [left + width, top + height];
  return [Float64Array.of(left, top, right, top, right, bottom, left, bottom)];
}

/**
 * @throws {RasterError} `coordinateNotFinite` or `coordinateTooLarge`, with the point's number, from 1, in its ring
 * @throws {RangeError} if a ring's length is odd
 */
export function requireCoordinates(polygon: Polygon): void {
  for (const ring of polygon) {
    if (ring.length % 2 !== 0) throw new RangeError('A ring holds x and y in turn.');
    for (let i = 0; i < ring.length; i++) {
      if (Math.abs(ring[i] as number) <= MAX_COORDINATE) continue;
      const [x, y] = [ring[i & ~1] as number, ring[i | 1] as number];
      const code = Number.isFinite(x) && Number.isFinite(y) ? 'coordinateTooLarge' : 'coordinateNotFinite';
      throw new RasterError(code, { point: (i >> 1) + 1, x, y });
    }
  }
}

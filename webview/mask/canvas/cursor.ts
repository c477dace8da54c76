import type { IdImage } from './averaging.ts';
import type { CursorMove } from './keyboard.ts';
import type { Point } from './viewTransform.ts';

/** The nearest pixel of the image to a point. */
export function clampToImage(point: Point, image: IdImage): Point {
  return {
    x: Math.min(Math.max(Math.floor(point.x), 0), image.width - 1),
    y: Math.min(Math.max(Math.floor(point.y), 0), image.height - 1),
  };
}

/** The id at a pixel of the image. */
export function idAt(image: IdImage, point: Point): number {
  return image.ids[point.y * image.width + point.x] ?? 0;
}

/** From a pixel along an axis to the first pixel with another id, or to the image's edge. */
export function nextOtherId(image: IdImage, from: Point, dx: number, dy: number): Point {
  const id = idAt(image, from);
  let { x, y } = from;
  while (x + dx >= 0 && y + dy >= 0 && x + dx < image.width && y + dy < image.height) {
    x += dx;
    y += dy;
    if (idAt(image, { x, y }) !== id) break;
  }
  return { x, y };
}

/**
 * Where a key moves the pixel cursor; never outside the image.
 *
 * @param pageRows - image rows that the viewport shows
 */
export function movedCursor(move: CursorMove, from: Point, image: IdImage, pageRows: number): Point {
  switch (move.do) {
    case 'move':
      return clampToImage({ x: from.x + move.dx, y: from.y + move.dy }, image);
    case 'jump':
      return nextOtherId(image, from, move.dx, move.dy);
    case 'page':
      return clampToImage({ x: from.x, y: from.y + move.direction * pageRows }, image);
    case 'edge':
      return {
        x: move.x === 'first' ? 0 : image.width - 1,
        y: move.y === null ? from.y : move.y === 'first' ? 0 : image.height - 1,
      };
  }
}

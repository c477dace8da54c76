import type { Ring } from './model.ts';

/** Pairs of edges that are compared for each edge at most; real outlines need about ten. */
const PAIRS_PER_EDGE = 200;
const LEAST_PAIRS = 100_000;
const MAX_SIDE = 1024;

/**
 * Where an outline crosses itself: a point near which two of its edges properly cross (touching is no crossing); null
 * where none do. Edges lie in the cells of a grid, and only those of one cell are compared. Outlines that defy the grid
 * are looked at up to a bound.
 */
export function findSelfIntersection(ring: Ring): { readonly x: number; readonly y: number } | null {
  const points = openRing(ring);
  const count = points.length / 2;
  if (count < 4) return null;
  const { left, top, width, height } = boundsOf(points);
  if (!(width > 0) || !(height > 0) || !Number.isFinite(width + height)) return null;
  const side = Math.min(MAX_SIDE, Math.max(1, Math.ceil(Math.sqrt(count))));
  const column = (x: number): number => Math.min(side - 1, Math.max(0, Math.floor(((x - left) / width) * side)));
  const line = (y: number): number => Math.min(side - 1, Math.max(0, Math.floor(((y - top) / height) * side)));
  const cells = new Map<number, number[]>();
  let remaining = LEAST_PAIRS + PAIRS_PER_EDGE * count;
  for (let edge = 0; edge < count; edge++) {
    const [ax, ay, bx, by] = edgeAt(points, edge, count);
    const firstLine = line(Math.min(ay, by));
    const lastLine = line(Math.max(ay, by));
    for (let y = firstLine; y <= lastLine; y++) {
      const [from, to] = spanWithin(ax, ay, bx, by, top + (y * height) / side, top + ((y + 1) * height) / side);
      for (let x = Math.max(0, column(from) - 1); x <= Math.min(side - 1, column(to) + 1); x++) {
        const cell = cells.get(y * side + x);
        if (cell === undefined) {
          cells.set(y * side + x, [edge]);
          continue;
        }
        for (const other of cell) {
          if (--remaining < 0) return null;
          if (isNeighbour(edge, other, count)) continue;
          const [cx, cy, dx, dy] = edgeAt(points, other, count);
          const crossing = crossingOf(ax, ay, bx, by, cx, cy, dx, dy);
          if (crossing !== null) return crossing;
        }
        cell.push(edge);
      }
    }
  }
  return null;
}

/** Pairs without consecutive duplicates, and without the first point repeated at the end. */
export function openRing(ring: Ring): Ring {
  const points: number[] = [];
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const x = ring[i] ?? 0;
    const y = ring[i + 1] ?? 0;
    if (points.length === 0 || points.at(-2) !== x || points.at(-1) !== y) points.push(x, y);
  }
  while (points.length > 2 && points[0] === points.at(-2) && points[1] === points.at(-1)) points.length -= 2;
  return Float64Array.from(points);
}

/** The box around points. */
export function boundsOf(points: Ring): { left: number; top: number; width: number; height: number } {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = points[i] ?? 0;
    const y = points[i + 1] ?? 0;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return { left, top, width: right - left, height: bottom - top };
}

function edgeAt(points: Ring, edge: number, count: number): [number, number, number, number] {
  const next = edge + 1 === count ? 0 : edge + 1;
  return [points[2 * edge] ?? 0, points[2 * edge + 1] ?? 0, points[2 * next] ?? 0, points[2 * next + 1] ?? 0];
}

function isNeighbour(a: number, b: number, count: number): boolean {
  const distance = Math.abs(a - b);
  return distance <= 1 || distance === count - 1;
}

/** The columns that an edge has between two heights. */
function spanWithin(ax: number, ay: number, bx: number, by: number, low: number, high: number): [number, number] {
  if (ay === by) return ax < bx ? [ax, bx] : [bx, ax];
  const at = (y: number): number => {
    const share = Math.min(1, Math.max(0, (y - ay) / (by - ay)));
    return ax + share * (bx - ax);
  };
  const one = at(low);
  const other = at(high);
  return one < other ? [one, other] : [other, one];
}

function crossingOf(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): { readonly x: number; readonly y: number } | null {
  const side = (px: number, py: number, qx: number, qy: number, rx: number, ry: number): number =>
    (qx - px) * (ry - py) - (qy - py) * (rx - px);
  const c = side(ax, ay, bx, by, cx, cy);
  const d = side(ax, ay, bx, by, dx, dy);
  if (!((c > 0 && d < 0) || (c < 0 && d > 0))) return null;
  const a = side(cx, cy, dx, dy, ax, ay);
  const b = side(cx, cy, dx, dy, bx, by);
  if (!((a > 0 && b < 0) || (a < 0 && b > 0))) return null;
  const share = a / (a - b);
  return { x: ax + share * (bx - ax), y: ay + share * (by - ay) };
}

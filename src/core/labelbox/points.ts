import { fieldsOf } from '../formats/json.ts';
import { numberOf } from './fields.ts';
import type { Ring } from './model.ts';

/** Points `[{x, y} …]`; null for anything else, and for a list without a point. */
export function pointsOf(value: unknown): Ring | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const list = value as readonly unknown[];
  const points = new Float64Array(list.length * 2);
  for (let i = 0; i < list.length; i++) {
    const point = pointOf(list[i]);
    if (point === null) return null;
    points[2 * i] = point.x;
    points[2 * i + 1] = point.y;
  }
  return points;
}

/** A point `{x, y}`; null for anything else. */
export function pointOf(value: unknown): { readonly x: number; readonly y: number } | null {
  const fields = fieldsOf(value);
  const x = numberOf(fields?.['x']);
  const y = numberOf(fields?.['y']);
  return x === null || y === null ? null : { x, y };
}

/** A box `{top, left, height, width}`; null for anything else. */
export function boxOf(value: unknown) {
  const fields = fieldsOf(value);
  const x = numberOf(fields?.['left']);
  const y = numberOf(fields?.['top']);
  const width = numberOf(fields?.['width']);
  const height = numberOf(fields?.['height']);
  if (x === null || y === null || width === null || height === null) return null;
  return { kind: 'box', x, y, width, height } as const;
}

import { areaOf, isInside } from './geometryChecks.ts';
import type { Label, Place, Polygon } from './model.ts';
import type { LabelboxFinding } from './rules.ts';

/** Fewer labels say nothing about a habit. */
const LEAST_LABELS = 3;
const MAX_PAIRS = 1024;
const MAX_KEPT = 1000;

interface Pair {
  readonly point: string;
  readonly region: string;
  labels: number;
  inside: number;
  /** Of the regions, summed; the smallest one that holds the points is the one they belong to. */
  area: number;
  readonly outside: { readonly row: number; readonly place: Place; readonly object: number }[];
}

/**
 * Learns which class of polygons the points of a class belong to (a pupil to its eye): the one of the smallest area
 * within which they all lie in more than half of the labels that have both. Points outside of it are findings.
 */
export class PointRegions {
  readonly #pairs = new Map<string, Pair>();

  add(label: Label, row: number, place: Place): void {
    const points = new Map<string, { readonly x: number; readonly y: number; readonly object: number }[]>();
    const regions = new Map<string, Polygon[]>();
    for (const [i, { className, geometry }] of label.objects.entries()) {
      if (geometry.kind === 'point') push(points, className.name, { x: geometry.x, y: geometry.y, object: i + 1 });
      else if (geometry.kind === 'polygons') push(regions, className.name, ...geometry.polygons);
    }
    if (points.size === 0) return;
    for (const [region, polygons] of regions) {
      const area = polygons.reduce((sum, polygon) => sum + areaOf(polygon), 0);
      for (const [point, places] of points) {
        const pair = this.#pair(point, region);
        if (pair === null) continue;
        pair.labels++;
        pair.area += area;
        const outside = places.filter(({ x, y }) => !polygons.some((polygon) => isInside(polygon, x, y)));
        if (outside.length === 0) pair.inside++;
        for (const { object } of outside) if (pair.outside.length < MAX_KEPT) pair.outside.push({ row, place, object });
      }
    }
  }

  findings(): LabelboxFinding[] {
    const best = new Map<string, Pair>();
    for (const pair of this.#pairs.values()) {
      if (pair.labels < LEAST_LABELS || 2 * pair.inside <= pair.labels) continue;
      const other = best.get(pair.point);
      if (other === undefined || pair.area / pair.labels < other.area / other.labels) best.set(pair.point, pair);
    }
    return [...best.values()].flatMap(({ point, region, outside }) =>
      outside.map(({ row, place, object }) => ({
        rule: 'pointOutside' as const,
        row,
        line: place.line,
        offset: place.offset,
        details: { object, name: point, region },
      })),
    );
  }

  #pair(point: string, region: string): Pair | null {
    const key = JSON.stringify([point, region]);
    const known = this.#pairs.get(key);
    if (known !== undefined) return known;
    if (this.#pairs.size >= MAX_PAIRS) return null;
    const pair: Pair = { point, region, labels: 0, inside: 0, area: 0, outside: [] };
    this.#pairs.set(key, pair);
    return pair;
  }
}

function push<T>(lists: Map<string, T[]>, key: string, ...items: readonly T[]): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [...items]);
  else for (const item of items) list.push(item);
}

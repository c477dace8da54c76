import { fieldsOf, shown } from '../formats/json.ts';
import { plainClassification } from './classifications.ts';
import { classNameOf, colourOf, type Fields } from './fields.ts';
import type { Classification, Era, Geometry, LabelObject, Polygon } from './model.ts';
import { pointOf, pointsOf } from './points.ts';
import type { Report } from './rules.ts';
import { parseWkt } from './wkt.ts';

/** What a label holds. */
export interface LabelContent {
  readonly objects: readonly LabelObject[];
  readonly classifications: readonly Classification[];
}

/**
 * A label of E1 to E4: an object whose keys are classes.
 *
 * - E1, E2: a class holds one WKT text or a list of outlines `[[{x, y} …] …]`; together they are one object.
 * - E3, E4: a class holds a list of objects, each with its `geometry`: WKT, points, or one point. Whatever else an
 *   object has is a classification. A class that holds plain text is a classification of the image, whatever it says.
 */
export function readClassLabel(label: Fields, era: Era, report: Report): LabelContent {
  const objects: LabelObject[] = [];
  const classifications: Classification[] = [];
  const add = (written: string, geometry: Geometry | null, source: unknown, fields: Fields): void => {
    const className = classNameOf(written);
    if (geometry === null) {
      report('geometryUnreadable', { object: objects.length + 1, name: className.name, text: shown(source) });
    }
    objects.push({
      featureId: null,
      className,
      colour: colourOf(fields['color']),
      order: null,
      geometry: geometry ?? { kind: 'unknown', name: 'geometry' },
      mask: null,
      classifications: Object.entries(fields).flatMap(([name, value]) =>
        name === 'geometry' ? [] : (plainClassification(name, value) ?? []),
      ),
    });
  };
  for (const [written, value] of Object.entries(label)) {
    if (typeof value === 'string' && (era === 'E1' || era === 'E2')) {
      const geometry = parseWkt(value);
      if (geometry !== null) {
        add(written, geometry, value, {});
        continue;
      }
    }
    const plain = plainClassification(written, value);
    if (plain !== null) {
      classifications.push(plain);
      continue;
    }
    const outlines = outlinesOf(value);
    if (outlines !== null) {
      if (outlines.length > 0) add(written, { kind: 'polygons', polygons: outlines }, value, {});
      continue;
    }
    for (const item of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      const fields = fieldsOf(item);
      if (item === null) continue;
      add(written, fields === null ? null : geometryOf(fields['geometry']), fields?.['geometry'] ?? item, fields ?? {});
    }
  }
  return { objects, classifications };
}

/** A list of outlines, each one polygon; null for anything else. */
function outlinesOf(value: unknown): Polygon[] | null {
  if (!Array.isArray(value)) return null;
  const polygons: Polygon[] = [];
  for (const outline of value as readonly unknown[]) {
    const ring = pointsOf(outline);
    if (ring === null) return null;
    polygons.push([ring]);
  }
  return polygons;
}

function geometryOf(value: unknown): Geometry | null {
  if (typeof value === 'string') return parseWkt(value);
  const point = pointOf(value);
  if (point !== null) return { kind: 'point', ...point };
  const ring = pointsOf(value);
  return ring && { kind: 'polygons', polygons: [[ring]] };
}

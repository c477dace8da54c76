import { fieldsOf, shown } from '../formats/json.ts';
import { plainClassification } from './classifications.ts';
import { classNameOf, colourOf, type Fields } from './fields.ts';
import type { Classification, Era, Geometry, LabelObject, Polygon } from './model.ts';
import { pointOf, pointsOf } from './points.ts';
import type { Report } from './rules.ts';
import { looksLikeWkt, parseWkt } from './wkt.ts';

/** What a label holds. */
export interface LabelContent {
  readonly objects: readonly LabelObject[];
  readonly classifications: readonly Classification[];
}

/**
 * A label of E1 to E4: an object whose keys are classes.
 *
 * - E1, E2: a class holds WKT, a list of such texts, or a list of outlines `[[{x, y} …] …]`, which together are one object.
 * - E3, E4: a class holds a list of objects, each with its `geometry`: WKT, points, or one point. Whatever else an
 *   object has is a classification. A class that holds plain text is a classification of the image, whatever it says.
 *
 * What has a place among the objects and cannot be read is an object of an unknown kind, with a finding: no mask may lack it.
 *
 * @param before objects of the label that were read already, for the numbers in findings
 */
export function readClassLabel(label: Fields, era: Era, report: Report, before = 0): LabelContent {
  const objects: LabelObject[] = [];
  const classifications: Classification[] = [];
  const add = (written: string, geometries: readonly Geometry[] | null, source: unknown, fields: Fields): void => {
    const className = classNameOf(written);
    if (geometries === null) {
      const object = before + objects.length + 1;
      report('geometryUnreadable', { object, name: className.name, text: shown(source) });
    }
    for (const geometry of geometries ?? [{ kind: 'unknown', name: 'geometry' } as const]) {
      objects.push({
        featureId: null,
        className,
        colour: colourOf(fields['color']),
        order: null,
        geometry,
        mask: null,
        classifications: Object.entries(fields).flatMap(([name, value]) =>
          name === 'geometry' ? [] : (plainClassification(name, value) ?? []),
        ),
      });
    }
  };
  const holdsWkt = era === 'E1' || era === 'E2';
  const isWkt = (value: unknown): value is string => holdsWkt && typeof value === 'string' && looksLikeWkt(value);
  for (const [written, value] of Object.entries(label)) {
    const items = Array.isArray(value) ? (value as readonly unknown[]) : [value];
    const texts = items.filter(isWkt);
    for (const text of texts) add(written, parseWkt(text), text, {});
    const others = texts.length === 0 ? items : items.filter((item) => !isWkt(item));
    const plain = plainClassification(written, others);
    if (plain !== null) {
      classifications.push(plain);
      continue;
    }
    const outlines = others.map(outlineOf).filter((outline) => outline !== null);
    if (outlines.length > 0) add(written, [{ kind: 'polygons', polygons: outlines }], value, {});
    for (const item of others) {
      if (outlineOf(item) !== null) continue;
      const fields = fieldsOf(item);
      add(written, fields === null ? null : geometryOf(fields['geometry']), fields?.['geometry'] ?? item, fields ?? {});
    }
  }
  return { objects, classifications };
}

/** A list of points as a polygon; null for anything else. */
function outlineOf(value: unknown): Polygon | null {
  const ring = pointsOf(value);
  return ring && [ring];
}

function geometryOf(value: unknown): readonly Geometry[] | null {
  if (typeof value === 'string') return parseWkt(value);
  const point = pointOf(value);
  if (point !== null) return [{ kind: 'point', ...point }];
  const outline = outlineOf(value);
  return outline && [{ kind: 'polygons', polygons: [outline] }];
}

import { fieldsOf, shown } from '../formats/json.ts';
import { cleanName } from '../formats/classMap.ts';
import { readClassifications } from './classifications.ts';
import type { LabelContent } from './classLabel.ts';
import { classNameOf, colourOf, listOf, textOf, type Fields } from './fields.ts';
import type { Geometry, LabelObject, MaskReference } from './model.ts';
import { boxOf, pointOf, pointsOf } from './points.ts';
import type { Report } from './rules.ts';

/**
 * Objects and classifications of E5 (`{featureId, title, value, color, instanceURI, polygon …}`) and of v2
 * (`{feature_id, name, annotation_kind, mask, polygon …}`), in the order of drawing. An object with a mask and no
 * geometry is a mask object. Positions in texts, tiles and frames are kinds of no image and are named.
 */
export function readObjectsLabel(label: Fields, report: Report): LabelContent {
  const objects: LabelObject[] = [];
  for (const [order, one] of listOf(label['objects']).entries()) {
    const fields = fieldsOf(one) ?? {};
    const className = classNameOf(textOf(fields['title']) ?? textOf(fields['name']) ?? textOf(fields['value']) ?? '');
    const mask = maskOf(fields);
    const about = { object: order + 1, name: className.name };
    const geometry = geometryOf(fields, mask, (source) =>
      report('geometryUnreadable', { ...about, text: shown(source) }),
    );
    if (geometry.kind === 'unknown' && !isOfNoImage(fields)) report('kindUnknown', { ...about, kind: geometry.name });
    objects.push({
      featureId: textOf(fields['featureId']) ?? textOf(fields['feature_id']),
      className,
      colour: colourOf(fields['color']),
      order,
      geometry,
      mask,
      classifications: readClassifications(fields['classifications'], report),
    });
  }
  return { objects, classifications: readClassifications(label['classifications'], report) };
}

function maskOf(fields: Fields): MaskReference | null {
  const instance = textOf(fields['instanceURI']);
  if (instance !== null) return { kind: 'instance', url: instance };
  const composite = fieldsOf(fields['composite_mask']);
  const compositeUrl = textOf(composite?.['url']);
  const [red, green, blue] = listOf(composite?.['color_rgb']);
  if (compositeUrl !== null && isByte(red) && isByte(green) && isByte(blue)) {
    return { kind: 'composite', url: compositeUrl, colour: [red, green, blue] };
  }
  const feature = textOf(fieldsOf(fields['mask'])?.['url']);
  return feature === null ? null : { kind: 'feature', url: feature };
}

function isByte(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}

function geometryOf(fields: Fields, mask: MaskReference | null, unreadable: (source: unknown) => void): Geometry {
  const polygon = fields['polygon'];
  if (polygon !== undefined && polygon !== null) {
    const ring = pointsOf(polygon);
    if (ring !== null) return { kind: 'polygons', polygons: [[ring]] };
    unreadable(polygon);
    return { kind: 'unknown', name: 'polygon' };
  }
  const box = fields['bbox'] ?? fields['bounding_box'];
  if (box !== undefined && box !== null) {
    const read = boxOf(box);
    if (read !== null) return read;
    unreadable(box);
    return { kind: 'unknown', name: 'bbox' };
  }
  const { line, point } = fields;
  if (line !== undefined && line !== null) {
    const points = pointsOf(line);
    if (points !== null) return { kind: 'line', points };
    unreadable(line);
    return { kind: 'unknown', name: 'line' };
  }
  if (point !== undefined && point !== null) {
    const read = pointOf(point);
    if (read !== null) return { kind: 'point', ...read };
    unreadable(point);
    return { kind: 'unknown', name: 'point' };
  }
  const other = nameOfOther(fields);
  return other === null && mask !== null ? { kind: 'mask' } : { kind: 'unknown', name: other ?? 'object' };
}

/** Whether an object is in tiles or in a text, whose rows are named as such. */
function isOfNoImage(fields: Fields): boolean {
  return (
    fieldsOf(fields['geometry'])?.['coordinates'] !== undefined || fieldsOf(fields['data'])?.['location'] !== undefined
  );
}

/** The name of a kind that has no place in an image, or that is not known; null for a mask. */
function nameOfOther(fields: Fields): string | null {
  if (fieldsOf(fields['geometry'])?.['coordinates'] !== undefined) {
    return `tiles.${cleanName(textOf(fields['type']) ?? 'geometry').name}`;
  }
  if (fieldsOf(fields['data'])?.['location'] !== undefined) {
    return cleanName(textOf(fields['format']) ?? 'text.location').name;
  }
  const kind = textOf(fields['annotation_kind']);
  return kind === null || kind === 'ImageSegmentationMask' ? null : cleanName(kind).name;
}

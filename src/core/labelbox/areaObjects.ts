import { boxPolygon } from '../raster/polygon.ts';
import type { ReportConvert } from './convertRules.ts';
import { placeGeometry, type ClassName, type Label, type LabelObject, type MaskReference } from './model.ts';
import type { Polygon, YAxis } from './model.ts';

/** Where the pixels of objects are taken from. */
export const AREA_SOURCES = ['polygons', 'masks'] as const;
export type AreaSource = (typeof AREA_SOURCES)[number];

/** A picture that holds pixels of objects; `class`: of all objects of a class in a label (E4). */
export type MaskPicture =
  MaskReference | { readonly kind: 'class'; readonly url: string; readonly labelId: string | null };

/** An object with an area, or all objects of a class where a mask holds them together. */
export interface AreaObject {
  /** Its place in the label, from 1, for people; of a class, that of its first object, 0 without one. */
  readonly number: number;
  readonly featureId: string | null;
  readonly className: ClassName;
  /** Place in the order of drawing; null where the export does not tell. */
  readonly order: number | null;
  readonly origin:
    | { readonly kind: 'polygons'; readonly polygons: readonly Polygon[] }
    | { readonly kind: 'mask'; readonly picture: MaskPicture };
}

export interface AreaOptions {
  /** What counts, the first that an object has. */
  readonly sources: readonly AreaSource[];
  /** Pixels of the image. */
  readonly height: number;
  readonly yAxis: YAxis;
}

/**
 * The objects of a label that have an area, with y downwards. Boxes are polygons; points and lines are left out. An object
 * that has none of the sources, or whose kind is not known, is an error: the mask would lack it.
 */
export function areaObjects(label: Label, options: AreaOptions, report: ReportConvert): AreaObject[] {
  const { sources } = options;
  const takesMasks = sources[0] === 'masks';
  const classMasks = takesMasks ? label.classMasks : [];
  const inClassMasks = new Set(classMasks.map(({ className }) => className.written));
  const firstOf = (written: string): number =>
    label.objects.findIndex(({ className }) => className.written === written) + 1;
  const found: AreaObject[] = classMasks.map(({ className, url }) => ({
    ...{ number: firstOf(className.written), featureId: null, className, order: null },
    origin: { kind: 'mask', picture: { kind: 'class', url, labelId: label.id } },
  }));
  const without: LabelObject[] = [];
  const boxes: LabelObject[] = [];
  for (const [at, object] of label.objects.entries()) {
    const { className, geometry, featureId, order } = object;
    if (inClassMasks.has(className.written)) continue;
    const about = { object: at + 1, name: className.name };
    if (geometry.kind === 'point' || geometry.kind === 'line') {
      without.push(object);
      continue;
    }
    if (geometry.kind === 'unknown') {
      report('kindUnknown', { ...about, kind: geometry.name });
      continue;
    }
    const source = sources.find((one) => (one === 'masks' ? object.mask !== null : geometry.kind !== 'mask'));
    if (source === undefined) {
      report(sources[0] === 'masks' ? 'objectMaskMissing' : 'outlineMissing', about);
      continue;
    }
    const isBox = source === 'polygons' && geometry.kind === 'box';
    if (isBox) boxes.push(object);
    found.push({ number: at + 1, featureId, className, order, origin: originOf(object, source, options) });
  }
  if (without.length > 0) report('noArea', { count: without.length, names: namesOf(without) });
  if (boxes.length > 0) report('boxFilled', { count: boxes.length, names: namesOf(boxes) });
  return found;
}

function originOf(object: LabelObject, source: AreaSource, { height, yAxis }: AreaOptions): AreaObject['origin'] {
  if (source === 'masks' && object.mask !== null) return { kind: 'mask', picture: object.mask };
  const placed = placeGeometry(object.geometry, height, yAxis);
  if (placed.kind === 'box') {
    return { kind: 'polygons', polygons: [boxPolygon(placed.x, placed.y, placed.width, placed.height)] };
  }
  return { kind: 'polygons', polygons: placed.kind === 'polygons' ? placed.polygons : [] };
}

/** Names of classes, each once, the first few. */
function namesOf(objects: readonly LabelObject[]): string {
  const names = [...new Set(objects.map(({ className }) => className.name))];
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ' …' : '');
}

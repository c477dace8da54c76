import { boxPolygon } from '../raster/polygon.ts';
import type { ReportConvert } from './convertRules.ts';
import { placeGeometry, type ClassName, type Label, type LabelObject, type MaskReference } from './model.ts';
import type { Geometry, Polygon, YAxis } from './model.ts';

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
  /** Objects of the label that its pixels hold; more than 1 where a mask of a class has merged them. */
  readonly count: number;
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
  /** Whether the file of a mask is there; looked at where masks come first and outlines can stand in for them. */
  readonly hasMask: (object: Pick<AreaObject, 'featureId' | 'className' | 'origin'>) => boolean;
}

/**
 * The objects of a label that have an area, with y downwards. Boxes are polygons; points and lines are left out. An object
 * that has none of the sources, no class name, or a kind that is not known, is an error: the mask would lack it. Where
 * masks come first, an outline stands in for a mask whose file is not there.
 */
export function areaObjects(label: Label, options: AreaOptions, report: ReportConvert): AreaObject[] {
  const { sources } = options;
  const takesMasks = sources[0] === 'masks';
  const standsIn = takesMasks && sources.includes('polygons');
  const isThere = (featureId: string | null, className: ClassName, picture: MaskPicture): boolean =>
    !standsIn || options.hasMask({ featureId, className, origin: { kind: 'mask', picture } });
  const hasOutlines = ({ written }: ClassName): boolean => {
    const areas = label.objects.filter(({ className, geometry }) => className.written === written && isArea(geometry));
    return areas.length > 0 && areas.every(({ geometry }) => isOutline(geometry));
  };
  const classMasks = takesMasks
    ? label.classMasks.filter(
        ({ className, url }) =>
          isThere(null, className, { kind: 'class', url, labelId: label.id }) || !hasOutlines(className),
      )
    : [];
  const classesWithMask = new Set(label.classMasks.map(({ className }) => className.written));
  const outlined: LabelObject[] = [];
  const inClassMasks = new Set(classMasks.map(({ className }) => className.written));
  const ofClass = ({ written }: ClassName): number[] =>
    label.objects.flatMap(({ className, geometry }, at) =>
      className.written === written && isArea(geometry) ? [at + 1] : [],
    );
  const found: AreaObject[] = classMasks.map(({ className, url }) => {
    const [number = 0, ...others] = ofClass(className);
    return {
      ...{ number, count: 1 + others.length, featureId: null, className, order: null },
      origin: { kind: 'mask', picture: { kind: 'class', url, labelId: label.id } },
    };
  });
  for (const { number, className } of found) {
    if (className.name === '') report('classNameMissing', { object: number, name: '' });
  }
  const without: LabelObject[] = [];
  const boxes: LabelObject[] = [];
  for (const [at, object] of label.objects.entries()) {
    const { className, geometry, featureId, order } = object;
    if (inClassMasks.has(className.written)) continue;
    const about = { object: at + 1, name: className.name };
    if (!isArea(geometry)) {
      without.push(object);
      continue;
    }
    if (geometry.kind === 'unknown') {
      report('kindUnknown', { ...about, kind: geometry.name });
      continue;
    }
    if (className.name === '') {
      report('classNameMissing', about);
      continue;
    }
    const { mask } = object;
    const usesMask = mask !== null && (!isOutline(geometry) || isThere(featureId, className, mask));
    const source = sources.find((one) => (one === 'masks' ? usesMask : geometry.kind !== 'mask'));
    if (source === undefined) {
      report(sources[0] === 'masks' ? 'objectMaskMissing' : 'outlineMissing', about);
      continue;
    }
    const lacksMask = mask !== null || classesWithMask.has(className.written);
    if (standsIn && source === 'polygons' && lacksMask) outlined.push(object);
    const isBox = source === 'polygons' && geometry.kind === 'box';
    if (isBox) boxes.push(object);
    found.push({ number: at + 1, count: 1, featureId, className, order, origin: originOf(object, source, options) });
  }
  const merged = found.filter(({ count }) => count > 1);
  if (merged.length > 0) {
    report('objectsMerged', { names: merged.map(({ className, count }) => `${className.name} ${count}`).join(', ') });
  }
  if (outlined.length > 0) report('maskReplaced', { count: outlined.length, names: namesOf(outlined) });
  if (without.length > 0) report('noArea', { count: without.length, names: namesOf(without) });
  if (boxes.length > 0) report('boxFilled', { count: boxes.length, names: namesOf(boxes) });
  return found;
}

/** What is of an unknown kind may have an area. */
function isArea({ kind }: Geometry): boolean {
  return kind !== 'point' && kind !== 'line';
}

function isOutline({ kind }: Geometry): boolean {
  return kind === 'polygons' || kind === 'box';
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

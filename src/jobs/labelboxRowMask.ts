import { areaObjects, type AreaObject, type AreaSource } from '../core/labelbox/areaObjects.ts';
import { BACKGROUND_ID, type ClassIds } from '../core/labelbox/classIds.ts';
import type { ReportConvert } from '../core/labelbox/convertRules.ts';
import { decideSize, type Frame } from '../core/labelbox/imageFrame.ts';
import type { ImageSize, Label, Polygon, Row, YAxis } from '../core/labelbox/model.ts';
import { histogramById } from '../core/mask/histogram.ts';
import type { ClassOverlap } from '../core/raster/classOverlaps.ts';
import { composeMask, type ComposedMask, type MaskObject } from '../core/raster/compose.ts';
import { countOverlaps } from '../core/raster/countOverlaps.ts';
import { RasterError } from '../core/raster/errors.ts';
import type { OverlapPolicy } from '../core/raster/overlapPolicy.ts';
import { rasterise, type RasterRule } from '../core/raster/rasterise.ts';
import { areaOf } from '../core/raster/spans.ts';
import type { UnknownClass } from './labelboxConvertTypes.ts';
import type { MasksFolder } from './labelboxMasks.ts';
import { problemOf } from './nestedProblem.ts';
import type { LocalOriginal } from './labelboxOriginals.ts';

/** How labels become masks; the same for all rows. */
export interface MaskSettings {
  readonly sources: readonly AreaSource[];
  readonly rule: RasterRule;
  readonly policy: OverlapPolicy;
  readonly voidId: number;
  readonly yAxis: YAxis;
  readonly frame: Frame | null;
  /** Of images of which nothing else tells it. */
  readonly size: ImageSize | null;
  readonly ids: ClassIds;
  readonly nameOf: (id: number) => string;
  readonly unknownClass: UnknownClass;
  readonly masks: MasksFolder;
  /** `objects`: each is kept whole, as in COCO. */
  readonly result: 'mask' | 'maskAndInstances' | 'objects';
}

/** An object with its class, ready for a mask or an annotation. */
export interface ReadyObject extends MaskObject {
  /** Null for an object that is a mask. */
  readonly polygons: readonly Polygon[] | null;
  /** Objects that it is, see {@link AreaObject.count}. */
  readonly count: number;
}

export interface LabelMask {
  readonly size: ImageSize;
  /** Null where objects are kept. */
  readonly composed: Pick<ComposedMask, 'ids' | 'instances'> | null;
  /** Those that have a pixel. */
  readonly objects: readonly ReadyObject[];
  /** Pixels by id; of objects that are kept, those that each claims. */
  readonly pixels: ReadonlyMap<number, number>;
  readonly overlaps: readonly ClassOverlap[];
}

/**
 * The mask of one label. Null, with findings of which one is an error, where it would not be what the label says.
 *
 * @param name of the row, by which its masks are found
 */
export function maskOfLabel(
  row: Row,
  label: Label,
  name: string,
  original: LocalOriginal | null,
  settings: MaskSettings,
  report: ReportConvert,
): LabelMask | null {
  const header = original?.header ?? null;
  const size = decideSize(
    {
      exported: row.size,
      exportedOrientation: row.exifRotation,
      original: header && { file: original?.path ?? '', size: header, orientation: header.orientation },
      given: settings.size,
    },
    settings.frame,
    report,
  );
  if (size === null) return null;
  const hasMask = (object: Parameters<MasksFolder['has']>[1]): boolean => settings.masks.has(name, object);
  const areas = areaObjects(label, { ...settings, height: size.height, hasMask }, report);
  const known = withIds(areas, settings, report);
  const masks = settings.masks.read(
    name,
    known.map(({ area }) => area),
    size,
    report,
  );
  const objects: ReadyObject[] = [];
  for (const { area, classId } of known) {
    const polygons = area.origin.kind === 'polygons' ? area.origin.polygons : null;
    const spans = polygons === null ? masks.get(area) : filled(area, polygons, size, settings.rule, report);
    if (spans === undefined) continue;
    if (areaOf(spans) === 0) report('noPixels', { object: area.number, name: area.className.name });
    else objects.push({ classId, spans, order: area.order, polygons, count: area.count });
  }
  return composed(objects, size, settings, report);
}

function withIds(
  areas: readonly AreaObject[],
  { ids, unknownClass }: MaskSettings,
  report: ReportConvert,
): { readonly area: AreaObject; readonly classId: number }[] {
  const unknown = new Map<string, number>();
  const known = areas.flatMap((area) => {
    const classId = ids.idOf(area.className);
    if (classId !== null) return [{ area, classId }];
    unknown.set(area.className.name, (unknown.get(area.className.name) ?? 0) + 1);
    return [];
  });
  for (const [name, count] of unknown) {
    if (unknownClass === 'skip') report('classSkipped', { name, count });
    else report('classUnknown', { name });
  }
  return known;
}

function filled(
  { number, className }: AreaObject,
  polygons: readonly Polygon[],
  { width, height }: ImageSize,
  rule: RasterRule,
  report: ReportConvert,
) {
  try {
    return rasterise(polygons, width, height, rule);
  } catch (error) {
    if (!(error instanceof RasterError)) throw error;
    report('polygonInvalid', { ...problemOf(error), object: number, name: className.name });
    return undefined;
  }
}

function composed(
  objects: readonly ReadyObject[],
  size: ImageSize,
  settings: MaskSettings,
  report: ReportConvert,
): LabelMask | null {
  const { policy, voidId, result } = settings;
  if (result === 'objects') {
    const overlaps = countOverlaps(objects);
    if (overlaps.length > 0) report('overlap', overlapDetails(overlaps, settings));
    const pixels = new Map<number, number>();
    for (const { classId, spans } of objects) pixels.set(classId, (pixels.get(classId) ?? 0) + areaOf(spans));
    return { size, composed: null, objects, pixels, overlaps };
  }
  // Nobody wins in the end, but all pairs are counted so.
  const counting: OverlapPolicy = policy.kind === 'error' ? { kind: 'toVoid' } : policy;
  const mask = composeMask(objects, {
    ...{ ...size, policy: counting, background: BACKGROUND_ID, voidId },
    withInstances: result === 'maskAndInstances',
  });
  const { overlaps } = mask;
  if (overlaps.length > 0) {
    report(policy.kind === 'error' ? 'overlapRefused' : 'overlap', overlapDetails(overlaps, settings));
  }
  const pixels = new Map([...histogramById(mask.ids).entries()].filter(([, count]) => count > 0));
  return { size, composed: mask, objects, pixels, overlaps };
}

/** Pairs that a sentence names. */
const NAMED = 4;

function overlapDetails(overlaps: readonly ClassOverlap[], { nameOf }: MaskSettings) {
  const largest = [...overlaps].sort((a, b) => b.pixels - a.pixels);
  const texts = largest.slice(0, NAMED).map(({ first, second }) => `${nameOf(first)} × ${nameOf(second)}`);
  const pixels = overlaps.reduce((sum, pair) => sum + pair.pixels, 0);
  return { pairs: texts.join(', ') + (overlaps.length > NAMED ? ' …' : ''), pixels };
}

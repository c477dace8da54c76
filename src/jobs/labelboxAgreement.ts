import type { Geometry, Label, Place, Polygon, Row } from '../core/labelbox/model.ts';
import type { LabelTable } from '../core/labelbox/table/labelTable.ts';
import { boxPolygon } from '../core/raster/polygon.ts';
import { rasterise } from '../core/raster/rasterise.ts';
import { fillSpans } from '../core/raster/spans.ts';

/** How far labels of the same image agree on a class. */
export interface ClassAgreementFacts {
  readonly name: string;
  /** Pairs of labels of which one at least has an area of the class. */
  readonly pairs: number;
  /** Intersection over union, 0 … 1: over all pairs, and of the pair that agrees least. */
  readonly mean: number;
  readonly lowest: number;
  /** The first entry of that pair. */
  readonly lowestEntry: number;
}

export interface AgreementFacts {
  readonly images: number;
  /** Images that were not compared: fewer than two labels with areas, or more images than are looked at. */
  readonly leftOut: number;
  /** By the mean, lowest first. */
  readonly classes: readonly ClassAgreementFacts[];
}

/** Images that are compared. */
const MOST_IMAGES = 500;
/** Labels of one image that are compared with each other. */
const MOST_LABELS = 8;
/** Larger frames are drawn smaller: agreement needs no more, and memory is bounded. */
const LARGEST_SIDE = 2048;

interface Areas {
  readonly entry: number;
  /** Polygons by class. */
  readonly classes: ReadonlyMap<string, readonly Polygon[]>;
}

/**
 * Compares the labels of each image that has several, class by class, by the areas that their polygons and boxes fill.
 * Objects that are in masks only have no areas here: nothing is downloaded.
 */
export async function measureAgreement(
  table: LabelTable,
  readRow: (row: number, place: Place) => Promise<Row | null>,
): Promise<AgreementFacts> {
  const sums = new Map<string, { pairs: number; sum: number; lowest: number; lowestEntry: number }>();
  let images = 0;
  let leftOut = 0;
  for (const entries of table.alternatives()) {
    const areas = images < MOST_IMAGES ? await areasOf(table, entries.slice(0, MOST_LABELS), readRow) : [];
    if (areas.length < 2) {
      leftOut++;
      continue;
    }
    images++;
    const frame = frameOf(areas);
    for (const [i, one] of areas.entries()) {
      for (const other of areas.slice(i + 1)) {
        for (const name of new Set([...one.classes.keys(), ...other.classes.keys()])) {
          const iou = intersectionOverUnion(one.classes.get(name) ?? [], other.classes.get(name) ?? [], frame);
          if (iou === null) continue;
          const sum = sums.get(name) ?? { pairs: 0, sum: 0, lowest: Infinity, lowestEntry: one.entry };
          sums.set(name, sum);
          sum.pairs++;
          sum.sum += iou;
          if (iou < sum.lowest) Object.assign(sum, { lowest: iou, lowestEntry: one.entry });
        }
      }
    }
  }
  const classes = [...sums].map(([name, { pairs, sum, lowest, lowestEntry }]) => ({
    ...{ name, pairs, mean: sum / pairs, lowest, lowestEntry },
  }));
  return { images, leftOut, classes: classes.sort((a, b) => a.mean - b.mean || (a.name < b.name ? -1 : 1)) };
}

/** The labels that have areas. */
async function areasOf(
  table: LabelTable,
  entries: readonly number[],
  readRow: (row: number, place: Place) => Promise<Row | null>,
): Promise<Areas[]> {
  const found: Areas[] = [];
  for (const entry of entries) {
    const { row, label, place } = table.entry(entry);
    const shown = (await readRow(row, place))?.labels[label];
    const classes = shown === undefined ? null : polygonsOf(shown);
    if (classes !== null && classes.size > 0) found.push({ entry, classes });
  }
  return found;
}

function polygonsOf(label: Label): Map<string, readonly Polygon[]> {
  const classes = new Map<string, readonly Polygon[]>();
  for (const { className, geometry } of label.objects) {
    const polygons = areaOf(geometry);
    if (polygons.length > 0) classes.set(className.name, [...(classes.get(className.name) ?? []), ...polygons]);
  }
  return classes;
}

function areaOf(geometry: Geometry): readonly Polygon[] {
  // All labels of an image have the same axis, which does not matter for how they lie to each other.
  switch (geometry.kind) {
    case 'polygons':
      return geometry.polygons;
    case 'box':
      return [boxPolygon(geometry.x, geometry.y, geometry.width, geometry.height)];
    case 'point':
    case 'line':
    case 'mask':
    case 'unknown':
      return [];
  }
}

interface Frame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly scale: number;
}

/** The box around all areas, made smaller where it is large. */
function frameOf(areas: readonly Areas[]): Frame {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of areas.flatMap(({ classes }) => [...classes.values()].flat(2))) {
    for (let i = 0; i + 1 < ring.length; i += 2) {
      left = Math.min(left, ring[i] ?? Infinity);
      right = Math.max(right, ring[i] ?? -Infinity);
      top = Math.min(top, ring[i + 1] ?? Infinity);
      bottom = Math.max(bottom, ring[i + 1] ?? -Infinity);
    }
  }
  // Whole pixels stay whole where nothing is made smaller.
  [left, top] = [Math.floor(left), Math.floor(top)];
  const scale = Math.min(1, LARGEST_SIDE / Math.max(1, right - left, bottom - top));
  const side = (length: number): number => Math.max(1, Math.min(LARGEST_SIDE, Math.ceil(length * scale)));
  return { left, top, width: side(right - left), height: side(bottom - top), scale };
}

/** Null where neither has a pixel. */
function intersectionOverUnion(one: readonly Polygon[], other: readonly Polygon[], frame: Frame): number | null {
  const { width, height, left, top, scale } = frame;
  const planeOf = (polygons: readonly Polygon[]): Uint8Array => {
    const moved = polygons.map((rings) =>
      rings.map((ring) => ring.map((value, i) => (value - (i % 2 === 0 ? left : top)) * scale)),
    );
    const plane = new Uint8Array(width * height);
    if (moved.length > 0) fillSpans(plane, rasterise(moved, width, height, 'centre'), 1);
    return plane;
  };
  const [a, b] = [planeOf(one), planeOf(other)];
  let both = 0;
  let either = 0;
  for (let i = 0; i < a.length; i++) {
    both += (a[i] ?? 0) & (b[i] ?? 0);
    either += (a[i] ?? 0) | (b[i] ?? 0);
  }
  return either === 0 ? null : both / either;
}

/**
 * One model of every Labelbox export: rows → labels → objects. Geometry is kept as it is in the file; see
 * {@link placeGeometry} for the axis.
 */

/** Formats of exports, in the order in which Labelbox wrote them (E1: early 2018 … E5: until 2024, then v2). */
export const ERAS = ['E1', 'E2', 'E3', 'E4', 'E5', 'v2'] as const;
export type Era = (typeof ERAS)[number];

/** Where y = 0 is: `up` at the bottom of the image, `down` at its top. */
export type YAxis = 'up' | 'down';

/** Where a row stands in its file: bytes from the start, and the line of its first byte, from 1. */
export interface Place {
  readonly offset: number;
  readonly length: number;
  readonly line: number;
}

/** What a row shows; masks are made of images only. */
export const MEDIA_KINDS = ['image', 'video', 'tiled', 'text', 'pdf', 'unknown'] as const;
export type MediaKind = (typeof MEDIA_KINDS)[number];

/**
 * How a label, and with it a row, stands. The empty and skipped ones mean different things and are never one:
 * - `labelled`: has objects
 * - `skipText`: `"Label": "Skip"`
 * - `emptyLabel`: `"Label": {}`, or a v2 label without annotations
 * - `background`: a list of objects that is empty: all of the image is background
 * - `classificationsOnly`: no objects, but classifications
 * - `skipFlag`: `"Skipped": true`, or `skipped` in v2's performance details; objects may be there nevertheless
 * - `notLabelled`: no label at all
 * - `notImage`: a video, tiles, a text or a PDF
 * - `unreadable`: the label is none of these; a finding says why
 */
export const LABEL_STATES = [
  'labelled',
  'skipText',
  'emptyLabel',
  'background',
  'classificationsOnly',
  'skipFlag',
  'notLabelled',
  'notImage',
  'unreadable',
] as const;
export type LabelState = (typeof LABEL_STATES)[number];

/** Pairs x, y in pixels; the first point may be repeated at the end, as in the file. */
export type Ring = Float64Array;

/** The outer ring and its holes: within one polygon the even-odd rule holds. */
export type Polygon = readonly Ring[];

/** Pixels as in the file; see {@link LabelboxExport.yAxis}. Several polygons are a union. */
export type Geometry =
  | { readonly kind: 'polygons'; readonly polygons: readonly Polygon[] }
  /** The corner at (x, y) is the one of the smallest coordinates. */
  | { readonly kind: 'box'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  | { readonly kind: 'point'; readonly x: number; readonly y: number }
  | { readonly kind: 'line'; readonly points: Ring }
  /** The object is in its mask only. */
  | { readonly kind: 'mask' }
  /** Something else, by the name that the file gives it. */
  | { readonly kind: 'unknown'; readonly name: string };

export const GEOMETRY_KINDS = ['polygons', 'box', 'point', 'line', 'mask', 'unknown'] as const;
export type GeometryKind = Geometry['kind'];

/** Where an object's pixels can be fetched. */
export type MaskReference =
  /** E5: one RGBA picture per object, transparent black and opaque white. */
  | { readonly kind: 'instance'; readonly url: string }
  /** v2: one picture per object, behind an API key. */
  | { readonly kind: 'feature'; readonly url: string }
  /** v2: one picture per label; the object is where red, green and blue equal `colour`. */
  | { readonly kind: 'composite'; readonly url: string; readonly colour: readonly [number, number, number] };

/** An answered question about an image or an object. */
export interface Classification {
  readonly featureId: string | null;
  readonly name: string;
  readonly answers: readonly Answer[];
}

/** A chosen option, or free text; options may ask further questions. */
export interface Answer {
  readonly name: string;
  readonly classifications: readonly Classification[];
}

/** A class name as it is written, and without outer blanks and control characters. */
export interface ClassName {
  readonly written: string;
  readonly name: string;
}

export interface LabelObject {
  readonly featureId: string | null;
  readonly className: ClassName;
  /** `#rrggbb`, or null where the export has none. */
  readonly colour: string | null;
  /** Place in the order of drawing, from 0; null where the export groups objects by class (E1–E4). */
  readonly order: number | null;
  readonly geometry: Geometry;
  readonly mask: MaskReference | null;
  readonly classifications: readonly Classification[];
}

/** E4: the mask of all objects of a class. */
export interface ClassMask {
  readonly className: ClassName;
  readonly url: string;
}

export interface Review {
  /** 1 for approval, −1 for rejection, 0 otherwise; null where it is not stated. */
  readonly score: number | null;
  readonly createdBy: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number | null;
}

export interface Label {
  readonly id: string | null;
  readonly state: LabelState;
  readonly projectName: string | null;
  readonly createdBy: string | null;
  /** Milliseconds since 1970, as are all dates. */
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  readonly secondsToLabel: number | null;
  readonly reviews: readonly Review[];
  /** Sum of the reviews' scores; null without reviews that have one. */
  readonly reviewScore: number | null;
  /** 0 … 1; null where it was not computed (absent, or −1 in the file). */
  readonly agreement: number | null;
  readonly benchmarkAgreement: number | null;
  readonly benchmarkId: string | null;
  readonly viewUrl: string | null;
  readonly objects: readonly LabelObject[];
  readonly classifications: readonly Classification[];
  readonly classMasks: readonly ClassMask[];
}

export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** One element of the file: of the JSON array, a line of the NDJSON, a record of the CSV. */
export interface Row {
  /** Place among the elements, from 0; broken elements count. */
  readonly index: number;
  readonly place: Place;
  readonly dataRowId: string | null;
  readonly externalId: string | null;
  readonly globalKey: string | null;
  readonly imageUrl: string | null;
  readonly media: MediaKind;
  /** As the export states it; null where it does not. */
  readonly size: ImageSize | null;
  /** EXIF orientation 1 … 8 as the export states it; null where it does not. */
  readonly exifRotation: number | null;
  readonly datasetName: string | null;
  readonly projectName: string | null;
  readonly state: LabelState;
  readonly labels: readonly Label[];
}

/** How the elements of a file are written. */
export type Container = 'jsonArray' | 'jsonObjects' | 'ndjson' | 'csv';

/** An object's geometry with y downwards in an image of this height: y′ = height − y where the file counts upwards. */
export function placeGeometry(geometry: Geometry, height: number, yAxis: YAxis): Geometry {
  if (yAxis === 'down') return geometry;
  switch (geometry.kind) {
    case 'polygons':
      return { kind: 'polygons', polygons: geometry.polygons.map((rings) => rings.map((r) => flipped(r, height))) };
    case 'box':
      return { ...geometry, y: height - geometry.y - geometry.height };
    case 'point':
      return { ...geometry, y: height - geometry.y };
    case 'line':
      return { kind: 'line', points: flipped(geometry.points, height) };
    case 'mask':
    case 'unknown':
      return geometry;
  }
}

function flipped(points: Ring, height: number): Ring {
  const result = points.slice();
  for (let i = 1; i < result.length; i += 2) result[i] = height - (points[i] ?? 0);
  return result;
}

/** A row's name: its external id, else the data row's, else the label's; null where it has none. */
export function rowName(row: Row): string | null {
  return row.externalId ?? row.globalKey ?? row.dataRowId ?? row.labels[0]?.id ?? null;
}

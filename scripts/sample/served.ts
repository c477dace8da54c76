// Two Labelbox exports whose originals and masks are served by the sample's own server, on this machine only.
import sharp from 'sharp';
import { CLASSES, CLASS_COLOURS, FACE_SIZE, drawFace, objectIds, renderOriginal, type Face } from './faces.ts';
import { pngFile } from './pngFile.ts';
import type { SampleFile } from './special.ts';

/** Where the server listens unless something else does. */
export const DEFAULT_ORIGIN = 'http://127.0.0.1:8742';
/** The exports, below the sample's folder. */
export const SERVED_EXPORTS = ['labelbox/served-2023.json', 'labelbox/served-v2.ndjson'] as const;

const ROWS = 12;
const SIZE = 256;
const DAY = 24 * 3_600_000;
const START = Date.UTC(2023, 4, 2, 8);
/** Links of the sample are good for a long time, but for one. */
const EXPIRES = Date.UTC(2099, 0, 1);
const EXPIRED_ROW = 7;
/** Its original is not on the server. */
const MISSING_ROW = 10;

interface ServedFace {
  readonly name: string;
  readonly face: Face;
  /** 0 is background, n the n-th part of the face; {@link SIZE}² bytes. */
  readonly objects: Uint8Array;
}

function servedFaces(): ServedFace[] {
  return Array.from({ length: ROWS }, (_, row) => {
    const face = drawFace(20_230_502 + row);
    const large = objectIds(face);
    const step = FACE_SIZE / SIZE;
    const objects = Uint8Array.from(
      { length: SIZE * SIZE },
      (_, i) => large[Math.floor(i / SIZE) * step * FACE_SIZE + (i % SIZE) * step] ?? 0,
    );
    return { name: `visitor_${String(row + 1).padStart(2, '0')}`, face, objects };
  });
}

const featureOf = (row: number, part: number): string => `cs${String(row + 1).padStart(4, '0')}f${part}`;

/** A red, green and blue that no other object of a label has. */
const colourOf = (part: number): [number, number, number] => [20 * part + 15, 255 - 30 * part, 40 * part];

function rgba(objects: Uint8Array, colour: (object: number) => readonly number[]): Uint8Array {
  const samples = new Uint8Array(4 * objects.length);
  objects.forEach((object, i) => samples.set(colour(object), 4 * i));
  return pngFile({ width: SIZE, height: SIZE, bitDepth: 8, colourType: 6, samples });
}

/** What the server has, by path. */
export async function servedContent(): Promise<
  ReadonlyMap<string, { readonly type: string; readonly bytes: Uint8Array }>
> {
  const content = new Map<string, { readonly type: string; readonly bytes: Uint8Array }>();
  const raw = { width: FACE_SIZE, height: FACE_SIZE, channels: 3 } as const;
  for (const [row, { name, face, objects }] of servedFaces().entries()) {
    if (row !== MISSING_ROW) {
      const bytes = await sharp(renderOriginal(face), { raw }).resize(SIZE, SIZE).jpeg({ quality: 85 }).toBuffer();
      content.set(`/images/${name}.jpg`, { type: 'image/jpeg', bytes });
    }
    face.parts.forEach((_, part) => {
      const bytes = rgba(objects, (object) => (object === part + 1 ? [255, 255, 255, 255] : [0, 0, 0, 0]));
      content.set(`/masks/${featureOf(row, part)}`, { type: 'image/png', bytes });
    });
    const composite = rgba(objects, (object) => (object === 0 ? [0, 0, 0, 0] : [...colourOf(object - 1), 255]));
    content.set(`/composites/${name}`, { type: 'image/png', bytes: composite });
  }
  return content;
}

/** The exports as a server at `origin` makes them true. */
export function servedExports(origin: string): SampleFile[] {
  const faces = servedFaces();
  const link = (path: string, expires = EXPIRES): string => `${origin}${path}?Expires=${expires}`;
  const hex = (id: number): string =>
    `#${(CLASS_COLOURS[id] ?? []).map((value) => value.toString(16).padStart(2, '0')).join('')}`;
  const e5 = faces.map(({ name, face }, row) => ({
    ...{ ID: `cs${row + 1}label`, 'DataRow ID': `cs${row + 1}row`, 'External ID': `${name}.jpg` },
    'Labeled Data': link(`/images/${name}.jpg`),
    Label: {
      objects: face.parts.map(({ id }, part) => ({
        ...{ featureId: featureOf(row, part), schemaId: `schema-${id}`, title: CLASSES[id], value: CLASSES[id] },
        color: hex(id),
        instanceURI: link(
          `/masks/${featureOf(row, part)}`,
          row === EXPIRED_ROW && part === 0 ? START + 30 * DAY : EXPIRES,
        ),
      })),
      classifications: [],
    },
    ...{ 'Created By': 'anna@example.com', 'Project Name': 'Visitors', 'Dataset Name': 'visitors' },
    ...{ 'Created At': new Date(START).toISOString(), 'Updated At': new Date(START).toISOString() },
    ...{ 'Seconds to Label': 60 + row, Agreement: -1, Reviews: [], Skipped: false },
  }));
  const v2 = faces.map(({ name, face }, row) => ({
    data_row: { id: `ct${row + 1}row`, external_id: `${name}.jpg`, row_data: link(`/images/${name}.jpg`) },
    media_attributes: { height: SIZE, width: SIZE, mime_type: 'image/jpeg', exif_rotation: '1' },
    projects: {
      visitors: {
        name: 'Visitors',
        labels: [
          {
            ...{ label_kind: 'Default', version: '1.0.0', id: `ct${row + 1}label` },
            label_details: { created_at: new Date(START).toISOString(), created_by: 'minsu@example.com', reviews: [] },
            performance_details: { seconds_to_create: 60 + row, skipped: false },
            annotations: {
              objects: face.parts.map(({ id }, part) => ({
                ...{ feature_id: `ct${row + 1}f${part}`, feature_schema_id: `schema-${id}`, name: CLASSES[id] },
                ...{ annotation_kind: 'ImageSegmentationMask', classifications: [] },
                composite_mask: { url: link(`/composites/${name}`), color_rgb: colourOf(part) },
              })),
              ...{ classifications: [], relationships: [] },
            },
          },
        ],
        project_details: { workflow_status: 'DONE' },
      },
    },
  }));
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const [first, second] = SERVED_EXPORTS;
  return [
    {
      path: first,
      about:
        'An export with a mask for each object, all on the sample’s own server; one image is missing, one link expired.',
      bytes: text(`[\n${e5.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`),
    },
    {
      path: second,
      about: 'The same with one mask for all objects of an image, told apart by colour.',
      bytes: text(v2.map((row) => `${JSON.stringify(row)}\n`).join('')),
    },
  ];
}

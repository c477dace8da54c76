import sharp from 'sharp';
import { CLASSES, CLASS_COLOURS, FACE_SIZE, type Face } from './faces.ts';
import { seededRandom } from './random.ts';
import type { SampleFile } from './special.ts';

/** Rows of the main export; every sample face occurs in so many sizes and turned over. */
const ROWS = 36;
const SIZES = [256, 320, 384];

type Part = Face['parts'][number];
interface Point {
  readonly x: number;
  readonly y: number;
}

/** One image of the export: a sample face, smaller and turned over or not, and the outlines of its parts. */
interface LabelledFace {
  /** Name of the original, without extension. */
  readonly name: string;
  readonly size: number;
  readonly isFlopped: boolean;
  readonly original: Uint8Array;
  readonly parts: readonly { readonly id: number; readonly outline: readonly Point[] }[];
  readonly pupils: readonly Point[];
}

/** Points on an ellipse, `count` of them, by angle. */
function around({ x, y, rx, ry, angle }: Omit<Part, 'id' | 'without'>, count: number): Point[] {
  return Array.from({ length: count }, (_, i) => {
    const turn = (2 * Math.PI * i) / count;
    const [across, down] = [rx * Math.cos(turn), ry * Math.sin(turn)];
    return {
      x: x + across * Math.cos(angle) - down * Math.sin(angle),
      y: y + across * Math.sin(angle) + down * Math.cos(angle),
    };
  });
}

function isInside({ x, y, rx, ry, angle }: Omit<Part, 'id' | 'without'>, point: Point): boolean {
  const [dx, dy] = [point.x - x, point.y - y];
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return ((dx * cos + dy * sin) / rx) ** 2 + ((dy * cos - dx * sin) / ry) ** 2 <= 1;
}

/** The outline of a part; of a crescent the far arc and the near one back. */
function outlineOf(part: Part): Point[] {
  const { without } = part;
  if (without === null) return around(part, 28);
  const far = around(part, 72);
  const first = far.findIndex((point, i) => !isInside(without, point) && isInside(without, far.at(i - 1) ?? point));
  const outer = [...far.slice(first), ...far.slice(0, first)].filter((point) => !isInside(without, point));
  const near = around(without, 72);
  const start = near.findIndex((point, i) => isInside(part, point) && !isInside(part, near.at(i - 1) ?? point));
  const inner = [...near.slice(start), ...near.slice(0, start)].filter((point) => isInside(part, point)).reverse();
  return [...outer, ...inner].filter((_, i) => i % 2 === 0);
}

async function labelledFaces(
  faces: readonly { readonly name: string; readonly face: Face; readonly original: Uint8Array }[],
): Promise<LabelledFace[]> {
  return Promise.all(
    Array.from({ length: ROWS }, async (_, row) => {
      const source = faces[row % faces.length];
      if (source === undefined) throw new Error('The sample needs a face.');
      const round = Math.floor(row / faces.length);
      const size = SIZES[Math.floor(round / 2) % SIZES.length] ?? 256;
      const isFlopped = round % 2 === 1;
      const image = sharp(source.original).resize(size, size);
      const original = await (isFlopped ? image.flop() : image).jpeg({ quality: 82 }).toBuffer();
      const scale = size / FACE_SIZE;
      const place = ({ x, y }: Point): Point => ({ x: scale * (isFlopped ? FACE_SIZE - x : x), y: scale * y });
      return {
        ...{ name: `subject.${String(row + 1).padStart(2, '0')}`, size, isFlopped, original },
        parts: source.face.parts.map((part) => ({ id: part.id, outline: outlineOf(part).map(place) })),
        pupils: source.face.parts.filter(({ id }) => id === 1).map(place),
      };
    }),
  );
}

const HOUR = 3_600_000;
const START = Date.UTC(2023, 4, 2, 8);
const LABELLERS = ['anna@example.com', 'minsu@example.com', 'tomas@example.com'];
const hex = (id: number): string =>
  `#${(CLASS_COLOURS[id] ?? [0, 0, 0]).map((value) => value.toString(16).padStart(2, '0')).join('')}`;
const rounded = ({ x, y }: Point): Point => ({ x: Math.round(100 * x) / 100, y: Math.round(100 * y) / 100 });
/** A link with an expiry in its query, on a host that no request can reach (RFC 2606). */
const link = (path: string, expires: number): string => `https://storage.example.invalid/${path}?Expires=${expires}`;

interface Kept {
  readonly title: string;
  readonly id: number;
  readonly outline: readonly Point[];
}

/** What is wrong on purpose, by the index of the row. */
function objectsOf(face: LabelledFace, row: number): Kept[] {
  const kept = face.parts.map(({ id, outline }) => ({ title: CLASSES[id] ?? '', id, outline }));
  const change = (id: number, how: (object: Kept) => Kept): void => {
    const at = kept.findIndex((object) => object.id === id);
    const object = kept[at];
    if (object !== undefined) kept[at] = how(object);
  };
  // A name with a blank behind it, and a twin in other case.
  if (row === 3) change(4, (object) => ({ ...object, title: 'eyebrow ' }));
  if (row === 5) change(2, (object) => ({ ...object, title: 'Nose' }));
  // Beyond the right edge.
  if (row === 8) {
    change(3, (object) => ({ ...object, outline: object.outline.map(({ x, y }) => ({ x: x + face.size * 0.45, y })) }));
  }
  // Crosses itself: two points in each other's place.
  if (row === 11) {
    change(3, (object) => {
      const [a, b, ...rest] = object.outline;
      const middle = Math.floor(rest.length / 2);
      return a === undefined || b === undefined
        ? object
        : { ...object, outline: [a, ...rest.slice(0, middle), b, ...rest.slice(middle)] };
    });
  }
  // Two points enclose nothing.
  if (row === 14) change(2, (object) => ({ ...object, outline: object.outline.slice(0, 2) }));
  // Classes that the labeller forgot.
  if (row === 20) return kept.filter(({ id }) => id !== 2 && id !== 4);
  if (row % 7 === 6) return kept.filter(({ id }) => id !== 4);
  return kept;
}

function e5Row(face: LabelledFace, row: number): Record<string, unknown> {
  const id = `ck${String(row + 1).padStart(4, '0')}`;
  const created = new Date(START + row * 7 * HOUR).toISOString();
  const isSkipped = row === 17;
  const feature = (kept: Pick<Kept, 'title' | 'id'>, number: number, geometry: Record<string, unknown>): unknown => ({
    featureId: `${id}f${number}`,
    schemaId: `schema-${kept.title.trim().toLowerCase()}`,
    title: kept.title,
    value: kept.title.trim().toLowerCase(),
    color: hex(kept.id),
    instanceURI: link(`masks/${id}f${number}`, START + 30 * 24 * HOUR),
    ...geometry,
  });
  const objects = objectsOf(face, row).map((kept, i) => feature(kept, i, { polygon: kept.outline.map(rounded) }));
  const pupils = face.pupils.map((at, i) => {
    // One pupil lies on the forehead.
    const point = row === 23 && i === 0 ? { x: at.x, y: at.y - face.size * 0.2 } : at;
    return feature({ title: 'pupil', id: 0 }, 20 + i, { point: rounded(point) });
  });
  const answer = { title: ['front', 'left', 'right'][row % 3] ?? 'front', value: 'view' };
  return {
    ID: `${id}label`,
    'DataRow ID': `${row === 31 ? 'ck0031' : id}row`,
    'Labeled Data': link(`images/${face.name}.jpg`, START + 14 * 24 * HOUR),
    Label: isSkipped
      ? {}
      : row === 26
        ? { objects: [], classifications: [] }
        : {
            objects: [...objects, ...pupils],
            classifications: [{ featureId: `${id}c`, title: 'view', value: 'view', answer }],
          },
    'Created By': LABELLERS[row % LABELLERS.length],
    'Project Name': 'Sample faces',
    'Created At': created,
    'Updated At': created,
    'Seconds to Label': 40 + ((row * 37) % 160) + 0.5,
    // Row 30 names the image of row 29 once more; row 31 is row 30's data row again.
    'External ID': `${row === 29 ? 'subject.29' : row === 31 ? 'subject.31' : face.name}.jpg`,
    Agreement: -1,
    'Benchmark Agreement': -1,
    'Benchmark ID': null,
    'Dataset Name': 'faces',
    Reviews:
      row % 4 === 0
        ? [{ score: row % 8 === 0 ? 1 : -1, id: `${id}r`, createdAt: created, createdBy: 'lead@example.com' }]
        : [],
    'View Label': `https://editor.labelbox.com?project=sample&label=${id}label`,
    'Has Open Issues': 0,
    Skipped: isSkipped,
  };
}

/** A row of v2; every third image has a second label, whose outlines are a little larger. */
function v2Row(face: LabelledFace, row: number): unknown {
  const id = `cl${String(row + 1).padStart(4, '0')}`;
  const label = (number: number): unknown => ({
    label_kind: 'Default',
    version: '1.0.0',
    id: `${id}l${number}`,
    label_details: {
      created_at: new Date(START + (row * 5 + number) * HOUR).toISOString(),
      updated_at: new Date(START + (row * 5 + number) * HOUR).toISOString(),
      created_by: LABELLERS[(row + number) % LABELLERS.length],
      reviews: number === 0 ? [{ approved: true, reviewed_at: new Date(START).toISOString() }] : [],
    },
    performance_details: { seconds_to_create: 60 + row + 11 * number, seconds_to_review: 5, skipped: false },
    annotations: {
      objects: face.parts.map(({ id: part, outline }, i) => {
        const centre = { x: average(outline.map(({ x }) => x)), y: average(outline.map(({ y }) => y)) };
        const grow = 1 + 0.12 * number;
        const polygon = outline.map(({ x, y }) =>
          rounded({ x: centre.x + (x - centre.x) * grow, y: centre.y + (y - centre.y) * grow }),
        );
        return {
          ...{
            feature_id: `${id}l${number}f${i}`,
            feature_schema_id: `s${part}`,
            name: CLASSES[part],
            value: CLASSES[part],
          },
          ...{ annotation_kind: 'ImagePolygon', classifications: [], polygon: [...polygon, polygon[0]] },
        };
      }),
      classifications: [],
      relationships: [],
    },
  });
  return {
    data_row: {
      id: `${id}row`,
      external_id: `${face.name}.jpg`,
      row_data: link(`images/${face.name}.jpg`, START + 14 * 24 * HOUR),
      details: { dataset_name: 'faces' },
    },
    media_attributes: { height: face.size, width: face.size, mime_type: 'image/jpeg', exif_rotation: '1' },
    projects: {
      sample: {
        name: 'Sample faces',
        labels: row === 10 ? [] : row % 3 === 0 ? [label(0), label(1)] : [label(0)],
        project_details: { workflow_status: 'DONE' },
      },
    },
  };
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** A row of 2019, with objects by class and a mask for each class. */
function e4Row(face: LabelledFace, row: number): Record<string, unknown> {
  const id = `cj${String(row + 1).padStart(4, '0')}`;
  const created = Date.UTC(2019, 9, 7, 9) + row * HOUR;
  const label: Record<string, unknown> = {};
  const masks: Record<string, string> = {};
  for (const name of CLASSES.slice(1)) {
    const parts = face.parts.filter((part) => CLASSES[part.id] === name);
    label[name] = parts.map(({ outline }) => ({ geometry: outline.map(rounded) }));
    masks[name] = `https://api.example.invalid/masks/${id}/${name}?token=${token(created + 5 * 365 * 24 * HOUR)}`;
  }
  return {
    ID: `${id}label`,
    'DataRow ID': `${id}row`,
    'Labeled Data': link(`images/${face.name}.jpg`, created + 14 * 24 * HOUR),
    Label: row === 4 ? 'Skip' : label,
    'Created By': LABELLERS[row % LABELLERS.length],
    'Project Name': 'Sample faces',
    'Created At': new Date(created).toISOString(),
    'Updated At': new Date(created).toISOString(),
    'Seconds to Label': 51.25 + row,
    'External ID': `${face.name}.jpg`,
    Agreement: null,
    'Benchmark Agreement': null,
    'Benchmark ID': null,
    'Benchmark Reference ID': null,
    'Dataset Name': 'faces',
    Reviews: [],
    'View Label': `https://image-segmentation-v4.labelbox.com?label=${id}label`,
    Masks: row === 4 ? {} : masks,
  };
}

/** A JSON Web Token with an expiry, signed by nobody. */
function token(expires: number): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: Math.floor(expires / 1000) })}.`;
}

function csv(rows: readonly Record<string, unknown>[]): string {
  const header = Object.keys(rows[0] ?? {});
  const cell = (value: unknown): string => {
    const text = value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [header.join(','), ...rows.map((row) => header.map((name) => cell(row[name])).join(','))].join('\n') + '\n';
}

/** A row of 2018: WKT, with y upwards from the bottom of the image. */
function e3Row(face: LabelledFace, row: number): unknown {
  const label: Record<string, unknown> = {};
  for (const name of CLASSES.slice(1)) {
    label[name] = face.parts
      .filter((part) => CLASSES[part.id] === name)
      .map(({ outline }) => {
        const points = outline.map((point) => rounded({ x: point.x, y: face.size - point.y }));
        const [first] = points;
        const ring = [...points, ...(first === undefined ? [] : [first])].map(({ x, y }) => `${x} ${y}`).join(', ');
        return { geometry: `POLYGON ((${ring}))` };
      });
  }
  return {
    ID: `ci${row}label`,
    'Labeled Data': `https://storage.example.invalid/images/${face.name}.jpg`,
    Label: label,
    'Created By': LABELLERS[0],
    'Project Name': 'Sample faces',
    'Created At': new Date(Date.UTC(2018, 7, 20, 9) + row * HOUR).toISOString(),
    'Seconds to Label': 44.5 + row,
    'External ID': `${face.name}.jpg`,
    Agreement: null,
    'Dataset Name': 'faces',
    Reviews: [],
    'View Label': `https://image-segmentation-v3.labelbox.com?label=ci${row}label`,
  };
}

/** Labelbox exports of four eras over the same originals, with some things wrong on purpose. */
export async function labelboxFiles(
  faces: readonly { readonly name: string; readonly face: Face; readonly original: Uint8Array }[],
): Promise<SampleFile[]> {
  const labelled = await labelledFaces(faces);
  const random = seededRandom(2019);
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const e4 = labelled.slice(0, 12).map(e4Row);
  // One row a line, so that a finding's line shows its row.
  const lines = (rows: readonly unknown[]): string => `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
  const video = {
    data_row: { id: 'cl9001row', external_id: 'walk.mp4', row_data: 'https://storage.example.invalid/walk.mp4' },
    media_attributes: { mime_type: 'video/mp4', frame_count: Math.round(100 + 50 * random()) },
    projects: { sample: { name: 'Sample faces', labels: [] } },
  };
  return [
    ...labelled.map(({ name, original }) => ({ path: `labelbox/originals/${name}.jpg`, bytes: original, about: '' })),
    {
      path: 'labelbox/export-2023.json',
      about: 'A Labelbox export with `objects`, 36 rows; some rows are wrong on purpose.',
      bytes: text(lines(labelled.map(e5Row))),
    },
    {
      path: 'labelbox/export-v2.ndjson',
      about: 'An export of 2024 (NDJSON); every third image has labels of two people.',
      bytes: text([...labelled.slice(0, 18).map(v2Row), video].map((row) => `${JSON.stringify(row)}\n`).join('')),
    },
    {
      path: 'labelbox/export-2019.json',
      about: 'An export of 2019, with a mask for each class.',
      bytes: text(lines(e4)),
    },
    { path: 'labelbox/export-2019.csv', about: 'The same as CSV.', bytes: text(csv(e4)) },
    {
      path: 'labelbox/export-2018.json',
      about: 'An export of 2018: WKT, and y counts upwards.',
      bytes: text(lines(labelled.slice(0, 6).map(e3Row))),
    },
  ];
}

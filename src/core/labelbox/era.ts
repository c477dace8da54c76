import { fieldsOf } from '../formats/json.ts';
import { cleanName } from '../formats/classMap.ts';
import { listOf, type Fields } from './fields.ts';
import { ERAS, type Era, type Place } from './model.ts';
import type { FindingDetails, LabelboxRule } from './rules.ts';

/** By what an era was recognised; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const TELL_TALES = {
  chosen: 'The era was chosen by you.',
  dataRowAndProjects: 'Row {row} has the fields "data_row" and "projects".',
  dataRowOnly: 'Row {row} has the field "data_row", and no label.',
  objectsList: 'The label of row {row} has a list "objects".',
  frames: 'The label of row {row} is a list of video frames.',
  laterField: 'Row {row} has the field "{field}".',
  viewHost: 'The label of row {row} is viewed at {host}.',
  dataRowId: 'Row {row} has the field "{field}".',
  geometryItems: 'The objects of row {row} have a field "geometry" each.',
  createdAt: 'Row {row} has the field "Created At"; objects are lists or WKT without fields.',
  nothingLater: 'No row has the field "Created At", and seconds to label are written as text.',
} as const;

export type TellTale = keyof typeof TELL_TALES;

/** What is recognised, but is no export; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const NOT_EXPORTS = {
  annotationImport:
    'This is an import payload: annotations to be uploaded to Labelbox (row {row} has "{field}" beside a data row). An export has rows with labels.',
  maskImport:
    'This is an import payload: masks to be uploaded to Labelbox (row {row} has a mask as {field}). An export has rows with labels.',
  dataRowImport:
    'This is an import payload: data rows to be uploaded to Labelbox (row {row} has "{field}"). An export has rows with labels.',
  embeddingImport: 'This is an import payload: embedding vectors to be uploaded to Labelbox (row {row}).',
  tfRecordList: 'This is a list of TFRecord files that Labelbox made, not the labels themselves. Export again as JSON.',
  unknown: 'This is not a Labelbox export: row {row} has none of the fields of one. Its fields: {fields}.',
  utf16: 'The file is UTF-16, as spreadsheets write "Unicode text" and PowerShell what it redirects. Save it as UTF-8.',
  cut: 'The file ends within its first row, which begins at byte {offset}. Copy or export the file again.',
  broken: 'No row of the file can be read. The first one, at byte {offset}: {reason}',
  tooLarge: 'The first row, at byte {offset}, has more than {limit} MB and cannot be read.',
  empty: 'The file has no rows.',
} as const;

export type NotExport = keyof typeof NOT_EXPORTS;

export type RecognisedExport =
  | {
      readonly kind: 'export';
      readonly era: Era;
      readonly tellTale: TellTale;
      readonly details: Readonly<Record<string, string | number>>;
    }
  | {
      readonly kind: 'notExport';
      readonly what: NotExport;
      readonly details: Readonly<Record<string, string | number>>;
    };

/** What a file is of which no row can be read, by its first finding. */
const UNREAD: Readonly<Partial<Record<LabelboxRule, NotExport>>> = {
  utf16: 'utf16',
  truncated: 'cut',
  brokenElement: 'broken',
  elementTooLarge: 'tooLarge',
};

interface Sign {
  readonly era: Era;
  readonly tellTale: TellTale;
  readonly details?: Readonly<Record<string, string>>;
}

/** Fields that only exports of the last JSON era have. */
const E5_FIELDS = ['Skipped', 'Has Open Issues', 'DataRow Metadata', 'Media Attributes', 'Data Split', 'Global Key'];
const E4_FIELDS = ['DataRow ID', 'Updated At', 'Benchmark Agreement', 'Benchmark ID', 'Masks'];
const HOSTS: readonly (readonly [string, Era])[] = [
  ['editor.labelbox.com', 'E5'],
  ['image-segmentation-v4.labelbox.com', 'E4'],
  ['image-segmentation-v3.labelbox.com', 'E3'],
  ['image-segmentation-hybrid.labelbox.com', 'E2'],
];

/**
 * Recognises an export by its rows: the latest era of which any row has a sign, since a row may lack what its
 * neighbours have. Give it every row, or the first few hundred.
 */
export class EraDetector {
  #rows = 0;
  #best: { readonly sign: Sign; readonly row: number } | null = null;
  #notExport: { readonly what: NotExport; readonly details: FindingDetails } | null = null;
  #unread: { readonly what: NotExport; readonly details: FindingDetails } | null = null;

  /** @param value an element of the file; a record of a CSV with its header's names as fields */
  add(value: unknown): void {
    const row = ++this.#rows;
    const fields = fieldsOf(value);
    const sign = fields === null ? null : signOf(fields);
    if (sign !== null) {
      if (this.#best === null || ERAS.indexOf(sign.era) > ERAS.indexOf(this.#best.sign.era)) this.#best = { sign, row };
    } else {
      this.#notExport ??= notExport(fields ?? {}, row);
    }
  }

  /** An element that cannot be read, or the file itself: what is wrong with it, where no row tells what the file is. */
  addUnread(rule: LabelboxRule, details: FindingDetails, { offset }: Place): void {
    const what = UNREAD[rule];
    if (what === undefined) return;
    this.#rows++;
    this.#unread ??= { what, details: { ...details, offset } };
  }

  /** What the rows so far are. */
  result(): RecognisedExport {
    if (this.#best !== null) {
      const { sign, row } = this.#best;
      return { kind: 'export', era: sign.era, tellTale: sign.tellTale, details: { row, ...sign.details } };
    }
    return { kind: 'notExport', ...(this.#notExport ?? this.#unread ?? { what: 'empty' as const, details: {} }) };
  }
}

/** The era that a user chose in place of the detected one. */
export function chosenEra(era: Era): RecognisedExport & { readonly kind: 'export' } {
  return { kind: 'export', era, tellTale: 'chosen', details: {} };
}

/** What labels of E5 hold. */
const LIST_FIELDS: ReadonlySet<string> = new Set(['objects', 'classifications', 'relationships']);

/** Whether a label's `objects` are E5's: a class of that name in an earlier export has items with a geometry only. */
export function isObjectsList(objects: unknown): objects is readonly unknown[] {
  if (!Array.isArray(objects)) return false;
  const first = fieldsOf((objects as readonly unknown[])[0]);
  return first === null
    ? objects.length === 0
    : ['featureId', 'schemaId', 'title', 'value'].some((key) => key in first);
}

/** What a label with a list of objects holds besides: classes, as labels of E1 to E4 have them, but for empty ones. */
export function classesBeside(label: Fields): Fields {
  const isEmpty = (value: unknown): boolean => value === null || (Array.isArray(value) && value.length === 0);
  const entries = Object.entries(label).filter(([key, value]) => !LIST_FIELDS.has(key) && !isEmpty(value));
  return Object.fromEntries(entries);
}

/** Where a row's label was viewed, and the era of that; null where the row does not say. */
export function viewedAt(row: Fields): { readonly host: string; readonly era: Era } | null {
  const view = row['View Label'];
  const found = typeof view === 'string' ? HOSTS.find(([host]) => view.startsWith(`https://${host}`)) : undefined;
  return found === undefined ? null : { host: found[0], era: found[1] };
}

function signOf(row: Fields): Sign | null {
  if (fieldsOf(row['data_row']) !== null) {
    return { era: 'v2', tellTale: fieldsOf(row['projects']) === null ? 'dataRowOnly' : 'dataRowAndProjects' };
  }
  if (!('Label' in row) && !('Labeled Data' in row)) return null;
  const label = row['Label'];
  if (Array.isArray(label)) return { era: 'E5', tellTale: 'frames' };
  const fields = fieldsOf(label);
  const hasList = fields !== null && isObjectsList(fields['objects']);
  const isEmptyList = hasList && listOf(fields['objects']).length === 0;
  if (hasList && !isEmptyList) return { era: 'E5', tellTale: 'objectsList' };
  if (fields !== null && typeof fields['frames'] === 'string') return { era: 'E5', tellTale: 'frames' };
  for (const field of E5_FIELDS) if (field in row) return { era: 'E5', tellTale: 'laterField', details: { field } };
  const viewed = viewedAt(row);
  if (viewed !== null) return { era: viewed.era, tellTale: 'viewHost', details: { host: viewed.host } };
  // Beside classes an empty list may as well be a class without objects.
  if (isEmptyList && Object.keys(classesBeside(fields)).length === 0) return { era: 'E5', tellTale: 'objectsList' };
  for (const field of E4_FIELDS) if (field in row) return { era: 'E4', tellTale: 'dataRowId', details: { field } };
  if (fields !== null && Object.values(fields).some((items) => 'geometry' in (fieldsOf(listOf(items)[0]) ?? {}))) {
    return { era: 'E3', tellTale: 'geometryItems' };
  }
  return 'Created At' in row ? { era: 'E2', tellTale: 'createdAt' } : { era: 'E1', tellTale: 'nothingLater' };
}

const ANNOTATION_FIELDS = ['bbox', 'polygon', 'point', 'line', 'answer', 'answers', 'location', 'segments', 'uuid'];
const MAX_FIELDS_SHOWN = 8;

function notExport(
  row: Fields,
  number: number,
): { readonly what: NotExport; readonly details: Readonly<Record<string, string | number>> } {
  const mask = fieldsOf(row['mask']);
  if (mask !== null) {
    const field = ['counts', 'png', 'instanceURI', 'colorRGB'].find((key) => key in mask) ?? 'mask';
    const named = field === 'counts' ? 'RLE counts' : field === 'png' ? 'base64 PNG' : field;
    return { what: 'maskImport', details: { row: number, field: named } };
  }
  if (fieldsOf(row['dataRow']) !== null) {
    const field = ANNOTATION_FIELDS.find((key) => key in row) ?? 'dataRow';
    return { what: 'annotationImport', details: { row: number, field } };
  }
  if (Array.isArray(row['vector'])) return { what: 'embeddingImport', details: { row: number } };
  for (const field of ['row_data', 'imageUrl', 'externalId']) {
    if (field in row) return { what: 'dataRowImport', details: { row: number, field } };
  }
  if (Array.isArray(row['tfrecord_paths'])) return { what: 'tfRecordList', details: {} };
  const names = Object.keys(row)
    .slice(0, MAX_FIELDS_SHOWN)
    .map((name) => cleanName(name).name);
  return { what: 'unknown', details: { row: number, fields: names.length === 0 ? '–' : names.join(', ') } };
}

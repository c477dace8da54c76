import { fieldsOf } from '../formats/json.ts';
import { listOf } from './fields.ts';
import type { Label, LabelState, MediaKind } from './model.ts';

const EXTENSIONS: readonly (readonly [RegExp, MediaKind])[] = [
  [/\.(?:jpe?g|jfif|png|bmp|gif|webp|tiff?|heic|avif)$/i, 'image'],
  [/\.(?:mp4|mov|avi|mkv|webm|m4v)$/i, 'video'],
  [/\.pdf$/i, 'pdf'],
  [/\.(?:txt|html?|json|csv|md)$/i, 'text'],
];

/** The kind that a name or URL ends with; `unknown` where it says nothing. */
export function mediaOfName(name: string | null): MediaKind {
  if (name === null) return 'unknown';
  const path = name.replace(/[?#].*$/s, '');
  return EXTENSIONS.find(([pattern]) => pattern.test(path))?.[1] ?? 'unknown';
}

/** The kind that a MIME type or Labelbox's own word names; `unknown` for others. */
export function mediaOfType(type: unknown): MediaKind {
  if (typeof type !== 'string') return 'unknown';
  const word = type.toLowerCase();
  if (/tms|tile|geospatial/.test(word)) return 'tiled';
  if (/pdf|document/.test(word)) return 'pdf';
  for (const kind of ['image', 'video', 'text'] as const) if (word.startsWith(kind)) return kind;
  return /html|conversation/.test(word) ? 'text' : 'unknown';
}

/** Whether row data are not a URL but the description of tiles. */
export function isTileLayer(rowData: unknown): boolean {
  return fieldsOf(rowData) !== null || (typeof rowData === 'string' && /^\s*\{[\s\S]*"tileLayerUrl"/.test(rowData));
}

/** The kind that objects of E5 and v2 tell; `unknown` where there are none. */
export function mediaOfObjects(objects: unknown): MediaKind {
  let found: MediaKind = 'unknown';
  for (const one of listOf(objects)) {
    const fields = fieldsOf(one);
    if (fields === null) continue;
    if (fieldsOf(fields['geometry'])?.['coordinates'] !== undefined) return 'tiled';
    if (fieldsOf(fields['data'])?.['location'] !== undefined) return 'text';
    if (typeof fields['page'] === 'number' || typeof fields['page_index'] === 'number') return 'pdf';
    found = 'image';
  }
  return found;
}

/** The first kind that is known. */
export function firstKnown(...kinds: readonly MediaKind[]): MediaKind {
  return kinds.find((kind) => kind !== 'unknown') ?? 'unknown';
}

/** Kinds of which no mask can be made. What is unknown may be an image. */
export function isNoImage(media: MediaKind): boolean {
  return media !== 'image' && media !== 'unknown';
}

/** Of several labels the row has the state that says most. */
const PRECEDENCE: readonly LabelState[] = [
  'notImage',
  'labelled',
  'background',
  'classificationsOnly',
  'emptyLabel',
  'skipText',
  'skipFlag',
  'unreadable',
];

/** How a row with these labels stands. */
export function rowState(media: MediaKind, labels: readonly Label[]): LabelState {
  if (isNoImage(media)) return 'notImage';
  return PRECEDENCE.find((state) => labels.some((label) => label.state === state)) ?? 'notLabelled';
}

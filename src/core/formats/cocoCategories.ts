import { MAX_CLASSES, cleanName, hexOf, isVoidName, writtenName } from './classMap.ts';
import type { ClassMap, ClassMapEntry, ClassMapProblem } from './classMap.ts';
import { fieldsOf, identityOf, parseJson } from './json.ts';
import { valueAt } from './jsonPlaces.ts';

const LIST = 'categories';

/** A file is read whole; beyond this it would take too much memory for a list of names. */
export const MAX_COCO_BYTES = 64 << 20;

/** From here on the annotations, which nobody asked for, are left unread. */
const LARGE = 1 << 20;
/** `categories` may occur in the annotations too, but not often. */
const MAX_LISTS = 16;

/** Reads the `categories` of a COCO annotation file, see {@link readCocoCategories}. */
export function parseCocoCategories(text: string): ClassMap {
  const parsed = text.length > LARGE ? categoriesWithin(text) : parseJson(text);
  if ('problem' in parsed) return { entries: [], idsFrom: 'id', problems: [parsed.problem], places: [] };
  return readCocoCategories(parsed.value);
}

/** The last list of categories in a large text that can be read; the rest of the text is not looked at. */
function categoriesWithin(text: string): ReturnType<typeof parseJson> {
  let last = parseJson('{}');
  let lists = 0;
  for (const { index, 0: head } of text.matchAll(/"categories"\s*:\s*(?=\[)/g)) {
    if (++lists > MAX_LISTS) break;
    const { start, end } = valueAt(text, index + head.length);
    const parsed = parseJson(text.slice(start, end));
    if ('value' in parsed && readCocoCategories(parsed.value).entries.length > 0) last = parsed;
  }
  return lists === 0 ? parseJson(text) : last;
}

/**
 * Reads COCO categories: the value of an annotation file, or the bare list as `panoptic_coco_categories.json` has it.
 * `id` and `name` are needed, `supercategory` is the group, `color` (panoptic: red, green, blue) the colour. COCO's
 * ids start at 1 and have gaps; pixels of no category are 0.
 */
export function readCocoCategories(value: unknown): ClassMap {
  const list: unknown = Array.isArray(value) ? value : fieldsOf(value)?.[LIST];
  const problems: ClassMapProblem[] = [];
  if (!Array.isArray(list)) {
    return { entries: [], idsFrom: 'id', problems: [{ code: 'listMissing', details: { list: LIST } }], places: [] };
  }
  const found: { readonly place: number; readonly entry: ClassMapEntry }[] = [];
  for (const [place, one] of (list as readonly unknown[]).slice(0, MAX_CLASSES).entries()) {
    const entry = readCategory(one, place + 1, problems);
    if (entry !== null) found.push({ place, entry });
  }
  if (list.length > MAX_CLASSES) problems.push({ code: 'tooManyClasses', details: { limit: MAX_CLASSES } });
  if (found.length === 0) problems.push({ code: 'nothingFound', details: {} });
  found.sort((a, b) => a.entry.id - b.entry.id);
  return {
    entries: found.map(({ entry }) => entry),
    idsFrom: 'id',
    problems,
    places: found.map(({ place }) => place),
  };
}

function readCategory(value: unknown, number: number, problems: ClassMapProblem[]): ClassMapEntry | null {
  const identity = identityOf(value, number, LIST, problems);
  if (identity === null) return null;
  const { fields, id, name, raw } = identity;
  const { supercategory, color } = fields;
  const group = typeof supercategory === 'string' ? cleanName(supercategory).name : '';
  return {
    id,
    name,
    colour: colourOf(color),
    isVoid: isVoidName(name),
    ...(group === '' ? {} : { group }),
    ...writtenName(raw, name),
  };
}

function colourOf(value: unknown): string | null {
  if (!Array.isArray(value) || value.length !== 3) return null;
  const [red, green, blue] = value as readonly unknown[];
  const isByte = (one: unknown): one is number =>
    typeof one === 'number' && Number.isInteger(one) && one >= 0 && one <= 255;
  return isByte(red) && isByte(green) && isByte(blue) ? hexOf(red, green, blue) : null;
}

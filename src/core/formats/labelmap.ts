import { MAX_CLASSES, MAX_NAME_LENGTH, cleanName, hexOf, isVoidName, linesOf } from './classMap.ts';
import type { ClassMap, ClassMapEntry, ClassMapProblem } from './classMap.ts';

/**
 * Reads CVAT's `labelmap.txt` (`# label:color_rgb:parts:actions`, one class a line, fields from the right may be
 * missing). Ids are positions, but the background (named so, else the black class) is 0 wherever it stands, as
 * Datumaro orders them when it writes masks.
 */
export function parseLabelmap(text: string): ClassMap {
  const problems: ClassMapProblem[] = [];
  const classes: Omit<ClassMapEntry, 'id'>[] = [];
  const nameOfColour = new Map<string, string>();
  const names = new Set<string>();
  let isCut = false;

  for (const [at, raw] of linesOf(text).entries()) {
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) continue;
    const line = at + 1;
    if (classes.length === MAX_CLASSES) {
      isCut = true;
      break;
    }
    const fields = content.split(':');
    if (fields.length > 4) problems.push({ code: 'fieldsTooMany', details: { line, count: fields.length } });
    const { name, wasCut } = cleanName(fields[0] ?? '');
    const colour = parseColour(fields[1] ?? '');
    if (name === '') {
      problems.push({ code: 'nameMissing', details: { line } });
      continue;
    }
    if (wasCut) problems.push({ code: 'nameTooLong', details: { line, limit: MAX_NAME_LENGTH } });
    if (names.has(name)) problems.push({ code: 'nameDuplicate', details: { line, name } });
    names.add(name);
    if (colour === undefined) {
      problems.push({ code: 'colourInvalid', details: { line, text: cleanName(fields[1] ?? '').name } });
    } else if (colour !== null) {
      const owner = nameOfColour.get(colour);
      if (owner !== undefined) problems.push({ code: 'colourDuplicate', details: { line, colour, name: owner } });
      else nameOfColour.set(colour, name);
    }
    classes.push({ name, colour: colour ?? null, isVoid: isVoidName(name) });
  }
  if (isCut) problems.push({ code: 'tooManyClasses', details: { limit: MAX_CLASSES } });
  if (classes.length === 0) problems.push({ code: 'nothingFound', details: {} });
  return { entries: backgroundFirst(classes).map((one, id) => ({ id, ...one })), idsFrom: 'position', problems };
}

/** `#rrggbb`; null where the field is empty, undefined where it is no colour. */
function parseColour(field: string): string | null | undefined {
  if (field.trim() === '') return null;
  const match = /^\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*$/.exec(field);
  const [red = 256, green = 256, blue = 256] = (match ?? []).slice(1).map(Number);
  return red > 255 || green > 255 || blue > 255 ? undefined : hexOf(red, green, blue);
}

function backgroundFirst<T extends { readonly name: string; readonly colour: string | null }>(classes: T[]): T[] {
  const named = classes.findIndex(({ name }) => /^_*background_*$/i.test(name));
  const at = named >= 0 ? named : classes.findIndex(({ colour }) => colour === '#000000');
  const background = classes[at];
  return background === undefined ? classes : [background, ...classes.filter((one) => one !== background)];
}

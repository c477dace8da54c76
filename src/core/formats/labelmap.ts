import { MAX_CLASSES, MAX_NAME_LENGTH, cleanName, hexOf, isVoidName, linesOf, writtenName } from './classMap.ts';
import type { ClassMap, ClassMapEntry, ClassMapProblem } from './classMap.ts';
import { entriesByPlace, lossesBetween, type WrittenClassMap } from './classMapLoss.ts';
import { parseHex } from '../palette/idColours.ts';

/**
 * Reads CVAT's `labelmap.txt` (`# label:color_rgb:parts:actions`, one class a line, fields from the right may be
 * missing). Ids are positions, but the background (named so, else the black class) is 0 wherever it stands, as
 * Datumaro orders them when it writes masks.
 */
export function parseLabelmap(text: string): ClassMap {
  const problems: ClassMapProblem[] = [];
  const classes: Omit<ClassMapEntry, 'id'>[] = [];
  const lineOf = new Map<Omit<ClassMapEntry, 'id'>, number>();
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
    const written = writtenName(raw.replace(/:.*$/s, ''), name);
    const one = { name, colour: colour ?? null, isVoid: isVoidName(name), ...written };
    classes.push(one);
    lineOf.set(one, line);
  }
  if (isCut) problems.push({ code: 'tooManyClasses', details: { limit: MAX_CLASSES } });
  if (classes.length === 0) problems.push({ code: 'nothingFound', details: {} });
  const ordered = backgroundFirst(classes);
  const entries = ordered.map((one, id): ClassMapEntry => ({ id, ...one }));
  return { entries, idsFrom: 'position', problems, places: ordered.map((one) => lineOf.get(one) ?? 0) };
}

/** A class and its colour, as in `road:128,64,128::`. */
const COLOURED_LINE = /^[^:]+:\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*(?::|$)/;

/** Whether a text is a labelmap, whatever its file is called: by its first line, or since most lines are such classes. */
export function isLabelmap(text: string): boolean {
  const lines = linesOf(text).map((line) => line.trim());
  if (lines[0] === HEAD) return true;
  const contents = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return 2 * contents.filter((line) => COLOURED_LINE.test(line)).length > contents.length;
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

const HEAD = '# label:color_rgb:parts:actions';

/**
 * Writes CVAT's `labelmap.txt`, classes in the order of their ids. The format has no ids: whatever is not numbered from
 * 0 without gaps, background first, is a loss; so are colons in names.
 */
export function writeLabelmap(map: ClassMap): WrittenClassMap {
  const ordered = [...map.entries].sort((a, b) => a.id - b.id);
  const lines = ordered.map(({ name, colour }) => `${writableName(name)}:${decimalColour(colour)}::`);
  const text = [HEAD, ...lines, ''].join('\n');
  const again = entriesByPlace(parseLabelmap(text));
  return { text, losses: lossesBetween(ordered, (index) => again.get(index + 2)) };
}

/** A colon would end the name, and a leading number sign make it a comment. */
function writableName(name: string): string {
  return name
    .replaceAll(':', ' ')
    .replace(/^\s*#+/, '')
    .trim();
}

function decimalColour(colour: string | null): string {
  const rgb = colour === null ? null : parseHex(colour);
  return rgb === null ? '' : rgb.join(',');
}

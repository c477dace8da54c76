import { MAX_CLASSES, MAX_NAME_LENGTH, cleanName, writtenName } from './classMap.ts';
import type { ClassMap, ClassMapEntry, ClassMapProblem } from './classMap.ts';
import { fieldsOf, identityOf, idOf, parseJson, shown } from './json.ts';

/** File name ending of our own class maps, whose schema is `media/classes.schema.json`. */
export const CLASSES_JSON = '.classes.json';

const LIST = 'classes';

/**
 * Reads a `*.classes.json`: `{ "classes": [{ "id", "name", "colour"?, "aliases"?, "group"? }], "void": [id] }`. An id
 * of `void` that no class has gets a class called `void`. What cannot be read is a problem of its entry alone.
 */
export function parseClassMapJson(text: string): ClassMap {
  const parsed = parseJson(text);
  if ('problem' in parsed) return failed(parsed.problem);
  const root = fieldsOf(parsed.value);
  const list: unknown = root?.[LIST];
  if (!Array.isArray(list)) return failed({ code: 'listMissing', details: { list: LIST } });
  const problems: ClassMapProblem[] = [];
  const voidIds = readVoid(root?.['void'], problems);
  const found: { readonly place: number; readonly entry: ClassMapEntry }[] = [];
  for (const [place, value] of (list as readonly unknown[]).slice(0, MAX_CLASSES).entries()) {
    const entry = readClass(value, place + 1, voidIds, problems);
    if (entry !== null) found.push({ place, entry });
  }
  if (list.length > MAX_CLASSES) problems.push({ code: 'tooManyClasses', details: { limit: MAX_CLASSES } });
  const known = new Set(found.map(({ entry }) => entry.id));
  for (const id of voidIds) {
    if (!known.has(id)) found.push({ place: list.length, entry: { id, name: 'void', colour: null, isVoid: true } });
  }
  if (found.length === 0) problems.push({ code: 'nothingFound', details: {} });
  found.sort((a, b) => a.entry.id - b.entry.id);
  return {
    entries: found.map(({ entry }) => entry),
    idsFrom: 'id',
    problems,
    places: found.map(({ place }) => place),
  };
}

/** Writes a class map so that {@link parseClassMapJson} gives the same entries; one class a line, as diffs like it. */
export function writeClassMapJson({ entries }: Pick<ClassMap, 'entries'>): string {
  const lines = entries.map(({ id, name, colour, aliases, group }) => {
    const fields = {
      id,
      name,
      ...(colour === null ? {} : { colour }),
      ...(aliases === undefined ? {} : { aliases }),
      ...(group === undefined ? {} : { group }),
    };
    return `    ${JSON.stringify(fields)}`;
  });
  const voidIds = [...new Set(entries.filter(({ isVoid }) => isVoid).map(({ id }) => id))];
  const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  return `{\n  "classes": ${list},\n  "void": [${voidIds.join(', ')}]\n}\n`;
}

function failed(problem: ClassMapProblem): ClassMap {
  return { entries: [], idsFrom: 'id', problems: [problem], places: [] };
}

function readVoid(value: unknown, problems: ClassMapProblem[]): ReadonlySet<number> {
  const ids = new Set<number>();
  if (value === undefined) return ids;
  if (!Array.isArray(value)) {
    problems.push({ code: 'voidInvalid', details: { text: shown(value) } });
    return ids;
  }
  for (const one of (value as readonly unknown[]).slice(0, MAX_CLASSES)) {
    const id = idOf(one);
    if (id === null) problems.push({ code: 'voidInvalid', details: { text: shown(one) } });
    else ids.add(id);
  }
  return ids;
}

function readClass(
  value: unknown,
  number: number,
  voidIds: ReadonlySet<number>,
  problems: ClassMapProblem[],
): ClassMapEntry | null {
  const identity = identityOf(value, number, LIST, problems);
  if (identity === null) return null;
  const { fields, id, name, raw } = identity;
  const { colour: written = null, aliases: otherNames, group } = fields;
  const isColour = typeof written === 'string' && /^#[0-9a-f]{6}$/i.test(written);
  if (!isColour && written !== null) problems.push({ code: 'hexInvalid', details: { name, text: shown(written) } });
  const aliases = namesOf(otherNames);
  const groups = group === undefined ? [] : namesOf([group]);
  if (aliases === null || groups === null) problems.push({ code: 'aliasesInvalid', details: { name } });
  return {
    id,
    name,
    colour: isColour ? written.toLowerCase() : null,
    isVoid: voidIds.has(id),
    ...(aliases && aliases.length > 0 ? { aliases } : {}),
    ...(groups?.[0] === undefined ? {} : { group: groups[0] }),
    ...writtenName(raw, name),
  };
}

/** Cleaned names; null where the value is no list of names. */
function namesOf(value: unknown): readonly string[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > MAX_NAME_LENGTH) return null;
  const names = (value as readonly unknown[]).map((one) => (typeof one === 'string' ? cleanName(one).name : ''));
  return names.includes('') ? null : names;
}

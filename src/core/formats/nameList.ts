import { MAX_CLASSES, MAX_NAME_LENGTH, cleanName, isVoidName, linesOf, writtenName } from './classMap.ts';
import type { ClassMap, ClassMapEntry, ClassMapProblem } from './classMap.ts';
import { entriesByPlace, lossesBetween, type WrittenClassMap } from './classMapLoss.ts';

/** labelme's ignored pixels are −1, and 255 once written into eight bits. */
const IGNORED_IN_EIGHT_BITS = 255;

/**
 * Reads a list of names, one a line: the first is 0. labelme's `labels.txt` starts with `__ignore__`, which is −1
 * (255 in the file), so that `_background_` is 0. An empty line between names takes an id.
 */
export function parseNameList(text: string): ClassMap {
  const problems: ClassMapProblem[] = [];
  const found: { readonly line: number; readonly entry: ClassMapEntry }[] = [];
  const lines = linesOf(text);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const startsWithIgnore = lines[0]?.trim() === '__ignore__';
  const firstId = startsWithIgnore ? -1 : 0;
  // With a class 255 of its own the masks are wider than eight bits.
  const ignored = lines.length <= IGNORED_IN_EIGHT_BITS + 1 ? IGNORED_IN_EIGHT_BITS : -1;
  const names = new Set<string>();

  for (const [at, raw] of lines.slice(0, MAX_CLASSES).entries()) {
    const line = at + 1;
    const { name, wasCut } = cleanName(raw);
    if (name === '') {
      problems.push({ code: 'nameMissing', details: { line } });
      continue;
    }
    if (wasCut) problems.push({ code: 'nameTooLong', details: { line, limit: MAX_NAME_LENGTH } });
    if (names.has(name)) problems.push({ code: 'nameDuplicate', details: { line, name } });
    names.add(name);
    const id = at + firstId === -1 ? ignored : at + firstId;
    found.push({ line, entry: { id, name, colour: null, isVoid: isVoidName(name), ...writtenName(raw, name) } });
  }
  if (lines.length > MAX_CLASSES) problems.push({ code: 'tooManyClasses', details: { limit: MAX_CLASSES } });
  if (found.length === 0) problems.push({ code: 'nothingFound', details: {} });
  found.sort((a, b) => a.entry.id - b.entry.id);
  return {
    entries: found.map(({ entry }) => entry),
    idsFrom: 'id',
    problems,
    places: found.map(({ line }) => line),
  };
}

/**
 * Writes a list of names, one a line. Gaps between ids become empty lines; labelme's `__ignore__` (255 or −1) goes first.
 * Colours, and classes that share an id with an earlier one, are a loss.
 */
export function writeNameList(map: ClassMap): WrittenClassMap {
  const ordered = [...map.entries].sort((a, b) => a.id - b.id);
  const ignored = ordered.find(({ id, name }) => (id === -1 || id === IGNORED_IN_EIGHT_BITS) && name === '__ignore__');
  const lines: string[] = ignored === undefined ? [] : ['__ignore__'];
  const first = lines.length;
  const lineOf = new Map<ClassMapEntry, number>();
  if (ignored) lineOf.set(ignored, 1);
  for (const entry of ordered) {
    if (entry === ignored || entry.id < 0) continue;
    const at = first + entry.id;
    if (lines[at] !== undefined) continue;
    while (lines.length < at) lines.push('');
    lines[at] = entry.name;
    lineOf.set(entry, at + 1);
  }
  const text = `${lines.join('\n')}\n`;
  const again = entriesByPlace(parseNameList(text));
  const reread = (index: number): ClassMapEntry | undefined => {
    const entry = ordered[index];
    const line = entry === undefined ? undefined : lineOf.get(entry);
    return line === undefined ? undefined : again.get(line);
  };
  return { text, losses: lossesBetween(ordered, reread) };
}

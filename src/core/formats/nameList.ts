import { MAX_CLASSES, MAX_NAME_LENGTH, cleanName, isVoidName, linesOf } from './classMap.ts';
import type { ClassMap, ClassMapEntry, ClassMapProblem } from './classMap.ts';

/** labelme's ignored pixels are −1, and 255 once written into eight bits. */
const IGNORED_IN_EIGHT_BITS = 255;

/**
 * Reads a list of names, one a line: the first is 0. labelme's `labels.txt` starts with `__ignore__`, which is −1
 * (255 in the file), so that `_background_` is 0. An empty line between names takes an id.
 */
export function parseNameList(text: string): ClassMap {
  const problems: ClassMapProblem[] = [];
  const entries: ClassMapEntry[] = [];
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
    entries.push({ id, name, colour: null, isVoid: isVoidName(name) });
  }
  if (lines.length > MAX_CLASSES) problems.push({ code: 'tooManyClasses', details: { limit: MAX_CLASSES } });
  if (entries.length === 0) problems.push({ code: 'nothingFound', details: {} });
  return { entries: entries.sort((a, b) => a.id - b.id), idsFrom: 'id', problems };
}

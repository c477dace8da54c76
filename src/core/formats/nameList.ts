import { MAX_CLASSES, MAX_NAME_LENGTH, cleanName, isVoidName, linesOf, writtenName } from './classMap.ts';
import type { ClassMap, ClassMapEntry, ClassMapProblem } from './classMap.ts';
import { entriesByPlace, lossesBetween, type ClassMapLoss, type WrittenClassMap } from './classMapLoss.ts';

/** labelme's ignored pixels are −1, and 255 once written into eight bits. */
const IGNORED_IN_EIGHT_BITS = 255;

/**
 * Reads a list of names, one per line: the first is 0. labelme's `labels.txt` starts with `__ignore__`, which is −1
 * (255 in the file), so that `_background_` is 0. An empty line between names takes an id.
 *
 * Where every line states its id (`7: road`, ascending) those ids hold, and empty lines and comments take none.
 * Anything less than every line is a list of names, and what looks like an id or a comment in it is a problem.
 */
export function parseNameList(text: string): ClassMap {
  const lines = linesOf(text);
  while (lines.at(-1)?.trim() === '') lines.pop();
  const problems: ClassMapProblem[] = [];
  const stated = statedIds(lines);
  const found = stated === null ? countedNames(lines, problems) : named(stated, problems);
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

/** A name as it stands in the list. */
interface NamedLine {
  /** From 1. */
  readonly line: number;
  readonly id: number;
  readonly raw: string;
}

interface PlacedEntry {
  /** From 1. */
  readonly line: number;
  readonly entry: ClassMapEntry;
}

/** Whether every line of a list states its id. */
export function hasStatedIds(text: string): boolean {
  return statedIds(linesOf(text)) !== null;
}

/** `7: road`; the name holds a letter, or the line is something else (`16:9`). */
const STATED_ID = /^\s*(\d{1,5})\s*[:\t]\s*(.*\p{L}.*)$/u;
const COMMENT = /^\s*#/;

/** The names of a list in which every line states its id, in ascending order; null for any other list. */
function statedIds(lines: readonly string[]): NamedLine[] | null {
  const named: NamedLine[] = [];
  for (const [at, content] of lines.entries()) {
    if (content.trim() === '' || COMMENT.test(content)) continue;
    const [, id, raw = ''] = STATED_ID.exec(content) ?? [];
    if (id === undefined || Number(id) <= (named.at(-1)?.id ?? -1) || named.length === MAX_CLASSES) return null;
    named.push({ line: at + 1, id: Number(id), raw });
  }
  return named.length > 0 ? named : null;
}

function countedNames(lines: readonly string[], problems: ClassMapProblem[]): PlacedEntry[] {
  const firstId = lines[0]?.trim() === '__ignore__' ? -1 : 0;
  // With a class 255 of its own the masks are wider than eight bits.
  const ignored = lines.length <= IGNORED_IN_EIGHT_BITS + 1 ? IGNORED_IN_EIGHT_BITS : -1;
  const counted = lines.slice(0, MAX_CLASSES).map((raw, at): NamedLine => {
    const id = at + firstId === -1 ? ignored : at + firstId;
    const found = STATED_ID.exec(raw)?.[1];
    if (COMMENT.test(raw)) problems.push({ code: 'commentCounted', details: { line: at + 1, id } });
    else if (found !== undefined && Number(found) !== id) {
      problems.push({ code: 'statedIdIgnored', details: { line: at + 1, stated: found, id } });
    }
    return { line: at + 1, id, raw };
  });
  return named(counted, problems);
}

function named(lines: readonly NamedLine[], problems: ClassMapProblem[]): PlacedEntry[] {
  const found: PlacedEntry[] = [];
  const names = new Set<string>();
  for (const { line, id, raw } of lines) {
    const { name, wasCut } = cleanName(raw);
    if (name === '') {
      problems.push({ code: 'nameMissing', details: { line } });
      continue;
    }
    if (wasCut) problems.push({ code: 'nameTooLong', details: { line, limit: MAX_NAME_LENGTH } });
    if (names.has(name)) problems.push({ code: 'nameDuplicate', details: { line, name } });
    names.add(name);
    found.push({ line, entry: { id, name, colour: null, isVoid: isVoidName(name), ...writtenName(raw, name) } });
  }
  return found;
}

/**
 * Writes a list of names, one per line. Gaps between ids become empty lines; labelme's `__ignore__` (255 or −1) goes first.
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

/**
 * Writes labelme's `labels.txt`: `__ignore__` on the first line, then `_background_` as 0. The background and the
 * void 255 get those names, which is a loss of theirs; a first line `__ignore__` is there even where nothing is void.
 */
export function writeLabelmeList(map: ClassMap): WrittenClassMap {
  const renamed = map.entries.map((entry): ClassMapEntry => {
    if (entry.id === 0 && /^_*background_*$/i.test(entry.name)) return { ...entry, name: '_background_' };
    return entry.isVoid && entry.id === IGNORED_IN_EIGHT_BITS ? { ...entry, name: '__ignore__' } : entry;
  });
  const hasIgnored = renamed.some(({ name }) => name === '__ignore__');
  const ignored = { id: IGNORED_IN_EIGHT_BITS, name: '__ignore__', colour: null, isVoid: true };
  const entries = hasIgnored ? renamed : [...renamed, ignored];
  const { text, losses } = writeNameList({ ...map, entries });
  const renamings = map.entries.flatMap(({ name }, at): ClassMapLoss[] => {
    const becomes = renamed[at]?.name ?? name;
    return becomes === name ? [] : [{ code: 'name', details: { name, becomes } }];
  });
  return { text, losses: [...renamings, ...losses] };
}

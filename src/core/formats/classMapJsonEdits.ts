import type { ClassMap, ClassMapEntry } from './classMap.ts';
import type { ClassMapFix } from './classMapLint.ts';
import type { TextEdit } from './classMapEdits.ts';
import { elementsOf, memberOf, rootOf, type Span } from './jsonPlaces.ts';
import { parseHex } from '../palette/idColours.ts';

/** Where a class map in JSON has its classes and its void set. */
interface JsonClasses {
  readonly list: Span;
  readonly elements: readonly Span[];
  /** Null where the file has none, as COCO's. */
  readonly voidSet: Span | null;
}

function classesOf(format: 'json' | 'coco', text: string): JsonClasses | null {
  const root = rootOf(text);
  const isBare = format === 'coco' && text[root.start] === '[';
  const list = isBare ? root : memberOf(text, root, format === 'coco' ? 'categories' : 'classes');
  if (list === null) return null;
  const voidSet = format === 'json' ? memberOf(text, root, 'void') : null;
  return { list, elements: elementsOf(text, list), voidSet };
}

/** Where the classes of a JSON list stand, by their index in it. */
export function jsonSpans(format: 'json' | 'coco', text: string): readonly Span[] {
  return classesOf(format, text)?.elements ?? [];
}

/** The edits of {@link editsFor} in JSON; null where there are none. */
export function jsonEdits(
  format: 'json' | 'coco',
  text: string,
  map: ClassMap,
  fix: ClassMapFix,
): readonly TextEdit[] | null {
  const classes = classesOf(format, text);
  if (classes === null) return null;
  if (fix.kind === 'add') return [insertion(format, text, map, classes, fix)];
  const entry = map.entries[fix.entry];
  const element = classes.elements[map.places?.[fix.entry] ?? -1];
  if (entry === undefined) return null;
  const isAlone = map.entries.every((other) => other === entry || other.id !== entry.id);
  switch (fix.kind) {
    case 'rename': {
      // An id of the void set alone has no class yet.
      if (element === undefined) return [insertion(format, text, map, classes, { id: entry.id, name: fix.name })];
      const name = memberOf(text, element, 'name');
      return name && [{ ...name, text: JSON.stringify(fix.name) }];
    }
    case 'recolour': {
      const written = format === 'coco' ? parseHex(fix.colour) : fix.colour;
      const colour = element === undefined ? null : memberOf(text, element, format === 'coco' ? 'color' : 'colour');
      return colour && [{ ...colour, text: JSON.stringify(written) }];
    }
    case 'renumber': {
      const id = element === undefined ? null : memberOf(text, element, 'id');
      if (id === null) return null;
      const inVoid = entry.isVoid ? voidRenumbered(text, classes, isAlone ? entry.id : null, fix.id) : [];
      return [{ ...id, text: String(fix.id) }, ...inVoid];
    }
    case 'remove': {
      const inVoid = entry.isVoid && isAlone ? withoutVoid(text, classes, entry.id) : [];
      return element === undefined ? inVoid : [removal(classes.elements, element), ...inVoid];
    }
  }
}

function removal(elements: readonly Span[], element: Span): TextEdit {
  const at = elements.indexOf(element);
  const [before, after] = [elements[at - 1], elements[at + 1]];
  if (after !== undefined) return { start: element.start, end: after.start, text: '' };
  return { start: before?.end ?? element.start, end: element.end, text: '' };
}

function voidElements(text: string, { voidSet }: JsonClasses): Span[] {
  return voidSet === null ? [] : elementsOf(text, voidSet);
}

/** The void set without an id; where it holds the id more than once, the edited text shows that it still does. */
function withoutVoid(text: string, classes: JsonClasses, id: number): TextEdit[] {
  const elements = voidElements(text, classes);
  const found = elements.find(({ start, end }) => Number(text.slice(start, end)) === id);
  return found === undefined ? [] : [removal(elements, found)];
}

/** The void set with another id in the place of one, or at its end. */
function voidRenumbered(text: string, classes: JsonClasses, from: number | null, to: number): TextEdit[] {
  const elements = voidElements(text, classes);
  const found = from === null ? undefined : elements.find(({ start, end }) => Number(text.slice(start, end)) === from);
  if (found !== undefined) return [{ ...found, text: String(to) }];
  const last = elements.at(-1);
  return last === undefined ? [] : [{ start: last.end, end: last.end, text: `, ${to}` }];
}

const LONGEST_INDENT = 200;

/** A new class before the first one of a higher id, written like its neighbours. */
function insertion(
  format: 'json' | 'coco',
  text: string,
  { entries, places = [] }: ClassMap,
  { list, elements }: JsonClasses,
  added: Pick<ClassMapEntry, 'id' | 'name'> & { readonly colour?: string | null },
): TextEdit {
  const following = entries.findIndex(({ id }, at) => id > added.id && places[at] !== elements.length);
  const next = elements[following < 0 ? elements.length : (places[following] ?? elements.length)];
  const neighbour = next ?? elements.at(-1);
  const one = classText(format, added, neighbour === undefined || text.slice(neighbour.start).startsWith('{ '));
  if (neighbour === undefined) return { ...list, text: `[${one}]` };
  const before = text.slice(Math.max(list.start + 1, neighbour.start - LONGEST_INDENT), neighbour.start);
  const blanks = before.slice(before.trimEnd().length);
  if (next === undefined) return { start: neighbour.end, end: neighbour.end, text: `,${blanks}${one}` };
  return { start: next.start, end: next.start, text: `${one},${blanks}` };
}

function classText(
  format: 'json' | 'coco',
  { id, name, colour = null }: Pick<ClassMapEntry, 'id' | 'name'> & { readonly colour?: string | null },
  isSpaced: boolean,
): string {
  const colourField = format === 'coco' ? { color: parseHex(colour ?? '') } : { colour };
  const fields = { id, name, ...(colour === null ? {} : colourField) };
  const blank = isSpaced ? ' ' : '';
  const written = Object.entries(fields).map(([key, value]) => `"${key}":${blank}${JSON.stringify(value)}`);
  return `{${blank}${written.join(`,${blank}`)}${blank}}`;
}

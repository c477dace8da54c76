import type { ClassMap, ClassMapEntry } from './classMap.ts';
import { classMapFormatOf, parseClassMap } from './classMapFile.ts';
import { jsonEdits, jsonSpans } from './classMapJsonEdits.ts';
import { lineEdits, lineSpans } from './classMapLineEdits.ts';
import { applyClassMapFix, type ClassMapFix } from './classMapLint.ts';
import type { Span } from './jsonPlaces.ts';

/** Puts `text` in the place of a span; spans of several edits do not overlap. */
export interface TextEdit extends Span {
  readonly text: string;
}

/** A class map as it stands in a file. */
export interface ClassMapText {
  readonly fileName: string;
  readonly text: string;
  readonly map: ClassMap;
}

export function readClassMapText(fileName: string, text: string): ClassMapText {
  return { fileName, text, map: parseClassMap(fileName, text) };
}

/**
 * The smallest edits of the text that do what {@link applyClassMapFix} does with the class map; comments and the form
 * of everything else stay. Null where the format cannot hold the result, for one where a name would become part of
 * another field or other classes would get another id: the edited text is read to make sure.
 */
export function editsFor({ fileName, text, map }: ClassMapText, fix: ClassMapFix): readonly TextEdit[] | null {
  const format = classMapFormatOf(fileName, text);
  const isJson = format === 'json' || format === 'coco';
  const edits = isJson ? jsonEdits(format, text, map, fix) : lineEdits(format, text, map, fix);
  if (edits === null) return null;
  const wanted = applyClassMapFix(map, fix).entries;
  const got = parseClassMap(fileName, applyTextEdits(text, edits)).entries;
  // Other formats tell by the name alone whether a class is void, and lists of names hold no colours.
  const isByName = format !== 'json';
  const hasColours = format !== 'names';
  const changed = fix.kind === 'rename' || fix.kind === 'add' ? fix.name : null;
  const keyOf = ({ id, name, colour, isVoid, aliases = [], group = '' }: ClassMapEntry): string =>
    JSON.stringify([id, name, hasColours && colour, isVoid && !(isByName && name === changed), aliases, group]);
  const [one, other] = [wanted, got].map((entries) => entries.map(keyOf).sort().join('\n'));
  return one === other ? edits : null;
}

export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  const fromTheEnd = [...edits].sort((a, b) => b.start - a.start);
  return fromTheEnd.reduce((now, edit) => now.slice(0, edit.start) + edit.text + now.slice(edit.end), text);
}

/** Where each class stands, by the index of its entry; undefined for an id that has no class of its own. */
export function entrySpans({ fileName, text, map }: ClassMapText): readonly (Span | undefined)[] {
  const format = classMapFormatOf(fileName, text);
  const places = map.places ?? [];
  if (format === 'json' || format === 'coco') {
    const elements = jsonSpans(format, text);
    return places.map((place) => elements[place]);
  }
  const lines = lineSpans(text);
  return places.map((place) => lines[place - 1]);
}

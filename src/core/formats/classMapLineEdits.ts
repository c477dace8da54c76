import type { ClassMap } from './classMap.ts';
import type { ClassMapFix } from './classMapLint.ts';
import type { TextEdit } from './classMapEdits.ts';
import type { Span } from './jsonPlaces.ts';
import { parseClassRow } from './classTable.ts';
import { hasStatedIds } from './nameList.ts';
import { parseHex } from '../palette/idColours.ts';

/** Lines as {@link linesOf} counts them, without what ends them. */
export function lineSpans(text: string): Span[] {
  const spans: Span[] = [];
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (const { index, 0: ending } of text.matchAll(/\r\n|\n|\r/g)) {
    spans.push({ start, end: index });
    start = index + ending.length;
  }
  if (start < text.length) spans.push({ start, end: text.length });
  return spans;
}

/** More empty lines than that, up to a far id, are no edit that anybody wants. */
const MOST_EMPTY_LINES = 256;

/** What a line of a list states before the name. */
const STATED_HEAD = /^\s*\d{1,5}\s*[:\t]\s*/;

/** The edits of {@link editsFor} where each class has a line; null where there are none. */
export function lineEdits(
  format: 'labelmap' | 'table' | 'names',
  text: string,
  map: ClassMap,
  fix: ClassMapFix,
): readonly TextEdit[] | null {
  const lines = lineSpans(text);
  const isStated = format === 'names' && hasStatedIds(text);
  if (fix.kind === 'add') {
    if (format === 'labelmap') return [appended(text, lines, [labelmapLine(fix)])];
    // Which columns a table has, and in which order, only a person knows for sure.
    if (format === 'table') return null;
    return isStated ? [statedLine(text, lines, map, fix)] : countedLine(text, lines, fix);
  }
  const line = lines[(map.places?.[fix.entry] ?? 0) - 1];
  if (line === undefined) return null;
  const content = text.slice(line.start, line.end);
  switch (fix.kind) {
    case 'renumber':
      return null;
    case 'remove':
      // In a list that counts its lines the others would move up.
      return format !== 'names' || isStated ? [wholeLine(lines, line, text)] : [{ ...line, text: '' }];
    case 'recolour':
      return format === 'names' ? null : recolouredLine(line, content, fix.colour);
    case 'rename': {
      if (format === 'table') return renamedRow(line, content, fix.name);
      const head = isStated ? (STATED_HEAD.exec(content)?.[0].length ?? 0) : 0;
      const colon = format === 'labelmap' ? content.indexOf(':') : -1;
      return [{ start: line.start + head, end: colon < 0 ? line.end : line.start + colon, text: fix.name }];
    }
  }
}

function renamedRow({ start }: Span, content: string, name: string): TextEdit[] | null {
  const rawName = parseClassRow(content)?.rawName;
  if (rawName === undefined) return null;
  const at = start + content.indexOf(rawName);
  return [{ start: at, end: at + rawName.length, text: name }];
}

const HEX_COLOUR = /(?=(#[0-9a-f]{6}))/gi;
/** Three numbers with what stands between them; they may be part of a longer row of numbers. */
const DECIMAL_COLOUR = /(?<!\d)(?=(\d{1,3}(\s*[,;\t]\s*|\s+)\d{1,3}(\s*[,;\t]\s*|\s+)\d{1,3})(?!\d))/g;

/** The colour is the last thing in a line that looks like one: an id may stand before it. */
function recolouredLine({ start }: Span, content: string, colour: string): TextEdit[] | null {
  const found = [...content.matchAll(HEX_COLOUR)].at(-1) ?? [...content.matchAll(DECIMAL_COLOUR)].at(-1);
  if (found === undefined) return null;
  const [, before = '', one, other] = found;
  const [red, green, blue] = parseHex(colour) ?? [];
  const text = one === undefined || other === undefined ? colour : `${red}${one}${green}${other}${blue}`;
  return [{ start: start + found.index, end: start + found.index + before.length, text }];
}

type Added = Extract<ClassMapFix, { kind: 'add' }>;

function labelmapLine({ name, colour }: Added): string {
  return `${name}:${colour === null ? '' : (parseHex(colour)?.join(',') ?? '')}::`;
}

function countedLine(text: string, lines: readonly Span[], { id, name }: Added): TextEdit[] | null {
  const [first] = lines;
  const isIgnoreFirst = first !== undefined && text.slice(first.start, first.end).trim() === '__ignore__';
  const at = id + (isIgnoreFirst ? 1 : 0);
  const line = lines[at];
  if (line !== undefined) return text.slice(line.start, line.end).trim() === '' ? [{ ...line, text: name }] : null;
  const missing = at - lines.length;
  if (missing > MOST_EMPTY_LINES) return null;
  return [appended(text, lines, [...Array<string>(missing).fill(''), name])];
}

/** Before the first line of a higher id, stated as that line states its own. */
function statedLine(text: string, lines: readonly Span[], map: ClassMap, { id, name }: Added): TextEdit {
  const { entries, places = [] } = map;
  const following = entries.findIndex((entry) => entry.id > id);
  const neighbour = lines[(places[following < 0 ? places.length - 1 : following] ?? 1) - 1];
  const head = STATED_HEAD.exec(neighbour === undefined ? '' : text.slice(neighbour.start, neighbour.end))?.[0] ?? ': ';
  const written = `${head.replace(/\d+/, String(id))}${name}`;
  if (following < 0 || neighbour === undefined) return appended(text, lines, [written]);
  return { start: neighbour.start, end: neighbour.start, text: `${written}${lineEnd(text)}` };
}

function appended(text: string, lines: readonly Span[], added: readonly string[]): TextEdit {
  const ending = lineEnd(text);
  const isEnded = lines.length === 0 || (lines.at(-1)?.end ?? 0) < text.length;
  const joined = added.join(ending);
  return { start: text.length, end: text.length, text: isEnded ? `${joined}${ending}` : `${ending}${joined}` };
}

function wholeLine(lines: readonly Span[], line: Span, text: string): TextEdit {
  const at = lines.indexOf(line);
  const [before, after] = [lines[at - 1], lines[at + 1]];
  if (after !== undefined) return { start: line.start, end: after.start, text: '' };
  // The last line takes the line end before it along where it has none of its own.
  const isEnded = line.end < text.length;
  return { start: isEnded ? line.start : (before?.end ?? line.start), end: text.length, text: '' };
}

function lineEnd(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}

import { CLASS_MAP_PROBLEMS } from './classMap.ts';
import type { ClassMapProblem, ClassMapProblemCode } from './classMap.ts';
import { classMapFormatOf, type ClassMapFormat } from './classMapFile.ts';
import { entrySpans, type ClassMapText } from './classMapEdits.ts';
import { CLASSES_JSON } from './classMapJson.ts';
import { CLASS_MAP_RULES, lintClassMap, type ClassMapFix, type Severity } from './classMapLint.ts';
import { lineSpans } from './classMapLineEdits.ts';
import type { Span } from './jsonPlaces.ts';

/** A finding or problem of a class map at its place in the text. */
export interface ClassMapMark {
  readonly rule: keyof typeof CLASS_MAP_RULES | ClassMapProblemCode;
  /** An English sentence with `{name}` placeholders, a key of the l10n bundle. */
  readonly sentence: string;
  readonly details: Readonly<Record<string, string | number>>;
  readonly severity: Severity;
  readonly span: Span;
  /** Of two classes the one that came first. */
  readonly related?: Span;
  /** Changes that would end the finding; the format may not hold all of them. */
  readonly fixes: readonly ClassMapFix[];
}

/** Problems that lint finds too, with a place and fixes. */
const LINTED: readonly ClassMapProblemCode[] = ['idDuplicate', 'nameDuplicate', 'colourDuplicate'];

/**
 * What is wrong with a class map, in the order of the lines of its text. Problems of `*.classes.json` that its schema
 * names are left out, and that COCO's categories have no background: there, pixels of no category are 0.
 */
export function classMapMarks(source: ClassMapText): ClassMapMark[] {
  const { map, text, fileName } = source;
  const format = classMapFormatOf(fileName, text);
  const spans = entrySpans(source).map((span) => span && trimmed(text, span));
  const lines = lineSpans(text);
  const whole = trimmed(text, lines.find((line) => trimmed(text, line).end > line.start) ?? { start: 0, end: 0 });
  const marks: ClassMapMark[] = [];
  for (const { rule, entries, severity, details, fixes } of lintClassMap(map)) {
    if (rule === 'backgroundMissing' && format === 'coco') continue;
    const [span, related] = entries.map((entry) => spans[entry]);
    const twin = related === undefined ? {} : { related };
    marks.push({ rule, sentence: CLASS_MAP_RULES[rule], details, severity, span: span ?? whole, ...twin, fixes });
  }
  for (const { code, details } of map.problems) {
    if (LINTED.includes(code) || hasSchema(fileName)) continue;
    const line = lines[Number(details['line'] ?? 0) - 1];
    const span = line === undefined ? whole : trimmed(text, line);
    const severity = severityOf({ code, details }, format);
    marks.push({ rule: code, sentence: CLASS_MAP_PROBLEMS[code], details, severity, span, fixes: [] });
  }
  return marks.sort((a, b) => a.span.start - b.span.start);
}

/** An empty line of a list may stand for an id without a name. */
function severityOf({ code }: ClassMapProblem, format: ClassMapFormat): Severity {
  return code === 'nameMissing' && format === 'names' ? 'information' : 'warning';
}

function hasSchema(fileName: string): boolean {
  return fileName.toLowerCase().endsWith(CLASSES_JSON);
}

function trimmed(text: string, { start, end }: Span): Span {
  const piece = text.slice(start, end);
  const from = start + piece.length - piece.trimStart().length;
  return { start: from, end: Math.max(from, start + piece.trimEnd().length) };
}

const BACKGROUND = /^_*background_*$/i;

/**
 * Whether a text is surely a class map of masks, as a person may open it: our own, a labelmap with colours, or a list
 * that names a background or what is ignored. Other lists of names have many uses.
 */
export function isSurelyClassMap({ fileName, text, map: { entries } }: ClassMapText): boolean {
  switch (classMapFormatOf(fileName, text)) {
    case 'json':
      return entries.length > 0;
    case 'labelmap':
    case 'table':
      return entries.some(({ colour }) => colour !== null);
    case 'names':
      return entries.some(({ name }) => BACKGROUND.test(name) || name === '__ignore__');
    case 'coco':
      return false;
  }
}

import { MAX_CLASSES, MAX_NAME_LENGTH, cleanName, hexOf, isVoidName, linesOf, writtenName } from './classMap.ts';
import type { ClassMap, ClassMapEntry, ClassMapProblem } from './classMap.ts';

/** Between columns: a comma, semicolon or tab, else blanks. */
const GAP = '(?:\\s*[,;\\t]\\s*|\\s+)';
const ID = `(?:(?<id>\\d{1,5})${GAP})?`;
/** Holds a letter; blanks may be part of it. */
const NAME = '"?(?=[^,;\\t"]*\\p{L})(?<name>[^,;\\t"]+?)"?';
const RGB = `(?<red>\\d{1,3})${GAP}(?<green>\\d{1,3})${GAP}(?<blue>\\d{1,3})`;
const HEX = '"?#(?<hex>[0-9a-f]{6})"?';

/** A class and its colour on one line: decimal or hexadecimal, before or after the name, perhaps after an id. */
const ROWS = [
  new RegExp(`^${ID}${HEX}${GAP}${NAME}$`, 'iu'),
  new RegExp(`^${ID}${NAME}${GAP}${HEX}$`, 'iu'),
  new RegExp(`^${ID}${RGB}${GAP}${NAME}$`, 'u'),
  new RegExp(`^${ID}${NAME}${GAP}${RGB}$`, 'u'),
];
const HEADER = /^\W*(?:id|index|label|name|class|colou?r|rgb|hex|r|red)\w*\W/i;
const COMMENT = /^#(?![0-9a-f]{6}(?:[^0-9a-z]|$))/i;

/** A line of a table of classes; the name as the line has it. */
export interface ClassRow {
  readonly id: number | null;
  readonly rawName: string;
  readonly rawColour: string;
  /** `#rrggbb`; null where a number is above 255. */
  readonly colour: string | null;
}

/** Longer lines are no rows: a name, an id and a colour are shorter. */
const LONGEST_ROW = 512;

/** Null where a line is no row of a table. */
export function parseClassRow(line: string): ClassRow | null {
  if (line.length > LONGEST_ROW) return null;
  const content = line.trim().replace(/[^\S\t]{2,}/g, ' ');
  for (const row of ROWS) {
    const { id, name: rawName, hex, red, green, blue } = row.exec(content)?.groups ?? {};
    if (rawName === undefined) continue;
    const samples = [red, green, blue].map(Number);
    const [r = 0, g = 0, b = 0] = samples;
    const decimal = samples.every((sample) => sample <= 255) ? hexOf(r, g, b) : null;
    const statedId = id === undefined ? null : Number(id);
    if (hex === undefined) return { id: statedId, rawName, rawColour: `${red},${green},${blue}`, colour: decimal };
    return { id: statedId, rawName, rawColour: `#${hex}`, colour: `#${hex.toLowerCase()}` };
  }
  return null;
}

interface PlacedLine {
  /** From 1. */
  readonly line: number;
  readonly content: string;
}

/** The lines of a table: without empty ones, comments and the names of its columns. */
function tableLines(text: string): PlacedLine[] {
  const lines = linesOf(text).map((content, at): PlacedLine => ({ line: at + 1, content }));
  const found = lines.filter(({ content }) => content.trim() !== '' && !COMMENT.test(content.trim()));
  const [first] = found;
  const hasHeader = first !== undefined && HEADER.test(first.content) && parseClassRow(first.content) === null;
  return hasHeader ? found.slice(1) : found;
}

/** More than half of the lines name a class and its colour. */
export function isClassTable(text: string): boolean {
  const lines = tableLines(text);
  return 2 * lines.filter(({ content }) => parseClassRow(content) !== null).length > lines.length;
}

/** More than half of the lines hold digits and what separates columns, as lines of a list of names do not. */
export function looksLikeTable(text: string): boolean {
  const lines = tableLines(text);
  return 2 * lines.filter(({ content }) => /\d/.test(content) && /[,;]/.test(content)).length > lines.length;
}

/**
 * Reads a table of classes and colours: `0 0 64 sky` (`label_colors.txt` of CamVid and Synthia), `cat,255,0,0`
 * (`labelmap.csv` of Kaggle's datasets), `cat,#ff0000`; with or without the names of the columns, any of them after an id.
 * Where not every line has an id, ids are positions.
 */
export function parseClassTable(text: string): ClassMap {
  const problems: ClassMapProblem[] = [];
  const found: (PlacedLine & { readonly row: ClassRow })[] = [];
  const lines = tableLines(text);
  for (const placed of lines.slice(0, MAX_CLASSES)) {
    const row = parseClassRow(placed.content);
    if (row !== null) found.push({ ...placed, row });
    else problems.push({ code: 'rowInvalid', details: { line: placed.line } });
  }
  if (lines.length > MAX_CLASSES) problems.push({ code: 'tooManyClasses', details: { limit: MAX_CLASSES } });
  const hasIds = found.every(({ row }) => row.id !== null && row.id < MAX_CLASSES);
  const names = new Set<string>();
  const nameOfColour = new Map<string, string>();
  const placed = found.map(({ line, row: { id, rawName, rawColour, colour } }, at) => {
    const { name, wasCut } = cleanName(rawName);
    if (wasCut) problems.push({ code: 'nameTooLong', details: { line, limit: MAX_NAME_LENGTH } });
    if (names.has(name)) problems.push({ code: 'nameDuplicate', details: { line, name } });
    names.add(name);
    const owner = colour === null ? undefined : nameOfColour.get(colour);
    if (colour === null) problems.push({ code: 'colourInvalid', details: { line, text: rawColour } });
    else if (owner !== undefined) problems.push({ code: 'colourDuplicate', details: { line, colour, name: owner } });
    else nameOfColour.set(colour, name);
    const entry: ClassMapEntry = {
      id: hasIds ? (id ?? at) : at,
      name,
      colour,
      isVoid: isVoidName(name),
      ...writtenName(rawName, name),
    };
    return { line, entry };
  });
  if (placed.length === 0) problems.push({ code: 'nothingFound', details: {} });
  placed.sort((a, b) => a.entry.id - b.entry.id);
  return {
    entries: placed.map(({ entry }) => entry),
    idsFrom: hasIds ? 'id' : 'position',
    problems,
    places: placed.map(({ line }) => line),
  };
}

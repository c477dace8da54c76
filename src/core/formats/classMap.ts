/** A class: what an id is called. */
export interface ClassMapEntry {
  /** −1 and up; −1 never occurs in a file (labelme's ignore, Cityscapes' licence plate). */
  readonly id: number;
  readonly name: string;
  /** `#rrggbb`, or null where the class map names no colour. */
  readonly colour: string | null;
  /** Training ignores this id. */
  readonly isVoid: boolean;
  /** Other names of the class (tv, tvmonitor, tv/monitor); absent where there are none. */
  readonly aliases?: readonly string[];
  /** A name that several classes share, such as COCO's supercategory. */
  readonly group?: string;
  /** The name as the file has it, where blanks or control characters were taken from it. */
  readonly written?: string;
}

/** What is wrong with a line; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const CLASS_MAP_PROBLEMS = {
  notText: 'The file is not text in UTF-8.',
  tooLarge: 'The file is larger than {limit} MB.',
  unreadable: 'The file cannot be read: {reason}',
  nothingFound: 'The file names no class.',
  nameMissing: 'Line {line}: the class has no name.',
  nameDuplicate: 'Line {line}: the class {name} appeared before.',
  idDuplicate: 'The classes {first} and {second} both have the id {id}; the first one names it.',
  nameTooLong: 'Line {line}: the name is longer than {limit} characters and was cut.',
  colourInvalid: 'Line {line}: {text} is not a colour; expected three numbers from 0 to 255.',
  colourDuplicate: 'Line {line}: the colour {colour} belongs to the class {name} already.',
  rowInvalid: 'Line {line} does not name a class and its colour, as most lines do; it is left out.',
  looksLikeTable:
    'Most lines hold digits and commas, but not a name and a colour: the file is read as a list of names, one a line.',
  fieldsTooMany: 'Line {line}: {count} fields; expected at most 4, separated by colons.',
  commentCounted: 'Line {line} looks like a comment, but in a list of names every line counts: it names the id {id}.',
  statedIdIgnored: 'Line {line} states the id {stated}, but not every line does, in order: it names the id {id}.',
  coloursNotInPalette: 'The palette lacks colours of the class map ({count}), whose classes name no id: {names}.',
  colourOfSeveralIds: 'The palette has the colour {colour} at the ids {ids}: all of them are named {name}.',
  tooManyClasses: 'Only the first {limit} classes are used.',
  jsonInvalid: 'The file is not valid JSON: {reason}',
  listMissing: 'The file has no list "{list}".',
  entryInvalid: 'Entry {number} of "{list}" is not a class; expected an object with "id" and "name".',
  idInvalid: 'Class {name}: {text} is not an id; expected a whole number from -1 to 65535.',
  hexInvalid: 'Class {name}: {text} is not a colour; expected "#rrggbb".',
  aliasesInvalid: 'Class {name}: "aliases" and "group" must hold names.',
  voidInvalid: '"void" must be a list of ids; {text} is none.',
  coloursMissing: 'An RGB mask tells classes apart by colour, but this class map names no colours.',
} as const;

export type ClassMapProblemCode = keyof typeof CLASS_MAP_PROBLEMS;

export interface ClassMapProblem {
  readonly code: ClassMapProblemCode;
  readonly details: Readonly<Record<string, string | number>>;
}

/** Names of ids as a file or a preset gives them. Problems concern single lines and never hide the rest. */
export interface ClassMap {
  readonly entries: readonly ClassMapEntry[];
  /**
   * `id`: an entry's id is the pixel's. `position`: ids are only the order of the lines; where the mask has a palette
   * the colours decide (CVAT).
   */
  readonly idsFrom: 'id' | 'position';
  readonly problems: readonly ClassMapProblem[];
  /** Where each entry stands in its file: the line, from 1, or the index in a JSON list; absent without a file. */
  readonly places?: readonly number[];
}

/** A file of class names is small; anything larger is something else. */
export const MAX_CLASS_MAP_BYTES = 1 << 20;
/** 16-bit ids tell so many classes apart. */
export const MAX_CLASSES = 65_536;
export const MAX_NAME_LENGTH = 256;

/**
 * The class of each id. Of several classes with one id the first in the class map's order names it, here and wherever
 * else ids are looked up.
 */
export function classesById<C extends { readonly id: number }>(entries: readonly C[]): ReadonlyMap<number, C> {
  const classes = new Map<number, C>();
  for (const entry of entries) if (!classes.has(entry.id)) classes.set(entry.id, entry);
  return classes;
}

/** Lines of a text, whatever ends them; a BOM and the empty piece after the last line end are left out. */
export function linesOf(text: string): string[] {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  // A million lines are split in a tenth of the time without a pattern.
  const lines = body.split(body.includes('\r') ? /\r\n|\n|\r/ : '\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** A name without outer blanks, control and direction characters (a stranger's file may hold any), cut to {@link MAX_NAME_LENGTH}. */
export function cleanName(text: string): { readonly name: string; readonly wasCut: boolean } {
  const name = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ').trim();
  return { name: name.slice(0, MAX_NAME_LENGTH), wasCut: name.length > MAX_NAME_LENGTH };
}

/** The name as a file has it, to keep beside the cleaned one; nothing where the two are the same. */
export function writtenName(raw: string, name: string): Pick<ClassMapEntry, 'written'> {
  return raw === name ? {} : { written: raw.slice(0, MAX_NAME_LENGTH + 1) };
}

/** Names by which annotation tools call what training ignores. */
export function isVoidName(name: string): boolean {
  return /^(?:_*ignored?(?:[ _-]*regions?)?_*|void)$/i.test(name);
}

/** Names by which class maps call what is no object. */
export function isBackgroundName(name: string): boolean {
  return /^_*background_*$/i.test(name);
}

/** `#rrggbb` of three bytes. */
export function hexOf(red: number, green: number, blue: number): string {
  return `#${((red << 16) | (green << 8) | blue).toString(16).padStart(6, '0')}`;
}

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
  nameTooLong: 'Line {line}: the name is longer than {limit} characters and was cut.',
  colourInvalid: 'Line {line}: {text} is not a colour; expected three numbers from 0 to 255.',
  colourDuplicate: 'Line {line}: the colour {colour} belongs to the class {name} already.',
  fieldsTooMany: 'Line {line}: {count} fields; expected at most 4, separated by colons.',
  commentCounted: 'Line {line} looks like a comment, but in a list of names every line counts: it names the id {id}.',
  statedIdIgnored: 'Line {line} states the id {stated}, but not every line does, in order: it names the id {id}.',
  coloursNotInPalette: 'The palette lacks the colours of {count} classes, which name no id: {names}.',
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

/** Lines of a text, whatever ends them; a BOM and the empty piece after the last line end are left out. */
export function linesOf(text: string): string[] {
  const lines = (text.startsWith('\ufeff') ? text.slice(1) : text).split(/\r\n|\n|\r/);
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

/** `#rrggbb` of three bytes. */
export function hexOf(red: number, green: number, blue: number): string {
  return `#${((red << 16) | (green << 8) | blue).toString(16).padStart(6, '0')}`;
}

/** What of a mask decides how names are matched; known from its header. */
export interface MaskFacts {
  /** PLTE, three bytes an entry; null where the mask has no palette. */
  readonly paletteRgb: Uint8Array | null;
  /** Red, green and blue samples. */
  readonly isColour: boolean;
}

/** A class map as it applies to one mask. */
export interface BoundClassMap {
  readonly entries: readonly ClassMapEntry[];
  readonly matchBy: 'id' | 'colour';
  readonly problems: readonly ClassMapProblem[];
}

/**
 * Applies a class map to a mask. RGB masks are matched by colour. A map whose ids are positions is matched with a
 * palette by colour, as long as most of its colours occur there; else by position. A colour that the palette holds at
 * several ids names them all, but that of id 0, with which tools fill up palettes.
 */
export function bindClassMap(map: ClassMap, mask: MaskFacts): BoundClassMap {
  const { entries, problems } = map;
  if (mask.isColour) {
    const hasColours = entries.some(({ colour }) => colour !== null);
    const missing: ClassMapProblem[] = hasColours ? [] : [{ code: 'coloursMissing', details: {} }];
    return { entries, matchBy: 'colour', problems: [...problems, ...missing] };
  }
  if (map.idsFrom === 'id' || mask.paletteRgb === null) return { entries, matchBy: 'id', problems };
  const idsOfColour = idsByColour(mask.paletteRgb);
  const coloured = entries.filter(({ colour }) => colour !== null);
  const absent = coloured.filter(({ colour }) => colour !== null && !idsOfColour.has(colour));
  if (absent.length * 2 >= coloured.length) return { entries, matchBy: 'id', problems };
  const found: ClassMapProblem[] = absent.length === 0 ? [] : [absenceOf(absent)];
  const taken = new Set<number>();
  const bound: ClassMapEntry[] = [];
  for (const entry of coloured) {
    const ids = (entry.colour === null ? undefined : idsOfColour.get(entry.colour)) ?? [];
    const free = (ids[0] === 0 ? [0] : ids).filter((id) => !taken.has(id));
    for (const id of free) {
      taken.add(id);
      bound.push({ ...entry, id });
    }
    if (free.length > 1) {
      const details = { colour: entry.colour ?? '', ids: free.join(', '), name: entry.name };
      found.push({ code: 'colourOfSeveralIds', details });
    }
  }
  // Classes without a colour keep their position where no colour claims it.
  bound.push(...entries.filter(({ id, colour }) => colour === null && !taken.has(id)));
  return { entries: bound.sort((a, b) => a.id - b.id), matchBy: 'id', problems: [...problems, ...found] };
}

/** More names would fill the screen. */
const MAX_NAMES_LISTED = 8;

function absenceOf(absent: readonly ClassMapEntry[]): ClassMapProblem {
  const listed = absent.slice(0, MAX_NAMES_LISTED).map(({ name }) => name);
  const names = [...listed, ...(absent.length > listed.length ? ['…'] : [])].join(', ');
  return { code: 'coloursNotInPalette', details: { count: absent.length, names } };
}

function idsByColour(paletteRgb: Uint8Array): Map<string, number[]> {
  const ids = new Map<string, number[]>();
  for (let id = 0; 3 * id < paletteRgb.length; id++) {
    const [red = 0, green = 0, blue = 0] = paletteRgb.subarray(3 * id);
    const colour = hexOf(red, green, blue);
    const known = ids.get(colour);
    if (known === undefined) ids.set(colour, [id]);
    else known.push(id);
  }
  return ids;
}

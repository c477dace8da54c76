import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { CLASS_MAP_PROBLEMS, type ClassMap } from '../core/formats/classMap.ts';
import { classMapByteLimit, parseClassMap } from '../core/formats/classMapFile.ts';
import { PRESETS } from '../core/formats/presets/presets.ts';
import { histogramById } from '../core/mask/histogram.ts';
import { coloursOfClassMap, coloursOfPalette, type ColouredId } from '../core/mask/remapColours.ts';
import { extendPalette } from '../core/palette/extendPalette.ts';
import {
  IdShared,
  isPaletteName,
  namedPalette,
  paletteFromClassMap,
  PALETTE_NAMES,
  PaletteTooSmall,
  type PaletteName,
} from '../core/palette/namedPalettes.ts';
import { fillTemplate, PngError } from '../core/png/errors.ts';
import { parsePng, readPng } from '../core/png/read.ts';
import { requireSignature } from '../core/png/signature.ts';
import type { Palette } from '../core/png/types.ts';
import { decodeText } from '../platform/decodeText.ts';
import { FileError } from '../platform/readFile.ts';
import { takeSnapshot } from '../platform/snapshot.ts';
import { crc32, inflate } from '../platform/zlib.ts';

/** Entries of an 8-bit palette. */
const ENTRIES = 256;

/** A palette and what its colours stand for. */
export interface PaletteSource {
  /** 256 entries; those that the source does not have are in colours that none of its entries has. */
  readonly palette: Palette;
  /** What to look colours up in: the classes where they are known, else every entry of the source. */
  readonly colours: readonly ColouredId[];
  /** Ids of all classes, with a colour or without; null where the source is a palette without classes. */
  readonly classIds: readonly number[] | null;
  /** Ids that training ignores, ascending. */
  readonly voidIds: readonly number[];
  /** Things worth saying, in English: lines of a class map that were left out. */
  readonly notes: readonly string[];
}

/** Why no palette can be had: English, without a full stop, with `{name}` placeholders; keys of the l10n bundle. */
export const PALETTE_PROBLEMS = {
  notFound: "'{path}' is neither a file nor one of the palettes {names}",
  noPalette: '{path} has no palette',
  noClass: '{path}: the file names no class',
  noColours: '{path}: no class has a colour to look up',
  idSharedByEntries:
    '{path}: {first} (entry {firstPlace}) and {second} (entry {secondPlace}) both have the id {id}; give one of them an id of its own, or remove it',
  idSharedByLines:
    '{path}: {first} (line {firstPlace}) and {second} (line {secondPlace}) both have the id {id}; give one of them an id of its own, or remove it',
  tooLarge: '{path} is larger than {limit} MB',
  isFolder: '{path} is a folder; give the class map in it',
  otherFormat: '{path} is a {format} file; give a class map, or a PNG mask',
  notText: '{path} is not text in UTF-8; save it as UTF-8',
  unusable: '{path}: {reason}',
} as const;

export type PaletteProblemCode = keyof typeof PALETTE_PROBLEMS;

/** No palette can be had there. The message says why, without a full stop. */
export class PaletteProblem extends Error {
  override readonly name = 'PaletteProblem';
  readonly code: PaletteProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: PaletteProblemCode, details: Readonly<Record<string, string | number>>) {
    super(fillTemplate(PALETTE_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}

const CLASS_MAPS: Readonly<Partial<Record<PaletteName, ClassMap>>> = {
  voc: PRESETS.voc,
  cityscapes: PRESETS.cityscapesIds,
  'cityscapes-train': PRESETS.cityscapesTrainIds,
  ade20k: PRESETS.ade20k,
};

/**
 * A palette by name, from a class map file (CVAT's `labelmap.txt`, `*.classes.json`, COCO categories, a list of names)
 * or from another mask (`*.png`).
 *
 * @throws PaletteProblem
 */
export function readPaletteSource(nameOrFile: string): PaletteSource {
  if (isPaletteName(nameOrFile)) return fromName(nameOrFile);
  const facts = statSync(nameOrFile, { throwIfNoEntry: false });
  if (facts?.isDirectory() === true) throw new PaletteProblem('isFolder', { path: nameOrFile });
  if (facts?.isFile() !== true) {
    throw new PaletteProblem('notFound', { path: nameOrFile, names: PALETTE_NAMES.join(', ') });
  }
  return /\.png$/i.test(nameOrFile) ? fromMask(nameOrFile) : fromClassMapFile(nameOrFile);
}

/**
 * What re-encoding by colour needs.
 *
 * @throws PaletteProblem where no class has a colour, as in a list of names
 */
export function requireColours({ colours }: PaletteSource, nameOrFile: string): void {
  if (colours.length === 0) throw new PaletteProblem('noColours', { path: nameOrFile });
}

function fromName(name: PaletteName): PaletteSource {
  const palette = namedPalette(name);
  const map = CLASS_MAPS[name];
  if (map === undefined) {
    return { palette, colours: coloursOfPalette(palette), classIds: null, voidIds: [], notes: [] };
  }
  return { palette, colours: coloursOfClassMap(map), classIds: idsOf(map), voidIds: voidIdsOf(map), notes: [] };
}

function fromMask(file: string): PaletteSource {
  try {
    const { bytes } = takeSnapshot(file);
    const { palette } = parsePng(bytes, { crc32 });
    if (palette === null) throw new PaletteProblem('noPalette', { path: file });
    const colours = coloursOfPalette(palette);
    const fill = fillOf(colours);
    const counted =
      fill < 2 ? colours : withoutFill(colours, histogramById(readPng(bytes, inflate, { crc32 }).samples));
    return { palette: extendPalette(palette, ENTRIES), colours: counted, classIds: null, voidIds: [], notes: [] };
  } catch (error) {
    if (error instanceof PngError || error instanceof FileError || error instanceof RangeError) {
      throw new PaletteProblem('unusable', { path: file, reason: error.message.replace(/\.$/, '') });
    }
    throw error;
  }
}

/** How many equal entries a palette ends with. */
function fillOf(colours: readonly ColouredId[]): number {
  const last = colours.at(-1);
  return colours.length - 1 - colours.findLastIndex((colour) => last !== undefined && !isSameColour(colour, last));
}

function isSameColour(one: ColouredId, other: ColouredId): boolean {
  return one.red === other.red && one.green === other.green && one.blue === other.blue;
}

/**
 * Writers fill palettes up to their end with one colour, mostly the background's black: two or more equal entries that no
 * pixel has. Of such an end only its first entry counts, and that only where no entry before has its colour. An entry
 * that pixels have always counts, so that a colour which two of them have stays one that two ids share.
 */
function withoutFill(colours: readonly ColouredId[], histogram: Uint32Array): readonly ColouredId[] {
  const lastUsed = colours.findLastIndex(({ id }) => (histogram[id] ?? 0) > 0);
  const end = Math.max(colours.length - fillOf(colours), lastUsed + 1);
  const fill = colours[end];
  if (fill === undefined || colours.length - end < 2) return colours;
  const own = colours.slice(0, end);
  return own.some((colour) => isSameColour(colour, fill)) ? own : [...own, fill];
}

function fromClassMapFile(file: string): PaletteSource {
  const map = parseClassMap(basename(file), readText(file));
  const notes = map.problems.map(({ code, details }) => fillTemplate(CLASS_MAP_PROBLEMS[code], details));
  if (map.entries.length === 0) {
    if (notes.length === 0) throw new PaletteProblem('noClass', { path: file });
    throw new PaletteProblem('unusable', { path: file, reason: reasonOf(notes) });
  }
  try {
    const palette = paletteFromClassMap(map);
    return { palette, colours: coloursOfClassMap(map), classIds: idsOf(map), voidIds: voidIdsOf(map), notes };
  } catch (error) {
    if (error instanceof PaletteTooSmall)
      throw new PaletteProblem('unusable', { path: file, reason: reasonOf([error.message, ...notes]) });
    if (error instanceof IdShared) throw sharedIdIn(file, error);
    throw error;
  }
}

/** JSON lists count from 0, people from 1. */
function sharedIdIn(file: string, { details, places }: IdShared): PaletteProblem {
  const [firstPlace, secondPlace] = places ?? [0, 0];
  return /\.json$/i.test(file)
    ? new PaletteProblem('idSharedByEntries', {
        ...{ path: file, ...details, firstPlace: firstPlace + 1, secondPlace: secondPlace + 1 },
      })
    : new PaletteProblem('idSharedByLines', { path: file, ...details, firstPlace, secondPlace });
}

/** Faults that a sentence names before it says how many more there are. */
const MOST_NAMED = 5;

/** Everything that is wrong, so that one look mends it; without the last full stop. */
function reasonOf(faults: readonly string[]): string {
  const more = faults.length > MOST_NAMED ? [`And ${faults.length - MOST_NAMED} more.`] : [];
  return [...faults.slice(0, MOST_NAMED), ...more].join(' ').replace(/\.$/, '');
}

function readText(file: string): string {
  let text: string | null;
  const limit = classMapByteLimit(basename(file));
  try {
    if (statSync(file).size > limit) throw new PaletteProblem('tooLarge', { path: file, limit: limit / 2 ** 20 });
    const bytes = readFileSync(file);
    text = decodeText(bytes);
    const format = text === null ? formatOf(bytes) : null;
    if (format !== null) throw new PaletteProblem('otherFormat', { path: file, format });
  } catch (error) {
    if (error instanceof PaletteProblem) throw error;
    throw new PaletteProblem('unusable', { path: file, reason: (error as Error).message });
  }
  if (text === null) throw new PaletteProblem('notText', { path: file });
  return text;
}

/** The format of a file that is no text; null where its first bytes name none. */
function formatOf(bytes: Uint8Array): string | null {
  try {
    requireSignature(bytes);
    return 'PNG';
  } catch (error) {
    if (!(error instanceof PngError)) throw error;
    const { looksLike } = error.details;
    const isKnown = typeof looksLike === 'string' && looksLike !== 'text' && looksLike !== 'binary data';
    return isKnown ? looksLike : null;
  }
}

/**
 * The classes that a palette names, for `ReencodeOptions`.
 *
 * @param nameOrFile the palette as it was given; null where none was
 */
export function classesOf(
  { classIds }: PaletteSource,
  nameOrFile: string | null,
): { readonly name: string; readonly ids: readonly number[] } | null {
  return classIds === null || nameOrFile === null ? null : { name: basename(nameOrFile), ids: classIds };
}

function idsOf({ entries }: ClassMap): number[] {
  return entries.map(({ id }) => id);
}

function voidIdsOf({ entries }: ClassMap): number[] {
  const ids = entries.filter(({ id, isVoid }) => isVoid && id >= 0).map(({ id }) => id);
  return [...new Set(ids)].sort((a, b) => a - b);
}

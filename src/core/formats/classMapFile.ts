import { CLASSES_JSON, parseClassMapJson, writeClassMapJson } from './classMapJson.ts';
import {
  classesById,
  MAX_CLASS_MAP_BYTES,
  type ClassMap,
  type ClassMapProblem,
  type ClassMapProblemCode,
} from './classMap.ts';
import { MAX_COCO_BYTES, parseCocoCategories } from './cocoCategories.ts';
import { isClassTable, looksLikeTable, parseClassTable } from './classTable.ts';
import { isLabelmap, parseLabelmap, writeLabelmap } from './labelmap.ts';
import { parseNameList, writeNameList } from './nameList.ts';
import type { WrittenClassMap } from './classMapLoss.ts';

/** File names of class maps, in the order of preference within one folder. */
export const CLASS_MAP_FILES = [
  'labelmap.txt',
  'class_names.txt',
  'label_names.txt',
  'classes.txt',
  'labels.txt',
] as const;

/** The files that name classes are found by: {@link CLASS_MAP_FILES}, and our own. */
export const CLASS_MAP_PATTERNS = ['classes.json', `*${CLASSES_JSON}`, ...CLASS_MAP_FILES] as const;

/**
 * The class map files of one folder, the one that applies first: our own before all others, since they hold everything
 * and nobody has one by accident; of several the first by name, in any case, `classes.json` as if nothing stood before its dot.
 *
 * @param names of the files in the folder, in any order and case
 */
export function classMapFilesAmong(names: readonly string[]): string[] {
  const ranks: readonly string[] = CLASS_MAP_FILES;
  const stem = (name: string): string => `.${name.toLowerCase()}`.slice(0, -CLASSES_JSON.length);
  const own = names.filter(isClassesJson);
  const others = names.filter((name) => ranks.includes(name.toLowerCase()));
  const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  own.sort((a, b) => order(stem(a), stem(b)) || order(a, b));
  others.sort((a, b) => ranks.indexOf(a.toLowerCase()) - ranks.indexOf(b.toLowerCase()) || order(a, b));
  return [...own, ...others];
}

/** Whether a file name is that of our own class maps: `classes.json` or `*.classes.json`. */
export function isClassesJson(fileName: string): boolean {
  return `.${fileName.toLowerCase()}`.endsWith(CLASSES_JSON);
}

/**
 * `json`: our own; `coco`: categories; `labelmap`: as CVAT writes it; `table`: names and colours in columns; `names`: a
 * list of names, labelme's included.
 */
export type ClassMapFormat = 'json' | 'coco' | 'labelmap' | 'table' | 'names';

/** The format that a file name stands for: `*.classes.json`, other JSON, `labelmap*.txt`, anything else. */
export function classMapFormat(fileName: string): Exclude<ClassMapFormat, 'table'> {
  if (isClassesJson(fileName)) return 'json';
  if (/\.json$/i.test(fileName)) return 'coco';
  return /^labelmap.*\.txt$/i.test(fileName) ? 'labelmap' : 'names';
}

/** The format of a text: JSON by its file name, anything else by what most of its lines look like, then by its name. */
export function classMapFormatOf(fileName: string, text: string): ClassMapFormat {
  const named = classMapFormat(fileName);
  if (named === 'json' || named === 'coco') return named;
  if (isLabelmap(text)) return 'labelmap';
  return isClassTable(text) ? 'table' : named;
}

/** The size of a file, in bytes, up to which it is read: COCO's categories stand among all annotations. */
export function classMapByteLimit(fileName: string): number {
  return classMapFormat(fileName) === 'coco' ? MAX_COCO_BYTES : MAX_CLASS_MAP_BYTES;
}

const PARSERS: Readonly<Record<ClassMapFormat, (text: string) => ClassMap>> = {
  json: parseClassMapJson,
  coco: parseCocoCategories,
  labelmap: parseLabelmap,
  table: parseClassTable,
  names: parseNames,
};

/** A list of names, and a word where it looks like something else. */
function parseNames(text: string): ClassMap {
  const map = parseNameList(text);
  if (!looksLikeTable(text)) return map;
  return { ...map, problems: [{ code: 'looksLikeTable', details: {} }, ...map.problems] };
}

/**
 * Reads a class map in its format, see {@link classMapFormatOf}.
 *
 * @param text with or without BOM, lines ended in any way
 */
export function parseClassMap(fileName: string, text: string): ClassMap {
  const map = PARSERS[classMapFormatOf(fileName, text)](text);
  return { ...map, problems: [...map.problems, ...sharedIds(map)] };
}

/** What a file is that cannot be read as a class map. */
export function withoutEntries(problem: ClassMapProblem): ClassMap {
  return { entries: [], idsFrom: 'id', problems: [problem] };
}

/** What leaves nothing of a file to use. */
const UNUSABLE: readonly ClassMapProblemCode[] = [
  'notText',
  'tooLarge',
  'unreadable',
  'jsonInvalid',
  'listMissing',
  'nothingFound',
];

/** Why a class map cannot be used at all; null where it can. */
export function unusableBecause({ entries, problems }: ClassMap): ClassMapProblem | null {
  return entries.length > 0 ? null : (problems.find(({ code }) => UNUSABLE.includes(code)) ?? null);
}

/** Many programs have a `classes.json`; one in another form that is found by itself is no mistake of anybody's. */
export function isOfOthers(fileName: string, { code }: ClassMapProblem): boolean {
  return fileName.toLowerCase() === 'classes.json' && code === 'listMissing';
}

/** Each id that several classes have, once: with the first two of them. */
function sharedIds({ entries }: ClassMap): ClassMapProblem[] {
  const firsts = classesById(entries);
  const seconds = classesById(entries.filter((entry) => firsts.get(entry.id) !== entry));
  return [...seconds].map(([id, second]) => ({
    code: 'idDuplicate',
    details: { first: firsts.get(id)?.name ?? '', second: second.name, id },
  }));
}

/**
 * Writes a class map in the format that its file name says, and what that format cannot keep. JSON is always our own,
 * which keeps everything.
 */
export function writeClassMap(fileName: string, map: ClassMap): WrittenClassMap {
  switch (classMapFormat(fileName)) {
    case 'json':
    case 'coco':
      return { text: writeClassMapJson(map), losses: [] };
    case 'labelmap':
      return writeLabelmap(map);
    case 'names':
      return writeNameList(map);
  }
}

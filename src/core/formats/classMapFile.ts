import { CLASSES_JSON, parseClassMapJson, writeClassMapJson } from './classMapJson.ts';
import type { ClassMap } from './classMap.ts';
import { parseCocoCategories } from './cocoCategories.ts';
import { parseLabelmap, writeLabelmap } from './labelmap.ts';
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

/** Whether a file name is that of our own class maps: `classes.json` or `*.classes.json`. */
export function isClassesJson(fileName: string): boolean {
  return `.${fileName.toLowerCase()}`.endsWith(CLASSES_JSON);
}

/**
 * Reads a class map by its file name: `*.classes.json` is our own, other JSON holds COCO categories, `labelmap*.txt` is
 * as CVAT writes it, anything else a list of names.
 *
 * @param text with or without BOM, lines ended in any way
 */
export function parseClassMap(fileName: string, text: string): ClassMap {
  if (isClassesJson(fileName)) return parseClassMapJson(text);
  if (/\.json$/i.test(fileName)) return parseCocoCategories(text);
  return isLabelmap(fileName) ? parseLabelmap(text) : parseNameList(text);
}

/**
 * Writes a class map in the format that its file name says, and what that format cannot keep. JSON is always our own,
 * which keeps everything.
 */
export function writeClassMap(fileName: string, map: ClassMap): WrittenClassMap {
  if (/\.json$/i.test(fileName)) return { text: writeClassMapJson(map), losses: [] };
  return isLabelmap(fileName) ? writeLabelmap(map) : writeNameList(map);
}

function isLabelmap(fileName: string): boolean {
  return /^labelmap.*\.txt$/i.test(fileName);
}

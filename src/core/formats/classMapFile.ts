import type { ClassMap } from './classMap.ts';
import { parseLabelmap } from './labelmap.ts';
import { parseNameList } from './nameList.ts';

/** File names of class maps, in the order of preference within one folder. */
export const CLASS_MAP_FILES = [
  'labelmap.txt',
  'class_names.txt',
  'label_names.txt',
  'classes.txt',
  'labels.txt',
] as const;

/**
 * Reads a class map by its file name: `labelmap*.txt` as CVAT writes it, anything else as a list of names.
 *
 * @param text with or without BOM, lines ended in any way
 */
export function parseClassMap(fileName: string, text: string): ClassMap {
  return /^labelmap.*\.txt$/i.test(fileName) ? parseLabelmap(text) : parseNameList(text);
}

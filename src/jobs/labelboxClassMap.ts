import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { BACKGROUND_ID, ClassIds, VOID_ID, withClasses, type SeenClass } from '../core/labelbox/classIds.ts';
import { outputNames } from '../core/labelbox/outputNames.ts';
import { CLASS_MAP_PROBLEMS, type ClassMap, type ClassMapEntry } from '../core/formats/classMap.ts';
import { classMapFilesAmong, isClassesJson, parseClassMap } from '../core/formats/classMapFile.ts';
import { CLASSES_JSON, writeClassMapJson } from '../core/formats/classMapJson.ts';
import { fillTemplate } from '../core/png/errors.ts';
import { takeSnapshot } from '../platform/snapshot.ts';
import { decodeText } from '../platform/decodeText.ts';
import { problemOf } from './nestedProblem.ts';
import { ConvertProblem, type ClassMapUse, type UnknownClass } from './labelboxConvertTypes.ts';

/** Ids for the classes of an export. */
export interface ResolvedClassMap {
  readonly entries: readonly ClassMapEntry[];
  readonly ids: ClassIds;
  readonly use: ClassMapUse;
  /** What the class map in the dataset's folder will hold; null where the one that is used stays as it is. */
  readonly text: string | null;
}

interface ClassMapRequest {
  readonly exportFile: string;
  /** Of the dataset, links resolved; need not exist. */
  readonly root: string;
  /** The one that was given. */
  readonly given: string | null;
  readonly unknownClass: UnknownClass;
}

/**
 * The class map whose ids count: the one that is given, else that of the dataset's folder, else one beside the export,
 * else a new one. A new one, and one that is not in the folder, comes into it as `NAME.classes.json`, so that later runs
 * find it. Classes are added to a new one, to one that an earlier run wrote into the folder, whatever its export was
 * called, and where the user wants it.
 *
 * @param isOwn whether an earlier run wrote a file
 * @throws ConvertProblem
 */
export function resolveClassMap(
  { exportFile, root, given, unknownClass }: ClassMapRequest,
  classes: readonly SeenClass[],
  isOwn: (path: string) => boolean,
): ResolvedClassMap {
  const inFolder = join(root, ownName(exportFile));
  const path = given ?? foundIn(root) ?? foundIn(dirname(exportFile));
  if (path === null) {
    const entries = withClasses(null, classes);
    return resolved(entries, { path: inFolder, use: 'written', added: classes.map(({ name }) => name) }, true);
  }
  const map = readClassMap(path);
  const isInFolder = dirname(path) === root;
  const mayAdd = unknownClass === 'add' || (unknownClass === 'error' && isInFolder && isOwn(path));
  const previous = !isInFolder && existsSync(inFolder) ? new ClassIds(readClassMap(inFolder)) : null;
  const entries = mayAdd ? withClasses(map.entries, classes, previous) : map.entries;
  const known = new Set(map.entries);
  const added = entries.filter((entry) => !known.has(entry)).map(({ name }) => name);
  if (!isInFolder) return resolved(entries, { path: inFolder, use: 'copied', added }, true);
  if (added.length === 0) return resolved(entries, { path, use: 'found', added }, false);
  const target = isClassesJson(basename(path)) ? path : inFolder;
  return resolved(entries, { path: target, use: 'extended', added }, true);
}

function resolved(entries: readonly ClassMapEntry[], use: ClassMapUse, isWritten: boolean): ResolvedClassMap {
  return { entries, ids: new ClassIds({ entries }), use, text: isWritten ? writeClassMapJson({ entries }) : null };
}

/** The name of the class map that is written for an export. */
function ownName(exportFile: string): string {
  const stem = basename(exportFile, extname(exportFile));
  return `${outputNames([{ externalId: stem, dataRowId: 'export' }])[0] ?? 'export'}${CLASSES_JSON}`;
}

/** Our own class maps only: nobody has one by accident. */
function foundIn(folder: string): string | null {
  if (!existsSync(folder)) return null;
  const [name] = classMapFilesAmong(readdirSync(folder).filter(isClassesJson));
  return name === undefined ? null : join(folder, name);
}

function readClassMap(path: string): ClassMap {
  let map: ClassMap;
  try {
    const text = decodeText(takeSnapshot(path).bytes);
    if (text === null) throw unusable(path, 'notText');
    map = parseClassMap(basename(path), text);
  } catch (error) {
    if (error instanceof ConvertProblem) throw error;
    throw new ConvertProblem('classMapUnusable', { ...problemOf(error), path });
  }
  const [problem] = map.problems;
  if (map.entries.length === 0) {
    throw problem === undefined ? unusable(path, 'nothingFound') : unusable(path, problem.code, problem.details);
  }
  return map;
}

function unusable(
  path: string,
  code: keyof typeof CLASS_MAP_PROBLEMS,
  details: Readonly<Record<string, string | number>> = {},
): ConvertProblem {
  const problem = fillTemplate(CLASS_MAP_PROBLEMS[code], details);
  return new ConvertProblem('classMapUnusable', { ...details, path, template: CLASS_MAP_PROBLEMS[code], problem });
}

/**
 * The void id for overlaps.
 *
 * @throws ConvertProblem `voidUndecided` where the class map has several, and 255 is none of them; `voidIsClass` where it
 *   has none, and 255 is a class
 */
export function voidIdOf(entries: readonly ClassMapEntry[], isNeeded: boolean): number {
  const ids = [...new Set(entries.filter(({ isVoid, id }) => isVoid && id >= 0).map(({ id }) => id))];
  const [first] = ids;
  const taken = entries.find(({ id, isVoid }) => id === VOID_ID && !isVoid);
  if (isNeeded && ids.length === 0 && taken !== undefined)
    throw new ConvertProblem('voidIsClass', { name: taken.name });
  if (ids.length === 0 || ids.includes(VOID_ID)) return VOID_ID;
  if (ids.length > 1 && isNeeded) throw new ConvertProblem('voidUndecided', { ids: ids.join(', ') });
  return first ?? VOID_ID;
}

/**
 * @throws ConvertProblem `backgroundIsClass` where a class of the export would be indistinguishable from no object
 */
export function requireBackground({ ids, use }: ResolvedClassMap, classes: readonly SeenClass[]): void {
  for (const { name, written } of classes) {
    const isBackground = /^background$/i.test(name);
    if (!isBackground && ids.idOf({ name, written: written[0] ?? name }) === BACKGROUND_ID) {
      throw new ConvertProblem('backgroundIsClass', { name, path: use.path });
    }
  }
}

import type { ClassMap } from './classMap.ts';

/** What decides whether a list of names counts as MOTS does. */
export interface NamedMask {
  /** Path of the class map file, `/` between its parts. */
  readonly classMapPath: string;
  /** Divisor of the mask's class × instance ids; undefined for masks of other kinds. */
  readonly divisor: number | undefined;
}

/**
 * True for the `labels.txt` in a folder `instances` whose masks are class · 1000 + track, as Datumaro and CVAT export
 * MOTS: ids are 1000 · (1 + line) + track, and 0 is the background, which has no line.
 */
export function isMotsLabels({ classMapPath, divisor }: NamedMask): boolean {
  return divisor === 1000 && /(?:^|\/)instances\/labels\.txt$/i.test(classMapPath);
}

/** The list of a MOTS dataset, whose first name is class 1. labelme's lists, which begin with −1, stay as they are. */
export function countedFromOne(map: ClassMap): ClassMap {
  if (map.entries.some(({ name }) => name === '__ignore__')) return map;
  return { ...map, entries: map.entries.map((entry) => ({ ...entry, id: entry.id + 1 })) };
}

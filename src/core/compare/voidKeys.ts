import type { ClassKey, NamedClass } from '../dataset/classNaming.ts';
import type { ClassMap } from '../formats/classMap.ts';
import type { Transition } from './confusion.ts';

/** What tells void from other classes. */
export interface VoidSetting {
  readonly classMap: ClassMap | null;
  /** Ids that are void; null: those of the class map, or 255 where nothing names classes and other ids are there, too. */
  readonly voidIds: readonly number[] | null;
}

/**
 * The classes that are void: the ids that were given; else those of the class map; without one 255, unless the truth has no
 * other ids than 0 and 255, where 255 is the foreground of binary masks.
 */
export function voidKeys(
  classes: readonly NamedClass[],
  cells: readonly Transition[],
  { voidIds, classMap }: VoidSetting,
): ReadonlySet<ClassKey> {
  if (voidIds !== null) return new Set<ClassKey>(voidIds);
  const voids = new Set(classes.filter(({ isVoid }) => isVoid).map(({ key }) => key));
  if (classMap === null && isBlackAndWhite(cells)) voids.delete(255);
  return voids;
}

/** Whether 255, a class in these masks alone, is void as soon as another mask of their dataset has other ids. */
export function isVoidByOthers(
  classes: readonly NamedClass[],
  cells: readonly Transition[],
  { voidIds, classMap }: VoidSetting,
): boolean {
  const has255 = classes.some(({ key, isVoid }) => key === 255 && isVoid);
  return voidIds === null && classMap === null && has255 && isBlackAndWhite(cells);
}

function isBlackAndWhite(cells: readonly Transition[]): boolean {
  return cells.every(({ truth }) => truth === 0 || truth === 255);
}

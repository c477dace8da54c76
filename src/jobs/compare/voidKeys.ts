import type { Transition } from '../../core/compare/confusion.ts';
import type { ClassKey, NamedClass } from '../../core/dataset/classNaming.ts';
import type { CompareSetting } from './compareTypes.ts';

/**
 * The classes that are void: the ids that were given; else those of the class map; without one 255, unless the truth has no
 * other ids than 0 and 255, where 255 is the foreground of binary masks.
 */
export function voidKeys(
  classes: readonly NamedClass[],
  cells: readonly Transition[],
  { voidIds, classMap }: CompareSetting,
): ReadonlySet<ClassKey> {
  if (voidIds !== null) return new Set<ClassKey>(voidIds);
  const voids = new Set(classes.filter(({ isVoid }) => isVoid).map(({ key }) => key));
  if (classMap === null && cells.every(({ truth }) => truth === 0 || truth === 255)) voids.delete(255);
  return voids;
}

import type { ClassKey, NamedClass } from '../dataset/classNaming.ts';
import type { ClassMap } from '../formats/classMap.ts';
import { colourOfId } from '../mask/colourOfId.ts';
import type { Mask } from '../mask/mask.ts';
import type { Transition } from './confusion.ts';

/** What tells void from other classes. */
export interface VoidSetting {
  readonly classMap: ClassMap | null;
  /** Ids that are void; null: those of the class map, or 255 where nothing names classes, unless masks are black and white. */
  readonly voidIds: readonly number[] | null;
}

/** What was found out about masks that say which of their classes are void. */
export interface ComparedClasses {
  /** Every class that occurs in truth or prediction. */
  readonly classes: readonly NamedClass[];
  readonly cells: readonly Transition[];
  /** See {@link drawsVoid}; of any of the masks where there are several. */
  readonly drawsVoid: boolean;
}

/** Whether the palette of a true mask gives 255 a colour that no black and white mask has, as Pascal VOC's does. */
export function drawsVoid(truth: Mask): boolean {
  const colour = truth.palette === null ? null : colourOfId(truth, 255);
  return colour !== null && colour !== '#ffffff';
}

/**
 * The classes that are void: the ids that were given; else those of the class map; without one 255, unless the truth has no
 * other ids than 0 and 255 and is grey or shows 255 in white, where 255 is the foreground of binary masks.
 */
export function voidKeys(compared: ComparedClasses, { voidIds, classMap }: VoidSetting): ReadonlySet<ClassKey> {
  if (voidIds !== null) return new Set<ClassKey>(voidIds);
  const voids = new Set(compared.classes.filter(({ isVoid }) => isVoid).map(({ key }) => key));
  if (classMap === null && isBlackAndWhite(compared)) voids.delete(255);
  return voids;
}

/** Whether 255, a class in these masks alone, is void as soon as another mask of their dataset has other ids. */
export function isVoidByOthers(compared: ComparedClasses, { voidIds, classMap }: VoidSetting): boolean {
  const has255 = compared.classes.some(({ key, isVoid }) => key === 255 && isVoid);
  return voidIds === null && classMap === null && has255 && isBlackAndWhite(compared);
}

function isBlackAndWhite({ cells, drawsVoid: isDrawn }: ComparedClasses): boolean {
  return !isDrawn && cells.every(({ truth }) => truth === 0 || truth === 255);
}

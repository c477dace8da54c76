import { classesById } from '../../../src/core/formats/classMap.ts';
import type { IdFacts } from '../../../src/core/mask/idChange.ts';
import type { OpenMask } from '../maskModel.ts';

/** Ids that training ignores by the class map in use: those of the pixels, not of colours or of objects. */
export function voidIdsOf({ context }: OpenMask): ReadonlySet<number> {
  const { classMap, kind } = context;
  const entries = kind.kind === 'semantic' && classMap?.matchBy === 'id' ? classMap.entries : [];
  return new Set([...classesById(entries).values()].filter(({ isVoid }) => isVoid === true).map(({ id }) => id));
}

/** The largest id that a file of this encoding holds once it is as deep as it may become. */
export function largestId({ mask }: OpenMask): number {
  return mask.encoding === 'palette' ? 255 : 65_535;
}

export function idFacts(open: OpenMask, counts: ArrayLike<number>): IdFacts {
  return { counts, limit: largestId(open), voidIds: voidIdsOf(open) };
}

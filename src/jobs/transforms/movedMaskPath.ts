import { sep } from 'node:path';
import { recogniseKind, type RecognisedKind } from '../../core/mask/kind.ts';
import type { PairFiles } from '../pairs/pairsTypes.ts';
import { nearestOf } from '../pairs/readPair.ts';

/** The folder of masks whose ids are classes. */
const MASKS = 'masks';

/** Depths and encodings that folders of objects are recognised by: a path alone says nothing of them. */
const STORED = [{}, { bitDepth: 16, isColour: false }, { bitDepth: 8, isColour: true }] as const;

/** What a path says of ids: of masks of any depth, of 16 bits, in colours. */
function kindsOf(path: string): readonly RecognisedKind[] {
  return STORED.map((stored) => recogniseKind({ path, ...stored }));
}

/** Whether the ids of a mask are classes, or tell classes as well, as far as its path says. @param path absolute */
export function hasClassIds(path: string): boolean {
  return kindsOf(nearestOf(path)).every(({ kind }) => kind === 'semantic' || kind === 'classInstance');
}

/**
 * Where a mask lies after a transform, `/` between the parts. Classes lie in `masks`. Where folders or the name say that ids are
 * others, they go on saying so: `SegmentationObject/a.png`, `Annotations/480p/bear/00000.png`, `instances/a.png`.
 *
 * @param name of what it has become
 */
export function movedMaskPath({ mask, name: source }: Pick<PairFiles, 'mask' | 'name'>, name: string): string {
  const was = kindsOf(nearestOf(mask));
  if (was.every(({ kind }) => kind === 'semantic')) return `${MASKS}/${name}.png`;
  const parts = mask.split(sep);
  const file = parts.at(-1) ?? '';
  // Folders that are part of the name come back with it.
  const folders = parts.slice(0, -source.split('/').length);
  const stem = file.replace(/\.png$/i, '');
  const ending = /(?:_instance(?:Train)?Ids|_panoptic|_seg|_parts_\d+)$/i.exec(stem)?.[0] ?? '';
  const isSame = (path: string): boolean =>
    kindsOf(path).every(({ kind, divisor }, at) => kind === was[at]?.kind && divisor === was[at]?.divisor);
  for (let count = 1; count <= Math.min(3, folders.length); count++) {
    const kept = folders.slice(-count).join('/');
    const found = [`${kept}/${name}.png`, `${kept}/${name}${ending}.png`].find(isSame);
    if (found !== undefined) return found;
  }
  return `${folders.at(-1) ?? MASKS}/${name}${ending}.png`;
}

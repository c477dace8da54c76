import { excludeRim, excludeShadows } from '../../core/colours/classPixels.ts';
import { isChosen } from '../../core/compose/classChoice.ts';
import type { ClassKey, NamedClass } from '../../core/dataset/classNaming.ts';
import type { PairFinding } from '../pairs/pairRules.ts';
import type { PairFiles } from '../pairs/pairsTypes.ts';
import { readPair, type ReadPair } from '../pairs/readPair.ts';
import type { MaskClasses } from '../pictures/classesOfMask.ts';
import type { CountedPixels } from './coloursTypes.ts';

/** The chosen classes of a mask with their ids, in the order of the ids. */
export function chosenClasses(
  read: Pick<ReadPair, 'mask' | 'kind' | 'divisor'>,
  classes: MaskClasses,
  choice: CountedPixels['classes'],
): readonly (NamedClass & { readonly ids: readonly number[] })[] {
  const found = new Map<ClassKey, NamedClass & { ids: number[] }>();
  for (const { id, key, name, colour, isVoid } of classes.idsOf(read)) {
    const known = found.get(key);
    if (known !== undefined) known.ids.push(id);
    else if (isChosen(choice, { key, name, colour, isVoid })) found.set(key, { key, name, colour, isVoid, ids: [id] });
  }
  return [...found.values()];
}

/** Reads a pair whose mask has classes. */
export async function readClassPair(
  pair: PairFiles,
  frame: CountedPixels['frame'],
): Promise<ReadPair | readonly PairFinding[]> {
  const read = await readPair(pair, { frame, isFitted: false });
  if (!('mask' in read)) return read;
  const hasClasses = read.kind === 'semantic' || (read.kind === 'classInstance' && read.divisor !== null);
  return hasClasses ? read : [{ rule: 'noClasses', details: { path: pair.name } }];
}

/** The pixels of some ids that count: 1, the others 0. */
export function countedPixels(
  { mask, picture }: Pick<ReadPair, 'mask' | 'picture'>,
  ids: readonly number[],
  { rim, shadow }: CountedPixels['exclusions'],
): Uint8Array {
  const isMeant = new Uint8Array(65_536);
  for (const id of ids) isMeant[id] = 1;
  const inside = new Uint8Array(mask.ids.length);
  for (let at = 0; at < inside.length; at++) inside[at] = isMeant[mask.ids[at] as number] as number;
  excludeRim(inside, mask.width, mask.height, rim);
  excludeShadows(picture.rgb, inside, shadow);
  return inside;
}

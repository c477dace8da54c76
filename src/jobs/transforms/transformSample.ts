import { isChosen } from '../../core/compose/classChoice.ts';
import { drawOverlay } from '../../core/compose/overlay.ts';
import { isPhotograph, maskFromPng } from '../../core/mask/fromPng.ts';
import { decodeOriginal } from '../../platform/originals.ts';
import { encodePicture } from '../../platform/pictures.ts';
import type { PairsContext } from '../pairs/pairsTasks.ts';
import type { MadeFile, WorkItem } from '../pairs/pairsTypes.ts';
import { recognised } from '../pairs/readPair.ts';
import { MaskClasses } from '../pictures/classesOfMask.ts';
import { readImage } from '../readImage.ts';
import type { TransformTask } from './transformTypes.ts';

const STYLE = { isFilled: true, opacity: 0.5, outline: 0 } as const;
const CLASSES = { only: null, hasBackground: false, hasVoid: false } as const;

/** The first original that was made with its mask over it, as JPEG; null where it cannot be drawn. */
export async function transformSample(
  { classMap }: PairsContext<TransformTask>,
  { pairs: [pair] }: WorkItem,
  [original, mask]: readonly MadeFile[],
): Promise<MadeFile | null> {
  if (pair === undefined || original === undefined || mask === undefined) return null;
  const picture = await decodeOriginal(original.bytes, {});
  if (picture === null) return null;
  const ids = maskFromPng(readImage(mask.bytes));
  if (isPhotograph(ids)) return null;
  const own = recognised(ids, pair.mask);
  const classes = new MaskClasses(classMap);
  const isShown = new Uint8Array(65_536);
  for (const one of classes.idsOf(own)) if (isChosen(CLASSES, one)) isShown[one.id] = 1;
  drawOverlay(picture, own.mask, classes.coloursOf(own), STYLE, isShown);
  const { width, height, rgb: samples } = picture;
  const bytes = await encodePicture({ width, height, samples, channels: 3 }, { format: 'jpeg', quality: 95 });
  return bytes === null ? null : { relative: original.relative, bytes };
}

/**
 * Where downloads put what an export leads to, so that conversions, given the two folders, find it by name:
 *
 * ```
 * originals/NAME.jpg            the extension is the external id's, else the address's, else jpg
 * masks/NAME--FEATURE.png       the mask of an object; of a class (E4) NAME--CLASS, shared by objects NAME--composite-…
 * ```
 *
 * NAME is the row's by {@link rowNames}, the rest {@link maskFileName}. Masks are PNG, whatever their addresses end in.
 */
import type { UrlKind } from './expiry.ts';
import { maskFileName, type MaskNaming, type NamedMask } from './maskFiles.ts';
import type { Row } from './model.ts';
import { imageExtension } from './outputNames.ts';

export const ORIGINALS_FOLDER = 'originals';
export const MASKS_FOLDER = 'masks';

/** The path of a row's image, with `/`. */
export function originalPath(name: string, { externalId, imageUrl }: Pick<Row, 'externalId' | 'imageUrl'>): string {
  const extension = imageExtension(externalId ?? '') ?? imageExtension(imageUrl ?? '') ?? '.jpg';
  return `${ORIGINALS_FOLDER}/${name}${extension}`;
}

/** A mask that a row leads to, as {@link maskPath} needs it. */
export interface LinkedMask {
  readonly url: string;
  readonly kind: Exclude<UrlKind, 'image'>;
  /** What {@link maskFileName} names it by. */
  readonly object: NamedMask;
}

/** The path of a mask, with `/`. */
export function maskPath(name: string, { object }: Pick<LinkedMask, 'object'>, naming: MaskNaming): string {
  return `${MASKS_FOLDER}/${maskFileName(name, object, naming)}.png`;
}

/** The masks of all labels of a row, each address once. */
export function linkedMasks({ labels }: Row): LinkedMask[] {
  const found = new Map<string, LinkedMask>();
  const add = (mask: LinkedMask): void => {
    if (!found.has(mask.url)) found.set(mask.url, mask);
  };
  for (const { id: labelId, classMasks, objects } of labels) {
    for (const { url, className } of classMasks) {
      const origin = { kind: 'mask', picture: { kind: 'class', url, labelId } } as const;
      add({ url, kind: 'classMask', object: { featureId: null, className, origin } });
    }
    for (const { mask, className, featureId } of objects) {
      if (mask === null) continue;
      const origin = { kind: 'mask', picture: mask } as const;
      add({ url: mask.url, kind: `${mask.kind}Mask`, object: { featureId, className, origin } });
    }
  }
  return [...found.values()];
}

import { isTransposed } from '../dataset/imageHeader.ts';
import type { ImageSize } from './model.ts';
import type { ReportConvert } from './convertRules.ts';

/** Whether coordinates mean the image as viewers show it, turned by its EXIF orientation, or as its pixels are stored. */
export type Frame = 'displayed' | 'stored';

/** What is known about the size of a row's image. */
export interface SizeFacts {
  /** As the export states it. */
  readonly exported: ImageSize | null;
  /** EXIF orientation as the export states it. */
  readonly exportedOrientation: number | null;
  /** Of the local original, as its pixels are stored. */
  readonly original: { readonly file: string; readonly size: ImageSize; readonly orientation: number | null } | null;
  /** What the user says of images of which nothing else is known. */
  readonly given: ImageSize | null;
}

/** The EXIF orientation of images that are stored as they are displayed, as they are where none is stated. */
const UPRIGHT = 1;

/** Pixels of the largest image that is made: 16,384 × 16,384. */
export const MAX_PIXELS = 2 ** 28;

/**
 * The size of the mask: from the export, else the local original, else what is given; never guessed from the geometry.
 * Null, with a finding, where it is not known, where export and original contradict each other in size or orientation, or where the image is
 * turned and nobody said which frame the coordinates mean.
 */
export function decideSize(
  { exported, exportedOrientation, original, given }: SizeFacts,
  frame: Frame | null,
  report: ReportConvert,
): ImageSize | null {
  if (original !== null && exportedOrientation !== null && frame === null) {
    const own = original.orientation ?? UPRIGHT;
    if (own !== exportedOrientation) {
      report('orientationDiffers', { file: original.file, orientation: own, exportOrientation: exportedOrientation });
      return null;
    }
  }
  const orientation = original === null ? exportedOrientation : original.orientation;
  const isTurned = orientation !== null && orientation !== UPRIGHT;
  if (isTurned && frame === null) {
    report('frameUnknown', { orientation });
    return null;
  }
  const own = original && (frame === 'displayed' && isTransposed(orientation) ? turned(original.size) : original.size);
  const size = exported ?? own ?? given;
  if (size === null) {
    report('sizeUnknown');
    return null;
  }
  if (own !== null && (own.width !== size.width || own.height !== size.height)) {
    const { width, height } = own;
    report('sizeDiffers', {
      ...{ file: original?.file ?? '', width, height },
      ...{ exportWidth: size.width, exportHeight: size.height },
    });
    return null;
  }
  if (size.width * size.height > MAX_PIXELS) {
    report('imageTooLarge', { width: size.width, height: size.height, limit: MAX_PIXELS });
    return null;
  }
  if (isTurned && frame === 'displayed') report('frameDisplayed', { orientation });
  return { width: size.width, height: size.height };
}

function turned({ width, height }: ImageSize): ImageSize {
  return { width: height, height: width };
}

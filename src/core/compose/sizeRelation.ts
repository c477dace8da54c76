import { isTransposed } from '../dataset/imageHeader.ts';

/** Pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The size of an original as it is looked at, EXIF orientation applied. */
export interface OriginalSize extends PictureSize {
  /** EXIF orientation 1 … 8; null where the file states none. */
  readonly orientation: number | null;
}

/** How the sizes of a mask and its original relate. */
export interface SizeRelation {
  /**
   * - `same`: pixel on pixel.
   * - `stored`: the mask is as the original's pixels are stored, before the turning that its EXIF orientation asks for.
   * - `scaled`: of one shape, but for less than a pixel.
   * - `quarter`: of one shape if one of them is turned by 90°; nothing tells which way.
   * - `other`: of another shape.
   */
  readonly kind: 'same' | 'stored' | 'scaled' | 'quarter' | 'other';
  /** Pixels of the original a pixel of the mask, along each side; null for `other`. */
  readonly factor: number | null;
  /** The size to draw the original in, in pixels of the mask, from the left top corner; it is never stretched. */
  readonly drawn: PictureSize;
  /** Whether the original's EXIF orientation is to be applied. */
  readonly isTurned: boolean;
}

/** Relates the size of a mask to that of its original. */
export function relateSizes(mask: PictureSize, original: OriginalSize): SizeRelation {
  const { width, height, orientation } = original;
  const turned = { width: height, height: width };
  const factor = factorOf(mask, original);
  if (factor !== null) {
    const isSame = width === mask.width && height === mask.height;
    return { kind: isSame ? 'same' : 'scaled', factor: isSame ? 1 : factor, drawn: sizeOf(mask), isTurned: true };
  }
  const turnedFactor = factorOf(mask, turned);
  if (turnedFactor === null) return { kind: 'other', factor: null, drawn: sizeOf(original), isTurned: true };
  if (isTransposed(orientation)) {
    return { kind: 'stored', factor: turnedFactor, drawn: sizeOf(mask), isTurned: false };
  }
  const drawn = { width: width / turnedFactor, height: height / turnedFactor };
  return { kind: 'quarter', factor: turnedFactor, drawn, isTurned: true };
}

/** Pixels of the original a pixel of the mask; null where their shapes differ by a pixel of the smaller one or more. */
function factorOf(mask: PictureSize, original: PictureSize): number | null {
  const factor = Math.sqrt((original.width * original.height) / (mask.width * mask.height));
  const unit = Math.max(1, factor);
  const isAlike =
    Math.abs(original.width - mask.width * factor) < unit && Math.abs(original.height - mask.height * factor) < unit;
  return isAlike ? factor : null;
}

function sizeOf({ width, height }: PictureSize): PictureSize {
  return { width, height };
}

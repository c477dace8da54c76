import type { Box, Picture } from './picture.ts';

/** A picture with alpha: red, green, blue, alpha, a byte each; 4 × width × height. */
export interface CutOut {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8Array;
}

/** The bounds of the pixels whose ids are meant; null where there are none. @param isMeant 1 for these ids */
export function boundsOf(
  { width, ids }: { readonly width: number; readonly ids: Uint8Array | Uint16Array },
  isMeant: Uint8Array,
): Box | null {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  for (let at = 0, x = 0, y = 0; at < ids.length; at++) {
    if (isMeant[ids[at] as number] === 1) {
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
    if (++x === width) {
      x = 0;
      y++;
    }
  }
  return bottom < 0 ? null : { left, top, right: right + 1, bottom: bottom + 1 };
}

/**
 * The pixels whose ids are meant, as they are, and opaque where the original is; the others are black and fully transparent, so that nothing of
 * them is in the file.
 *
 * @param picture with the alpha of its pixels, a byte each, where it has any
 * @param isMeant 1 for these ids
 */
export function cutOut(
  { width, rgb, alpha }: Picture & { readonly alpha?: Uint8Array },
  ids: Uint8Array | Uint16Array,
  isMeant: Uint8Array,
  { left, top, right, bottom }: Box,
): CutOut {
  const own = { width: right - left, height: bottom - top };
  const rgba = new Uint8Array(4 * own.width * own.height);
  for (let y = top, out = 0; y < bottom; y++) {
    for (let at = y * width + left, end = y * width + right; at < end; at++, out += 4) {
      if (isMeant[ids[at] as number] !== 1) continue;
      rgba[out] = rgb[3 * at] as number;
      rgba[out + 1] = rgb[3 * at + 1] as number;
      rgba[out + 2] = rgb[3 * at + 2] as number;
      rgba[out + 3] = alpha === undefined ? 255 : (alpha[at] as number);
    }
  }
  return { ...own, rgba };
}

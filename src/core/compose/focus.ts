import { blurCounted, blurPicture, type Blur } from './blur.ts';
import type { Picture } from './picture.ts';

/**
 * How what is not in focus is made.
 * - `normalised`: blurred from what is not in focus alone, so that the subject's colours do not leak into a halo around it.
 * - `composed`: as published, the whole picture is blurred and the subject put upon it.
 */
export const FOCUS_METHODS = ['normalised', 'composed'] as const;
export type FocusMethod = (typeof FOCUS_METHODS)[number];

/** What a pixel is. */
export const FocusPart = {
  background: 0,
  /** It stays as it is. */
  subject: 1,
  /** Nobody says what it is, as on the rim around objects: it is blurred and lends its colour to nothing. */
  unknown: 2,
} as const;

/**
 * Shallow focus: all but the subject blurred; the subject keeps every sample.
 *
 * @param parts {@link FocusPart} of each pixel
 */
export function shallowFocus(picture: Picture, parts: Uint8Array, blur: Blur, method: FocusMethod): Picture {
  const behind =
    method === 'composed'
      ? blurPicture(picture, blur)
      : blurCounted(
          picture,
          parts.map((part) => (part === FocusPart.background ? 1 : 0)),
          blur,
        );
  const { rgb } = picture;
  for (let pixel = 0, at = 0; pixel < parts.length; pixel++, at += 3) {
    if (parts[pixel] === FocusPart.subject) behind.rgb.set(rgb.subarray(at, at + 3), at);
  }
  return behind;
}

import { ColourType } from '../../png/types.ts';
import type { MaskKind } from '../mask.ts';
import type { ReadableMask } from './reading.ts';

/**
 * One line of Python that reads a mask's ids right, as an array of height × width; null where the file has no ids:
 * colours of any kind but panoptic at 8 bits. Run with Pillow 9.4.0 and 12.3.0, OpenCV 4.6.0 and 4.14.0.
 *
 * @param fileName becomes a string literal
 */
export function pythonLine({ mask, traits }: ReadableMask, kind: MaskKind, fileName: string): string | null {
  const path = pythonString(fileName);
  const open = `np.array(Image.open(${path}))`;
  switch (traits.colourType) {
    case ColourType.palette:
      return `ids = ${open}`;
    case ColourType.grey:
      if (mask.bitDepth === 1) return `ids = ${open}.astype(np.uint8)`;
      if (mask.bitDepth < 8) return `ids = ${open} // ${255 / (2 ** mask.bitDepth - 1)}`;
      return mask.bitDepth === 8 ? `ids = ${open}` : `ids = ${open}.astype(np.uint16)`;
    case ColourType.greyAlpha:
      return mask.bitDepth === 8 ? `ids = ${open}[..., 0]` : `ids = cv2.imread(${path}, cv2.IMREAD_UNCHANGED)[..., 0]`;
    case ColourType.rgb:
    case ColourType.rgba:
      if (kind !== 'panoptic' || mask.bitDepth !== 8) return null;
      return `ids = np.array(Image.open(${path}).convert("RGB")).astype(np.uint32) @ np.array([1, 256, 65536], np.uint32)`;
  }
}

/** A Python string literal; JSON's escapes are Python's too. */
function pythonString(text: string): string {
  return JSON.stringify(text);
}

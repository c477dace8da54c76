import { ColourType } from '../../png/types.ts';
import { libpngGreyOf, libpngRgbOf } from './libpngPixels.ts';
import { blackOutside, greyTo8, PIXEL_ALPHA, rgbaOf, type ReadableMask, type ReaderArray } from './reading.ts';

/** `cv2.imread(path, cv2.IMREAD_GRAYSCALE)`. Compared with OpenCV 4.6.0 and 4.14.0. */
export function openCvGrey(readable: ReadableMask): ReaderArray {
  return { mode: null, dtype: 'uint8', channels: null, ...libpngGreyOf(readable) };
}

/** `cv2.imread(path)`: blue, green, red. Compared with OpenCV 4.6.0 and 4.14.0. */
export function openCvColour(readable: ReadableMask): ReaderArray {
  const { reasons, value } = libpngRgbOf(readable);
  const isGrey = readable.mask.encoding === 'grey';
  return {
    mode: null,
    dtype: 'uint8',
    channels: 3,
    reasons: isGrey ? reasons : [...reasons, 'bgr'],
    value: (id) => value(id).toReversed(),
  };
}

/**
 * `cv2.imread(path, cv2.IMREAD_UNCHANGED)`: 16 bits stay, palettes become colours all the same, alpha comes along, also
 * that of tRNS but for grey. Compared with OpenCV 4.6.0 and 4.14.0.
 */
export function openCvUnchanged({ mask, traits }: ReadableMask): ReaderArray {
  const isWide = mask.bitDepth === 16;
  const array = { mode: null, dtype: isWide ? 'uint16' : 'uint8' } as const;
  if (mask.encoding === 'grey') {
    const { reasons, value } = isWide ? { reasons: ['ids'] as const, value: (id: number) => id } : greyTo8(mask);
    return traits.colourType === ColourType.grey
      ? { ...array, channels: null, reasons, value: (id) => [value(id)] }
      : {
          ...array,
          channels: 4,
          reasons: ['repeated', 'withAlpha'],
          value: (id) => [value(id), value(id), value(id), PIXEL_ALPHA],
        };
  }
  const rgba = rgbaOf(mask, blackOutside);
  const first = mask.encoding === 'palette' ? 'paletteColours' : 'colours';
  const hasAlpha =
    mask.palette === null
      ? traits.colourType === ColourType.rgba || traits.hasKeyColour
      : mask.palette.transparencyEntries > 0;
  return {
    ...array,
    channels: hasAlpha ? 4 : 3,
    reasons: hasAlpha ? [first, 'bgr', 'withAlpha'] : [first, 'bgr'],
    value: (id) => {
      const [red, green, blue, alpha] = rgba(id);
      return hasAlpha ? [blue, green, red, alpha] : [blue, green, red];
    },
  };
}

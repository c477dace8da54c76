import { ColourType } from '../../png/types.ts';
import { libpngGrey } from './libpngGrey.ts';
import { blackOutside, greyTo8, rgbaOf, colourTo8, opaque, type ReadableMask, type ReadingReason } from './reading.ts';

/** What libpng makes of pixels: OpenCV and TensorFlow ask it for the same conversions. */
export interface LibpngPixels {
  readonly reasons: readonly ReadingReason[];
  readonly value: (id: number) => readonly number[];
}

/** One channel of 8 bits, made by libpng. */
export function libpngGreyOf({ mask, traits }: ReadableMask): LibpngPixels {
  if (mask.encoding === 'grey') {
    const { reasons, value } = greyTo8(mask);
    const isAlpha = traits.colourType === ColourType.greyAlpha;
    return { reasons: isAlpha ? [...reasons, 'withoutAlpha'] : reasons, value: (id) => [value(id)] };
  }
  const rgba = rgbaOf(mask, blackOutside);
  const grey = libpngGrey(mask.bitDepth === 16 ? 16 : 8, traits.gamma);
  return {
    reasons: ['brightness'],
    value: (id) => {
      const [red, green, blue] = rgba(id);
      return [grey(red, green, blue)];
    },
  };
}

/** Red, green and blue of 8 bits, made by libpng. */
export function libpngRgbOf({ mask, traits }: ReadableMask): LibpngPixels {
  const hasAlpha = traits.colourType === ColourType.greyAlpha || traits.colourType === ColourType.rgba;
  const dropped = hasAlpha ? (['withoutAlpha'] as const) : [];
  if (mask.encoding === 'grey') {
    const { reasons, value } = greyTo8(mask);
    return {
      reasons: [...reasons.filter((reason) => reason !== 'ids'), 'repeated', ...dropped],
      value: (id) => [value(id), value(id), value(id)],
    };
  }
  const rgba = rgbaOf(mask, blackOutside);
  const narrow = colourTo8(mask);
  const value = (id: number): readonly number[] => opaque(narrow(rgba(id)));
  if (mask.encoding === 'palette') return { reasons: ['paletteColours'], value };
  return { reasons: ['colours', ...(mask.bitDepth === 16 ? (['highByte'] as const) : []), ...dropped], value };
}

import { ColourType } from '../../png/types.ts';
import {
  blackOutside,
  greyTo8,
  PIXEL_ALPHA,
  rgbaOf,
  colourTo8,
  opaque,
  type ReadableMask,
  type ReaderArray,
} from './reading.ts';

/**
 * Pillow's ways that differ: `9.4` opens 16-bit grey as 32-bit numbers and gives ids beyond the palette a grey ramp,
 * `12.3` opens it as 16-bit numbers and makes such ids black (both changed between the two: python-pillow pull requests
 * 7849 and 7289). Both were run.
 */
export type PillowVersion = '9.4' | '12.3';

/**
 * `np.array(Image.open(path))`.
 *
 * Palettes give ids, at any depth. Compared with Pillow 9.4.0 and 12.3.0.
 */
export function pillowOpen({ mask, traits }: ReadableMask, version: PillowVersion): ReaderArray {
  const { bitDepth } = mask;
  const ids = (id: number): readonly number[] => [id];
  switch (traits.colourType) {
    case ColourType.palette:
      return { mode: 'P', dtype: 'uint8', channels: null, reasons: ['ids'], value: ids };
    case ColourType.grey: {
      if (bitDepth === 1) return { mode: '1', dtype: 'bool', channels: null, reasons: ['boolean'], value: ids };
      if (bitDepth === 16) {
        const isOlder = version === '9.4';
        const [mode, dtype] = isOlder ? (['I', 'int32'] as const) : (['I;16', 'uint16'] as const);
        return { mode, dtype, channels: null, reasons: ['ids'], value: ids };
      }
      const { reasons, value } = greyTo8(mask);
      return { mode: 'L', dtype: 'uint8', channels: null, reasons, value: (id) => [value(id)] };
    }
    case ColourType.greyAlpha: {
      const { reasons, value } = greyTo8(mask);
      if (bitDepth === 8) {
        return {
          mode: 'LA',
          dtype: 'uint8',
          channels: 2,
          reasons: ['withAlpha'],
          value: (id) => [value(id), PIXEL_ALPHA],
        };
      }
      return {
        mode: 'RGBA',
        dtype: 'uint8',
        channels: 4,
        reasons: [...reasons, 'repeated', 'withAlpha'],
        value: (id) => [value(id), value(id), value(id), PIXEL_ALPHA],
      };
    }
    case ColourType.rgb:
    case ColourType.rgba: {
      const rgba = rgbaOf(mask, blackOutside);
      const narrow = colourTo8(mask);
      const reasons = bitDepth === 16 ? (['colours', 'highByte'] as const) : (['colours'] as const);
      return traits.colourType === ColourType.rgb
        ? { mode: 'RGB', dtype: 'uint8', channels: 3, reasons, value: (id) => opaque(narrow(rgba(id))) }
        : {
            mode: 'RGBA',
            dtype: 'uint8',
            channels: 4,
            reasons: [...reasons, 'withAlpha'],
            value: (id) => narrow(rgba(id)),
          };
    }
  }
}

/**
 * `np.array(Image.open(path).convert("L"))`.
 *
 * Grey of a colour is (19595·R + 38470·G + 7471·B + 32768) >> 16, ITU-R 601-2 as Pillow's Convert.c has it; 16-bit grey
 * is clipped. Compared with Pillow 9.4.0 and 12.3.0.
 */
export function pillowGrey(readable: ReadableMask, version: PillowVersion): ReaderArray {
  const { mask } = readable;
  const array = { mode: 'L', dtype: 'uint8', channels: null } as const;
  if (mask.encoding === 'grey') {
    const { reasons, value } = convertedGrey(readable);
    return { ...array, reasons, value: (id) => [value(id)] };
  }
  const rgb = pillowRgb(readable, version).value;
  return {
    ...array,
    reasons: ['brightness'],
    value: (id) => {
      const [red = 0, green = 0, blue = 0] = rgb(id);
      return [(19_595 * red + 38_470 * green + 7471 * blue + 32_768) >> 16];
    },
  };
}

/** `np.array(Image.open(path).convert("RGB"))`. Compared with Pillow 9.4.0 and 12.3.0. */
export function pillowRgb(readable: ReadableMask, version: PillowVersion): ReaderArray {
  const { mask, traits } = readable;
  const array = { mode: 'RGB', dtype: 'uint8', channels: 3 } as const;
  if (mask.encoding === 'grey') {
    const { reasons, value } = convertedGrey(readable);
    return {
      ...array,
      reasons: [...reasons.filter((reason) => reason !== 'ids'), 'repeated'],
      value: (id) => [value(id), value(id), value(id)],
    };
  }
  const rgba = rgbaOf(mask, version === '9.4' ? (id) => [id, id, id, 255] : blackOutside);
  const narrow = colourTo8(mask);
  const value = (id: number): readonly number[] => opaque(narrow(rgba(id)));
  if (mask.encoding === 'palette') return { ...array, reasons: ['paletteColours'], value };
  return {
    ...array,
    reasons: [
      'colours',
      ...(mask.bitDepth === 16 ? (['highByte'] as const) : []),
      ...(traits.colourType === ColourType.rgba ? (['withoutAlpha'] as const) : []),
    ],
    value,
  };
}

/** 16-bit grey without alpha is clipped in conversions; with alpha it has lost its lower byte already. */
function convertedGrey({ mask, traits }: ReadableMask): ReturnType<typeof greyTo8> {
  const hasAlpha = traits.colourType === ColourType.greyAlpha;
  if (mask.bitDepth === 16 && !hasAlpha) return { reasons: ['clipped'], value: (id) => Math.min(id, 255) };
  const { reasons, value } = greyTo8(mask);
  return hasAlpha ? { reasons: [...reasons, 'withoutAlpha'], value } : { reasons, value };
}

import { ColourType } from '../../png/types.ts';
import { libpngGreyOf, libpngRgbOf } from './libpngPixels.ts';
import {
  greyTo8,
  PIXEL_ALPHA,
  rgbaOf,
  blackOutside,
  colourTo8,
  type ReadableMask,
  type ReaderArray,
} from './reading.ts';

/**
 * `tf.io.decode_png(tf.io.read_file(path))`, as many channels as the file has: palettes become colours, with alpha where
 * a tRNS lists entries; the tRNS of other files is left out. Compared with TensorFlow 2.21.0.
 */
export function tensorFlowAny(readable: ReadableMask): ReaderArray {
  const { mask, traits } = readable;
  const array = { mode: null, dtype: 'uint8' } as const;
  switch (traits.colourType) {
    case ColourType.grey:
      return tensorFlowGrey(readable);
    case ColourType.greyAlpha: {
      const { reasons, value } = greyTo8(mask);
      return {
        ...array,
        channels: 2,
        reasons: [...reasons.filter((reason) => reason !== 'ids'), 'withAlpha'],
        value: (id) => [value(id), PIXEL_ALPHA],
      };
    }
    case ColourType.palette:
    case ColourType.rgb:
    case ColourType.rgba: {
      const hasAlpha =
        mask.palette === null ? traits.colourType === ColourType.rgba : mask.palette.transparencyEntries > 0;
      if (!hasAlpha) return tensorFlowRgb(readable);
      const rgba = rgbaOf(mask, blackOutside);
      const narrow = colourTo8(mask);
      const reasons = libpngRgbOf(readable).reasons.filter((reason) => reason !== 'withoutAlpha');
      return { ...array, channels: 4, reasons: [...reasons, 'withAlpha'], value: (id) => narrow(rgba(id)) };
    }
  }
}

/** `tf.io.decode_png(tf.io.read_file(path), channels=1)`. Compared with TensorFlow 2.21.0. */
export function tensorFlowGrey(readable: ReadableMask): ReaderArray {
  return { mode: null, dtype: 'uint8', channels: 1, ...libpngGreyOf(readable) };
}

/** `tf.io.decode_png(tf.io.read_file(path), channels=3)`. Compared with TensorFlow 2.21.0. */
export function tensorFlowRgb(readable: ReadableMask): ReaderArray {
  return { mode: null, dtype: 'uint8', channels: 3, ...libpngRgbOf(readable) };
}

import { npyHeader, type NpyType } from '../core/formats/npy.ts';
import { ColourType, type PngImage } from '../core/png/types.ts';
import { NoIdsError } from './noIdsError.ts';
import { readImage } from './readImage.ts';

/** Ids of a mask as a NumPy array. */
export interface IndexArray {
  readonly type: NpyType;
  readonly width: number;
  readonly height: number;
  /** The `.npy` file. */
  readonly file: Uint8Array;
}

/**
 * The ids of a mask as a `.npy` file of shape (height, width).
 * Palette and grey images: the file's samples as they are, one byte (two at 16 bits); of grey with alpha the grey.
 * With `panoptic`, 8-bit RGB and RGBA images: R + 256·G + 65536·B, four bytes.
 *
 * @throws PngError when the file is not a readable PNG
 * @throws NoIdsError when the pixels are colours and `panoptic` is not set, or the other way round
 */
export function extractIndices(bytes: Uint8Array, options: { readonly panoptic: boolean }): IndexArray {
  const image = readImage(bytes);
  const { width, height, bitDepth, colourType } = image.header;
  const isColour = colourType === ColourType.rgb || colourType === ColourType.rgba;
  if (isColour && !options.panoptic) {
    throw new NoIdsError('The pixels are colours, not ids; for a panoptic map (R + 256·G + 65536·B) give --panoptic');
  }
  if (options.panoptic && (!isColour || bitDepth !== 8)) {
    throw new NoIdsError('--panoptic needs an RGB or RGBA image of 8 bits; leave it out for palette and grey images');
  }
  const type = options.panoptic ? 'u4' : bitDepth === 16 ? 'u2' : 'u1';
  const header = npyHeader(type, [height, width]);
  const count = width * height;
  const file = new Uint8Array(header.length + count * { u1: 1, u2: 2, u4: 4 }[type]);
  file.set(header);
  if (type === 'u4') fillPanoptic(new Uint32Array(file.buffer, header.length, count), image);
  else fillStored(new (type === 'u2' ? Uint16Array : Uint8Array)(file.buffer, header.length, count), image);
  return { type, width, height, file };
}

function fillStored(ids: Uint8Array | Uint16Array, { samples, channels }: PngImage): void {
  if (channels === 1) ids.set(samples);
  else for (let i = 0; i < ids.length; i++) ids[i] = samples[i * channels] as number;
}

function fillPanoptic(ids: Uint32Array, { samples, channels }: PngImage): void {
  for (let i = 0, s = 0; i < ids.length; i++, s += channels) {
    ids[i] = (samples[s] as number) | ((samples[s + 1] as number) << 8) | ((samples[s + 2] as number) << 16);
  }
}

import { diagnosePng } from '../core/png/diagnose.ts';
import { PngError } from '../core/png/errors.ts';
import { readPng } from '../core/png/read.ts';
import type { Inflate, PngImage } from '../core/png/types.ts';
import { crc32, inflate, inflatePartial } from '../platform/zlib.ts';

/**
 * Reads a PNG file. Where its compressed data is damaged, which inflating as a whole does not place, the file is looked
 * at again for the byte.
 *
 * @param inflateWhole where the memory of the pixels comes from
 * @throws PngError with the byte offset wherever the problem has one
 */
export function readImage(bytes: Uint8Array, inflateWhole: Inflate = inflate): PngImage {
  try {
    return readPng(bytes, inflateWhole, { crc32 });
  } catch (error) {
    if (!(error instanceof PngError) || error.offset !== undefined) throw error;
    throw diagnosePng(bytes, inflatePartial, { crc32 })?.problem ?? error;
  }
}

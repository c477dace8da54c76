import { applyEdits, EditError, type EditProblemCode, type MaskEdit } from '../core/mask/edits.ts';
import { isPhotograph, maskFromPng } from '../core/mask/fromPng.ts';
import type { Mask } from '../core/mask/mask.ts';
import { keepsSignificantBits, rewritePalette } from '../core/png/rewritePalette.ts';
import { ColourType, type Palette, type PngChunk, type PngImage } from '../core/png/types.ts';
import { writePng, type Effort } from '../core/png/write.ts';
import { crc32, deflate } from '../platform/zlib.ts';
import { readImage } from './readImage.ts';

/** The file with its edits, or why it cannot be had. */
export type EditedMask = { readonly bytes: Uint8Array } | { readonly problem: EditProblemCode };

/** Searching for the smallest file takes seconds beyond this. */
const MOST_COMPACT_PIXELS = 2 ** 24;

/**
 * The file of a mask after edits. It is decoded again and compared before it is given back. Where only the palette
 * differs in the end, no byte of the compressed pixels changes; where nothing differs, no byte at all. Ancillary chunks
 * stay, but for those that would be untrue (hIST of other pixels, sBIT of other samples or of
 * colours with more bits); so do depth, interlacing and
 * alpha plane wherever the new ids fit.
 *
 * @param bytes the file that the edits start from
 * @throws PngError when the file is not a readable PNG
 * @throws Error when the result does not hold the edited mask
 */
export function encodeEditedMask(bytes: Uint8Array, edits: readonly MaskEdit[]): EditedMask {
  const image = readImage(bytes);
  const before = maskFromPng(image, { force: true });
  if (isPhotograph(before)) return { problem: 'noIds' };
  let after: Mask;
  try {
    after = applyEdits(before, edits);
  } catch (error) {
    if (error instanceof EditError) return { problem: error.code };
    throw error;
  }
  const file = encode(bytes, image, before, after);
  requireProof(file, after);
  return { bytes: file };
}

function encode(bytes: Uint8Array, image: PngImage, before: Mask, after: Mask): Uint8Array {
  if (before.bitDepth === after.bitDepth && areEqual(before.ids, after.ids)) {
    if (after.palette === null || isSamePalette(before.palette, after.palette)) return bytes;
    return rewritePalette(bytes, after.palette, crc32);
  }
  const header = { ...image.header, bitDepth: after.bitDepth };
  const samples = after.alpha === undefined ? after.ids : interleaved(after.ids, alphaOf(after));
  const chunks = image.chunks.filter((chunk) => staysTrue(chunk, before, after));
  const palette = after.palette && withinDepth(after.palette, after.bitDepth);
  const effort: Effort = after.ids.length <= MOST_COMPACT_PIXELS ? 'compact' : 'fast';
  return writePng({ header, samples, palette, chunks }, deflate, { effort, crc32 });
}

function staysTrue({ type, data }: PngChunk, before: Mask, after: Mask): boolean {
  switch (type) {
    case 'hIST':
      return false;
    case 'sBIT':
      // Of palettes it speaks of the entries' colours, else of the samples (PNG specification, 11.3.2.3).
      if (after.palette === null) return before.bitDepth === after.bitDepth;
      return keepsSignificantBits(data, before.palette?.rgb ?? null, after.palette.rgb);
    case 'bKGD':
      return after.palette === null || (data[0] ?? 0) < after.palette.rgb.length / 3;
    default:
      return true;
  }
}

/** The alpha plane in the depth of the samples: a mask whose ids outgrew 8 bits has 16 of both. */
function alphaOf({ alpha, bitDepth }: Mask): Uint8Array | Uint16Array {
  if (alpha === undefined) throw new Error('The mask has no alpha plane.');
  return bitDepth === 16 && alpha instanceof Uint8Array ? Uint16Array.from(alpha, (value) => 257 * value) : alpha;
}

function interleaved(ids: Uint8Array | Uint16Array, alpha: Uint8Array | Uint16Array): Uint8Array | Uint16Array {
  const samples = ids instanceof Uint16Array ? new Uint16Array(2 * ids.length) : new Uint8Array(2 * ids.length);
  for (let i = 0; i < ids.length; i++) {
    samples[2 * i] = ids[i] as number;
    samples[2 * i + 1] = alpha[i] as number;
  }
  return samples;
}

/** Decodes the file and compares everything that the edits say. */
function requireProof(file: Uint8Array, expected: Mask): void {
  const image = readImage(file);
  const mask = maskFromPng(image, { force: true });
  const isProven =
    !isPhotograph(mask) &&
    mask.width === expected.width &&
    mask.height === expected.height &&
    mask.bitDepth === expected.bitDepth &&
    mask.encoding === expected.encoding &&
    areEqual(mask.ids, expected.ids) &&
    (expected.palette === null ||
      isSamePalette(withinDepth(mask.palette, mask.bitDepth), withinDepth(expected.palette, expected.bitDepth))) &&
    (expected.alpha === undefined || (mask.alpha !== undefined && areEqual(mask.alpha, alphaOf(expected)))) &&
    (image.header.colourType === ColourType.greyAlpha) === (expected.alpha !== undefined);
  if (!isProven) throw new Error('The encoded file does not hold the edited mask.');
}

/** A palette without the entries that a depth cannot address, which PNG forbids. */
function withinDepth<P extends Palette | null>(palette: P, bitDepth: number): P {
  if (palette === null || palette.rgb.length / 3 <= 2 ** bitDepth) return palette;
  const entries = 2 ** bitDepth;
  return {
    rgb: palette.rgb.subarray(0, 3 * entries),
    alpha: palette.alpha.subarray(0, entries),
    transparencyEntries: Math.min(entries, palette.transparencyEntries),
  } as P;
}

function isSamePalette(a: Palette | null, b: Palette | null): boolean {
  if (a === null || b === null) return a === b;
  return areEqual(a.rgb, b.rgb) && areEqual(a.alpha, b.alpha) && a.transparencyEntries === b.transparencyEntries;
}

function areEqual(a: Uint8Array | Uint16Array, b: Uint8Array | Uint16Array): boolean {
  if (a.length !== b.length || a.BYTES_PER_ELEMENT !== b.BYTES_PER_ELEMENT) return false;
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array | Uint16Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

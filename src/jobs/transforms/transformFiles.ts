import type { Plane, Size, TransformStep } from '../../core/mask/transform.ts';
import { readPng } from '../../core/png/read.ts';
import type { PngChunk, PngImage } from '../../core/png/types.ts';
import { writePng } from '../../core/png/write.ts';
import { crc32, deflate, inflate } from '../../platform/zlib.ts';
import { isEqual } from '../encodeIds.ts';

/** Chunks that speak of places or of how often samples occur. */
const UNTRUE = new Set(['hIST', 'oFFs']);

/**
 * The PNG file of samples that were moved: depth, colour type, palette, interlacing and what still holds of the ancillary
 * chunks are those of the file that they come from. It is read back before it is given.
 *
 * @param steps that the samples went through
 * @param isTurned whether its EXIF orientation was applied
 */
export function movedPng(
  { header, palette, chunks }: PngImage,
  { width, height, samples }: Size & Pick<Plane, 'samples'>,
  steps: readonly TransformStep[],
  isTurned = false,
): Uint8Array {
  const kept = chunks.flatMap((chunk) => {
    if (UNTRUE.has(chunk.type) || (isTurned && chunk.type === 'eXIf')) return [];
    return chunk.type === 'pHYs' ? physical(chunk, steps) : [chunk];
  });
  const image = { header: { ...header, width, height }, samples, palette, chunks: kept };
  const bytes = writePng(image, deflate, { crc32 });
  const proof = readPng(bytes, inflate, { crc32 });
  if (!isEqual(proof.samples, samples) || !isEqual(proof.palette?.rgb ?? NONE, palette?.rgb ?? NONE)) {
    throw new Error('The file that was made has other samples than it should.');
  }
  return bytes;
}

const NONE = new Uint8Array(0);

/** The size of a pixel (PNG specification, 11.3.4.3): it turns with the picture; resizing changes it. */
function physical(chunk: PngChunk, steps: readonly TransformStep[]): PngChunk[] {
  if (steps.some(({ kind }) => kind === 'resize')) return [];
  const turns = steps.filter((step) => step.kind === 'transpose' || (step.kind === 'rotate' && step.degrees !== 180));
  if (turns.length % 2 === 0 || chunk.data.length !== 9) return [chunk];
  const data = chunk.data.slice();
  data.set(chunk.data.subarray(4, 8), 0);
  data.set(chunk.data.subarray(0, 4), 4);
  return [{ ...chunk, data }];
}

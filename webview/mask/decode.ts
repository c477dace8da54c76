import { maskFromPng, type MaskOptions } from '../../src/core/mask/fromPng.ts';
import type { Mask } from '../../src/core/mask/mask.ts';
import type { Photograph } from '../../src/core/mask/photograph.ts';
import { PngError } from '../../src/core/png/errors.ts';
import { readPngAsync } from '../../src/core/png/read.ts';
import type { MaskContext } from '../../src/protocol/mask.ts';
import type { InflateAsync } from '../../src/core/png/types.ts';

/**
 * Inflates with the browser's own decompressor. It stops reading at the first byte too many, so that a deflate bomb
 * costs one chunk of output beyond `expectedLength`. What the browser reports about damage is one sentence without a
 * place; the host finds the place.
 *
 * @throws PngError `dataCorrupt`, `dataTooShort`, `dataTooLong`
 */
export const inflateInBrowser: InflateAsync = async (parts, expectedLength) => {
  const stream = new Blob([...parts] as Uint8Array<ArrayBuffer>[])
    .stream()
    .pipeThrough(new DecompressionStream('deflate'));
  const reader = stream.getReader();
  const out = new Uint8Array(expectedLength);
  let found = 0;
  for (;;) {
    const chunk = await reader.read().catch((error: unknown) => {
      throw new PngError('dataCorrupt', { reason: error instanceof Error ? error.message : String(error) });
    });
    if (chunk.done) break;
    if (found + chunk.value.length > expectedLength) {
      // The outcome is known; whether the decompressor also fails while it is stopped does not matter.
      reader.cancel().catch(() => undefined);
      throw new PngError('dataTooLong', { expected: expectedLength });
    }
    out.set(chunk.value, found);
    found += chunk.value.length;
  }
  if (found < expectedLength) throw new PngError('dataTooShort', { found, expected: expectedLength });
  return out;
};

/**
 * How to take an image: where the kind is known to be panoptic, many colours are many segments, so that nothing below
 * 65,536 of them is refused as a photograph; nor where the user insists.
 */
export function maskOptions(context: MaskContext | null, forced: boolean): MaskOptions {
  return { force: forced || context?.kind.kind === 'panoptic' };
}

/**
 * Reads a PNG file as a mask.
 *
 * @param bytes - the file
 * @returns the mask, or why the image is a photograph instead
 * @throws PngError when the file is damaged, is no PNG or exceeds the limits
 */
export async function decodeMask(bytes: ArrayBuffer, options: MaskOptions = {}): Promise<Mask | Photograph> {
  return maskFromPng(await readPngAsync(new Uint8Array(bytes), inflateInBrowser), options);
}

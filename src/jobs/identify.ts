import type { IdentifyFacts } from '../core/identify/facts.ts';
import { identifyImage } from '../core/identify/identifyImage.ts';
import { createSha256 } from '../platform/hash.ts';
import { inflateBounded } from '../platform/zlib.ts';
import { readImage } from './readImage.ts';

export type { IdentifyFacts } from '../core/identify/facts.ts';
export { renderIdentifyReport, renderIdSection } from '../core/identify/report.ts';

/**
 * What `magick identify -verbose` says about a PNG file, and its histogram by id.
 *
 * @param bytes the whole file
 * @param name the file's name as the report's first line shows it
 * @param fileSize bytes; given where `bytes` are not those on the disk
 * @throws PngError when the file is not a readable PNG
 */
export function identifyBytes(bytes: Uint8Array, name: string, fileSize = bytes.length): IdentifyFacts {
  const image = readImage(bytes);
  const facts = identifyImage(image, name, { sha256: createSha256, inflate: inflateBounded });
  return facts.fileSize === fileSize ? facts : { ...facts, fileSize };
}

import { parsePng } from '../../core/png/read.ts';
import { crc32 } from '../../platform/zlib.ts';

/** Chunks that are the image itself; how many of them a file needs is nobody's concern. */
const OF_THE_IMAGE = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

/**
 * The chunks of a file that its edited version lacks, because they would be untrue of it; sorted, each once.
 *
 * @throws PngError where one of them is no PNG
 */
export function leftOutChunks(before: ArrayBuffer, after: ArrayBuffer): string[] {
  const kept = typesOf(after);
  return [...typesOf(before)].filter((type) => !OF_THE_IMAGE.has(type) && !kept.has(type)).sort();
}

function typesOf(bytes: ArrayBuffer): Set<string> {
  return new Set(parsePng(new Uint8Array(bytes), { crc32 }).chunks.map(({ type }) => type));
}

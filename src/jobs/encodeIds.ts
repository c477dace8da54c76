import { readPng } from '../core/png/read.ts';
import type { BitDepth, Palette, PngChunk, PngHeader, PngImage } from '../core/png/types.ts';
import { ColourType } from '../core/png/types.ts';
import { writePng } from '../core/png/write.ts';
import { crc32, deflate, inflate } from '../platform/zlib.ts';
import type { IdCount, Storage } from './batchTypes.ts';

/** How ids are stored in a file. */
export type Encoding =
  | { readonly kind: 'palette'; readonly palette: Palette; readonly bitDepth: 1 | 2 | 4 | 8 }
  | { readonly kind: 'grey'; readonly bitDepth: BitDepth };

/** Chunks that speak of the samples as they were stored before. */
const OF_THE_SAMPLES = new Set(['PLTE', 'tRNS', 'bKGD', 'hIST', 'sBIT', 'sPLT']);
/** Chunks that speak of colours, which plain ids are not. */
const OF_COLOURS = new Set(['iCCP', 'sRGB', 'gAMA', 'cHRM', 'cICP', 'mDCV', 'cLLI']);

/**
 * A PNG file of ids that keeps the size, the interlacing and what still holds of the ancillary chunks of the file that
 * the ids come from.
 *
 * @param ids row-major, within the bit depth
 * @param size where the picture has another size than `image`
 * @param change whether ids mean something else than in `image`
 */
export function encodeIds(
  ids: Uint8Array | Uint16Array,
  image: Pick<PngImage, 'header' | 'chunks'>,
  encoding: Encoding,
  { isRenumbered, size = image.header }: { isRenumbered: boolean; size?: { width: number; height: number } },
): Uint8Array {
  const isPalette = encoding.kind === 'palette';
  const header: PngHeader = {
    width: size.width,
    height: size.height,
    bitDepth: encoding.bitDepth,
    colourType: isPalette ? ColourType.palette : ColourType.grey,
    interlaced: image.header.interlaced,
  };
  const isAsBefore = !isRenumbered && header.colourType === image.header.colourType;
  const chunks = image.chunks.filter(({ type }) => {
    if (type === 'hIST') return false;
    if (isAsBefore) return true;
    return !OF_THE_SAMPLES.has(type) && (isPalette || !OF_COLOURS.has(type));
  });
  const samples =
    encoding.bitDepth === 16
      ? ids instanceof Uint16Array
        ? ids
        : Uint16Array.from(ids)
      : ids instanceof Uint8Array
        ? ids
        : Uint8Array.from(ids);
  const palette = isPalette ? fitted(encoding.palette, 2 ** encoding.bitDepth) : null;
  return writePng({ header, samples, palette, chunks: withinDepth(chunks, header) }, deflate, { crc32 });
}

/** A palette without the entries that a depth cannot address. */
function fitted({ rgb, alpha, transparencyEntries }: Palette, most: number): Palette {
  const entries = Math.min(most, rgb.length / 3);
  return {
    rgb: rgb.subarray(0, 3 * entries),
    alpha: alpha.subarray(0, entries),
    transparencyEntries: Math.min(entries, transparencyEntries),
  };
}

/** bKGD of a palette file names an entry. */
function withinDepth(chunks: readonly PngChunk[], { bitDepth, colourType }: PngHeader): PngChunk[] {
  return chunks.filter(
    ({ type, data }) => type !== 'bKGD' || colourType !== ColourType.palette || (data[0] ?? 0) < 2 ** bitDepth,
  );
}

const KINDS: Readonly<Record<ColourType, Storage['kind']>> = {
  [ColourType.grey]: 'grey',
  [ColourType.rgb]: 'RGB',
  [ColourType.palette]: 'palette',
  [ColourType.greyAlpha]: 'grey+alpha',
  [ColourType.rgba]: 'RGBA',
};

export function storageOf({ header, palette }: Pick<PngImage, 'header' | 'palette'>): Storage {
  const { width, height, bitDepth, colourType } = header;
  return { kind: KINDS[colourType], bitDepth, entries: (palette?.rgb.length ?? 0) / 3, width, height };
}

/**
 * Reads a result back: null unless every pixel has the id that it was to have.
 *
 * @param ids row-major
 */
export function provenStorage(output: Uint8Array, ids: Uint8Array | Uint16Array): Storage | null {
  const image = readPng(output, inflate, { crc32 });
  return isEqual(image.samples, ids) ? storageOf(image) : null;
}

/** Whether the same numbers follow each other, in bytes or wider. */
export function isEqual(a: Uint8Array | Uint16Array, b: Uint8Array | Uint16Array): boolean {
  if (a.length !== b.length) return false;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  return a.every((value, at) => value === b[at]);
}

/** The ids that occur, ascending, with their pixels. */
export function countsOf(histogram: Uint32Array): IdCount[] {
  const counts: IdCount[] = [];
  for (let id = 0; id < histogram.length; id++) {
    const pixels = histogram[id] as number;
    if (pixels > 0) counts.push([id, pixels]);
  }
  return counts;
}

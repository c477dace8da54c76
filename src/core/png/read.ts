import { crcError, isCritical, walkChunks } from './chunks.ts';
import { crc32 as pureCrc32, type Crc32 } from './crc32.ts';
import { PngError } from './errors.ts';
import { channelsOf, filterStep, inflatedLengthOf, passesOf, sampleBytesOf } from './geometry.ts';
import { emptySamples, samplesOfRows, scatterPass } from './samples.ts';
import { requireSignature } from './signature.ts';
import {
  ColourType,
  type BitDepth,
  type Inflate,
  type InflateAsync,
  type Palette,
  type PngChunk,
  type PngHeader,
  type PngImage,
  type PngLimits,
} from './types.ts';
import { unfilterInPlace } from './unfilter.ts';

/** 16,384 × 16,384 pixels and 1 GiB of samples. */
export const DEFAULT_LIMITS: PngLimits = { maxPixels: 2 ** 28, maxSampleBytes: 2 ** 30 };

/** Bounds, and the platform's own CRC-32 where it has one. */
export interface ReadOptions extends Partial<PngLimits> {
  readonly crc32?: Crc32;
}

/** A file whose structure is sound; its pixels are still compressed. */
export interface ParsedPng {
  readonly header: PngHeader;
  /** Null unless the colour type is palette. */
  readonly palette: Palette | null;
  readonly chunks: readonly PngChunk[];
  /** The parts of the zlib stream, views on the file's bytes. */
  readonly idat: readonly Uint8Array[];
  /** Bytes that the zlib stream must hold: every row with its filter byte. */
  readonly inflatedLength: number;
  /** Bytes after IEND; they are ignored. */
  readonly trailingBytes: number;
  readonly fileSize: number;
}

/** Deflate spends at least two bits on a match of at most 258 bytes (RFC 1951, 3.2.5). */
const MAX_DEFLATE_RATIO = 1032;

/**
 * Checks signature, chunks and their order, checksums, IHDR, PLTE and tRNS, and that the image is within the limits
 * and can be as large as it says. Costs nothing that the file only declares.
 *
 * Strict where pixels depend on it, and as lenient as libpng elsewhere: an ancillary chunk with a wrong CRC is marked
 * `damaged`; a tRNS that is damaged, misplaced, empty, doubled or longer than PLTE counts as absent; PLTE may have
 * more entries than the depth can address (kept), and a PLTE in a grey image is ignored.
 *
 * @throws PngError
 */
export function parsePng(bytes: Uint8Array, options: ReadOptions = {}): ParsedPng {
  requireSignature(bytes);
  const walk = walkChunks(bytes, options.crc32 ?? pureCrc32);
  const first = walk.chunks[0];
  if (first?.type === 'CgBI') throw new PngError('appleOptimised', {}, first.offset);
  const mismatch = walk.mismatches.find(({ chunk }) => isCritical(chunk.type));
  if (mismatch) throw crcError(mismatch);
  if (first && first.type !== 'IHDR') throw new PngError('headerMissing', { chunk: first.type }, first.offset);
  const header = first ? parseHeader(first) : null;
  if (header) requireWithin(header, options);
  if (walk.stop) throw walk.stop;
  if (!header) throw new PngError('endMissing', {}, bytes.length);

  requireOrder(walk.chunks);
  const palette = header.colourType === ColourType.palette ? parsePalette(walk.chunks) : null;
  const idat = walk.chunks.filter((chunk) => chunk.type === 'IDAT').map((chunk) => chunk.data);
  if (idat.length === 0) throw new PngError('dataMissing', {}, bytes.length - walk.trailingBytes - 12);
  const inflatedLength = inflatedLengthOf(header);
  const compressed = idat.reduce((sum, part) => sum + part.length, 0);
  if (inflatedLength > compressed * MAX_DEFLATE_RATIO) {
    const offset = walk.chunks.find((chunk) => chunk.type === 'IDAT')?.offset;
    throw new PngError('dataTooSmall', { found: compressed, expected: inflatedLength }, offset);
  }
  const { chunks, trailingBytes } = walk;
  return { header, palette, chunks, idat, inflatedLength, trailingBytes, fileSize: bytes.length };
}

/**
 * Decodes the samples from decompressed image data, in place: `inflated` is overwritten and belongs to the result.
 *
 * @param inflated exactly `parsed.inflatedLength` bytes
 * @throws PngError `filterInvalid`, `dataTooShort`
 */
export function decodePng(parsed: ParsedPng, inflated: Uint8Array): PngImage {
  const { header, palette, chunks, fileSize } = parsed;
  if (inflated.length < parsed.inflatedLength) {
    throw new PngError('dataTooShort', { found: inflated.length, expected: parsed.inflatedLength });
  }
  const step = filterStep(header);
  const passes = passesOf(header);
  let samples = header.interlaced ? emptySamples(header) : null;
  let from = 0;
  for (const pass of passes) {
    const rows = unfilterInPlace(inflated, from, pass.rowBytes, pass.height, step);
    if (rows < pass.height) {
      const filter = inflated[from + rows * (pass.rowBytes + 1)] ?? 0;
      throw new PngError('filterInvalid', { row: pass.yStart + rows * pass.yStep, filter });
    }
    const packed = inflated.subarray(from, from + pass.height * pass.rowBytes);
    if (samples) scatterPass(packed, header, pass, pass.height, samples);
    else samples = samplesOfRows(packed, header, pass.rowBytes);
    from += pass.height * (pass.rowBytes + 1);
  }
  samples ??= emptySamples(header);
  return { header, samples, channels: channelsOf(header.colourType), palette, chunks, fileSize };
}

/**
 * Reads a PNG file. Of an animated one (APNG) the default image.
 *
 * @throws PngError
 */
export function readPng(bytes: Uint8Array, inflate: Inflate, options: ReadOptions = {}): PngImage {
  const parsed = parsePng(bytes, options);
  return decodePng(parsed, inflate(parsed.idat, parsed.inflatedLength));
}

/** {@link readPng} where only an asynchronous inflate exists (a browser's DecompressionStream). */
export async function readPngAsync(
  bytes: Uint8Array,
  inflate: InflateAsync,
  options: ReadOptions = {},
): Promise<PngImage> {
  const parsed = parsePng(bytes, options);
  return decodePng(parsed, await inflate(parsed.idat, parsed.inflatedLength));
}

/** Bytes after IEND; readers ignore them. */
export function trailingBytesOf(image: Pick<PngImage, 'chunks' | 'fileSize'>): number {
  const end = image.chunks.at(-1);
  return end ? image.fileSize - end.offset - 12 - end.data.length : 0;
}

const MAX_DIMENSION = 2 ** 31 - 1;

/** Bit depths by colour type (PNG specification, table 11.1). */
const DEPTHS: ReadonlyMap<number, readonly number[]> = new Map([
  [ColourType.grey, [1, 2, 4, 8, 16]],
  [ColourType.rgb, [8, 16]],
  [ColourType.palette, [1, 2, 4, 8]],
  [ColourType.greyAlpha, [8, 16]],
  [ColourType.rgba, [8, 16]],
]);

/** IHDR (PNG specification, 11.2.2). Throws PngError `headerInvalid`. */
export function parseHeader(chunk: PngChunk): PngHeader {
  const { data } = chunk;
  const invalid = (field: string, value: number, at: number): PngError =>
    new PngError('headerInvalid', { field, value }, chunk.offset + 8 + at);
  if (data.length !== 13) throw invalid('length', data.length, -8);
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const bitDepth = view.getUint8(8);
  const colourType = view.getUint8(9);
  if (width < 1 || width > MAX_DIMENSION) throw invalid('width', width, 0);
  if (height < 1 || height > MAX_DIMENSION) throw invalid('height', height, 4);
  const depths = DEPTHS.get(colourType);
  if (!depths) throw invalid('colour type', colourType, 9);
  if (!depths.includes(bitDepth)) throw invalid('bit depth', bitDepth, 8);
  if (view.getUint8(10) !== 0) throw invalid('compression method', view.getUint8(10), 10);
  if (view.getUint8(11) !== 0) throw invalid('filter method', view.getUint8(11), 11);
  const interlace = view.getUint8(12);
  if (interlace > 1) throw invalid('interlace method', interlace, 12);
  return {
    width,
    height,
    bitDepth: bitDepth as BitDepth,
    colourType: colourType as ColourType,
    interlaced: interlace === 1,
  };
}

/** Throws PngError `tooLarge` when an image exceeds the limits. */
export function requireWithin(header: PngHeader, limits: Partial<PngLimits>): void {
  const { maxPixels, maxSampleBytes } = { ...DEFAULT_LIMITS, ...limits };
  const bytesPerPixel = sampleBytesOf({ ...header, width: 1, height: 1 });
  const limit = Math.min(maxPixels, Math.floor(maxSampleBytes / bytesPerPixel));
  const { width, height } = header;
  if (width * height > limit) throw new PngError('tooLarge', { width, height, limit }, 16);
}

/** PLTE before IDAT, the IDATs together, nothing critical twice or unknown (PNG specification, 5.6). */
function requireOrder(chunks: readonly PngChunk[]): void {
  let previous = '';
  let hasPalette = false;
  let hasData = false;
  for (const [i, { type, offset }] of chunks.entries()) {
    if (type === 'IHDR') {
      if (i > 0) throw new PngError('chunkDuplicate', { chunk: type }, offset);
    } else if (type === 'PLTE') {
      if (hasPalette) throw new PngError('chunkDuplicate', { chunk: type }, offset);
      if (hasData) throw new PngError('chunkMisplaced', { chunk: type }, offset);
      hasPalette = true;
    } else if (type === 'IDAT') {
      if (hasData && previous !== 'IDAT') throw new PngError('chunkMisplaced', { chunk: type }, offset);
      hasData = true;
    } else if (type !== 'IEND' && isCritical(type)) {
      throw new PngError('chunkUnknownCritical', { chunk: type }, offset);
    }
    previous = type;
  }
}

/** PLTE and tRNS of a palette image. Throws PngError `paletteMissing`, `paletteInvalid`. */
export function parsePalette(chunks: readonly PngChunk[]): Palette {
  const place = chunks.findIndex((chunk) => chunk.type === 'PLTE');
  const plte = chunks[place];
  if (!plte) throw new PngError('paletteMissing');
  const { length } = plte.data;
  if (length === 0 || length % 3 !== 0 || length > 768) {
    throw new PngError('paletteInvalid', { length, maximum: 256 }, plte.offset);
  }
  const entries = length / 3;
  const alpha = new Uint8Array(entries).fill(255);
  const transparency = believedTransparency(chunks, place, entries);
  if (transparency) alpha.set(transparency);
  return { rgb: plte.data.slice(), alpha, transparencyEntries: transparency?.length ?? 0 };
}

function believedTransparency(chunks: readonly PngChunk[], plte: number, entries: number): Uint8Array | null {
  const firstData = chunks.findIndex((chunk) => chunk.type === 'IDAT');
  const trns = chunks.find(({ type, damaged }, i) => type === 'tRNS' && !damaged && i > plte && i < firstData);
  return trns && trns.data.length > 0 && trns.data.length <= entries ? trns.data : null;
}

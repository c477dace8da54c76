import { walkChunks, type ChunkWalk } from './chunks.ts';
import { crc32 as pureCrc32 } from './crc32.ts';
import { PngError } from './errors.ts';
import { channelsOf, filterStep, inflatedLengthOf, passesOf, type Pass } from './geometry.ts';
import { parseHeader, parsePalette, parsePng, requireWithin, type ReadOptions } from './read.ts';
import { emptySamples, samplesOfRows, scatterPass } from './samples.ts';
import { requireSignature } from './signature.ts';
import { ColourType, type Palette, type PngHeader, type PngImage } from './types.ts';
import { Filter, unfilterInPlace } from './unfilter.ts';

/** What a zlib stream yields before it ends or breaks. */
export interface PartialInflate {
  /** The decompressed bytes, at most as many as asked for. */
  readonly bytes: Uint8Array;
  /** Compressed bytes that could be used; the damage lies there. */
  readonly consumed: number;
  /**
   * `complete`: the stream ended and its Adler-32 is right; `checksum`: it ended and the Adler-32 is wrong;
   * `truncated`: there was no more; `tooLong`: it holds more than asked for; `corrupt`: it is no deflate stream there.
   */
  readonly end: 'complete' | 'checksum' | 'truncated' | 'tooLong' | 'corrupt';
  /** The decompressor's words; empty when complete. */
  readonly reason: string;
}

/** Inflates as far as it goes, up to `limit` bytes; never throws. */
export type InflatePartial = (parts: readonly Uint8Array[], limit: number) => PartialInflate;

/** What is wrong with a file, and how much of it can still be read. */
export interface PngDiagnosis {
  /** Code, details, byte offset and sentence of what is wrong. */
  readonly problem: PngError;
  /** The chunk that is wrong or holds what is wrong, if it is inside one. */
  readonly chunk: string | null;
  /** Null when there is no believable header. */
  readonly header: PngHeader | null;
  /** Rows from the top that decode before the damage, 0 … height. */
  readonly intactRows: number;
  /** Those of them that a checksum vouches for: the rest decode, but may be wrong. */
  readonly verifiedRows: number;
}

/**
 * Finds out what is wrong with a file that {@link readPng} refuses, and how many rows are intact.
 * Null when nothing is wrong.
 */
export function diagnosePng(
  bytes: Uint8Array,
  inflate: InflatePartial,
  options: ReadOptions = {},
): PngDiagnosis | null {
  const examined = examine(bytes, inflate, options);
  if (!examined) return null;
  const { problem, salvage } = examined;
  return {
    problem,
    chunk: chunkOf(problem),
    header: salvage?.header ?? null,
    intactRows: salvage ? leadingRows(salvage) : 0,
    verifiedRows: salvage ? verifiedRows(salvage, inflate) : 0,
  };
}

/** An image of what could be read; everything else is 0. */
export interface RecoveredPng {
  /** `palette` is null for a palette image whose PLTE is missing or damaged. */
  readonly image: PngImage;
  /** As in {@link PngDiagnosis}. */
  readonly intactRows: number;
}

/**
 * Decodes what comes before the damage. Of an interlaced image the passes so far, so that also rows that are not
 * intact may hold some pixels. Null when nothing can be shown.
 */
export function recoverPng(bytes: Uint8Array, inflate: InflatePartial, options: ReadOptions = {}): RecoveredPng | null {
  const salvage = examine(bytes, inflate, options)?.salvage;
  if (!salvage || salvage.passes.every(({ rows }) => rows === 0)) return null;
  const { header, walk } = salvage;
  const image: PngImage = {
    header,
    samples: salvagedSamples(salvage),
    channels: channelsOf(header.colourType),
    palette: salvage.palette,
    chunks: walk.chunks,
    fileSize: bytes.length,
  };
  return { image, intactRows: leadingRows(salvage) };
}

interface SalvagedPass {
  readonly pass: Pass;
  /** Offset of the pass in the decompressed data. */
  readonly from: number;
  /** Whole rows with known filters. */
  readonly rows: number;
}

interface Salvage {
  readonly header: PngHeader;
  readonly walk: ChunkWalk;
  readonly palette: Palette | null;
  readonly partial: PartialInflate;
  readonly passes: readonly SalvagedPass[];
}

interface Examined {
  readonly problem: PngError;
  readonly salvage: Salvage | null;
}

function examine(bytes: Uint8Array, inflate: InflatePartial, options: ReadOptions): Examined | null {
  const structural = problemOf(() => parsePng(bytes, options));
  if (structural && problemOf(() => requireSignature(bytes))) return { problem: structural, salvage: null };
  const salvage = salvageData(bytes, inflate, options);
  const problem = structural ?? (salvage && dataProblem(salvage));
  return problem ? { problem, salvage } : null;
}

function problemOf(attempt: () => unknown): PngError | null {
  try {
    attempt();
    return null;
  } catch (error) {
    if (error instanceof PngError) return error;
    throw error;
  }
}

/** Decompresses what there is, if the header can be believed. */
function salvageData(bytes: Uint8Array, inflate: InflatePartial, options: ReadOptions): Salvage | null {
  const walk = walkChunks(bytes, options.crc32 ?? pureCrc32);
  const [first] = walk.chunks;
  if (first?.type !== 'IHDR') return null;
  let header: PngHeader;
  try {
    header = parseHeader(first);
    requireWithin(header, options);
  } catch (error) {
    if (error instanceof PngError) return null;
    throw error;
  }
  const expected = inflatedLengthOf(header);
  const partial = inflate(dataParts(walk), expected);
  // A header with a wrong CRC is right if the data is exactly as long as it says.
  if (first.damaged && (partial.end !== 'complete' || partial.bytes.length !== expected)) return null;
  return {
    header,
    walk,
    palette: salvagedPalette(header, walk),
    partial,
    passes: salvagedPasses(header, partial.bytes),
  };
}

function dataParts(walk: ChunkWalk): Uint8Array[] {
  const whole = walk.chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  return walk.cutOff?.type === 'IDAT' ? [...whole, walk.cutOff.data] : whole;
}

function salvagedPalette(header: PngHeader, { chunks }: ChunkWalk): Palette | null {
  if (header.colourType !== ColourType.palette || chunks.some(({ type, damaged }) => type === 'PLTE' && damaged)) {
    return null;
  }
  let palette: Palette | null = null;
  problemOf(() => (palette = parsePalette(chunks)));
  return palette;
}

function salvagedPasses(header: PngHeader, bytes: Uint8Array): SalvagedPass[] {
  let from = 0;
  let broken = false;
  return passesOf(header).map((pass) => {
    let rows = 0;
    while (!broken && rows < pass.height) {
      const start = from + rows * (pass.rowBytes + 1);
      broken = start + pass.rowBytes + 1 > bytes.length || (bytes[start] ?? 0) > Filter.paeth;
      if (!broken) rows++;
    }
    const salvaged = { pass, from, rows };
    from += pass.height * (pass.rowBytes + 1);
    return salvaged;
  });
}

/** What is wrong inside the compressed data of a file whose structure is sound; null: nothing. */
function dataProblem({ header, walk, partial, passes }: Salvage): PngError | null {
  const expected = inflatedLengthOf(header);
  const offset = fileOffset(walk, partial.consumed);
  if (partial.end === 'tooLong') return new PngError('dataTooLong', { expected }, offset);
  const isSound = partial.end === 'complete' || partial.end === 'truncated';
  if (isSound && partial.bytes.length < expected) {
    return new PngError('dataTooShort', { found: partial.bytes.length, expected }, offset);
  }
  if (partial.end !== 'complete') return new PngError('dataCorrupt', { reason: partial.reason }, offset);
  const stuck = passes.find(({ pass, rows }) => rows < pass.height);
  if (!stuck) return null;
  const { pass, from, rows } = stuck;
  const filter = partial.bytes[from + rows * (pass.rowBytes + 1)] ?? 0;
  return new PngError('filterInvalid', { row: pass.yStart + rows * pass.yStep, filter });
}

/** Byte offset in the file of an offset in the compressed stream. */
function fileOffset(walk: ChunkWalk, consumed: number): number | undefined {
  const chunks = walk.chunks.filter(({ type }) => type === 'IDAT');
  if (walk.cutOff?.type === 'IDAT') chunks.push(walk.cutOff);
  let before = 0;
  for (const [i, { offset, data }] of chunks.entries()) {
    if (consumed < before + data.length || i === chunks.length - 1) {
      return offset + 8 + Math.min(consumed - before, data.length);
    }
    before += data.length;
  }
  return undefined;
}

/** Rows from the top all of whose pixels are there. */
function leadingRows({ header, passes }: Salvage): number {
  let y = 0;
  const isThere = ({ pass, rows }: SalvagedPass): boolean => {
    const row = (y - pass.yStart) / pass.yStep;
    return row < 0 || !Number.isInteger(row) || row < rows;
  };
  while (y < header.height && passes.every(isThere)) y++;
  return y;
}

function verifiedRows(salvage: Salvage, inflate: InflatePartial): number {
  const { header, walk, partial } = salvage;
  if (partial.end === 'complete') return leadingRows(salvage);
  const isSuspect = walk.chunks.findIndex(({ type, damaged }) => type === 'IDAT' && damaged);
  if (isSuspect < 0 && walk.cutOff?.type !== 'IDAT') return leadingRows(salvage);
  const sound = walk.chunks.filter(({ type }, i) => type === 'IDAT' && (isSuspect < 0 || i < isSuspect));
  const { bytes } = inflate(
    sound.map(({ data }) => data),
    inflatedLengthOf(header),
  );
  return leadingRows({ ...salvage, passes: salvagedPasses(header, bytes) });
}

function salvagedSamples({ header, partial, passes }: Salvage): Uint8Array | Uint16Array {
  const step = filterStep(header);
  const samples = emptySamples(header);
  for (const { pass, from, rows } of passes) {
    unfilterInPlace(partial.bytes, from, pass.rowBytes, rows, step);
    const packed = partial.bytes.subarray(from, from + rows * pass.rowBytes);
    if (header.interlaced) scatterPass(packed, header, pass, rows, samples);
    else samples.set(samplesOfRows(packed, { ...header, height: rows }, pass.rowBytes));
  }
  return samples;
}

const DATA_PROBLEMS = new Set(['dataCorrupt', 'dataTooShort', 'dataTooLong', 'dataTooSmall', 'filterInvalid']);

function chunkOf({ code, details }: PngError): string | null {
  if (DATA_PROBLEMS.has(code)) return 'IDAT';
  if (code === 'headerInvalid' || code === 'tooLarge') return 'IHDR';
  if (code === 'paletteInvalid' || code === 'paletteMissing') return 'PLTE';
  return typeof details['chunk'] === 'string' && code !== 'chunkTypeInvalid' ? details['chunk'] : null;
}

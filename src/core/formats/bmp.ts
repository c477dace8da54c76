import { fillTemplate } from '../png/errors.ts';

/** Why a BMP file cannot be read: English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const BMP_PROBLEMS = {
  bmpCut: 'The BMP file ends early: {found} of {expected} bytes.',
  bmpHeader: 'The header of the BMP file is invalid: {field} is {value}.',
  bmpCompressed: 'The pixels of the BMP file are compressed ({value}), which is not read. Save it as PNG or JPEG.',
  bmpLarge: 'The BMP file has {width}×{height} pixels; the limit is {most} pixels.',
} as const;

/** A BMP file cannot be read. */
export class BmpError extends Error {
  override readonly name = 'BmpError';
  readonly code: keyof typeof BMP_PROBLEMS;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: keyof typeof BMP_PROBLEMS, details: Readonly<Record<string, string | number>>) {
    super(fillTemplate(BMP_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}

/** Pixels of a BMP file, the top row first: red, green and blue, and alpha where the file has it; a byte each. */
export interface BmpPixels {
  readonly width: number;
  readonly height: number;
  /** channels × width × height. */
  readonly samples: Uint8Array;
  readonly channels: 3 | 4;
}

/** Size of the file's own header. */
const FILE_HEADER = 14;
const CORE_HEADER = 12;
/** Headers from here on state an alpha mask. */
const ALPHA_HEADER = 56;
const INFO_HEADER = 40;

/** Compression values (Microsoft, BITMAPINFOHEADER). */
const RGB = 0;
const BITFIELDS = 3;
const ALPHA_BITFIELDS = 6;
const COMPRESSIONS: Readonly<Record<number, string>> = { 1: 'RLE8', 2: 'RLE4', 4: 'JPEG', 5: 'PNG' };

interface Header {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly bits: number;
  /** Of red, green, blue and alpha; null for palettes and whole bytes. */
  readonly masks: readonly number[] | null;
  /** Blue, green, red and mostly a fourth byte an entry. */
  readonly palette: Uint8Array;
  readonly entryBytes: 3 | 4;
  /** Where the pixels begin. */
  readonly start: number;
}

/**
 * Reads an uncompressed BMP file of 1, 4, 8, 16, 24 or 32 bits a pixel (Microsoft, Bitmap Storage). The fourth byte of
 * 32 bits counts as alpha only where a mask says so.
 *
 * @param most pixels that are read
 * @throws BmpError
 */
export function readBmp(bytes: Uint8Array, most: number): BmpPixels {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readHeader(view, bytes, most);
  const { width, height, bits, start, isTopDown } = header;
  const stride = 4 * Math.ceil((width * bits) / 32);
  // The padding of the last row may be missing.
  const expected = start + stride * (height - 1) + Math.ceil((width * bits) / 8);
  if (bytes.length < expected) throw new BmpError('bmpCut', { found: bytes.length, expected });
  const channels = header.masks !== null && header.masks[3] !== 0 ? 4 : 3;
  const samples = new Uint8Array(channels * width * height);
  const readRow = rowReader(header, bytes, view, samples, channels);
  for (let y = 0; y < height; y++) {
    readRow(start + stride * (isTopDown ? y : height - 1 - y), y * width * channels);
  }
  return { width, height, samples, channels };
}

function readHeader(view: DataView, bytes: Uint8Array, most: number): Header {
  const need = (expected: number): void => {
    if (view.byteLength < expected) throw new BmpError('bmpCut', { found: view.byteLength, expected });
  };
  need(FILE_HEADER + CORE_HEADER);
  const size = view.getUint32(FILE_HEADER, true);
  const start = view.getUint32(10, true);
  need(FILE_HEADER + size);
  const isCore = size < 16;
  const stated = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const height = Math.abs(stated);
  const bits = view.getUint16(isCore ? 24 : 28, true);
  if (width < 1 || height < 1) throw new BmpError('bmpHeader', { field: 'size', value: `${width}×${height}` });
  if (width * height > most) throw new BmpError('bmpLarge', { width, height, most });
  if (![1, 4, 8, 16, 24, 32].includes(bits)) throw new BmpError('bmpHeader', { field: 'bits', value: bits });
  const compression = size < 20 ? RGB : view.getUint32(30, true);
  const hasMasks = compression === BITFIELDS || compression === ALPHA_BITFIELDS;
  if (compression !== RGB && !hasMasks) {
    throw new BmpError('bmpCompressed', { value: COMPRESSIONS[compression] ?? compression });
  }
  if (hasMasks && (bits < 16 || bits === 24)) throw new BmpError('bmpHeader', { field: 'bits', value: bits });
  const outside = hasMasks && size === INFO_HEADER ? (compression === ALPHA_BITFIELDS ? 16 : 12) : 0;
  const behind = FILE_HEADER + size + outside;
  need(Math.max(behind, start));
  const hasAlpha = size >= ALPHA_HEADER || outside === 16;
  const maskAt = (at: number): number => view.getUint32(FILE_HEADER + INFO_HEADER + 4 * at, true);
  const masks = hasMasks
    ? [maskAt(0), maskAt(1), maskAt(2), hasAlpha ? maskAt(3) : 0]
    : bits === 16
      ? [0x7c00, 0x3e0, 0x1f, 0]
      : null;
  const entryBytes = isCore ? 3 : 4;
  const used = size < INFO_HEADER ? 0 : view.getUint32(46, true);
  const entries = bits > 8 ? 0 : Math.min(used === 0 ? 2 ** bits : used, 2 ** bits);
  need(behind + entries * entryBytes);
  const palette = bytes.subarray(behind, behind + entries * entryBytes);
  return { width, height, isTopDown: !isCore && stated < 0, bits, masks, palette, entryBytes, start };
}

/** Reads the row at a place of the file into the samples from another place on. */
function rowReader(
  { width, bits, masks, palette, entryBytes }: Header,
  bytes: Uint8Array,
  view: DataView,
  samples: Uint8Array,
  channels: number,
): (from: number, to: number) => void {
  if (masks !== null) {
    const fields = masks.slice(0, channels).map(fieldOf);
    return (from, to) => {
      for (let x = 0; x < width; x++) {
        const word = bits === 16 ? view.getUint16(from + 2 * x, true) : view.getUint32(from + 4 * x, true);
        for (const field of fields) samples[to++] = field(word);
      }
    };
  }
  if (bits >= 24) {
    const step = bits / 8;
    return (from, to) => {
      for (let x = 0; x < width; x++, from += step) {
        samples[to++] = bytes[from + 2] as number;
        samples[to++] = bytes[from + 1] as number;
        samples[to++] = bytes[from] as number;
      }
    };
  }
  return (from, to) => {
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      const byte = bytes[from + (bit >> 3)] as number;
      const entry = entryBytes * ((byte >> (8 - bits - (bit & 7))) & (2 ** bits - 1));
      // What the palette lacks is black, as browsers show it.
      for (let channel = 2; channel >= 0; channel--) samples[to++] = palette[entry + channel] ?? 0;
    }
  };
}

/** The bits of a word that a mask names, scaled to a byte; 0 for a mask of none. */
function fieldOf(mask: number): (word: number) => number {
  if (mask === 0) return () => 0;
  const low = 31 - Math.clz32(mask & -mask);
  const most = mask >>> low;
  return (word) => Math.round((((word & mask) >>> low) * 255) / most);
}

import type { BitDepth, ColourType, PngHeader } from '../png/types.ts';

/** What stands before the pixels of a PNG. */
export interface PngHead {
  readonly header: PngHeader;
  /** PLTE, three bytes an entry; null where there is none before the first IDAT or it lies beyond the bytes given. */
  readonly paletteRgb: Uint8Array | null;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Reads IHDR and PLTE from the first bytes of a file, without checking CRCs: a glance for titles, kinds and buttons,
 * never for pixels.
 *
 * @param bytes the file or its beginning; 1 KiB holds the palette of most masks, 33 bytes the header
 * @returns null where the bytes do not begin like a PNG
 */
export function readPngHead(bytes: Uint8Array): PngHead | null {
  if (bytes.length < 33 || SIGNATURE.some((byte, at) => bytes[at] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (typeAt(view, 12) !== 'IHDR') return null;
  const header: PngHeader = {
    width: view.getUint32(16),
    height: view.getUint32(20),
    bitDepth: view.getUint8(24) as BitDepth,
    colourType: view.getUint8(25) as ColourType,
    interlaced: view.getUint8(28) === 1,
  };
  if (![1, 2, 4, 8, 16].includes(header.bitDepth) || ![0, 2, 3, 4, 6].includes(header.colourType)) return null;
  if (header.width === 0 || header.height === 0) return null;
  return { header, paletteRgb: findPalette(bytes, view) };
}

function findPalette(bytes: Uint8Array, view: DataView): Uint8Array | null {
  let offset = 33;
  while (offset + 8 <= bytes.length) {
    const length = view.getUint32(offset);
    const type = typeAt(view, offset + 4);
    if (type === 'IDAT' || type === 'IEND') return null;
    if (type === 'PLTE') {
      const isWhole = offset + 8 + length <= bytes.length && length % 3 === 0 && length <= 768;
      return isWhole ? bytes.subarray(offset + 8, offset + 8 + length) : null;
    }
    offset += 12 + length;
  }
  return null;
}

function typeAt(view: DataView, offset: number): string {
  return String.fromCharCode(
    view.getUint8(offset),
    view.getUint8(offset + 1),
    view.getUint8(offset + 2),
    view.getUint8(offset + 3),
  );
}

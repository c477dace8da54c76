import type { Crc32 } from './crc32.ts';
import { parsePng, type ParsedPng } from './read.ts';
import { ColourType, type Palette, type PngChunk } from './types.ts';

/** The file has no palette to rewrite; it must be encoded again. */
export class NotPaletted extends Error {
  override readonly name = 'NotPaletted';

  constructor() {
    super('The file is not paletted, so its palette alone cannot be changed; encode it again with a palette.');
  }
}

/**
 * The same file with another palette: PLTE and tRNS are replaced, inserted or left out, every other byte stays, IDAT
 * and what follows IEND included. The ids are not looked at: whether they fit the palette is for the caller to know.
 *
 * Entries that the file's bit depth cannot address are left out, since PNG forbids them (specification, 11.2.3). What
 * other chunks say of the palette stays as long as it is true: hIST while it has one number for each entry (11.3.5.2:
 * the ids, and so their frequencies, are the same), bKGD while its index has an entry (11.3.5.1), sBIT unless a
 * new colour has more bits than it says, see {@link keepsSignificantBits}. Who writes the file tells the user what is
 * left out.
 *
 * @throws PngError if the structure of the file is damaged
 * @throws NotPaletted if its colour type is another
 */
export function rewritePalette(bytes: Uint8Array, palette: Palette, crc32: Crc32): Uint8Array {
  const png = parsePng(bytes, { crc32 });
  if (png.header.colourType !== ColourType.palette) throw new NotPaletted();
  const entries = Math.min(palette.rgb.length / 3, 2 ** png.header.bitDepth);
  const rgb = palette.rgb.subarray(0, 3 * entries);
  const transparent = palette.alpha.subarray(0, Math.min(entries, palette.transparencyEntries));

  const parts: Uint8Array[] = [];
  let copied = 0;
  let isTransparencyDone = transparent.length === 0;
  const replace = (chunk: PngChunk, ...replacements: readonly Uint8Array[]): void => {
    parts.push(bytes.subarray(copied, chunk.offset), ...replacements);
    copied = chunk.offset + 12 + chunk.data.length;
  };
  const placeOf = (type: string): number => png.chunks.findIndex((chunk) => chunk.type === type);
  const [afterPalette, beforeData] = [placeOf('PLTE'), placeOf('IDAT')];
  const isBetween = (at: number): boolean => at > afterPalette && at < beforeData;
  const hasPlace = png.chunks.some(({ type }, at) => type === 'tRNS' && isBetween(at));
  for (const [at, chunk] of png.chunks.entries()) {
    if (chunk.type === 'PLTE') {
      const inserted = isTransparencyDone || hasPlace ? [] : [chunkOf('tRNS', transparent, crc32)];
      replace(chunk, chunkOf('PLTE', rgb, crc32), ...inserted);
      isTransparencyDone ||= !hasPlace;
    } else if (chunk.type === 'tRNS') {
      if (!isTransparencyDone && isBetween(at)) {
        replace(chunk, chunkOf('tRNS', transparent, crc32));
        isTransparencyDone = true;
      } else replace(chunk);
    } else if (!staysTrue(chunk, png, rgb)) replace(chunk);
  }
  parts.push(bytes.subarray(copied));
  return joined(parts);
}

function staysTrue({ type, data }: PngChunk, { palette }: ParsedPng, rgb: Uint8Array): boolean {
  switch (type) {
    case 'hIST':
      return data.length === 2 * (rgb.length / 3);
    case 'bKGD':
      return (data[0] ?? 0) < rgb.length / 3;
    case 'sBIT':
      return keepsSignificantBits(data, palette?.rgb ?? null, rgb);
    default:
      return true;
  }
}

/**
 * Whether sBIT is still true of a palette: a new colour must come back when its samples are scaled up again from as
 * many bits as sBIT names: linearly, by repeating the bits, or filled up with zeros (PNG specification, 11.3.2.3 and
 * 12.4). Of colours that were in the palette before, it says what it said.
 *
 * @param bits the chunk's data: significant bits of red, green and blue, 1–8
 * @param before colours of the palette that the chunk was written for; null where that had none
 */
export function keepsSignificantBits(bits: Uint8Array, before: Uint8Array | null, rgb: Uint8Array): boolean {
  const known = new Set(before === null ? [] : coloursOf(before));
  const fits = (value: number, significant: number): boolean => {
    if (significant < 1 || significant > 8) return false;
    const low = 8 - significant;
    const top = value >> low;
    let repeated = 0;
    for (let shift = low; shift > -significant; shift -= significant) {
      repeated |= shift >= 0 ? top << shift : top >> -shift;
    }
    const linear = Math.round((255 * top) / (2 ** significant - 1));
    return value === top << low || value === repeated || value === linear;
  };
  return coloursOf(rgb).every(
    (colour) =>
      known.has(colour) ||
      [colour >> 16, (colour >> 8) & 255, colour & 255].every((value, channel) => fits(value, bits[channel] ?? 8)),
  );
}

/** `0xRRGGBB`. */
function coloursOf(rgb: Uint8Array): number[] {
  return Array.from({ length: rgb.length / 3 }, (_, id) => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * id, 3 * id + 3);
    return (red << 16) | (green << 8) | blue;
  });
}

function chunkOf(type: string, data: Uint8Array, crc32: Crc32): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) chunk[4 + i] = type.charCodeAt(i);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return chunk;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

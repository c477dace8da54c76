import { crc32 } from '../../png/crc32.ts';
import { ColourType } from '../../png/types.ts';
import { readPngHead } from '../pngHead.ts';

/** What of a file, beyond ids and palette, decides what readers make of it. */
export interface FileTraits {
  readonly colourType: ColourType;
  /** A tRNS chunk that names one colour or grey as transparent; palette files keep theirs in the palette. */
  readonly hasKeyColour: boolean;
  /**
   * The file's gamma in hundred-thousandths as libpng believes it: of sRGB, else of gAMA; 0 where neither says. libpng
   * makes grey of colours by it.
   */
  readonly gamma: number;
  /** An ICC profile: libpng takes the gamma of those few that it recognises as sRGB, which is not looked into here. */
  readonly hasProfile: boolean;
}

/** Gamma that an sRGB chunk stands for (PNG specification, 11.3.2.5). */
const SRGB_GAMMA = 45_455;
/** libpng 1.6 drops a gAMA outside of these. */
const [LEAST_GAMMA, MOST_GAMMA] = [16, 625_000_000];
/** Rendering intents 0 … 3. */
const INTENTS = 4;

/**
 * Reads the few chunks before the pixels that readers go by. Colour chunks count only before the palette, and with a
 * right checksum, as libpng has it.
 *
 * @returns null where the bytes do not begin like a PNG
 */
export function readFileTraits(bytes: Uint8Array): FileTraits | null {
  const head = readPngHead(bytes);
  if (head === null) return null;
  const { colourType } = head.header;
  let traits: FileTraits = { colourType, hasKeyColour: false, gamma: 0, hasProfile: false };
  let isSrgb = false;
  let isBeforePalette = true;
  for (const [type, data] of chunksBeforePixels(bytes)) {
    const [first = INTENTS] = data;
    if (type === 'PLTE') isBeforePalette = false;
    else if (type === 'tRNS') traits = { ...traits, hasKeyColour: isKeyColour(colourType, data) };
    else if (!isBeforePalette) continue;
    else if (type === 'iCCP') traits = { ...traits, hasProfile: true };
    else if (type === 'sRGB' && data.length === 1 && first < INTENTS) {
      traits = { ...traits, gamma: SRGB_GAMMA };
      isSrgb = true;
    } else if (type === 'gAMA' && data.length === 4 && !isSrgb) {
      const gamma = new DataView(data.buffer, data.byteOffset, 4).getUint32(0);
      if (gamma >= LEAST_GAMMA && gamma <= MOST_GAMMA) traits = { ...traits, gamma };
    }
  }
  return traits;
}

function isKeyColour(colourType: ColourType, data: Uint8Array): boolean {
  return data.length === { [ColourType.grey]: 2, [ColourType.rgb]: 6, 3: -1, 4: -1, 6: -1 }[colourType];
}

function* chunksBeforePixels(bytes: Uint8Array): Generator<[type: string, data: Uint8Array]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerEnd = 33;
  for (let at = headerEnd; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const end = at + 8 + length;
    if (type === 'IDAT' || end + 4 > bytes.length) return;
    const isSmall = length <= 1024;
    if (type === 'iCCP' || (isSmall && crc32(bytes.subarray(at + 4, end)) === view.getUint32(end))) {
      yield [type, bytes.subarray(at + 8, end)];
    }
    at = end + 4;
  }
}

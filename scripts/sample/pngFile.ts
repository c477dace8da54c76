// Assembles PNG files from parts, also such as the project's own writer rightly refuses: Adam7, samples beyond the
// palette, damaged chunks. It shares no code with src/core/png, so that the one cannot hide a fault of the other.
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;

/** Start and step of the seven passes of Adam7 (PNG specification, 8.2): x, y, step across, step down. */
const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

export interface PngParts {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly bitDepth: 1 | 2 | 4 | 8 | 16;
  readonly colourType: keyof typeof CHANNELS;
  /** Row-major, channels interleaved. */
  readonly samples: Uint8Array | Uint16Array;
  readonly interlaced?: boolean;
  /** Chunks between IHDR and IDAT: PLTE, tRNS, gAMA … */
  readonly chunks?: readonly Uint8Array[];
  /** Chunks between IDAT and IEND. */
  readonly chunksAfterData?: readonly Uint8Array[];
}

/** Length, type, data and CRC of one chunk. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i += 1) chunk[4 + i] = type.charCodeAt(i);
  chunk.set(data, 8);
  view.setUint32(8 + data.length, crc32(chunk.subarray(4, 8 + data.length)));
  return chunk;
}

/** Filter type 0 and packed samples of each row of a width × height grid, read through `at(x, y, channel)`. */
function packRows(
  width: number,
  height: number,
  channels: number,
  bitDepth: number,
  at: (x: number, y: number, channel: number) => number,
) {
  const stride = 1 + Math.ceil((width * channels * bitDepth) / 8);
  const rows = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    for (let i = 0; i < width * channels; i += 1) {
      const sample = at(Math.floor(i / channels), y, i % channels);
      const bit = i * bitDepth;
      const byte = y * stride + 1 + (bit >> 3);
      if (bitDepth === 16) {
        rows[byte] = sample >> 8;
        rows[byte + 1] = sample;
      } else {
        rows[byte] = (rows[byte] ?? 0) | (sample << (8 - bitDepth - (bit & 7)));
      }
    }
  }
  return rows;
}

/** The uncompressed content of IDAT: filtered rows, in seven passes when interlaced. */
function imageData({ width, height, bitDepth, colourType, samples, interlaced }: PngParts): Uint8Array {
  const channels = CHANNELS[colourType];
  const at = (x: number, y: number, channel: number) => samples[(y * width + x) * channels + channel] ?? 0;
  if (interlaced !== true) return packRows(width, height, channels, bitDepth, at);
  const passes = ADAM7.map(([x0, y0, dx, dy]) => {
    const across = Math.ceil((width - x0) / dx);
    const down = Math.ceil((height - y0) / dy);
    if (across <= 0 || down <= 0) return new Uint8Array(0);
    return packRows(across, down, channels, bitDepth, (x, y, channel) => at(x0 + x * dx, y0 + y * dy, channel));
  });
  return Buffer.concat(passes);
}

/** A whole PNG file. */
export function pngFile(parts: PngParts): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, parts.width);
  view.setUint32(4, parts.height);
  header.set([parts.bitDepth, parts.colourType, 0, 0, parts.interlaced === true ? 1 : 0], 8);
  // A plain array: a Buffer's slice() would share its bytes with the files that are damaged on purpose.
  return Uint8Array.from(
    Buffer.concat([
      SIGNATURE,
      pngChunk('IHDR', header),
      ...(parts.chunks ?? []),
      pngChunk('IDAT', deflateSync(imageData(parts), { level: 9 })),
      ...(parts.chunksAfterData ?? []),
      pngChunk('IEND', new Uint8Array(0)),
    ]),
  );
}

/** The compressed image data of {@link pngFile}, for the frames of an animation. */
export function compressedImage(parts: PngParts): Uint8Array {
  return deflateSync(imageData(parts), { level: 9 });
}

/** A PLTE chunk of `entries` entries: the given colours, then black. */
export function paletteChunk(colours: readonly (readonly number[])[], entries: number): Uint8Array {
  const data = new Uint8Array(3 * entries);
  colours.forEach((colour, entry) => data.set(colour, 3 * entry));
  return pngChunk('PLTE', data);
}

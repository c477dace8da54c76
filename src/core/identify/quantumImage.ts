import { histogramById } from '../mask/histogram.ts';
import { ColourType, type Palette, type PngImage } from '../png/types.ts';
import { QUANTA_PER_BYTE, QUANTUM_RANGE } from './quantum.ts';

export type StorageClass = 'PseudoClass' | 'DirectClass';
export type ChannelName = 'Red' | 'Green' | 'Blue' | 'Gray' | 'Alpha';

/** Pixels whose colour is looked up: every palette image, and every grey image without an alpha channel. */
export interface IndexedPixels {
  readonly kind: 'indexed';
  /** Row-major ids, one a pixel. */
  readonly ids: Uint8Array | Uint16Array;
  /** Quanta by id, one table a channel, in the order of the channels. */
  readonly tables: readonly Uint16Array[];
  /** Pixels by id; as long as the tables. */
  readonly counts: Uint32Array;
  /** Ids with pixels, ascending. */
  readonly used: readonly number[];
}

/** Pixels that hold their colour. */
export interface InterleavedPixels {
  readonly kind: 'interleaved';
  /** Row-major samples of the file, `stride` a pixel. */
  readonly samples: Uint8Array | Uint16Array;
  readonly stride: number;
  /** Quanta a stored step: 257 for 8-bit samples, 1 for 16-bit. */
  readonly scale: number;
  /** The colour that tRNS makes transparent, as stored samples; null where alpha is stored or absent. */
  readonly transparentColour: readonly number[] | null;
}

/** A PNG as ImageMagick 7.0.8 holds it in memory, in 16-bit quanta. */
export interface QuantumImage {
  readonly storageClass: StorageClass;
  readonly isGrey: boolean;
  readonly hasAlpha: boolean;
  readonly channels: readonly ChannelName[];
  /** Bits a sample as ImageMagick counts them: 8 up to 8 bits in the file, else 16. */
  readonly depth: 8 | 16;
  /** Pixels. */
  readonly pixelCount: number;
  readonly pixels: IndexedPixels | InterleavedPixels;
  /** Red, green, blue quanta of each entry, three an entry; null for DirectClass. */
  readonly colormap: Uint16Array | null;
}

/**
 * Looks at a PNG as ImageMagick 7.0.8 does: palette images and grey images up to 8 bits are PseudoClass with a
 * colormap (a grey image's is the ramp), unless tRNS makes them DirectClass with alpha; all others are DirectClass.
 * A palette id beyond PLTE takes the colour of entry 0, as ImageMagick constrains it.
 */
export function toQuantumImage(image: PngImage): QuantumImage {
  const { colourType, bitDepth, width, height } = image.header;
  const depth = bitDepth === 16 ? 16 : 8;
  const pixelCount = width * height;
  const transparency = image.chunks.find((chunk) => chunk.type === 'tRNS' && chunk.damaged !== true)?.data;

  if (colourType === ColourType.palette && image.palette !== null) {
    const hasAlpha = image.palette.transparencyEntries > 0;
    const pixels = indexPixels(image.samples, bitDepth, paletteTables(image.palette, 2 ** bitDepth, hasAlpha));
    const channels: ChannelName[] = ['Red', 'Green', 'Blue'];
    if (hasAlpha) channels.push('Alpha');
    const colormap = hasAlpha ? null : Uint16Array.from(image.palette.rgb, (sample) => sample * QUANTA_PER_BYTE);
    return { storageClass: classOf(colormap), isGrey: false, hasAlpha, channels, depth, pixelCount, pixels, colormap };
  }

  if (colourType === ColourType.grey) {
    const key = readTransparentColour(transparency, 1, bitDepth);
    const hasAlpha = key !== null;
    const pixels = indexPixels(image.samples, bitDepth, greyTables(bitDepth, key?.[0]));
    const ramp = pixels.tables[0];
    const colormap = hasAlpha || depth === 16 || ramp === undefined ? null : threefold(ramp);
    const channels: ChannelName[] = hasAlpha ? ['Gray', 'Alpha'] : ['Gray'];
    return { storageClass: classOf(colormap), isGrey: true, hasAlpha, channels, depth, pixelCount, pixels, colormap };
  }

  const isGrey = colourType === ColourType.greyAlpha;
  const transparentColour = colourType === ColourType.rgb ? readTransparentColour(transparency, 3, bitDepth) : null;
  const hasAlpha = isGrey || colourType === ColourType.rgba || transparentColour !== null;
  const channels: ChannelName[] = isGrey ? ['Gray'] : ['Red', 'Green', 'Blue'];
  if (hasAlpha) channels.push('Alpha');
  const pixels: InterleavedPixels = {
    kind: 'interleaved',
    samples: image.samples,
    stride: image.channels,
    scale: depth === 16 ? 1 : QUANTA_PER_BYTE,
    transparentColour,
  };
  return { storageClass: 'DirectClass', isGrey, hasAlpha, channels, depth, pixelCount, pixels, colormap: null };
}

/**
 * Hands out the pixels in row order as quanta, block by block, in one reused buffer.
 *
 * @param visit gets `count` pixels of `channels.length` interleaved quanta each
 */
export function forEachQuantumBlock(
  pixels: InterleavedPixels,
  channelCount: number,
  pixelCount: number,
  visit: (quanta: Uint16Array, count: number) => void,
): void {
  const blockSize = 4096;
  const { samples, stride, scale, transparentColour } = pixels;
  const quanta = new Uint16Array(Math.min(blockSize, pixelCount) * channelCount);
  for (let start = 0; start < pixelCount; start += blockSize) {
    const count = Math.min(blockSize, pixelCount - start);
    let source = start * stride;
    let target = 0;
    for (let i = 0; i < count; i++) {
      for (let c = 0; c < stride; c++) quanta[target + c] = (samples[source + c] ?? 0) * scale;
      if (transparentColour !== null) {
        const isTransparent = transparentColour.every((sample, c) => samples[source + c] === sample);
        quanta[target + stride] = isTransparent ? 0 : QUANTUM_RANGE;
      }
      source += stride;
      target += channelCount;
    }
    visit(quanta, count);
  }
}

function classOf(colormap: Uint16Array | null): StorageClass {
  return colormap === null ? 'DirectClass' : 'PseudoClass';
}

function indexPixels(ids: Uint8Array | Uint16Array, bitDepth: number, tables: readonly Uint16Array[]): IndexedPixels {
  const counts = histogramById(ids).subarray(0, 2 ** bitDepth);
  const used: number[] = [];
  for (let id = 0; id < counts.length; id++) if ((counts[id] ?? 0) > 0) used.push(id);
  return { kind: 'indexed', ids, tables, counts, used };
}

function paletteTables(palette: Palette, size: number, hasAlpha: boolean): Uint16Array[] {
  const { rgb, alpha } = palette;
  const entries = rgb.length / 3;
  const tables = [0, 1, 2].map((channel) =>
    Uint16Array.from({ length: size }, (_, id) => (rgb[3 * (id < entries ? id : 0) + channel] ?? 0) * QUANTA_PER_BYTE),
  );
  if (hasAlpha) {
    tables.push(Uint16Array.from({ length: size }, (_, id) => (alpha[id < entries ? id : 0] ?? 255) * QUANTA_PER_BYTE));
  }
  return tables;
}

function greyTables(bitDepth: number, transparentGrey: number | undefined): Uint16Array[] {
  const size = 2 ** bitDepth;
  const step = QUANTUM_RANGE / (size - 1);
  const tables = [Uint16Array.from({ length: size }, (_, id) => id * step)];
  if (transparentGrey !== undefined) {
    tables.push(new Uint16Array(size).fill(QUANTUM_RANGE).fill(0, transparentGrey, transparentGrey + 1));
  }
  return tables;
}

function threefold(ramp: Uint16Array): Uint16Array {
  return Uint16Array.from({ length: ramp.length * 3 }, (_, i) => ramp[Math.floor(i / 3)] ?? 0);
}

/** Samples of a tRNS chunk of a grey or RGB image; null where absent or beyond the bit depth (then it is ignored). */
function readTransparentColour(data: Uint8Array | undefined, count: number, bitDepth: number): number[] | null {
  if (data === undefined || data.length < 2 * count) return null;
  const samples = Array.from({ length: count }, (_, i) => ((data[2 * i] ?? 0) << 8) | (data[2 * i + 1] ?? 0));
  return samples.every((sample) => sample < 2 ** bitDepth) ? samples : null;
}

import { channelsOf, sampleBytesOf, type Pass } from './geometry.ts';
import type { PngHeader } from './types.ts';

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** An array for all samples of an image, zeros. */
export function emptySamples(header: PngHeader): Uint8Array | Uint16Array {
  const bytes = sampleBytesOf(header);
  return header.bitDepth === 16 ? new Uint16Array(bytes / 2) : new Uint8Array(bytes);
}

/**
 * Samples of a non-interlaced image from its unfiltered rows.
 * At 8 and 16 bits the result lies in the memory of `packed` (16-bit samples are swapped there, in place).
 *
 * @param packed contiguous rows without filter bytes; owned by the result afterwards
 */
export function samplesOfRows(packed: Uint8Array, header: PngHeader, rowBytes: number): Uint8Array | Uint16Array {
  const count = header.width * header.height * channelsOf(header.colourType);
  if (header.bitDepth === 8) return new Uint8Array(packed.buffer, packed.byteOffset, count);
  if (header.bitDepth === 16) return swapTo16(packed, count);
  const samples = new Uint8Array(count);
  for (let y = 0; y < header.height; y++) {
    expandRow(packed, y * rowBytes, samples, y * header.width, header.width, header.bitDepth);
  }
  return samples;
}

function swapTo16(packed: Uint8Array, count: number): Uint16Array {
  const aligned = packed.byteOffset % 2 === 0 ? packed : new Uint8Array(packed);
  const samples = new Uint16Array(aligned.buffer, aligned.byteOffset, count);
  if (LITTLE_ENDIAN) {
    for (let i = 0; i < count; i++) {
      const sample = samples[i] as number;
      samples[i] = (sample << 8) | (sample >> 8);
    }
  }
  return samples;
}

/** One sample a byte from packed ones; the leftmost sample is in the high bits (PNG specification, 7.2). */
function expandRow(
  packed: Uint8Array,
  from: number,
  samples: Uint8Array,
  to: number,
  width: number,
  bitDepth: 1 | 2 | 4,
): void {
  const perByte = 8 / bitDepth;
  const mask = (1 << bitDepth) - 1;
  const end = to + width;
  let i = to;
  for (let source = from; i < end; source++) {
    const byte = packed[source] as number;
    const stop = Math.min(end, i + perByte);
    for (let shift = 8 - bitDepth; i < stop; i++, shift -= bitDepth) samples[i] = (byte >> shift) & mask;
  }
}

/**
 * Puts the unfiltered rows of an Adam7 pass in their places.
 *
 * @param packed contiguous rows of the pass, without filter bytes
 * @param rows how many of the pass's rows `packed` holds
 */
export function scatterPass(
  packed: Uint8Array,
  header: PngHeader,
  pass: Pass,
  rows: number,
  samples: Uint8Array | Uint16Array,
): void {
  const channels = channelsOf(header.colourType);
  const step = pass.xStep * channels;
  const depth = header.bitDepth;
  for (let y = 0; y < rows; y++) {
    let source = y * pass.rowBytes;
    let target = ((pass.yStart + y * pass.yStep) * header.width + pass.xStart) * channels;
    if (depth < 8) {
      const mask = (1 << depth) - 1;
      for (let x = 0, bit = 8 - depth; x < pass.width; x++, target += step) {
        samples[target] = ((packed[source] as number) >> bit) & mask;
        bit -= depth;
        if (bit < 0) {
          bit = 8 - depth;
          source++;
        }
      }
    } else if (depth === 8) {
      for (let x = 0; x < pass.width; x++, target += step) {
        for (let c = 0; c < channels; c++) samples[target + c] = packed[source++] as number;
      }
    } else {
      for (let x = 0; x < pass.width; x++, target += step) {
        for (let c = 0; c < channels; c++, source += 2) {
          samples[target + c] = ((packed[source] as number) << 8) | (packed[source + 1] as number);
        }
      }
    }
  }
}

/**
 * The inverse of {@link scatterPass} and {@link samplesOfRows}: packs the samples of one pass into rows, with an
 * untouched byte before each row.
 *
 * @param from offset in `out` of the first row's filter byte
 * @throws RangeError if a sample does not fit the bit depth
 */
export function gatherPass(
  samples: Uint8Array | Uint16Array,
  header: PngHeader,
  pass: Pass,
  out: Uint8Array,
  from: number,
): void {
  const channels = channelsOf(header.colourType);
  const depth = header.bitDepth;
  const step = pass.xStep * channels;
  let union = 0;
  for (let y = 0; y < pass.height; y++) {
    let target = from + y * (pass.rowBytes + 1) + 1;
    let source = ((pass.yStart + y * pass.yStep) * header.width + pass.xStart) * channels;
    if (depth === 8 && pass.xStep === 1) {
      out.set(samples.subarray(source, source + pass.rowBytes), target);
    } else if (depth >= 8) {
      for (let x = 0; x < pass.width; x++, source += step) {
        for (let c = 0; c < channels; c++) {
          const sample = samples[source + c] as number;
          if (depth === 16) out[target++] = sample >> 8;
          out[target++] = sample;
        }
      }
    } else {
      let byte = 0;
      let bit = 8;
      for (let x = 0; x < pass.width; x++, source += step) {
        const sample = samples[source] as number;
        union |= sample;
        bit -= depth;
        byte |= sample << bit;
        if (bit === 0) {
          out[target++] = byte;
          byte = 0;
          bit = 8;
        }
      }
      if (bit < 8) out[target] = byte;
    }
  }
  if (depth < 8 && union >> depth !== 0) throw new RangeError(`A sample does not fit ${depth} bits.`);
}

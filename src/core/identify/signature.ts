import { QUANTUM_RANGE } from './quantum.ts';
import { forEachQuantumBlock, type IndexedPixels, type QuantumImage } from './quantumImage.ts';

/** A SHA-256 in progress; supplied by the platform. */
export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** Lower-case hexadecimal; ends the hash. */
  digestHex(): string;
}

/** Multiplied by, not divided by 65535: the last bit can differ. */
const QUANTUM_SCALE = 1 / QUANTUM_RANGE;

/** Bytes that are handed to the hash at a time: small enough for a processor's second-level cache. */
const BLOCK_BYTES = 1 << 17;

/**
 * The `signature` of ImageMagick 7.0.8: SHA-256 over the pixels in row order, each pixel its channels as little-endian
 * IEEE doubles quantum ∕ 65535; pixels of a PseudoClass image end with their id ∕ 65535. Two ids of one colour
 * therefore differ in the signature, though not in the histogram by colour.
 */
export function computeSignature(image: QuantumImage, hash: Sha256): string {
  if (image.pixels.kind === 'indexed') hashIndexed(image, image.pixels, hash);
  else hashInterleaved(image, hash);
  return hash.digestHex();
}

function hashIndexed(image: QuantumImage, { ids, tables }: IndexedPixels, hash: Sha256): void {
  const withId = image.storageClass === 'PseudoClass';
  const width = tables.length + (withId ? 1 : 0);
  const size = tables[0]?.length ?? 0;
  const encoded = new Float64Array(size * width);
  for (let id = 0; id < size; id++) {
    tables.forEach((table, channel) => {
      encoded[id * width + channel] = (table[id] ?? 0) * QUANTUM_SCALE;
    });
    if (withId) encoded[id * width + width - 1] = id * QUANTUM_SCALE;
  }
  const pixelsPerBlock = Math.floor(BLOCK_BYTES / (8 * width));
  const block = new Float64Array(pixelsPerBlock * width);
  const bytes = new Uint8Array(block.buffer);
  const fill = width === 4 ? fillFour : fillAny;
  for (let start = 0; start < ids.length; start += pixelsPerBlock) {
    const end = Math.min(start + pixelsPerBlock, ids.length);
    fill(ids, start, end, encoded, width, block);
    hash.update(end - start === pixelsPerBlock ? bytes : bytes.subarray(0, 8 * width * (end - start)));
  }
}

function fillFour(
  ids: Uint8Array | Uint16Array,
  start: number,
  end: number,
  encoded: Float64Array,
  _width: number,
  block: Float64Array,
): void {
  for (let i = start, target = 0; i < end; i++, target += 4) {
    const source = (ids[i] as number) * 4;
    block[target] = encoded[source] as number;
    block[target + 1] = encoded[source + 1] as number;
    block[target + 2] = encoded[source + 2] as number;
    block[target + 3] = encoded[source + 3] as number;
  }
}

function fillAny(
  ids: Uint8Array | Uint16Array,
  start: number,
  end: number,
  encoded: Float64Array,
  width: number,
  block: Float64Array,
): void {
  for (let i = start, target = 0; i < end; i++, target += width) {
    const source = (ids[i] as number) * width;
    for (let c = 0; c < width; c++) block[target + c] = encoded[source + c] as number;
  }
}

function hashInterleaved(image: QuantumImage, hash: Sha256): void {
  const { pixels, channels, pixelCount } = image;
  if (pixels.kind !== 'interleaved') return;
  const width = channels.length;
  let block = new Float64Array(0);
  forEachQuantumBlock(pixels, width, pixelCount, (quanta, count) => {
    const length = count * width;
    if (block.length < length) block = new Float64Array(length);
    for (let i = 0; i < length; i++) block[i] = (quanta[i] ?? 0) * QUANTUM_SCALE;
    hash.update(new Uint8Array(block.buffer, 0, 8 * length));
  });
}

import { describe, expect, it } from 'vitest';
import { crc32 as pureCrc32 } from '../../../src/core/png/crc32.ts';
import { readPng } from '../../../src/core/png/read.ts';
import { NotPaletted, rewritePalette } from '../../../src/core/png/rewritePalette.ts';
import { PngError } from '../../../src/core/png/errors.ts';
import { ColourType } from '../../../src/core/png/types.ts';
import { writePng } from '../../../src/core/png/write.ts';
import { crc32, deflate, inflate } from '../../../src/platform/zlib.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { randomImage, randomPalette } from '../../fixtures/masks.ts';
import { chunk, greyFile, paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { listShared, readShared } from '../../fixtures/sharedData.ts';

const OF_PALETTE = new Set(['PLTE', 'tRNS', 'hIST', 'bKGD', 'sBIT']);

/** All other chunks, as type and bytes. */
function others(bytes: Uint8Array): string[] {
  return readPng(bytes, inflate)
    .chunks.filter(({ type }) => !OF_PALETTE.has(type))
    .map(({ type, data }) => `${type} ${Buffer.from(data).toString('hex')}`);
}

const typesOf = (bytes: Uint8Array) => readPng(bytes, inflate).chunks.map(({ type }) => type);

const opaque = (entries: number, value = 5) => ({
  rgb: new Uint8Array(3 * entries).fill(value),
  alpha: new Uint8Array(entries).fill(255),
  transparencyEntries: 0,
});

describe('rewritePalette', () => {
  it('changes the palette and no other chunk, whatever the depth, and its own palette changes no byte', () => {
    const random = new SeededRandom(51);
    for (let round = 0; round < 300; round++) {
      const image = randomImage(random, [ColourType.palette]);
      const bytes = writePng(image, deflate);
      const palette = randomPalette(random, 256);
      const rewritten = rewritePalette(bytes, palette, crc32);
      const again = readPng(rewritten, inflate);
      const most = 2 ** image.header.bitDepth;
      expect(again.palette?.rgb).toEqual(palette.rgb.slice(0, 3 * most));
      const entries = again.palette?.alpha.length ?? 0;
      expect(again.palette?.alpha).toEqual(palette.alpha.slice(0, entries));
      expect(again.samples).toEqual(image.samples);
      expect(others(rewritten)).toEqual(others(bytes));
      expect(decodeIndependently(rewritten).samples).toEqual(Array.from(image.samples));
      expect(rewritePalette(bytes, readPng(bytes, inflate).palette ?? palette, pureCrc32)).toEqual(bytes);
      expect(rewritePalette(rewritten, readPng(bytes, inflate).palette ?? palette, crc32)).toEqual(bytes);
    }
  });

  it('keeps what other chunks say of the palette while it is true', () => {
    const before = [
      chunk('sBIT', Buffer.from([5, 6, 5])),
      chunk('PLTE', Buffer.alloc(12, 7)),
      chunk('tRNS', Buffer.from([0])),
      chunk('bKGD', Buffer.from([3])),
      chunk('hIST', Buffer.alloc(8, 1)),
    ];
    const bytes = paletteFile(2, 1, new Uint8Array([0, 1]), before);
    expect(typesOf(rewritePalette(bytes, { ...opaque(4), transparencyEntries: 0 }, crc32))).toEqual([
      'IHDR',
      'PLTE',
      'bKGD',
      'hIST',
      'IDAT',
      'IEND',
    ]);
    const transparent = { ...opaque(4, 7), alpha: Uint8Array.from([9, 8, 255, 255]), transparencyEntries: 2 };
    expect(typesOf(rewritePalette(bytes, transparent, crc32))).toEqual([
      'IHDR',
      'sBIT',
      'PLTE',
      'tRNS',
      'bKGD',
      'hIST',
      'IDAT',
      'IEND',
    ]);
    expect(typesOf(rewritePalette(bytes, opaque(3), crc32))).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
    expect(typesOf(rewritePalette(bytes, opaque(5), crc32))).toEqual(['IHDR', 'PLTE', 'bKGD', 'IDAT', 'IEND']);
  });

  it('keeps significant bits where no new colour has more, however it was scaled up', () => {
    const withBits = (...bits: readonly number[]) =>
      paletteFile(1, 1, new Uint8Array(1), [chunk('sBIT', Buffer.from(bits)), chunk('PLTE', Buffer.from([1, 2, 3]))]);
    const isKept = (bits: readonly number[], ...rgb: readonly number[]): boolean => {
      const palette = { ...opaque(rgb.length / 3), rgb: Uint8Array.from(rgb) };
      return typesOf(rewritePalette(withBits(...bits), palette, crc32)).includes('sBIT');
    };
    // The colours of PASCAL VOC are samples of three bits, filled up with zeros.
    const voc = [0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0, 64, 128, 192, 224, 224, 192];
    expect(isKept([3, 3, 3], ...voc)).toBe(true);
    expect(isKept([3, 3, 2], ...voc)).toBe(true);
    expect(isKept([2, 3, 2], ...voc)).toBe(false);
    expect(isKept([1, 1, 1], 255, 0, 255)).toBe(true);
    expect(isKept([8, 8, 8], 7, 77, 177)).toBe(true);
    // One colour was there before, the other is new.
    expect(isKept([1, 1, 1], 1, 2, 3)).toBe(true);
    expect(isKept([1, 1, 1], 1, 2, 3, 3, 2, 1)).toBe(false);
    expect(isKept([0, 0, 0], 255, 0, 255)).toBe(false);
    for (let bits = 1; bits <= 8; bits++) {
      const most = 2 ** bits - 1;
      // PNG specification, 12.4: output = floor((input × 255) / most + 0.5).
      const scaled = Array.from({ length: 256 }, (_, at) => Math.floor(((at & most) * 255) / most + 0.5));
      expect(isKept([bits, bits, bits], ...scaled.slice(0, 255))).toBe(true);
    }
  });

  it('inserts tRNS after PLTE, and drops one that readers do not believe', () => {
    const palette = { ...opaque(2), alpha: Uint8Array.from([0, 255]), transparencyEntries: 1 };
    const gamma = chunk('gAMA', '\0\0\xb1\x8f');
    const misplaced = paletteFile(1, 1, new Uint8Array(1), [chunk('tRNS', '\0'), gamma, chunk('PLTE', '\0\0\0')]);
    expect(typesOf(rewritePalette(misplaced, palette, crc32))).toEqual([
      'IHDR',
      'gAMA',
      'PLTE',
      'tRNS',
      'IDAT',
      'IEND',
    ]);
    const doubled = paletteFile(1, 1, new Uint8Array(1), [
      chunk('PLTE', '\0\0\0'),
      chunk('tRNS', '\x01'),
      gamma,
      chunk('tRNS', '\x02'),
    ]);
    const rewritten = rewritePalette(doubled, palette, crc32);
    expect(typesOf(rewritten)).toEqual(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'IDAT', 'IEND']);
    expect(readPng(rewritten, inflate).palette?.transparencyEntries).toBe(1);
  });

  it('keeps bytes after IEND and damaged ancillary chunks as they are', () => {
    const text = chunk('tEXt', 'a\0b');
    text.writeUInt32BE(7, text.length - 4);
    const bytes = paletteFile(1, 1, new Uint8Array(1), [chunk('PLTE', '\0\0\0'), text]);
    const trailing = new Uint8Array([...bytes, 1, 2, 3]);
    const rewritten = rewritePalette(trailing, opaque(1), crc32);
    expect(rewritten.length).toBe(trailing.length);
    expect([...rewritten.subarray(-3)]).toEqual([1, 2, 3]);
    expect(Buffer.from(rewritten).includes(text)).toBe(true);
  });

  it('refuses what has no palette, or no structure', () => {
    expect(() => rewritePalette(greyFile(1, 1), opaque(1), crc32)).toThrow(NotPaletted);
    expect(() => rewritePalette(new Uint8Array(9), opaque(1), crc32)).toThrow(PngError);
  });
});

describeShared('data/masks-paletted', 'rewritePalette on masks of datasets', () => {
  it('leaves their ids and gives their bytes back', () => {
    let count = 0;
    for (const path of listShared('data/masks-paletted', '.png')) {
      const bytes = readShared(path);
      const image = readPng(bytes, inflate);
      if (image.palette === null) continue;
      count++;
      const rewritten = rewritePalette(bytes, opaque(256), crc32);
      expect(readPng(rewritten, inflate).samples).toEqual(image.samples);
      expect(rewritePalette(rewritten, image.palette, crc32)).toEqual(bytes);
    }
    expect(count).toBeGreaterThan(5);
  });
});

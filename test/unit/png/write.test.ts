import { describe, expect, it } from 'vitest';
import { readPng } from '../../../src/core/png/read.ts';
import type { PngImage } from '../../../src/core/png/types.ts';
import { writePng } from '../../../src/core/png/write.ts';
import { newMaskImage } from '../../fixtures/newMaskImage.ts';
import { deflate, inflate } from '../../../src/platform/zlib.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { randomImage, randomRegions } from '../../fixtures/masks.ts';
import { chunk, greyFile, paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { listShared, readShared } from '../../fixtures/sharedData.ts';

/** All chunks but IDAT, as type and bytes. */
function otherChunks(image: PngImage): string[] {
  return image.chunks
    .filter(({ type }) => type !== 'IDAT')
    .map(({ type, data }) => `${type} ${Buffer.from(data).toString('hex')}`);
}

function typesOf(bytes: Uint8Array): string[] {
  return readPng(bytes, inflate).chunks.map(({ type }) => type);
}

describe('writePng', () => {
  it('read ∘ write is the identity on random images of every type, and pngjs reads the same', () => {
    const random = new SeededRandom(4);
    for (let round = 0; round < 600; round++) {
      const image = randomImage(random);
      const bytes = writePng(image, deflate, { effort: round % 4 === 0 ? 'compact' : 'fast' });
      const again = readPng(bytes, inflate);
      expect(again.header).toEqual(image.header);
      expect(again.samples).toEqual(image.samples);
      expect(again.palette).toEqual(image.palette);
      expect(decodeIndependently(bytes).samples).toEqual(Array.from(image.samples));
      expect(writePng(again, deflate, { effort: round % 4 === 0 ? 'compact' : 'fast' })).toEqual(bytes);
    }
  });

  it('keeps ancillary chunks and where they stand', () => {
    const text = chunk('tEXt', 'Title\0mask');
    const before = [chunk('gAMA', '\0\0\xb1\x8f'), chunk('PLTE', Buffer.alloc(9, 3)), chunk('bKGD', '\x01'), text];
    const bytes = writePng(readPng(paletteFile(2, 1, new Uint8Array([0, 1]), before), inflate), deflate);
    expect(typesOf(bytes)).toEqual(['IHDR', 'gAMA', 'PLTE', 'bKGD', 'tEXt', 'IDAT', 'IEND']);
    const after = greyFile(1, 1, [], [text, chunk('tIME', '\x07\xe3\x0a\x08\0\0\0')]);
    expect(typesOf(writePng(readPng(after, inflate), deflate))).toEqual(['IHDR', 'IDAT', 'tEXt', 'tIME', 'IEND']);
  });

  it('drops what it cannot vouch for: a damaged chunk', () => {
    const text = chunk('tEXt', 'a\0b');
    text.writeUInt32BE(7, text.length - 4);
    expect(typesOf(writePng(readPng(greyFile(1, 1, [text]), inflate), deflate))).toEqual(['IHDR', 'IDAT', 'IEND']);
  });

  it('puts a new palette before the chunks that need it', () => {
    const { samples, header } = readPng(greyFile(1, 1), inflate);
    const palette = { rgb: new Uint8Array(6), alpha: new Uint8Array([3, 255]), transparencyEntries: 1 };
    const chunks = [
      { type: 'gAMA', offset: 0, data: new Uint8Array([0, 0, 177, 143]) },
      { type: 'bKGD', offset: 0, data: new Uint8Array([0]) },
    ];
    const bytes = writePng({ header: { ...header, colourType: 3 }, samples, palette, chunks }, deflate);
    expect(typesOf(bytes)).toEqual(['IHDR', 'gAMA', 'PLTE', 'tRNS', 'bKGD', 'IDAT', 'IEND']);
    expect(readPng(bytes, inflate).palette).toEqual(palette);
  });

  it('refuses samples that do not fit the header', () => {
    const palette = { rgb: new Uint8Array(3), alpha: new Uint8Array([255]), transparencyEntries: 0 };
    const header = { width: 2, height: 1, bitDepth: 2, colourType: 3, interlaced: false } as const;
    const write = (changes: object): Uint8Array =>
      writePng({ header, samples: new Uint8Array([0, 3]), palette, ...changes }, deflate);
    expect(write({}).length).toBeGreaterThan(50);
    expect(() => write({ samples: new Uint8Array([0, 4]) })).toThrow('does not fit 2 bits');
    expect(() => write({ samples: new Uint8Array(3) })).toThrow('2 samples, not 3');
    expect(() => write({ samples: new Uint16Array(2) })).toThrow(RangeError);
    expect(() => write({ palette: null })).toThrow(RangeError);
    expect(() => write({ palette: { ...palette, rgb: new Uint8Array(4) } })).toThrow(RangeError);
    expect(() => write({ palette: { ...palette, alpha: new Uint8Array(1) } })).toThrow('opaque');
  });

  it('packs a mask of regions no larger than a tenth above filter None at level 6', () => {
    const random = new SeededRandom(11);
    let [ours, reference] = [0, 0];
    for (let round = 0; round < 10; round++) {
      const [width, height] = [500, 375];
      const ids = Uint8Array.from(randomRegions(random, width, height, 20));
      ours += writePng(newMaskImage(width, height, ids, new Uint8Array(768)), deflate).length;
      reference += paletteFile(width, height, ids).length;
    }
    expect(ours).toBeLessThanOrEqual(1.1 * reference);
  });
});

describeShared('data', 'files of others', () => {
  const files = [
    'data/pngsuite/primary',
    'data/pngsuite/16bit',
    'data/pngsuite/unused',
    'data/masks-paletted',
    'data/datumaro',
  ];
  it.each(files)('%s: header, samples, palette and chunks survive', (folder) => {
    for (const path of listShared(folder, '.png')) {
      const image = readPng(readShared(path), inflate);
      const again = readPng(writePng(image, deflate), inflate);
      expect(again.header).toEqual(image.header);
      expect(
        again.samples.every((sample, i) => sample === image.samples[i]),
        path,
      ).toBe(true);
      expect(again.palette).toEqual(image.palette);
      expect(otherChunks(again)).toEqual(otherChunks(image));
    }
  });
});

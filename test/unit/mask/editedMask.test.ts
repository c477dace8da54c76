import { describe, expect, it } from 'vitest';
import type { MaskEdit } from '../../../src/core/mask/edits.ts';
import { readPngHead } from '../../../src/core/mask/pngHead.ts';
import { PngError } from '../../../src/core/png/errors.ts';
import { readPng } from '../../../src/core/png/read.ts';
import { ColourType, type PngChunk } from '../../../src/core/png/types.ts';
import { writePng } from '../../../src/core/png/write.ts';
import { encodeEditedMask } from '../../../src/jobs/editedMask.ts';
import { deflate, inflate } from '../../../src/platform/zlib.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { randomImage, randomPalette } from '../../fixtures/masks.ts';
import { chunk, file, idat, IEND, ihdr } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { listShared, readShared } from '../../fixtures/sharedData.ts';

const chunksOf = (bytes: Uint8Array): readonly PngChunk[] => readPng(bytes, inflate).chunks;
const plain = ({ type, data }: PngChunk): string => `${type} ${Buffer.from(data).toString('hex')}`;
const among = (bytes: Uint8Array, isWanted: (type: string) => boolean): string[] =>
  chunksOf(bytes)
    .filter(({ type }) => isWanted(type))
    .map(plain);
const samplesOf = (bytes: Uint8Array): number[] => decodeIndependently(bytes).samples;

function encoded(bytes: Uint8Array, ...edits: MaskEdit[]): Uint8Array {
  const outcome = encodeEditedMask(bytes, edits);
  if ('problem' in outcome) throw new Error(outcome.problem);
  return outcome.bytes;
}

const table = (changes: Readonly<Record<number, number>>, length = 256): MaskEdit => ({
  kind: 'lut',
  table: Uint16Array.from({ length }, (_, id) => changes[id] ?? id),
});

/** Every registered ancillary chunk that a palette file may have, and private ones, on both sides of the pixels. */
const BEFORE_PALETTE = [
  chunk('gAMA', Uint8Array.of(0, 0, 177, 143)),
  chunk('sRGB', Uint8Array.of(0)),
  chunk('sBIT', Uint8Array.of(8, 8, 8)),
];
const AFTER_PALETTE = [
  chunk('bKGD', Uint8Array.of(1)),
  chunk('pHYs', Uint8Array.of(0, 0, 11, 19, 0, 0, 11, 19, 1)),
  chunk('tIME', Uint8Array.of(7, 234, 11, 20, 8, 0, 0)),
  chunk('sPLT', Buffer.from('p\0\x08')),
  chunk('tEXt', 'Comment\0before'),
  chunk('maSk', 'private and safe to copy'),
  chunk('maSK', 'private and unsafe to copy'),
];
const AFTER_DATA = [
  chunk('tEXt', 'Comment\0after'),
  chunk('iTXt', 'Title\0\0\0\0\0t'),
  chunk('eXIf', 'MM\0*\0\0\0\x08'),
];
const PALETTE = chunk('PLTE', Uint8Array.of(0, 0, 0, 128, 0, 0, 0, 128, 0));
const fourPixels = (...extra: Uint8Array[]): Uint8Array<ArrayBuffer> =>
  file(
    ihdr(4, 1, 8, 3),
    ...BEFORE_PALETTE,
    PALETTE,
    ...extra,
    ...AFTER_PALETTE,
    idat(Uint8Array.of(0, 0, 1, 2, 1)),
    ...AFTER_DATA,
    IEND,
  );
const hIST = chunk('hIST', Uint8Array.of(0, 1, 0, 2, 0, 1));

describe('a mask that was edited', () => {
  it('has the same bytes where the edits change nothing in the end', () => {
    const bytes = fourPixels(hIST);
    expect(Buffer.compare(encoded(bytes), bytes)).toBe(0);
    const swap = table({ 1: 2, 2: 1 });
    expect(Buffer.compare(encoded(bytes, swap, swap), bytes)).toBe(0);
  });

  it('keeps its pixels byte for byte, and every chunk, where the edits change only colours in the end', () => {
    const bytes = fourPixels(hIST);
    const palette = { rgb: Uint8Array.of(9, 9, 9, 8, 8, 8, 7, 7, 7), alpha: new Uint8Array(3).fill(255) };
    const recolour: MaskEdit = { kind: 'palette', palette: { ...palette, transparencyEntries: 0 } };
    const swap = table({ 1: 2, 2: 1 });
    for (const edits of [[recolour], [swap, recolour, swap]]) {
      const others = (type: string): boolean => type !== 'PLTE';
      const result = encoded(bytes, ...edits);
      expect(among(result, others)).toEqual(among(bytes, others));
      expect(among(result, (type) => type === 'PLTE')).toEqual(['PLTE 090909080808070707']);
    }
  });

  it('keeps every ancillary chunk in its place where pixels change, but for the histogram, which would be untrue', () => {
    const bytes = fourPixels(hIST);
    const result = encoded(bytes, table({ 2: 1 }));
    expect(samplesOf(result)).toEqual([0, 1, 1, 1]);
    const others = (type: string): boolean => !['IDAT', 'hIST'].includes(type);
    expect(among(result, others)).toEqual(among(bytes, others));
    const types = (of: Uint8Array): string[] => chunksOf(of).map(({ type }) => type);
    expect(types(result)).toEqual(types(bytes).filter((type) => type !== 'hIST'));
  });

  it('keeps depth, interlacing, tRNS and ids outside the palette', () => {
    const random = new SeededRandom(77);
    for (let round = 0; round < 200; round++) {
      const image = randomImage(random, [ColourType.palette, ColourType.grey, ColourType.greyAlpha]);
      const bytes = writePng(image, deflate);
      const isGreyAlpha = image.header.colourType === ColourType.greyAlpha;
      const ids = [...image.samples].filter((_, at) => !isGreyAlpha || at % 2 === 0);
      const [from, to] = [random.choice(ids), random.choice(ids)];
      const result = encoded(bytes, table({ [from]: to }, image.header.bitDepth === 16 ? 65_536 : 256));
      const { header, palette, samples } = readPng(result, inflate);
      expect(header).toEqual(image.header);
      expect(palette?.transparencyEntries).toBe(image.palette?.transparencyEntries);
      // Targets are ids that occur: no entry is added for those outside the palette that stay as they are.
      if (palette !== null && to < (image.palette?.rgb.length ?? 0) / 3)
        expect(palette.rgb).toEqual(image.palette?.rgb);
      const expected = [...image.samples].map((value, at) =>
        value === from && (!isGreyAlpha || at % 2 === 0) ? to : value,
      );
      expect([...samples]).toEqual(expected);
      expect(samplesOf(result)).toEqual(expected);
    }
  });

  it('gets deeper where an id needs it: palettes up to 8 bits, grey up to 16, alpha with it', () => {
    const small = file(ihdr(4, 1, 2, 3), PALETTE, idat(Uint8Array.of(0, 0b00011001)), IEND);
    const deeper = encoded(small, table({ 2: 200 }));
    expect(readPng(deeper, inflate).header.bitDepth).toBe(8);
    expect(samplesOf(deeper)).toEqual([0, 1, 200, 1]);
    expect(readPng(deeper, inflate).palette?.rgb.length).toBe(3 * 201);

    const greyAlpha = file(
      ihdr(2, 1, 8, 4),
      chunk('sBIT', Uint8Array.of(8, 8)),
      idat(Uint8Array.of(0, 7, 128, 9, 255)),
      IEND,
    );
    const wide = readPng(encoded(greyAlpha, table({ 9: 300 })), inflate);
    expect(wide.header).toMatchObject({ bitDepth: 16, colourType: ColourType.greyAlpha });
    expect([...wide.samples]).toEqual([7, 128 * 257, 300, 65_535]);
    // It would say that only the upper half of each sample counts.
    expect(wide.chunks.some(({ type }) => type === 'sBIT')).toBe(false);
  });

  it('says why an edit cannot be made', () => {
    const grey = file(ihdr(4, 1, 8, 0), idat(Uint8Array.of(0, 0, 1, 2, 1)), IEND);
    const colour = file(ihdr(1, 1, 8, 2), idat(Uint8Array.of(0, 1, 2, 3)), IEND);
    const palette = randomPalette(new SeededRandom(1), 2);
    expect(encodeEditedMask(grey, [{ kind: 'palette', palette }])).toEqual({ problem: 'notPaletted' });
    expect(encodeEditedMask(colour, [table({ 0: 1 })])).toEqual({ problem: 'noIds' });
    expect(encodeEditedMask(fourPixels(), [table({ 2: 256 })])).toEqual({ problem: 'idTooLarge' });
    const runs = Uint32Array.of(0, 1, 2, 1);
    expect(encodeEditedMask(fourPixels(), [{ kind: 'pixels', runs }])).toEqual({ problem: 'mismatch' });
    expect(() => encodeEditedMask(fourPixels().subarray(0, 90), [])).toThrow(PngError);
  });
});

describeShared('data', 'masks of datasets', () => {
  const masks = listShared('data', '.png').filter((path) => {
    const head = readPngHead(readShared(path))?.header;
    const isMask = /Segmentation(Class|Object)|Annotations|masks/i.test(path);
    return isMask && head?.colourType === ColourType.palette && head.width * head.height < 2 ** 21;
  });

  it('keep every byte but the palette when they are recoloured, and every other pixel when ids are merged', () => {
    expect(masks.length).toBeGreaterThan(5);
    const random = new SeededRandom(3);
    for (const path of masks.slice(0, 40)) {
      const bytes = readShared(path);
      const before = readPng(bytes, inflate);
      const { samples, palette } = before;
      if (palette === null) continue;
      const recoloured = { ...palette, rgb: random.bytes(palette.rgb.length) };
      const result = encoded(bytes, { kind: 'palette', palette: recoloured });
      const others = (type: string): boolean => type !== 'PLTE' && type !== 'sBIT';
      expect(among(result, others)).toEqual(among(bytes, others));
      const merged = samplesOf(encoded(bytes, table({ [samples[0] ?? 0]: 1 })));
      expect(merged.every((id, at) => id === (samples[at] === samples[0] ? 1 : samples[at]))).toBe(true);
    }
  });
});

import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readAncillary, type PngAncillary } from '../../../src/core/png/ancillary.ts';
import { readPng } from '../../../src/core/png/read.ts';
import { MAX_TEXT_BYTES, utf8 } from '../../../src/core/png/text.ts';
import { inflate, inflateBounded } from '../../../src/platform/zlib.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { chunk, file, greyFile, idat, IEND, ihdr, paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { readShared } from '../../fixtures/sharedData.ts';

function factsOf(bytes: Uint8Array): PngAncillary {
  return readAncillary(readPng(bytes, inflate), inflateBounded);
}

const bytes = (...values: number[]): Buffer => Buffer.from(values);
const PLTE = chunk('PLTE', Buffer.alloc(12, 5));

describeShared('data/pngsuite', 'facts that the documentation of PngSuite states', () => {
  const suite = (name: string): PngAncillary => factsOf(readShared(`data/pngsuite/${name}.png`));

  it.each([
    ['g03n3p04', 0.35],
    ['g04n3p04', 0.45],
    ['g05n3p04', 0.55],
    ['g07n3p04', 0.7],
    ['g10n3p04', 1],
    ['g25n3p04', 2.5],
  ])('%s: gamma %d', (name, gamma) => {
    expect(suite(`unused/${name}`).gamma).toBe(gamma);
  });

  it('ccwn3p08: chromaticities', () => {
    expect(suite('unused/ccwn3p08').chromaticity).toEqual({
      white: { x: 0.3127, y: 0.329 },
      red: { x: 0.64, y: 0.33 },
      green: { x: 0.3, y: 0.6 },
      blue: { x: 0.15, y: 0.06 },
    });
  });

  it('cdun2c08: 1000 pixels per metre; cdfn2c08: 1:4, cdhn2c08: 4:1', () => {
    expect(suite('unused/cdun2c08').physical).toEqual({ x: 1000, y: 1000, unit: 'metre' });
    expect(suite('unused/cdfn2c08').physical).toEqual({ x: 1, y: 4, unit: 'unknown' });
    expect(suite('unused/cdhn2c08').physical).toEqual({ x: 4, y: 1, unit: 'unknown' });
  });

  it('cm9n0g04: 31 December 1999, 23:59:59', () => {
    const modified = { year: 1999, month: 12, day: 31, hour: 23, minute: 59, second: 59 };
    expect(suite('unused/cm9n0g04').modified).toEqual(modified);
  });

  it('cs3n3p08, cs5n3p08: significant bits', () => {
    expect(suite('unused/cs3n3p08').significantBits).toEqual([3, 3, 3]);
    expect(suite('unused/cs5n3p08').significantBits).toEqual([5, 5, 5]);
  });

  it('ch1n3p04: a histogram of 15 colours; ch2n3p08: of 256', () => {
    expect(suite('unused/ch1n3p04').histogram?.length).toBe(15);
    expect(suite('unused/ch2n3p08').histogram?.length).toBe(256);
  });

  it('ct1n0g04, ctzn0g04: the same texts plain and compressed', () => {
    const plain = suite('unused/ct1n0g04').texts.map(({ keyword, text }) => [keyword, text]);
    const packed = suite('unused/ctzn0g04').texts.map(({ keyword, text }) => [keyword, text]);
    expect(plain.map(([keyword]) => keyword)).toEqual([
      'Title',
      'Author',
      'Copyright',
      'Description',
      'Software',
      'Disclaimer',
    ]);
    expect(packed).toEqual(plain);
  });

  it('ctjn0g04, ctgn0g04, cthn0g04: international texts', () => {
    expect(suite('unused/ctjn0g04').texts[0]).toMatchObject({
      keyword: 'Title',
      language: 'ja',
      translatedKeyword: 'タイトル',
    });
    expect(suite('unused/ctgn0g04').texts[0]?.translatedKeyword).toBe('Τίτλος');
    expect(suite('unused/cthn0g04').texts[0]?.translatedKeyword).toBe('शीर्षक');
  });

  it('tbbn3p08, tbrn2c08, tbbn0g04: background and transparent colour', () => {
    expect(suite('primary/tbbn3p08').background).toEqual({ kind: 'index', index: 245 });
    expect(suite('primary/tbbn0g04').background).toEqual({ kind: 'grey', grey: 0 });
    expect(suite('primary/tbbn0g04').transparentColour).toEqual({ kind: 'grey', grey: 15 });
    expect(suite('primary/tbrn2c08').transparentColour?.kind).toBe('rgb');
    expect(suite('primary/tbbn3p08').transparentColour).toBeNull();
  });
});

describeShared('data/png-edge', 'edge cases of libpng', () => {
  it('empty ancillary chunks are noted, one note each', () => {
    const image = readPng(readShared('data/png-edge/libpng/crashers/empty_ancillary_chunks.png'), inflate);
    const { notes, ...facts } = readAncillary(image, inflateBounded);
    expect(new Set(notes.map(({ chunk: type }) => type))).toContain('gAMA');
    expect(facts.gamma).toBeNull();
    expect(facts.exif).toBeNull();
    expect(facts.texts).toEqual([]);
  });
});

describe('other chunks', () => {
  it('sRGB, oFFs, iCCP, eXIf, acTL', () => {
    const tiff = bytes(0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0);
    const facts = factsOf(
      greyFile(1, 1, [
        chunk('sRGB', bytes(2)),
        chunk('oFFs', bytes(0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 7, 1)),
        chunk('iCCP', Buffer.concat([Buffer.from('sRGB v4\0\0', 'latin1'), Buffer.alloc(33)])),
        chunk('eXIf', tiff),
        chunk('acTL', bytes(0, 0, 0, 3, 0, 0, 0, 0)),
      ]),
    );
    expect(facts.srgbIntent).toBe(2);
    expect(facts.pageOffset).toEqual({ x: -2, y: 7, unit: 'micrometre' });
    expect(facts.iccProfile).toEqual({ name: 'sRGB v4', compressedLength: 33 });
    expect(facts.exif).toEqual({ orientation: 6 });
    expect(facts.animation).toEqual({ frames: 3, plays: 0 });
    expect(facts.notes).toEqual([]);
  });

  it('eXIf in big-endian order, without the tag, and cut anywhere', () => {
    const big = bytes(0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 3, 0, 0);
    const orientation = (data: Uint8Array): number | null | undefined =>
      factsOf(greyFile(1, 1, [chunk('eXIf', data)])).exif?.orientation;
    expect(orientation(big)).toBe(3);
    for (let length = 1; length < big.length; length++) expect(orientation(big.subarray(0, length))).toBeNull();
    expect(orientation(bytes(0x4d, 0x4d, 0, 42, 0xff, 0xff, 0xff, 0xff))).toBeNull();
  });

  it.each<[string, Buffer[], string, string]>([
    ['twice', [chunk('sRGB', bytes(0)), chunk('sRGB', bytes(1))], 'sRGB', 'duplicate'],
    ['of the wrong length', [chunk('pHYs', bytes(1, 2))], 'pHYs', 'lengthInvalid'],
    ['with gamma 0', [chunk('gAMA', bytes(0, 0, 0, 0))], 'gAMA', 'valueInvalid'],
    ['with intent 9', [chunk('sRGB', bytes(9))], 'sRGB', 'valueInvalid'],
    ['with 9 significant bits of 8', [chunk('sBIT', bytes(9))], 'sBIT', 'valueInvalid'],
    ['without a profile name', [chunk('iCCP', '\0\0')], 'iCCP', 'valueInvalid'],
    ['without a keyword', [chunk('tEXt', '\0text')], 'tEXt', 'valueInvalid'],
    ['compressed by an unknown method', [chunk('zTXt', 'a\0\x07')], 'zTXt', 'valueInvalid'],
    ['with broken compression', [chunk('zTXt', 'a\0\0nonsense')], 'zTXt', 'textDamaged'],
  ])('a chunk %s is noted', (_name, chunks, type, problem) => {
    expect(factsOf(greyFile(1, 1, chunks)).notes).toMatchObject([{ chunk: type, problem }]);
  });

  it('takes the first of two', () => {
    expect(factsOf(greyFile(1, 1, [chunk('sRGB', bytes(0)), chunk('sRGB', bytes(1))])).srgbIntent).toBe(0);
  });

  it('notes chunks in the wrong place', () => {
    const gamma = chunk('gAMA', bytes(0, 0, 1, 0));
    expect(factsOf(greyFile(1, 1, [], [gamma])).notes).toMatchObject([{ chunk: 'gAMA', problem: 'misplaced' }]);
    const misplaced = [chunk('bKGD', bytes(0)), PLTE, gamma];
    const { notes } = factsOf(paletteFile(1, 1, bytes(0), misplaced));
    expect(notes.map(({ chunk: type, problem }) => `${type} ${problem}`)).toEqual(['bKGD misplaced', 'gAMA misplaced']);
  });

  it('notes a wrong CRC with its place', () => {
    const gamma = chunk('gAMA', bytes(0, 0, 1, 0));
    gamma.writeUInt32BE(0, 12);
    expect(factsOf(greyFile(1, 1, [gamma])).notes).toEqual([{ chunk: 'gAMA', offset: 33, problem: 'damaged' }]);
  });

  it('reads backgrounds of every colour type', () => {
    const rgb = file(ihdr(1, 1, 8, 2), chunk('bKGD', bytes(0, 1, 0, 2, 0, 3)), idat(Buffer.alloc(4)), IEND);
    expect(factsOf(rgb).background).toEqual({ kind: 'rgb', red: 1, green: 2, blue: 3 });
  });
});

describe('texts', () => {
  const iTXt = (text: Uint8Array, compressed: boolean): Buffer =>
    chunk(
      'iTXt',
      Buffer.concat([
        Buffer.from(`Comment\0${compressed ? '\x01' : '\0'}\0ko\0`, 'latin1'),
        Buffer.from('설명\0'),
        compressed ? deflateSync(text) : text,
      ]),
    );

  it.each([true, false])('iTXt, compressed: %s', (compressed) => {
    const [text] = factsOf(greyFile(1, 1, [iTXt(Buffer.from('마스크 🎭'), compressed)])).texts;
    expect(text).toEqual({
      chunk: 'iTXt',
      keyword: 'Comment',
      text: '마스크 🎭',
      language: 'ko',
      translatedKeyword: '설명',
    });
  });

  it('tEXt is ISO 8859-1', () => {
    expect(factsOf(greyFile(1, 1, [chunk('tEXt', 'a\0\xe9')])).texts[0]?.text).toBe('é');
  });

  it('a compressed bomb is left out, a long plain text is cut', () => {
    const bomb = chunk('zTXt', Buffer.concat([Buffer.from('a\0\0'), deflateSync(Buffer.alloc(64 << 20))]));
    const long = chunk('tEXt', Buffer.concat([Buffer.from('b\0'), Buffer.alloc(MAX_TEXT_BYTES + 5, 0x61)]));
    const { texts, notes } = factsOf(greyFile(1, 1, [bomb, long]));
    expect(texts.map(({ keyword, text }) => [keyword, text.length])).toEqual([['b', MAX_TEXT_BYTES]]);
    expect(notes.map(({ chunk: type, problem }) => [type, problem])).toEqual([
      ['zTXt', 'textTooLong'],
      ['tEXt', 'textTooLong'],
    ]);
  });

  it('all texts together are bounded', () => {
    const long = chunk('tEXt', Buffer.concat([Buffer.from('b\0'), Buffer.alloc(MAX_TEXT_BYTES, 0x61)]));
    const { texts } = factsOf(
      greyFile(
        1,
        1,
        Array.from({ length: 9 }, () => long),
      ),
    );
    expect(texts.reduce((sum, { text }) => sum + text.length, 0)).toBe(4 << 20);
    const many = Array.from({ length: 2000 }, () => chunk('tEXt', 'a\0b'));
    expect(factsOf(greyFile(1, 1, many)).texts.length).toBe(1024);
  });

  it('without an inflate, compressed texts are left out', () => {
    const image = readPng(greyFile(1, 1, [chunk('zTXt', 'a\0\0x')]), inflate);
    expect(readAncillary(image, null).notes).toMatchObject([{ problem: 'textDamaged' }]);
  });

  it('decodes UTF-8 as the platform does, and marks every malformed byte', () => {
    const random = new SeededRandom(3);
    for (let round = 0; round < 300; round++) {
      const points = Array.from({ length: random.integer(0, 30) }, () => {
        const point = random.integer(1, random.choice([0x7f, 0x7ff, 0xd7ff, 0x10ffff]));
        return point >= 0xd800 && point <= 0xdfff ? 0x41 : point;
      });
      const text = String.fromCodePoint(...points);
      expect(utf8(Buffer.from(text))).toBe(text);
      // Never throws, and agrees with the platform where that finds nothing malformed.
      const noise = random.bytes(20);
      const platform = new TextDecoder('utf-8', { ignoreBOM: true }).decode(noise);
      if (platform.includes('\ufffd')) expect(utf8(noise)).toContain('\ufffd');
      else expect(utf8(noise)).toBe(platform);
    }
    expect(utf8(bytes(0xc0, 0x80, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80))).toBe('\ufffd'.repeat(9));
  });
});

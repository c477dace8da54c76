import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../src/core/png/crc32.ts';
import { PngError } from '../../../src/core/png/errors.ts';
import { decodePng, parsePng, readPng, readPngAsync, trailingBytesOf } from '../../../src/core/png/read.ts';
import type { PngImage } from '../../../src/core/png/types.ts';
import { inflate } from '../../../src/platform/zlib.ts';
import {
  chunk,
  file,
  filterByTheBook,
  greyFile,
  idat,
  IEND,
  ihdr,
  paletteFile,
  SIGNATURE,
} from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

/** An inflate that must not be reached. */
const NEVER = (): never => {
  throw new Error('inflated');
};

function problemOf(bytes: Uint8Array, decompress = inflate): PngError {
  try {
    readPng(bytes, decompress);
  } catch (error) {
    if (error instanceof PngError) return error;
    throw error;
  }
  throw new Error('decoded');
}

const PLTE = chunk('PLTE', Buffer.alloc(12, 1));

describe('crc32', () => {
  it('equals the check value of CRC-32 and zlib at every length', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
    const random = new SeededRandom(1);
    for (let length = 0; length < 40; length++) {
      const data = random.bytes(length);
      // The stored CRC of a chunk is zlib's.
      expect(crc32(new Uint8Array([...Buffer.from('teSt'), ...data]))).toBe(
        chunk('teSt', data).readUInt32BE(length + 8),
      );
    }
  });

  it('continues', () => {
    expect(crc32(Buffer.from('6789'), crc32(Buffer.from('12345')))).toBe(0xcbf43926);
  });
});

describe('filters', () => {
  const formats = [
    [3, 8, 1, 1],
    [0, 16, 2, 2],
    [2, 8, 3, 3],
    [6, 8, 4, 4],
    [2, 16, 6, 6],
    [6, 16, 8, 8],
  ] as const;
  it.each(formats)('colour type %i, depth %i: rows filtered by the book come back', (colourType, depth, step, size) => {
    const random = new SeededRandom(colourType * 100 + depth);
    for (let round = 0; round < 60; round++) {
      const [width, height] = [random.integer(1, 41), random.integer(1, 9)];
      const isFlat = round % 2 === 0;
      const rows = Array.from({ length: height }, () =>
        Uint8Array.from({ length: width * size }, () =>
          isFlat ? random.choice([0, 0, 0, 0, 0, 0, 0, 9, 255]) : random.integer(0, 255),
        ),
      );
      const filters = rows.map(() => random.integer(0, 4));
      const before = colourType === 3 ? [PLTE] : [];
      const bytes = file(
        ihdr(width, height, depth, colourType),
        ...before,
        idat(filterByTheBook(rows, filters, step)),
        IEND,
      );
      const { samples } = readPng(bytes, inflate);
      const stored = Buffer.concat(rows);
      for (let i = 0; i < samples.length; i++) {
        expect(samples[i]).toBe(depth === 16 ? stored.readUInt16BE(2 * i) : stored[i]);
      }
    }
  });

  it('names the row of an unknown filter, in image rows for a pass', () => {
    const raw = Buffer.alloc(3 * 3);
    raw[6] = 5;
    const error = problemOf(file(ihdr(2, 3, 8, 0), idat(raw), IEND));
    expect([error.code, error.details]).toEqual(['filterInvalid', { row: 2, filter: 5 }]);
    // 8 × 8, Adam7: passes of 1×1, 1×1, 2×1, 2×2 …; the second row of the fourth is image row 4.
    const passes = Buffer.alloc(2 + 2 + 3 + 6 + 10 + 20 + 36);
    passes[2 + 2 + 3 + 3] = 9;
    expect(problemOf(file(ihdr(8, 8, 8, 0, 1), idat(passes), IEND)).details).toEqual({ row: 4, filter: 9 });
  });
});

describe('bounds before memory', () => {
  it('refuses 2³¹ − 1 squared without inflating', () => {
    const error = problemOf(file(ihdr(2 ** 31 - 1, 2 ** 31 - 1, 8, 3), PLTE, idat(Buffer.alloc(10)), IEND), NEVER);
    expect(error.code).toBe('tooLarge');
    expect(error.details).toEqual({ width: 2 ** 31 - 1, height: 2 ** 31 - 1, limit: 2 ** 28 });
  });

  it('refuses 2³¹ squared as no valid header', () => {
    expect(problemOf(file(ihdr(2 ** 31, 2 ** 31, 8, 0), IEND), NEVER).code).toBe('headerInvalid');
  });

  it('refuses dimensions that the compressed size cannot fill', () => {
    const error = problemOf(file(ihdr(16_384, 16_384, 8, 0), idat(Buffer.alloc(1000)), IEND), NEVER);
    expect(error.code).toBe('dataTooSmall');
    expect(error.details['expected']).toBe(16_385 * 16_384);
  });

  it('takes what deflate really packs closest', () => {
    const side = 2000;
    expect(readPng(greyFile(side, side), inflate).samples.length).toBe(side * side);
  });

  it('stops a deflate bomb at the declared size', () => {
    const bomb = deflateSync(Buffer.alloc(50_000_000));
    expect(problemOf(file(ihdr(10, 10, 8, 0), chunk('IDAT', bomb), IEND)).code).toBe('dataTooLong');
  });

  it('counts samples of many bytes against the limit', () => {
    const error = problemOf(file(ihdr(16_384, 16_384, 16, 6), idat(Buffer.alloc(10)), IEND), NEVER);
    expect(error.details['limit']).toBe(2 ** 27);
  });

  it('refuses a chunk of nearly 4 GB', () => {
    const huge = chunk('tEXt', 'a');
    huge.writeUInt32BE(0xffffffff, 0);
    const error = problemOf(file(ihdr(1, 1, 8, 0), huge, IEND), NEVER);
    expect([error.code, error.offset]).toEqual(['chunkLengthInvalid', 33]);
    huge.writeUInt32BE(0x7fffffff, 0);
    expect(problemOf(file(ihdr(1, 1, 8, 0), huge, IEND), NEVER).code).toBe('chunkTooLong');
  });

  it('refuses endless empty chunks', () => {
    const empty = Buffer.alloc(100_000 * 12, chunk('teSt'));
    const error = problemOf(file(ihdr(1, 1, 8, 0), empty), NEVER);
    expect(error.code).toBe('tooManyChunks');
  });

  it('takes limits', () => {
    expect(() => readPng(greyFile(10, 10), inflate, { maxPixels: 99 })).toThrow('the limit is 99 pixels');
    expect(readPng(greyFile(10, 10), inflate, { maxPixels: 100 }).header.width).toBe(10);
  });
});

describe('order and structure', () => {
  const raw = Buffer.alloc(2);
  it.each<[string, Uint8Array, string]>([
    ['an empty file', new Uint8Array(0), 'empty'],
    ['the beginning of a signature', new Uint8Array(SIGNATURE.subarray(0, 5)), 'endMissing'],
    ['a bare signature', file(), 'endMissing'],
    ['no IEND', file(ihdr(1, 1, 8, 0), idat(raw)), 'endMissing'],
    ['IDAT first', file(idat(raw), ihdr(1, 1, 8, 0), IEND), 'headerMissing'],
    ['two IHDR', file(ihdr(1, 1, 8, 0), ihdr(1, 1, 8, 0), idat(raw), IEND), 'chunkDuplicate'],
    ['two PLTE', file(ihdr(1, 1, 8, 3), PLTE, PLTE, idat(raw), IEND), 'chunkDuplicate'],
    ['PLTE after IDAT', file(ihdr(1, 1, 8, 3), idat(raw), PLTE, IEND), 'chunkMisplaced'],
    ['no PLTE', file(ihdr(1, 1, 8, 3), idat(raw), IEND), 'paletteMissing'],
    ['PLTE of 4 bytes', file(ihdr(1, 1, 8, 3), chunk('PLTE', 'abcd'), idat(raw), IEND), 'paletteInvalid'],
    ['an empty PLTE', file(ihdr(1, 1, 8, 3), chunk('PLTE'), idat(raw), IEND), 'paletteInvalid'],
    [
      'PLTE of 257 entries',
      file(ihdr(1, 1, 8, 3), chunk('PLTE', Buffer.alloc(771)), idat(raw), IEND),
      'paletteInvalid',
    ],
    ['IDAT apart', file(ihdr(1, 1, 8, 0), idat(raw), chunk('tEXt', 'a'), idat(raw), IEND), 'chunkMisplaced'],
    ['no IDAT', file(ihdr(1, 1, 8, 0), IEND), 'dataMissing'],
    ['an unknown critical chunk', file(ihdr(1, 1, 8, 0), chunk('ABCD'), idat(raw), IEND), 'chunkUnknownCritical'],
    ['a type that is no word', file(ihdr(1, 1, 8, 0), chunk('a1!?'), idat(raw), IEND), 'chunkTypeInvalid'],
    ['a long IHDR', file(chunk('IHDR', Buffer.alloc(14)), idat(raw), IEND), 'headerInvalid'],
    ['width 0', file(ihdr(0, 1, 8, 0), idat(raw), IEND), 'headerInvalid'],
    ['height 0', file(ihdr(1, 0, 8, 0), idat(raw), IEND), 'headerInvalid'],
    ['palette of 16 bits', file(ihdr(1, 1, 16, 3), PLTE, idat(raw), IEND), 'headerInvalid'],
    ['RGB of 4 bits', file(ihdr(1, 1, 4, 2), idat(raw), IEND), 'headerInvalid'],
    ['interlace 2', file(ihdr(1, 1, 8, 0, 2), idat(raw), IEND), 'headerInvalid'],
    ['data too short', file(ihdr(3, 3, 8, 0), idat(raw), IEND), 'dataTooShort'],
    ['data too long', file(ihdr(1, 1, 8, 0), idat(Buffer.alloc(3)), IEND), 'dataTooLong'],
    ['no deflate data', file(ihdr(1, 1, 8, 0), chunk('IDAT', 'nonsense'), IEND), 'dataCorrupt'],
    ['an empty IDAT', file(ihdr(1, 1, 8, 0), chunk('IDAT'), IEND), 'dataTooSmall'],
  ])('%s is refused', (_name, bytes, code) => {
    expect(problemOf(bytes).code).toBe(code);
  });

  it('says the stored and the computed CRC and the place', () => {
    const bytes = greyFile(1, 1);
    bytes[30] = (bytes[30] ?? 0) ^ 0xff;
    const { code, details, offset, message } = problemOf(bytes);
    const stored = Buffer.from(bytes).readUInt32BE(29).toString(16).padStart(8, '0');
    expect([code, offset]).toEqual(['crcMismatch', 8]);
    const computed = crc32(bytes.subarray(12, 29)).toString(16).padStart(8, '0');
    expect(details).toMatchObject({ stored: `0x${stored}`, computed: `0x${computed}` });
    expect(message).toContain(`computed from its bytes is 0x${computed}, the CRC stored in it 0x${stored}`);
    expect(message).toContain('IHDR');
  });

  it('says that a CRC is missing where the file ends with the data of a chunk', () => {
    const bytes = greyFile(1, 1);
    for (const missing of [1, 2, 3, 4]) {
      const { code, details, offset } = problemOf(bytes.subarray(0, bytes.length - missing));
      expect([code, details, offset]).toEqual(['crcMissing', { chunk: 'IEND' }, bytes.length - 12]);
    }
    const withText = greyFile(1, 1, [chunk('tEXt', 'abc')]);
    const end = Buffer.from(withText).indexOf('tEXt') + 4 + 3;
    expect(problemOf(withText.subarray(0, end)).code).toBe('crcMissing');
    expect(problemOf(withText.subarray(0, end - 1)).code).toBe('chunkTooLong');
  });

  it('says how much data there is when it ends early', () => {
    const error = problemOf(file(ihdr(3, 3, 8, 0), idat(Buffer.alloc(7)), IEND));
    expect(error.details).toEqual({ found: 7, expected: 12 });
    const cut = deflateSync(Buffer.alloc(12, 'abcdefgh'));
    const truncated = problemOf(file(ihdr(3, 3, 8, 0), chunk('IDAT', cut.subarray(0, 9)), IEND));
    expect(truncated.code).toBe('dataTooShort');
    expect(truncated.details['found']).toBeLessThan(12);
  });

  it('refuses a wrong Adler-32', () => {
    const data = deflateSync(Buffer.alloc(2));
    data[data.length - 1] = (data[data.length - 1] ?? 0) ^ 1;
    const error = problemOf(file(ihdr(1, 1, 8, 0), chunk('IDAT', data), IEND));
    expect([error.code, error.details['reason']]).toEqual(['dataCorrupt', 'incorrect data check']);
  });

  it('reads on after a wrong CRC of an ancillary chunk, and marks it', () => {
    const text = chunk('tEXt', 'a\0b');
    text.writeUInt32BE(1, text.length - 4);
    const { chunks } = readPng(greyFile(1, 1, [text]), inflate);
    expect(chunks.map(({ type, damaged }) => [type, damaged])).toEqual([
      ['IHDR', undefined],
      ['tEXt', true],
      ['IDAT', undefined],
      ['IEND', undefined],
    ]);
  });

  it('reads a file with bytes after IEND and counts them', () => {
    const image = readPng(new Uint8Array([...greyFile(2, 2), 1, 2, 3]), inflate);
    expect(image.samples.length).toBe(4);
    expect(trailingBytesOf(image)).toBe(3);
    expect(parsePng(new Uint8Array([...greyFile(2, 2), 1, 2, 3])).trailingBytes).toBe(3);
  });

  it('reads a compressed stream in parts of one byte', () => {
    const data = deflateSync(Buffer.from([0, 7, 8, 0, 9, 250]));
    const parts = Array.from(data, (byte) => chunk('IDAT', Buffer.from([byte])));
    expect([...readPng(file(ihdr(2, 2, 8, 0), ...parts, IEND), inflate).samples]).toEqual([7, 8, 9, 250]);
  });
});

describe('palette', () => {
  const trns = (...alpha: number[]): Buffer => chunk('tRNS', Buffer.from(alpha));
  const plte = chunk('PLTE', Buffer.from([1, 2, 3, 1, 2, 3, 4, 5, 6]));
  const paletteOf = (...before: Uint8Array[]): PngImage['palette'] =>
    readPng(paletteFile(1, 1, new Uint8Array([200]), before), inflate).palette;

  it('keeps doubles, order and ids beyond it', () => {
    const image = readPng(paletteFile(1, 1, new Uint8Array([200]), [plte]), inflate);
    expect([...image.samples]).toEqual([200]);
    expect([...(image.palette?.rgb ?? [])]).toEqual([1, 2, 3, 1, 2, 3, 4, 5, 6]);
    expect(image.palette?.transparencyEntries).toBe(0);
    expect([...(image.palette?.alpha ?? [])]).toEqual([255, 255, 255]);
  });

  it('fills the alpha that tRNS leaves out', () => {
    const palette = paletteOf(plte, trns(0, 255));
    expect([...(palette?.alpha ?? [])]).toEqual([0, 255, 255]);
    expect(palette?.transparencyEntries).toBe(2);
  });

  it.each([
    ['longer than PLTE', [plte, trns(1, 2, 3, 4)]],
    ['before PLTE', [trns(1), plte]],
    ['empty', [plte, trns()]],
  ])('takes a tRNS %s for absent, as libpng does', (_name, before) => {
    expect(paletteOf(...before)?.transparencyEntries).toBe(0);
  });

  it('is a copy, also where the file is a Node Buffer', () => {
    const bytes = Buffer.from(paletteFile(1, 1, new Uint8Array([0]), [plte]));
    const { palette } = readPng(bytes, inflate);
    bytes.fill(0);
    expect(palette?.rgb[0]).toBe(1);
    expect(palette?.rgb.constructor).toBe(Uint8Array);
  });

  it('keeps more entries than the depth can address', () => {
    const bytes = file(ihdr(1, 1, 1, 3), plte, idat(Buffer.from([0, 0x80])), IEND);
    expect(readPng(bytes, inflate).palette?.rgb.length).toBe(9);
  });
});

describe('other ways in', () => {
  it('reads asynchronously', async () => {
    const image = await readPngAsync(greyFile(3, 2), (parts, length) => Promise.resolve(inflate(parts, length)));
    expect(image.samples.length).toBe(6);
  });

  it('refuses fewer decompressed bytes than the file needs', () => {
    expect(() => decodePng(parsePng(greyFile(3, 2)), new Uint8Array(7))).toThrow(PngError);
  });

  it('hands out samples in memory of their own', () => {
    const { samples } = readPng(greyFile(3, 2), inflate);
    expect(samples.buffer.byteLength).toBeLessThan(64);
  });

  it('finds samples at odd offsets of the decompressed data', () => {
    const bytes = file(ihdr(2, 1, 16, 0), idat(Buffer.from([0, 1, 2, 3, 4])), IEND);
    const shifted = readPng(bytes, (parts, length) => {
      const memory = new Uint8Array(length + 1);
      memory.set(inflate(parts, length), 1);
      return memory.subarray(1);
    });
    expect([...shifted.samples]).toEqual([0x0102, 0x0304]);
  });
});

describe('what else is named .png', () => {
  it.each([
    ['JPEG', '\xff\xd8\xff\xe0\0\x10JFIF'],
    ['HTML', '\n<!DOCTYPE html><html>'],
    ['HTML', '<html><body>'],
    ['SVG', '<?xml version="1.0"?><svg xmlns="">'],
    ['GIF', 'GIF89a'],
    ['WebP', 'RIFF\x10\0\0\0WEBPVP8 '],
    ['TIFF', 'II*\0\x08\0\0\0'],
    ['PDF', '%PDF-1.4'],
    ['ZIP', 'PK\x03\x04'],
    ['JSON', '{"error": "not found"}'],
    ['text', 'Not Found\n'],
    ['binary data', '\x00\x01\x02\x03'],
  ])('%s', (name, head) => {
    const error = problemOf(new Uint8Array(Buffer.from(head, 'latin1')));
    expect([error.code, error.details['looksLike']]).toEqual(['notPng', name]);
  });

  it('a Git LFS pointer, with its size', () => {
    const oid = `sha256:${'4d7a'.repeat(16)}`;
    const pointer = `version https://git-lfs.github.com/spec/v1\noid ${oid}\nsize 12345\n`;
    const error = problemOf(new Uint8Array(Buffer.from(pointer)));
    expect([error.code, error.details]).toEqual(['lfsPointer', { oid, size: 12345 }]);
  });

  it('a PNG whose line endings were converted', () => {
    const unix = Buffer.from(greyFile(1, 1)).toString('latin1').replaceAll('\r\n', '\n');
    expect(problemOf(new Uint8Array(Buffer.from(unix, 'latin1'))).code).toBe('signatureDamaged');
  });
});

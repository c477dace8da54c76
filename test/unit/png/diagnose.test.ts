import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { diagnosePng, recoverPng, type PngDiagnosis } from '../../../src/core/png/diagnose.ts';
import { readPng } from '../../../src/core/png/read.ts';
import { writePng } from '../../../src/core/png/write.ts';
import { newMaskImage } from '../../fixtures/newMaskImage.ts';
import { deflate, inflate, inflatePartial } from '../../../src/platform/zlib.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { chunk, file, greyFile, idat, IEND, ihdr, paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { readShared } from '../../fixtures/sharedData.ts';

function diagnose(bytes: Uint8Array): PngDiagnosis {
  const diagnosis = diagnosePng(bytes, inflatePartial);
  if (!diagnosis) throw new Error('nothing is wrong');
  return diagnosis;
}

/** A mask of noise, so that compressed bytes and rows go together, in IDATs of `size` bytes. */
const WIDTH = 64;
const HEIGHT = 100;
const IDS = new SeededRandom(5).bytes(WIDTH * HEIGHT);
function noiseFile(size: number, spoil: (data: Buffer[], stream: Buffer) => void = () => {}): Uint8Array {
  const raw = Buffer.alloc((WIDTH + 1) * HEIGHT);
  for (let y = 0; y < HEIGHT; y++) raw.set(IDS.subarray(y * WIDTH, (y + 1) * WIDTH), y * (WIDTH + 1) + 1);
  const stream = deflateSync(raw, { level: 0 });
  const parts: Buffer[] = [];
  for (let i = 0; i < stream.length; i += size) parts.push(chunk('IDAT', stream.subarray(i, i + size)));
  spoil(parts, stream);
  return file(ihdr(WIDTH, HEIGHT, 8, 3), chunk('PLTE', Buffer.alloc(768, 9)), ...parts, IEND);
}
const rowsIn = (bytes: number): number => Math.floor(bytes / (WIDTH + 1));

describe('diagnosePng', () => {
  it('finds nothing wrong with a sound file, and nothing to recover', () => {
    expect(diagnosePng(noiseFile(1000), inflatePartial)).toBeNull();
    expect(recoverPng(noiseFile(1000), inflatePartial)).toBeNull();
    expect(diagnosePng(new Uint8Array([...noiseFile(1000), 1, 2, 3]), inflatePartial)).toBeNull();
  });

  it('a truncated file: where it breaks off and how many rows are there', () => {
    const sound = noiseFile(100_000);
    // IDAT data begins after signature, IHDR, PLTE and its own head; the stream after 2 + 5 bytes of zlib and block.
    const start = 8 + 25 + 12 + 768 + 8;
    for (const rows of [0, 1, 37, 99]) {
      const cut = sound.slice(0, start + 7 + rows * (WIDTH + 1) + 30);
      const { problem, chunk: type, intactRows } = diagnose(cut);
      expect([problem.code, problem.offset, type, intactRows]).toEqual(['chunkTooLong', start - 8, 'IDAT', rows]);
      const recovered = recoverPng(cut, inflatePartial);
      expect(recovered?.intactRows ?? 0).toBe(rows);
      if (!recovered) continue;
      expect(recovered.image.samples.slice(0, rows * WIDTH)).toEqual(IDS.slice(0, rows * WIDTH));
      expect(recovered.image.samples.slice(rows * WIDTH).every((id) => id === 0)).toBe(true);
      expect(recovered.image.samples.length).toBe(WIDTH * HEIGHT);
      expect(recovered.image.palette?.rgb.length).toBe(768);
    }
  });

  it('a wrong CRC of an IDAT whose data inflates: all rows are there, and the Adler-32 vouches for them', () => {
    const bytes = noiseFile(100_000, ([part]) => part?.writeUInt32BE(0xdeadbeef, part.length - 4));
    const { problem, intactRows, verifiedRows } = diagnose(bytes);
    expect(problem.code).toBe('crcMismatch');
    expect(problem.details['stored']).toBe('0xdeadbeef');
    expect([intactRows, verifiedRows]).toEqual([HEIGHT, HEIGHT]);
    expect(recoverPng(bytes, inflatePartial)?.image.samples).toEqual(IDS);
  });

  it('a changed byte in one of several IDATs: rows before it are vouched for, rows after it are not', () => {
    const size = 1000;
    const bytes = noiseFile(size, (parts) => {
      const part = parts[3];
      if (part) part[500] = (part[500] ?? 0) ^ 0x55;
    });
    const { problem, chunk: type, intactRows, verifiedRows } = diagnose(bytes);
    expect([problem.code, problem.offset, type]).toEqual(['crcMismatch', 8 + 25 + 12 + 768 + 3 * (size + 12), 'IDAT']);
    expect(intactRows).toBe(HEIGHT);
    // Three sound parts hold 3000 bytes, 7 of them zlib and block header.
    expect(verifiedRows).toBe(rowsIn(3 * size - 7));
  });

  it('a wrong Adler-32 is refused and recovered whole', () => {
    const stream = deflateSync(Buffer.alloc(10 * 11));
    stream[stream.length - 1] = (stream[stream.length - 1] ?? 0) ^ 1;
    const bytes = file(ihdr(10, 10, 8, 0), chunk('IDAT', stream), IEND);
    expect(() => readPng(bytes, inflate)).toThrow('incorrect data check');
    const { problem, intactRows } = diagnose(bytes);
    expect([problem.code, problem.details['reason'], intactRows]).toEqual(['dataCorrupt', 'incorrect data check', 10]);
    expect(recoverPng(bytes, inflatePartial)?.image.samples).toEqual(new Uint8Array(100));
  });

  it('damage inside the compressed stream under a right CRC: the byte offset lies at the damage', () => {
    // A stored block whose length and its complement disagree after the first block.
    const raw = Buffer.alloc(101 * 100, 0);
    const first = Buffer.concat([Buffer.from([0x78, 0x01, 0, 0xb8, 0x0b, 0x47, 0xf4]), raw.subarray(0, 3000)]);
    const bytes = file(ihdr(100, 100, 8, 0), chunk('IDAT', Buffer.concat([first, Buffer.from([0, 1, 2, 3, 4])])), IEND);
    const { problem, intactRows } = diagnose(bytes);
    expect([problem.code, intactRows]).toEqual(['dataCorrupt', Math.floor(3000 / 101)]);
    expect(problem.offset).toBeGreaterThanOrEqual(41 + first.length);
    expect(problem.offset).toBeLessThanOrEqual(41 + first.length + 5);
  });

  it('too little and too much data', () => {
    const short = diagnose(file(ihdr(10, 10, 8, 0), idat(Buffer.alloc(11 * 4 + 3)), IEND));
    expect([short.problem.code, short.intactRows]).toEqual(['dataTooShort', 4]);
    const long = file(ihdr(10, 10, 8, 0), idat(Buffer.alloc(5000)), IEND);
    expect([diagnose(long).problem.code, diagnose(long).intactRows]).toEqual(['dataTooLong', 10]);
    expect(recoverPng(long, inflatePartial)?.image.samples.length).toBe(100);
  });

  it('an unknown filter: the rows before it', () => {
    const raw = Buffer.alloc(11 * 10);
    raw[11 * 6] = 77;
    const { problem, intactRows } = diagnose(file(ihdr(10, 10, 8, 0), idat(raw), IEND));
    expect([problem.code, problem.details['row'], intactRows]).toEqual(['filterInvalid', 6, 6]);
  });

  it('a damaged header is not believed, unless the data is exactly as long as it says', () => {
    const sound = greyFile(4, 4);
    const spoiled = (at: number, value: number): Uint8Array => sound.map((byte, i) => (i === at ? value : byte));
    // The stored CRC itself.
    expect(diagnose(spoiled(29, 0)).intactRows).toBe(4);
    // The width.
    expect(diagnose(spoiled(19, 5))).toMatchObject({ intactRows: 0, header: null, chunk: 'IHDR' });
  });

  it('without a palette the ids are still recovered', () => {
    const bytes = paletteFile(2, 1, new Uint8Array([1, 2]), []);
    expect(diagnose(bytes).problem.code).toBe('paletteMissing');
    const recovered = recoverPng(bytes, inflatePartial);
    expect(recovered?.image.palette).toBeNull();
    expect([...(recovered?.image.samples ?? [])]).toEqual([1, 2]);
  });

  it('an interlaced file that breaks off: pixels of the passes so far, rows as far as they are whole', () => {
    const side = 64;
    const ids = new SeededRandom(6).bytes(side * side);
    const image = newMaskImage(side, side, ids, new Uint8Array(768));
    const bytes = writePng({ ...image, header: { ...image.header, interlaced: true } }, deflate);
    const fractions = [0.3, 0.6, 0.9].map((part) => {
      const cut = bytes.slice(0, Math.floor(bytes.length * part));
      const recovered = recoverPng(cut, inflatePartial);
      const samples = recovered?.image.samples ?? new Uint8Array(0);
      const rows = recovered?.intactRows ?? 0;
      expect(samples.slice(0, rows * side)).toEqual(ids.slice(0, rows * side));
      expect(samples.every((id, i) => id === 0 || id === ids[i])).toBe(true);
      return Array.from(samples).filter((id) => id !== 0).length / ids.length;
    });
    expect(fractions[0]).toBeGreaterThan(0.1);
    expect(fractions[2]).toBeGreaterThan(0.7);
    expect(recoverPng(bytes.slice(0, Math.floor(bytes.length * 0.9)), inflatePartial)?.intactRows).toBeGreaterThan(20);
  });

  it.each([
    ['empty', new Uint8Array(0)],
    ['notPng', new Uint8Array(Buffer.from('<html>'))],
    ['lfsPointer', new Uint8Array(Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n'))],
    ['appleOptimised', file(chunk('CgBI', '\0\0\0\0'), ihdr(1, 1, 8, 6), idat(Buffer.alloc(5)), IEND)],
    ['tooLarge', file(ihdr(2 ** 31 - 1, 2 ** 31 - 1, 8, 0), idat(Buffer.alloc(9)), IEND)],
    ['headerInvalid', file(ihdr(2 ** 31, 2 ** 31, 8, 0), idat(Buffer.alloc(9)), IEND)],
  ])('%s: nothing to show', (code, bytes) => {
    expect(diagnose(bytes)).toMatchObject({ problem: { code }, intactRows: 0, verifiedRows: 0, header: null });
    expect(recoverPng(bytes, inflatePartial)).toBeNull();
  });
});

describe('inflatePartial', () => {
  it('returns what a beginning of a stream holds, for every length', () => {
    const random = new SeededRandom(9);
    const data = Buffer.from(Array.from({ length: 400 }, () => random.choice([0, 0, 0, 1, 2])));
    const stream = deflateSync(data);
    let previous = 0;
    for (let length = 0; length < stream.length; length++) {
      const { bytes, end } = inflatePartial([stream.subarray(0, length)], 1000);
      expect(end).toBe('truncated');
      expect(bytes.length).toBeGreaterThanOrEqual(previous);
      expect(Buffer.from(bytes)).toEqual(data.subarray(0, bytes.length));
      previous = bytes.length;
    }
    expect(inflatePartial([stream], 1000)).toMatchObject({ end: 'complete', consumed: stream.length, reason: '' });
    expect(inflatePartial([stream], 399)).toMatchObject({ end: 'tooLong' });
    expect(inflatePartial([stream], 399).bytes.length).toBe(399);
  });
});

describeShared('data/png-edge', 'damaged files of others', () => {
  it.each([
    ['data/png-edge/pillow/truncated_image.png', 'chunkTooLong', 400],
    ['data/png-edge/pillow/broken_data_stream.png', 'crcMismatch', 88],
    ['data/png-edge/libpng/crashers/badadler.png', 'dataCorrupt', 1],
    ['data/png-edge/libpng/crashers/badcrc.png', 'crcMismatch', 1],
    ['data/pngsuite/corrupt/xcsn0g01.png', 'crcMismatch', 32],
    ['data/pngsuite/corrupt/xhdn0g08.png', 'crcMismatch', 32],
    ['data/pngsuite/corrupt/xdtn0g01.png', 'dataMissing', 0],
  ])('%s: %s, %i rows', (path, code, rows) => {
    const { problem, intactRows } = diagnose(readShared(path));
    expect([problem.code, intactRows]).toEqual([code, rows]);
  });
});

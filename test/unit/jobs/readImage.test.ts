import { deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { PngError } from '../../../src/core/png/errors.ts';
import { identifyBytes } from '../../../src/jobs/identify.ts';
import { extractIndices } from '../../../src/jobs/indices.ts';
import { chunk, file, greyFile, idat, IEND, ihdr } from '../../fixtures/pngBuilder.ts';

/** The data of an IDAT after signature, IHDR and its own head. */
const DATA = 8 + 25 + 8;

function spoiled(stream: Buffer, at: number): Buffer {
  const copy = Buffer.from(stream);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

const rows = (side: number) => Buffer.alloc((side + 1) * side);
const sound = deflateSync(rows(10));
const ofSide = (side: number, stream: Uint8Array) => file(ihdr(side, side, 8, 0), chunk('IDAT', stream), IEND);

describe('damaged image data', () => {
  it.each([
    ['a wrong Adler-32', ofSide(10, spoiled(sound, sound.length - 1)), 'dataCorrupt', sound.length],
    ['a stream that breaks off', ofSide(10, sound.subarray(0, sound.length - 6)), 'dataTooShort', sound.length],
    ['too few rows', file(ihdr(10, 10, 8, 0), idat(Buffer.alloc(33)), IEND), 'dataTooShort', 33],
    ['too many rows', file(ihdr(10, 10, 8, 0), idat(Buffer.alloc(5000)), IEND), 'dataTooLong', 5000],
  ] as const)('%s has a place in the compressed data', (_name, bytes, code, length) => {
    for (const read of [() => identifyBytes(bytes, 'a.png'), () => extractIndices(bytes, { panoptic: false })]) {
      let problem: unknown;
      try {
        read();
      } catch (error) {
        problem = error;
      }
      expect(problem).toBeInstanceOf(PngError);
      const { code: found, offset } = problem as PngError;
      expect(found).toBe(code);
      expect(offset).toBeGreaterThanOrEqual(DATA);
      expect(offset).toBeLessThanOrEqual(DATA + length);
    }
  });

  it('of an unknown filter has a row', () => {
    const raw = rows(10);
    raw[11 * 6] = 77;
    expect(() => identifyBytes(file(ihdr(10, 10, 8, 0), idat(raw), IEND), 'a.png')).toThrow(
      'Row 6 declares the unknown filter 77.',
    );
  });

  it('is no matter of sound files', () => {
    expect(identifyBytes(greyFile(3, 3), 'a.png').pixelCount).toBe(9);
  });
});

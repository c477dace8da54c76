import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { deflateRows } from '../../../src/core/png/deflateRows.ts';
import { prefixCode } from '../../../src/core/png/huffman.ts';
import { randomRegions } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

/** The rows as the stream has to hold them, each behind a filter byte of None. */
function rowsOf(pixels: Uint8Array, width: number): Buffer {
  const height = pixels.length / width;
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return rows;
}

function expectComesBack(pixels: Uint8Array, width: number): void {
  const stream = deflateRows(pixels, width);
  expect(stream).not.toBeNull();
  // zlib checks the Adler-32 sum, too.
  const rows = inflateSync(stream ?? Buffer.alloc(0));
  expect(Buffer.compare(rows, rowsOf(pixels, width))).toBe(0);
}

describe('deflateRows', () => {
  it('makes streams from which zlib takes the rows of random masks back', () => {
    const random = new SeededRandom(31);
    for (let round = 0; round < 200; round++) {
      const width = random.integer(1, 400);
      const height = Math.ceil(5000 / width) + random.integer(0, 200);
      const ids = new Uint8Array(width * height);
      for (let shape = random.integer(0, 12); shape > 0; shape--) {
        const [left, top] = [random.integer(0, width - 1), random.integer(0, height - 1)];
        const slope = random.integer(-4, 4);
        const id = random.integer(0, 255);
        for (let y = top; y < Math.min(height, top + random.integer(1, 120)); y++) {
          const from = Math.max(0, left + Math.trunc(((y - top) * slope) / 2));
          const to = Math.min(width, from + random.integer(1, 60));
          if (from < to) ids.fill(id, y * width + from, y * width + to);
        }
      }
      // Views that start anywhere.
      const room = new Uint8Array(ids.length + 3);
      const at = round % 4;
      room.set(ids, at);
      if (deflateRows(ids, width) !== null) expectComesBack(room.subarray(at, at + ids.length), width);
    }
  });

  it.each([
    ['zeros', 100, 100, () => 0],
    ['one id', 500, 375, () => 255],
    ['an id a row', 77, 300, (_x: number, y: number) => y & 255],
    ['stripes of three', 300, 100, (x: number) => Math.floor(x / 30) % 3],
    ['a row longer than the window', 70_000, 3, (x: number) => (x >> 9) & 7],
    ['rows of a pixel', 1, 100_000, (_x: number, y: number) => (y % 100 === 0 ? 1 : 0)],
    ['rows of two pixels', 2, 50_000, () => 0],
    ['a run of more than 2³² ÷ 255', 4200, 4200, () => 255],
    ['more tokens than a block has', 1000, 2000, (x: number, y: number) => ((x * 3 + ((y * y) >> 3)) >> 6) & 255],
  ])('%s', (_name, width, height, idOf) => {
    const ids = new Uint8Array(width * height);
    for (let y = 0, i = 0; y < height; y++) for (let x = 0; x < width; x++, i++) ids[i] = idOf(x, y);
    expectComesBack(ids, width);
  });

  it('leaves noise and small images to others', () => {
    const random = new SeededRandom(5);
    expect(
      deflateRows(
        Uint8Array.from({ length: 90_000 }, () => random.integer(0, 255)),
        300,
      ),
    ).toBeNull();
    expect(deflateRows(new Uint8Array(64 * 60), 64)).toBeNull();
  });

  it('gives equal streams for equal pixels, whatever it has compressed before', () => {
    const ids = Uint8Array.from(randomRegions(new SeededRandom(9), 200, 150, 20));
    const first = deflateRows(ids, 200);
    deflateRows(new Uint8Array(10_000).fill(3), 50);
    expect(deflateRows(ids.slice(), 200)).toEqual(first);
  });
});

describe('prefixCode', () => {
  it('is complete, within its limit, and shorter for what is frequent', () => {
    const random = new SeededRandom(12);
    for (let round = 0; round < 300; round++) {
      const frequencies = Uint32Array.from({ length: 286 }, (_, symbol) =>
        // Powers of the golden ratio make the deepest trees.
        round % 3 === 0 && symbol < 30 ? Math.round(1.618 ** symbol) : random.integer(0, round % 5 === 0 ? 0 : 40),
      );
      const limit = round % 2 === 0 ? 15 : 9;
      const { lengths } = prefixCode(frequencies, limit);
      // Kraft's sum of a complete code is 1.
      let sum = 0;
      for (const length of lengths) if (length > 0) sum += 2 ** -length;
      expect(sum).toBe(1);
      expect(Math.max(...lengths)).toBeLessThanOrEqual(limit);
      expect(frequencies.every((frequency, symbol) => frequency === 0 || (lengths[symbol] ?? 0) > 0)).toBe(true);
    }
  });

  it('has the lengths that Huffman gives to five letters', () => {
    // Huffman, A Method for the Construction of Minimum-Redundancy Codes (1952): weights 15, 7, 6, 6, 5 take 87 bits.
    const weights = Uint32Array.of(15, 7, 6, 6, 5);
    const { lengths } = prefixCode(weights, 15);
    expect(Array.from(lengths)).toEqual([1, 3, 3, 3, 3]);
  });

  it('gives a code to two symbols where fewer occur', () => {
    expect(Array.from(prefixCode(new Uint32Array(4), 15).lengths)).toEqual([1, 1, 0, 0]);
    expect(Array.from(prefixCode(Uint32Array.of(0, 0, 9, 0), 15).lengths)).toEqual([1, 0, 1, 0]);
  });
});

import { describe, expect, it } from 'vitest';
import { histogramById } from '../../../src/core/mask/histogram.ts';
import { randomRegions } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

function countOneByOne(ids: ArrayLike<number>, length: number): number[] {
  const counts = new Array<number>(length).fill(0);
  for (const id of Array.from(ids)) counts[id] = (counts[id] ?? 0) + 1;
  return counts;
}

describe('histogramById', () => {
  it('counts bytes one by one, at every length and offset', () => {
    const random = new SeededRandom(1);
    for (let round = 0; round < 300; round++) {
      const memory = random.bytes(random.integer(0, 90));
      if (round % 3 > 0) memory.fill(random.integer(0, 255), random.integer(0, 30), random.integer(30, 90));
      const from = random.integer(0, Math.min(9, memory.length));
      const ids = memory.subarray(from, random.integer(from, memory.length));
      expect(Array.from(histogramById(ids))).toEqual(countOneByOne(ids, 256));
    }
  });

  it('counts large masks, of regions and of noise', () => {
    const random = new SeededRandom(2);
    const regions = Uint8Array.from(randomRegions(random, 700, 401, 255));
    const noise = random.bytes(700 * 401);
    for (const ids of [regions, noise, regions.subarray(1), noise.subarray(3)]) {
      expect(ids.length).toBeGreaterThan(2 ** 18);
      expect(Array.from(histogramById(ids))).toEqual(countOneByOne(ids, 256));
    }
  });

  it('counts 16-bit ids', () => {
    const random = new SeededRandom(3);
    for (let round = 0; round < 30; round++) {
      const values = Uint16Array.from({ length: random.integer(0, 50) }, () =>
        random.choice([0, 7, 26_001, 65_535, random.integer(0, 65_535)]),
      );
      const ids = values.subarray(random.integer(0, Math.min(3, values.length)));
      const counts = histogramById(ids);
      expect(counts.length).toBe(65_536);
      expect(Array.from(counts)).toEqual(countOneByOne(ids, 65_536));
    }
  });
});

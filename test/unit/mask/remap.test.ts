import { describe, expect, it } from 'vitest';
import { histogramById } from '../../../src/core/mask/histogram.ts';
import { idsAsBytes, identityTable, remapIds, requireIdsUpTo, tableFromPairs } from '../../../src/core/mask/remap.ts';
import { RemapError } from '../../../src/core/mask/remapErrors.ts';
import { randomRegions } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

function errorOf(work: () => unknown): RemapError {
  try {
    work();
  } catch (error) {
    if (error instanceof RemapError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const total = (counts: Uint32Array) => counts.reduce((sum, pixels) => sum + pixels, 0);

describe('remapIds', () => {
  it('looks every id up, in bytes and in 16 bits, at any offset in memory', () => {
    const random = new SeededRandom(11);
    for (let round = 0; round < 120; round++) {
      const [width, height] = [random.integer(1, 40), random.integer(1, 30)];
      const isWide = random.integer(0, 2) === 0;
      const values = randomRegions(random, width, height, isWide ? 65_535 : 255);
      const Store = isWide ? Uint16Array : Uint8Array;
      const offset = random.integer(0, 5);
      const ids = new Store(values.length + offset).subarray(offset);
      ids.set(values);
      const size = isWide || random.integer(0, 3) === 0 ? 65_536 : 256;
      const most = random.choice([255, 65_535]);
      const table = Int32Array.from({ length: size }, () => random.integer(0, most));
      const { ids: after, before, after: counts } = remapIds(ids, table);
      expect([...after]).toEqual(values.map((id) => table[id]));
      expect(after instanceof Uint16Array).toBe(table.some((target) => target > 255));
      expect([...ids]).toEqual(values);
      expect(before).toEqual(histogramById(ids));
      expect(counts).toEqual(histogramById(after));
      expect(total(counts)).toBe(values.length);
    }
  });

  it('keeps the pixels of each id under any permutation, and its inverse restores them', () => {
    const random = new SeededRandom(12);
    const permuted = Array.from({ length: 256 }, (_, id) => id);
    for (let i = 255; i > 0; i--) {
      const j = random.integer(0, i);
      [permuted[i], permuted[j]] = [permuted[j] as number, permuted[i] as number];
    }
    const ids = random.bytes(5000);
    const there = tableFromPairs(
      256,
      permuted.map((to, from) => [from, to] as const),
      'unknown',
    );
    const back = tableFromPairs(
      256,
      permuted.map((to, from) => [to, from] as const),
      'unknown',
    );
    const { ids: moved, before, after } = remapIds(ids, there);
    expect([...after].sort()).toEqual([...before].sort());
    expect(remapIds(moved, back).ids).toEqual(ids);
  });

  it('lists the ids that the table does not know, with their counts', () => {
    const table = tableFromPairs(
      256,
      [
        [0, 0],
        [1, 5],
      ],
      'unknown',
    );
    const error = errorOf(() => remapIds(Uint8Array.from([0, 1, 7, 7, 9]), table));
    expect(error.code).toBe('idsUnknown');
    expect(error.values).toEqual([
      { value: '7', pixels: 2 },
      { value: '9', pixels: 1 },
    ]);
    expect(error.message).toBe('Ids that the table says nothing about (2): 7 (2 px), 9 (1 px).');
    const beyond = errorOf(() => remapIds(Uint16Array.from([255, 256]), identityTable(256)));
    expect(beyond.values).toEqual([{ value: '256', pixels: 1 }]);
  });

  it('names ten of many, and keeps them all', () => {
    const error = errorOf(() =>
      remapIds(
        Uint8Array.from({ length: 40 }, (_, id) => id),
        tableFromPairs(256, [], 'unknown'),
      ),
    );
    expect(error.values).toHaveLength(40);
    expect(error.message).toContain('9 (1 px), …');
    expect(error.message).not.toContain('10 (1 px)');
  });
});

describe('tables', () => {
  it('are as wide as their targets: 255 stays a byte, 256 does not', () => {
    expect(remapIds(Uint16Array.from([300]), tableFromPairs(65_536, [[300, 255]], 'unknown')).ids).toBeInstanceOf(
      Uint8Array,
    );
    expect(remapIds(Uint8Array.from([0]), tableFromPairs(256, [[3, 256]], 'keep')).ids).toBeInstanceOf(Uint16Array);
  });

  it('refuse ids that are none, and contradictions', () => {
    expect(() => tableFromPairs(256, [[256, 1]], 'keep')).toThrow(RangeError);
    expect(() => tableFromPairs(256, [[1, 65_536]], 'keep')).toThrow(RangeError);
    expect(() => tableFromPairs(256, [[1.5, 1]], 'keep')).toThrow(RangeError);
    expect(() =>
      tableFromPairs(
        256,
        [
          [1, 2],
          [1, 3],
        ],
        'keep',
      ),
    ).toThrow(/both 2 and 3/);
  });
});

describe('widths', () => {
  it('are bytes where every id fits', () => {
    const ids = Uint8Array.from([1, 2]);
    expect(idsAsBytes(ids)).toBe(ids);
    expect(idsAsBytes(Uint16Array.from([0, 255]))).toEqual(Uint8Array.from([0, 255]));
    const error = errorOf(() => idsAsBytes(Uint16Array.from([0, 256, 65_535, 256])));
    expect(error.code).toBe('idsTooLarge');
    expect(error.values).toEqual([
      { value: '256', pixels: 2 },
      { value: '65535', pixels: 1 },
    ]);
  });

  it('fit a depth with all of them or are refused', () => {
    expect(() => requireIdsUpTo(histogramById(Uint8Array.from([15, 16])), 15)).toThrow('16 (1 px)');
    expect(() => requireIdsUpTo(histogramById(Uint8Array.from([15])), 15)).not.toThrow();
  });

  it('may be put over the ids themselves', () => {
    const ids = Uint8Array.from([0, 1, 2, 2, 1, 0, 1]);
    const changed = remapIds(
      ids,
      tableFromPairs(
        256,
        [
          [1, 2],
          [2, 1],
        ],
        'keep',
      ),
      undefined,
      ids,
    );
    expect(changed.ids).toBe(ids);
    expect([...ids]).toEqual([0, 2, 1, 1, 2, 0, 2]);
  });
});

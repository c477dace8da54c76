import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forEachRunBlock } from '../../../src/core/identify/runs.ts';

const drawn = fc.array(fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 30 })), { maxLength: 40 });

describe('forEachRunBlock', () => {
  it('hands out maximal runs that make up the ids again, wherever in memory they are', () => {
    fc.assert(
      fc.property(drawn, fc.nat(3), fc.boolean(), (parts, offset, wide) => {
        const list = parts.flatMap(([id, length]) => Array.from({ length }, () => (wide ? id * 257 : id)));
        const memory = wide ? new Uint16Array(offset + list.length) : new Uint8Array(offset + list.length);
        memory.set(list, offset);
        const ids = memory.subarray(offset);
        const runs: [number, number][] = [];
        forEachRunBlock(ids, (block) => {
          for (let i = 0; i < block.count; i++) runs.push([block.ids[i] ?? 0, block.lengths[i] ?? 0]);
        });
        expect(runs.flatMap(([id, length]) => Array.from({ length }, () => id))).toEqual(list);
        for (const [i, [id]] of runs.entries()) expect(runs[i + 1]?.[0]).not.toBe(id);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  it('hands out more runs than fit a block', () => {
    const ids = Uint8Array.from({ length: 10_000 }, (_, i) => i % 3);
    let pixels = 0;
    let blocks = 0;
    forEachRunBlock(ids, ({ lengths, count }) => {
      for (let i = 0; i < count; i++) pixels += lengths[i] ?? 0;
      blocks++;
    });
    expect({ pixels, blocks }).toEqual({ pixels: 10_000, blocks: 3 });
  });
});

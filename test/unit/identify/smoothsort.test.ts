import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothsort } from '../../../src/core/identify/smoothsort.ts';

describe('smoothsort', () => {
  it('orders any array and keeps its elements', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { maxLength: 300 }), (numbers) => {
        const sorted = [...numbers];
        smoothsort(sorted, (a, b) => a - b);
        expect(sorted).toEqual(numbers.toSorted((a, b) => a - b));
      }),
      { seed: 708, numRuns: 500 },
    );
  });

  it('orders a thousand elements from every usual start', () => {
    const ascending = Array.from({ length: 1024 }, (_, i) => i);
    for (const start of [ascending, ascending.toReversed(), ascending.map((i) => (i * 379) % 1024)]) {
      const sorted = [...start];
      smoothsort(sorted, (a, b) => a - b);
      expect(sorted).toEqual(ascending);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_PIXELS_AHEAD, withinBudget } from '../../../src/extension/pairs/aheadBudget.ts';

describe('what is decoded ahead', () => {
  it('never costs more than there is, and leaves out nothing that would have fitted', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { maxLength: 6 }), fc.nat(200), (costs, budget) => {
        const items = costs.map((_, at) => at);
        const taken = withinBudget(items, costs, budget);
        const costOf = (some: readonly number[]): number => some.reduce((sum, at) => sum + (costs[at] ?? 0), 0);
        expect(costOf(taken)).toBeLessThanOrEqual(budget);
        for (const item of items) {
          const before = taken.filter((one) => one < item);
          if (!taken.includes(item)) expect(costOf(before) + (costs[item] ?? 0)).toBeGreaterThan(budget);
        }
      }),
      { seed: 4 },
    );
  });

  it('is three masks of Cityscapes, and none of 6,000 × 6,000', () => {
    const city = 2048 * 1024;
    expect(withinBudget([1, -1, 2], [city, city, city], MOST_PIXELS_AHEAD)).toEqual([1, -1, 2]);
    expect(withinBudget([1, -1, 2], [6000 * 6000, city, city], MOST_PIXELS_AHEAD)).toEqual([-1, 2]);
  });
});

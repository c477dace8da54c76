import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { levelOf, linearScale, logScale } from '../../../src/core/report/scale.ts';

describe('a linear scale', () => {
  it.each([
    [0, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [23, [0, 5, 10, 15, 20, 25]],
    [1_102_000, [0, 500_000, 1_000_000, 1_500_000]],
    [0.07, [0, 0.02, 0.04, 0.06, 0.08]],
  ])('up to %d has the ticks %j', (most, ticks) => {
    expect(linearScale(most).ticks).toEqual(ticks);
  });

  it('is proportional, and holds every value', () => {
    const random = new SeededRandom(5);
    for (let turn = 0; turn < 200; turn++) {
      const most = 10 ** (12 * random.next() - 4);
      const { at, ticks } = linearScale(most);
      const end = ticks.at(-1) ?? 0;
      expect(end).toBeGreaterThanOrEqual(most * (1 - 1e-9));
      expect(end).toBeLessThan(2.6 * most);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(at(most / 2)).toBeCloseTo(most / 2 / end, 9);
      expect([at(0), at(end)]).toEqual([0, 1]);
    }
  });
});

describe('a logarithmic scale', () => {
  it.each([
    [1, 1_000, [1, 10, 100, 1_000]],
    [5_100, 1_102_000, [1_000, 10_000, 100_000, 1_000_000, 10_000_000]],
    [0.0044, 0.96, [0.001, 0.01, 0.1, 1]],
    [1, 1, [0.1, 1]],
    [Infinity, 0, [1, 10]],
  ])('from %d to %d has the ticks %j', (least, most, ticks) => {
    expect(logScale(least, most).ticks).toEqual(ticks);
  });

  it('keeps the least value apart from nothing, and decades equal', () => {
    const { at } = logScale(1, 10_000);
    expect(at(0)).toBe(0);
    expect(at(1)).toBeGreaterThan(0.05);
    expect(at(100) - at(10)).toBeCloseTo(at(1_000) - at(100), 12);
    expect(at(10_000)).toBe(1);
  });
});

describe('shades', () => {
  it('tell one from none, and the most by the strongest', () => {
    expect([0, 1, 500, 999, 1000].map((value) => levelOf(value, 1000))).toEqual([0, 1, 5, 9, 9]);
    expect(levelOf(3, 0)).toBe(0);
  });
});

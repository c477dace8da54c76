import { describe, expect, it } from 'vitest';
import { relateSizes } from '../../../src/core/compose/sizeRelation.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const relation = (mask: [number, number], original: [number, number], orientation: number | null = null) =>
  relateSizes({ width: mask[0], height: mask[1] }, { width: original[0], height: original[1], orientation });

describe('sizes of a mask and its original', () => {
  it.each([
    [[500, 375], [500, 375], null, 'same', 1],
    [[500, 375], [500, 375], 3, 'same', 1],
    [[375, 500], [500, 375], 6, 'stored', 1],
    [[375, 500], [500, 375], 3, 'quarter', 1],
    [[375, 500], [500, 375], null, 'quarter', 1],
    [[250, 188], [500, 375], null, 'scaled', 2],
    [[1000, 750], [500, 375], null, 'scaled', 0.5],
    [[188, 250], [500, 375], 8, 'stored', 2],
    [[512, 512], [500, 375], null, 'other', null],
    [[500, 374], [500, 375], null, 'scaled', 1],
    [[500, 370], [500, 375], null, 'other', null],
  ] as const)('%j and %j, orientation %s, are %s by %s', (mask, original, orientation, kind, factor) => {
    const found = relation([...mask], [...original], orientation);
    expect(found.kind).toBe(kind);
    if (factor === null) expect(found.factor).toBeNull();
    else expect(found.factor).toBeCloseTo(factor, 1);
    expect(found.isTurned).toBe(kind !== 'stored');
  });

  it('never stretch an original by more than a pixel', () => {
    const random = new SeededRandom(7);
    for (let at = 0; at < 3000; at++) {
      const size = (): [number, number] => [random.integer(1, 90), random.integer(1, 90)];
      const [mask, original] = [size(), size()];
      const orientation = random.choice([null, 1, 3, 6, 8]);
      const { drawn, kind } = relation(mask, original, orientation);
      const [width, height] = kind === 'stored' ? [original[1], original[0]] : original;
      const [across, down] = [width / drawn.width, height / drawn.height];
      const unit = Math.max(1, across, down);
      expect(Math.abs(across - down) * Math.min(drawn.width, drawn.height)).toBeLessThan(2 * unit + 1e-9);
      if (kind === 'same') expect(mask).toEqual(original);
      if (kind === 'other') expect([drawn.width, drawn.height]).toEqual(original);
    }
  });
});

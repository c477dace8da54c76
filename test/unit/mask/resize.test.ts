import { describe, expect, it } from 'vitest';
import { resizeNearest, type NearestRule } from '../../../src/core/mask/resize.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from './pythonReference.ts';

const CODE: Readonly<Record<NearestRule, string>> = {
  opencv: `result = cv2.resize(mask, (case['newWidth'], case['newHeight']), interpolation=cv2.INTER_NEAREST)`,
  pillow: `result = numpy.asarray(Image.fromarray(mask).resize((case['newWidth'], case['newHeight']), Image.NEAREST))`,
};

function randomSizes(random: SeededRandom, most: number) {
  const side = () => random.integer(1, most);
  const [width, height] = [side(), side()];
  return { ids: random.bytes(width * height), width, height, newWidth: side(), newHeight: side() };
}

describe.skipIf(!hasReference)('resizeNearest', () => {
  for (const rule of ['opencv', 'pillow'] as const) {
    it(`is equal to ${rule} at random sizes`, () => {
      const random = new SeededRandom(rule === 'opencv' ? 41 : 42);
      const cases = [
        ...Array.from({ length: 400 }, () => randomSizes(random, 60)),
        // A row is enough to see where rounding errors add up.
        ...Array.from({ length: 60 }, () => {
          const [width, newWidth] = [random.integer(1, 5000), random.integer(1, 5000)];
          return { ids: random.bytes(width), width, height: 1, newWidth, newHeight: 1 };
        }),
        { ids: random.bytes(500 * 375), width: 500, height: 375, newWidth: 512, newHeight: 512 },
      ];
      const expected = reference(CODE[rule], cases);
      cases.forEach(({ ids, width, height, newWidth, newHeight }, at) => {
        const resized = resizeNearest(ids, width, height, newWidth, newHeight, rule);
        expect(resized, `${width} × ${height} → ${newWidth} × ${newHeight}`).toEqual(expected[at]);
      });
    });
  }

  it('keeps 16-bit ids', () => {
    const ids = Uint16Array.from([300, 65_535, 0, 1]);
    const cases = [{ ids, width: 2, height: 2, newWidth: 5, newHeight: 3 }];
    const [expected] = reference(CODE.opencv, cases);
    expect(new Uint8Array(resizeNearest(ids, 2, 2, 5, 3, 'opencv').buffer)).toEqual(expected);
  });
});

describe('the two rules', () => {
  it('take other pixels of the same mask', () => {
    const ids = Uint8Array.from([0, 1, 2, 3]);
    expect([...resizeNearest(ids, 4, 1, 2, 1, 'opencv')]).toEqual([0, 2]);
    expect([...resizeNearest(ids, 4, 1, 2, 1, 'pillow')]).toEqual([1, 3]);
  });

  it('refuse sizes that no image has', () => {
    expect(() => resizeNearest(new Uint8Array(4), 2, 2, 0, 2, 'opencv')).toThrow(RangeError);
    expect(() => resizeNearest(new Uint8Array(4), 2, 3, 2, 2, 'pillow')).toThrow(RangeError);
  });
});

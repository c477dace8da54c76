import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { classWeights, mmsegMetainfo, pythonWeights } from '../../../src/core/dataset/classWeights.ts';
import type { ClassStatistics } from '../../../src/core/dataset/statistics.ts';
import { hasReference } from '../mask/pythonReference.ts';

function counted(
  key: number,
  name: string | null,
  pixels: number,
  images: number,
  of: number,
  regions = images,
): ClassStatistics {
  const nothing = { sizes: [], heat: [], most: null, least: null };
  return {
    key,
    name,
    colour: '#010203',
    isVoid: name === 'void',
    pixels,
    images,
    regions,
    pixelsOfImages: of,
    ...nothing,
  };
}

/** Typed, since what the matcher gives is not. */
function closeTo(value: number, digits: number): unknown {
  return expect.closeTo(value, digits);
}

const CLASSES = [
  counted(0, 'road', 6000, 10, 10_000, 12),
  counted(1, 'car', 300, 4, 4000, 9),
  counted(2, 'sign', 20, 2, 2000, 2),
  counted(3, 'tram', 0, 0, 0),
  counted(255, 'void', 700, 10, 10_000),
];

describe('class weights', () => {
  it('are the median frequency over the frequency in the images of the class', () => {
    // Frequencies 0.6, 0.075, 0.01; their median is 0.075.
    const weights = classWeights(CLASSES, 'medianFrequency');
    expect(weights.map(({ key }) => key)).toEqual([0, 1, 2, 3]);
    expect(weights.slice(0, 3).map(({ weight }) => weight)).toEqual([0.125, 1, 7.5].map((one) => closeTo(one, 12)));
    expect(weights[3]?.weight).toBeNull();
  });

  it('are balanced as scikit-learn has it', () => {
    // n_samples / (n_classes * bincount): 6320 / (3 · 6000), 6320 / (3 · 300), 6320 / (3 · 20).
    const weights = classWeights(CLASSES, 'inverseFrequency').map(({ weight }) => weight);
    expect(weights).toEqual(
      [0.3511111111111111, 7.022222222222222, 105.33333333333333, null].map((one) =>
        one === null ? null : closeTo(one, 10),
      ),
    );
  });

  it.skipIf(!hasReference).each([
    ['effectiveImages', [10, 4, 2]],
    ['effectiveRegions', [12, 9, 2]],
  ] as const)('by effective number equal the formula in NumPy: %s', (weighting, counts) => {
    const code = `import numpy
w = (1 - 0.999) / (1 - numpy.power(0.999, ${JSON.stringify(counts)}))
print((w / w.sum() * len(w)).tolist())`;
    const expected = JSON.parse(execFileSync('/usr/bin/python3', ['-c', code], { encoding: 'utf8' })) as number[];
    const weights = classWeights(CLASSES, weighting).map(({ weight }) => weight);
    expect(weights).toEqual([...expected.map((one) => closeTo(one, 9)), null]);
  });

  it('leave out ids without a class where there is a class map', () => {
    const withUnnamed = [...CLASSES, counted(9, null, 50, 1, 100)];
    expect(classWeights(withUnnamed, 'medianFrequency').some(({ key }) => key === 9)).toBe(false);
    const unnamed = [counted(0, null, 50, 1, 100), counted(1, null, 50, 1, 100)];
    expect(classWeights(unnamed, 'medianFrequency').map(({ weight }) => weight)).toEqual([1, 1]);
  });

  it.skipIf(!hasReference)('and METAINFO are Python, whatever the names hold', () => {
    const hostile = [
      counted(0, 'a"b\\', 5, 1, 10),
      counted(1, "it's\n) import os #", 5, 1, 10),
      counted(2, '눈', 5, 1, 10),
    ];
    const program = `${mmsegMetainfo(hostile)}\n${pythonWeights(classWeights(hostile, 'medianFrequency'))}
import json
print(json.dumps([METAINFO['classes'], METAINFO['palette'], CLASS_WEIGHTS]))`;
    const output = execFileSync('/usr/bin/python3', ['-c', program], { encoding: 'utf8' });
    expect(JSON.parse(output)).toEqual([hostile.map(({ name }) => name), hostile.map(() => [1, 2, 3]), [1, 1, 1]]);
  });
});

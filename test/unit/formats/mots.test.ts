import { describe, expect, it } from 'vitest';
import { parseClassMap } from '../../../src/core/formats/classMapFile.ts';
import { countedFromOne, isMotsLabels } from '../../../src/core/formats/mots.ts';

describe('the names of MOTS', () => {
  it.each([
    ['/data/train/instances/labels.txt', 1000, true],
    ['instances/labels.txt', 1000, true],
    ['/data/train/instances/labels.txt', 256, false],
    ['/data/train/instances/labels.txt', undefined, false],
    ['/data/train/instances/classes.txt', 1000, false],
    ['/data/train/my_instances/labels.txt', 1000, false],
    ['/data/train/labels.txt', 1000, false],
  ])('%s with divisor %s: %s', (classMapPath, divisor, expected) => {
    expect(isMotsLabels({ classMapPath, divisor })).toBe(expected);
  });

  it('begin with class 1; 0 is the background', () => {
    const { entries, problems } = countedFromOne(parseClassMap('labels.txt', 'a\nb'));
    expect(entries.map(({ id, name }) => [id, name])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
    expect(problems).toEqual([]);
  });

  it("leave labelme's lists alone", () => {
    const list = parseClassMap('labels.txt', '__ignore__\n_background_\ncat');
    expect(countedFromOne(list)).toEqual(list);
  });
});

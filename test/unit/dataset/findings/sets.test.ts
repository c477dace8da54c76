import { describe, expect, it } from 'vitest';
import { pairOf } from '../../../fixtures/datasets.ts';
import { findingsAfter, only, toldAfter } from './found.ts';
import { lists, originalOf, sameMasks, nearMasks, sequence, addSequence } from './setCases.ts';

describe('findings about several files', () => {
  it('say how far near-duplicates are from each other, and that they are mirrored', () => {
    const finding = only(findingsAfter((dataset, random) => nearMasks(dataset, random)));
    expect(finding).toMatchObject({ details: { count: 2, flipped: 1 }, related: ['masks/d.png'] });
    const distance = Number(finding.details['distance']);
    expect(distance).toBeGreaterThan(0);
    expect(distance).toBeLessThanOrEqual(4);
  });

  it('take lines out of the list that is trained on, not of the one that is held out', () => {
    expect(only(findingsAfter((dataset) => lists(dataset, { val: ['a03', 'a04'] })))).toMatchObject({
      path: 'lists/train.txt',
      place: { line: 4 },
      related: ['lists/val.txt'],
      details: { first: 'train', second: 'val', count: 2, list: 'a03, a04' },
      fix: { kind: 'removeLines', list: 'lists/train.txt', lines: [4, 5] },
    });
  });

  it('keep the first line of a name', () => {
    expect(only(findingsAfter((dataset) => lists(dataset, { val: ['a12', 'a13', 'a12'] })))).toMatchObject({
      place: { line: 7 },
      details: { count: 3, name: 'a12', list: '1, 7, 9' },
      fix: { kind: 'removeLines', list: 'lists/val.txt', lines: [7, 8, 9] },
    });
  });

  it('measure neighbouring frames between folders where there are no lists', () => {
    const told = toldAfter((dataset, random) => {
      addSequence(dataset, random, sequence(4), 'train');
      addSequence(dataset, random, sequence(4, 5), 'val');
    });
    expect(told).toEqual(['neighbouringFrames']);
  });

  it('tell nothing of near-duplicates whose ids are equal: they are duplicates', () => {
    const told = toldAfter((dataset, random) => sameMasks(dataset, random));
    expect(told).toEqual(['duplicateMasks masks/b.png']);
  });

  it('do not count a pair in val and test as two that are apart', () => {
    const told = toldAfter((dataset, random) => {
      sameMasks(dataset, random, originalOf('f00d'));
      lists(dataset, { val: ['b'], test: ['b'] });
    });
    expect(told).toEqual(['splitOverlap lists/val.txt', 'duplicateOriginals images/b.jpg', 'inNoList']);
  });

  it('leave pairs alone of which the scan knows nothing', () => {
    expect(toldAfter((dataset) => dataset.pairs.push(pairOf('unknown')))).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { PairsOfFindings } from '../../../../src/core/dataset/findings/pairsOfFindings.ts';
import type { Pair } from '../../../../src/core/dataset/pairs.ts';

const pair = (name: string): Pair => ({
  ...{ name, original: `images/${name}.jpg`, mask: `masks/${name}.png` },
  ...{ others: [], sequence: null, frame: null, folderSplit: null },
});

describe('pairs of findings', () => {
  const pairs = new PairsOfFindings(['a', 'b', 'c', 'd'].map(pair));
  const of = (...findings: Parameters<PairsOfFindings['of']>[0]): string[] => [...pairs.of(findings)];

  it('are named by the finding, or have one of its files', () => {
    expect(of({ pair: 'a', path: 'masks/a.png' }, { pair: null, path: 'images/b.jpg' })).toEqual(['a', 'b']);
    expect(of({ pair: null, path: null, related: ['masks/c.png', 'images/c.jpg', 'masks/d.png'] })).toEqual(['c', 'd']);
  });

  it('are none for lists, class maps and names that are gone', () => {
    expect(of({ pair: null, path: 'train.txt' }, { pair: 'z', path: null, related: ['val.txt'] })).toEqual([]);
  });
});

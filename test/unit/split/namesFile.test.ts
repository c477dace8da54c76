import { describe, expect, it } from 'vitest';
import { auditSplits } from '../../../src/core/split/audit.ts';
import { listsAlone } from '../../../src/core/split/listsAlone.ts';
import { listLines, readNames, withoutExtension } from '../../../src/core/split/namesFile.ts';

describe('files of names', () => {
  it('are read with any line end, with pairs of paths and blanks in names', () => {
    const names = readNames('\ufeffa.jpg\r\n\n  my photo.jpg \nimages/b.jpg masks/b.png\nc.jpg\tc.png\n2007_000032');
    expect(names.map(({ given, image, mask }) => [given, image, mask])).toEqual([
      ['a.jpg', 'a.jpg', null],
      ['my photo.jpg', 'my photo.jpg', null],
      ['images/b.jpg masks/b.png', 'images/b.jpg', 'masks/b.png'],
      ['c.jpg\tc.png', 'c.jpg', 'c.png'],
      ['2007_000032', '2007_000032', null],
    ]);
    expect(listLines(names.slice(2, 4), 'pairs')).toEqual(['images/b.jpg masks/b.png', 'c.jpg c.png']);
    expect(listLines(names.slice(2, 4), 'files')).toEqual(['images/b.jpg', 'c.jpg']);
    expect(listLines(names, 'names')).toEqual(['a', 'my photo', 'images/b', 'c', '2007_000032']);
    expect(listLines(names, 'given')).toEqual(names.map(({ given }) => given));
  });

  it.each([
    ['a.jpg', 'a'],
    ['d.x/a', 'd.x/a'],
    ['a.b.JPEG', 'a.b'],
    ['v1.25', 'v1.25'],
    ['.hidden', '.hidden'],
    ['d/.hidden', 'd/.hidden'],
    ['a.', 'a.'],
  ])('%s is %s without extension', (path, name) => {
    expect(withoutExtension(path)).toBe(name);
  });
});

describe('lists without their dataset', () => {
  it('are audited: the same name with and without extension, and frames of one sequence', () => {
    const { lists, pairs } = listsAlone([
      { path: 'training.txt', text: 'seq1_0001.png\nseq1_0002.png\nx.png\n' },
      { path: 'val.txt', text: 'seq1_0004\nx\n' },
    ]);
    expect(lists.map(({ split }) => split)).toEqual(['train', 'val']);
    const { overlaps, neighbours, unlisted } = auditSplits(lists, pairs, { within: 2 });
    expect(overlaps.map(({ names }) => names)).toEqual([['x']]);
    expect(neighbours.map(({ frames, share }) => [frames, share])).toEqual([
      [[{ name: 'seq1_0004', nearest: 'seq1_0002', distance: 2 }], 0.5],
    ]);
    expect(unlisted).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Pair, SplitList } from '../../../src/core/dataset/pairs.ts';
import { auditSplits } from '../../../src/core/split/audit.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const pair = (name: string, sequence: string | null = null, frame: number | null = null): Pair => ({
  name,
  original: `images/${name}.jpg`,
  mask: `masks/${name}.png`,
  others: [],
  sequence,
  frame,
  folderSplit: null,
});

/** A list as it is read: `!` leads out of the dataset, `?` names nothing. */
const list = (path: string, ...texts: readonly string[]): SplitList => ({
  split: /([^/]*)\.txt$/.exec(path)?.[1] ?? path,
  path,
  form: 'names',
  entries: texts.map((text, at) => ({
    line: at + 1,
    text,
    pair: /^[!?]/.test(text) ? null : text,
    problem: text.startsWith('!') ? 'outside' : text.startsWith('?') ? 'absent' : null,
  })),
});

const pairs = ['a', 'b', 'c', 'd', 'e'].map((name) => pair(name));

describe('auditSplits', () => {
  it('finds nothing wrong with lists that are as they should be', () => {
    const lists = [
      list('train.txt', 'a', 'b'),
      list('val.txt', 'c'),
      list('trainval.txt', 'c', 'b', 'a'),
      list('test.txt', 'd', 'e'),
    ];
    expect(auditSplits(lists.toReversed(), pairs).overlaps).toEqual([]);
    expect(auditSplits(lists, pairs)).toEqual({
      lists: [
        { split: 'train', path: 'train.txt', entries: 2, pairs: 2 },
        { split: 'val', path: 'val.txt', entries: 1, pairs: 1 },
        { split: 'trainval', path: 'trainval.txt', entries: 3, pairs: 3 },
        { split: 'test', path: 'test.txt', entries: 2, pairs: 2 },
      ],
      unresolved: [],
      duplicates: [],
      overlaps: [],
      trainval: [],
      unlisted: [],
      divided: [],
      neighbours: [],
    });
  });

  it('names what is in two lists, also where one of them is trainval', () => {
    const lists = [list('train.txt', 'a', 'b'), list('val.txt', 'b'), list('test.txt', 'b', 'c')];
    const { overlaps } = auditSplits([...lists, list('trainval.txt', 'c', 'a', 'b')], pairs);
    expect(overlaps.map(({ first, second, names }) => [first.split, second.split, names])).toEqual([
      ['train', 'val', ['b']],
      ['train', 'test', ['b']],
      ['val', 'test', ['b']],
      ['test', 'trainval', ['b', 'c']],
    ]);
  });

  it('names lines that lead nowhere, lines that come again, and pairs that no list has', () => {
    const { unresolved, duplicates, unlisted } = auditSplits(
      [list('s/train.txt', 'a', '?x', 'b', 'a', 'a'), list('s/val.txt', '!../c', 'd')],
      pairs,
    );
    expect(unresolved).toEqual([
      { path: 's/train.txt', line: 2, text: '?x', problem: 'absent' },
      { path: 's/val.txt', line: 1, text: '!../c', problem: 'outside' },
    ]);
    expect(duplicates).toEqual([{ path: 's/train.txt', name: 'a', lines: [1, 4, 5] }]);
    expect(unlisted).toEqual(['c', 'e']);
    expect(auditSplits([], pairs).unlisted).toEqual([]);
  });

  it('compares trainval with train and val of its folder', () => {
    const lists = [list('train.txt', 'a', 'b'), list('val.txt', 'c'), list('trainval.txt', 'b', 'd', 'a')];
    expect(auditSplits(lists, pairs).trainval).toEqual([{ path: 'trainval.txt', missing: ['c'], extra: ['d'] }]);
    expect(auditSplits([...lists.slice(0, 1), ...lists.slice(2)], pairs).trainval).toEqual([]);
  });

  it('leaves lists of other folders and other names alone, unless every list is a split', () => {
    const lists = [list('Main/train.txt', 'a'), list('Segmentation/val.txt', 'a'), list('Main/cat_train.txt', 'a')];
    expect(auditSplits(lists, pairs).overlaps).toEqual([]);
    const { overlaps } = auditSplits(lists, pairs, { isEveryListSplit: true });
    expect(overlaps.map(({ first, second }) => [first.path, second.path])).toEqual([
      ['Main/train.txt', 'Main/cat_train.txt'],
    ]);
  });

  it('names groups that are divided', () => {
    const groups = new Map([
      ['a', 'g'],
      ['b', 'g'],
      ['c', 'g'],
      ['d', 'h'],
      ['e', 'h'],
    ]);
    const lists = [list('l/train.txt', 'b', 'a'), list('l/val.txt', 'c'), list('l/test.txt', 'd', 'e')];
    expect(auditSplits(lists, pairs, { groups }).divided).toEqual([
      {
        group: 'g',
        folder: 'l',
        parts: [
          { split: 'train', names: ['b', 'a'] },
          { split: 'val', names: ['c'] },
        ],
      },
    ]);
  });

  it('measures neighbouring frames in a sequence, not across sequences', () => {
    const frames = [pair('s1', 's', 1), pair('s5', 's', 5), pair('s20', 's', 20), pair('t6', 't', 6), pair('x')];
    const lists = [list('train.txt', 's1', 't6'), list('val.txt', 's20', 's5', 'x', '?gone')];
    const within = (count: number) => auditSplits(lists, frames, { within: count }).neighbours;
    expect(within(3)).toEqual([]);
    expect(within(4)).toEqual([
      {
        train: { split: 'train', path: 'train.txt' },
        heldOut: { split: 'val', path: 'val.txt' },
        within: 4,
        frames: [{ name: 's5', nearest: 's1', distance: 4 }],
        share: 1 / 3,
      },
    ]);
    expect(within(19)[0]?.frames.map(({ name }) => name)).toEqual(['s20', 's5']);
  });

  it('finds the same neighbours as comparing every frame with every other', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = new SeededRandom(seed);
      const all = Array.from({ length: 120 }, (_, at) =>
        pair(`p${at}`, random.choice(['s', 't', null]), random.choice([null, random.integer(0, 200)])),
      );
      const isTrain = all.map(() => random.next() < 0.3);
      const train = all.filter((_, at) => isTrain[at]);
      const val = all.filter((_, at) => !isTrain[at]);
      const expected = val.flatMap(({ name, sequence, frame }) => {
        const distances = train
          .filter((one) => sequence !== null && one.sequence === sequence && one.frame !== null && frame !== null)
          .map((one) => Math.abs((one.frame ?? 0) - (frame ?? 0)));
        const distance = Math.min(...distances);
        return distance <= 3 ? [[name, distance]] : [];
      });
      const names = (of: readonly Pair[]) => of.map(({ name }) => name);
      const lists = [list('train.txt', ...names(train)), list('val.txt', ...names(val))];
      const [leak] = auditSplits(lists, all, { within: 3 }).neighbours;
      expect(leak?.frames.map(({ name, distance }) => [name, distance])).toEqual(expected);
      expect(leak?.share).toBe(expected.length / val.length);
    }
  });
});

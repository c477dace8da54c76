import { describe, expect, it } from 'vitest';
import { recogniseLayout } from '../../../src/core/dataset/layout.ts';
import { SplitListError, parseSplitList } from '../../../src/core/dataset/splitLists.ts';
import type { DatasetLayout, Pair } from '../../../src/core/dataset/pairs.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { LISTINGS } from './listings.ts';

const camvid = recogniseLayout([
  'train/a 1.png',
  'trainannot/a 1.png',
  'train/b.png',
  'trainannot/b.png',
  'val/b.png',
  'valannot/b.png',
  'val/c.png',
  'valannot/c.png',
]);
const voc = recogniseLayout(
  ['2007_000032', '2007_000033', 'with blank'].flatMap((name) => [
    `JPEGImages/${name}.jpg`,
    `SegmentationClass/${name}.png`,
  ]),
);
const davis = recogniseLayout(
  ['bear/00000', 'bear/00001', 'cows/00000'].flatMap((name) => [
    `JPEGImages/480p/${name}.jpg`,
    `Annotations/480p/${name}.png`,
  ]),
);

/** Each entry as `line: pair`, or its problem. */
function entries(layout: DatasetLayout, text: string, path = 'ImageSets/Segmentation/train.txt'): string[] {
  return parseSplitList(path, text, layout).entries.map(
    ({ line, pair, problem }) => `${line}: ${pair ?? problem ?? 'nothing'}`,
  );
}
const form = (layout: DatasetLayout, text: string) => parseSplitList('train.txt', text, layout).form;

describe('the forms of split lists', () => {
  it('are names, in any file', () => {
    const list = parseSplitList('ImageSets/Segmentation/train.txt', '2007_000032\n2007_000099\n', voc);
    expect(list).toEqual({
      split: 'train',
      path: 'ImageSets/Segmentation/train.txt',
      form: 'names',
      entries: [
        { line: 1, text: '2007_000032', pair: '2007_000032', problem: null },
        { line: 2, text: '2007_000099', pair: null, problem: 'absent' },
      ],
    });
  });

  it('are names with extension, of originals or masks, with or without folders', () => {
    const text = '2007_000032.jpg\nSegmentationClass/2007_000033.png\nJPEGImages/with blank.jpg\n./2007_000032.png';
    expect(entries(voc, text)).toEqual(['1: 2007_000032', '2: 2007_000033', '3: with blank', '4: 2007_000032']);
    expect(form(voc, text)).toBe('fileNames');
  });

  it.each([
    ['/train/b.png /trainannot/b.png', 'blanks'],
    ['train/b.png\ttrainannot/b.png', 'a tab'],
    ['train/b.png,trainannot/b.png', 'a comma'],
    ['"train/b.png", "trainannot/b.png"', 'quotes'],
    ['train\\b.png trainannot\\b.png', 'backslashes'],
  ])('are pairs of paths: %s, with %s', (line) => {
    expect(entries(camvid, line)).toEqual(['1: train/b']);
    expect(form(camvid, line)).toBe('pairs');
  });

  it('are pairs of paths with blanks in names', () => {
    expect(entries(camvid, '/train/a 1.png /trainannot/a 1.png')).toEqual(['1: train/a 1']);
  });

  it('are pairs only where both are of one pair', () => {
    expect(entries(camvid, '/train/b.png /valannot/b.png\n/train/b.png /trainannot/z.png')).toEqual([
      '1: absent',
      '2: absent',
    ]);
  });

  it("are VOC's labelled names", () => {
    expect(entries(voc, '2007_000032  1\n2007_000033 -1\n2007_000099  0\n')).toEqual([
      '1: 2007_000032',
      '2: 2007_000033',
      '3: absent',
    ]);
    expect(form(voc, '2007_000032  1\n2007_000033 -1\n')).toBe('names');
  });

  it('are sequences, with an entry for each frame', () => {
    expect(entries(davis, 'bear\ncows\nswan\n')).toEqual([
      '1: bear/00000',
      '1: bear/00001',
      '2: cows/00000',
      '3: absent',
    ]);
    expect(form(davis, 'bear\ncows')).toBe('sequences');
    expect(form(davis, '/JPEGImages/480p/bear/00000.jpg /Annotations/480p/bear/00000.png')).toBe('pairs');
  });
});

describe('lines', () => {
  it('may end in any way and begin with a byte order mark', () => {
    expect(entries(voc, '\ufeff2007_000032\r\n\r\n  2007_000033  \r2007_000099')).toEqual([
      '1: 2007_000032',
      '3: 2007_000033',
      '4: absent',
    ]);
    expect(entries(voc, '')).toEqual([]);
    expect(entries(voc, '\n \n\n')).toEqual([]);
  });

  it('may be comments or a head, but a name stays a name', () => {
    const hash = recogniseLayout(['images/#1.jpg', 'masks/#1.png']);
    expect(entries(hash, '# of today\n#1\n#2')).toEqual(['2: #1']);
    expect(entries(camvid, 'image,mask\ntrain/b.png,trainannot/b.png\nimage,mask')).toEqual([
      '2: train/b',
      '3: absent',
    ]);
  });
});

describe('paths', () => {
  it.each([
    '../other/train/b.png',
    'train/../../b.png',
    '/home/someone/CamVid/train/b.png',
    'C:\\data\\train\\b.png',
    '\\\\server\\share\\b.png',
    '//server/share/b.png',
    '~/data/b.png',
    'https://example.com/train/b.png',
    '/train/b.png /etc/b.png',
  ])('%s leads out of the dataset', (line) => {
    expect(entries(camvid, line)).toEqual(['1: outside']);
  });

  it.each([
    ['/train/b.png', '1: train/b'],
    ['/train/z.png', '1: absent'],
    ['val/../train/b.png', '1: train/b'],
    ['/z.png', '1: absent'],
    ['..', '1: outside'],
    ['.', '1: absent'],
  ])('%s stays within it', (line, entry) => {
    expect(entries(camvid, line)).toEqual([entry]);
  });

  it('may begin in a folder above the list', () => {
    const years = recogniseLayout(
      ['VOC2007', 'VOC2012'].flatMap((year) => [`${year}/JPEGImages/1.jpg`, `${year}/SegmentationClass/1.png`]),
    );
    expect(entries(years, '1', 'VOC2012/ImageSets/Segmentation/val.txt')).toEqual(['1: VOC2012/1']);
    expect(entries(years, 'JPEGImages/1.jpg', 'VOC2007/ImageSets/Segmentation/val.txt')).toEqual(['1: VOC2007/1']);
    // Elsewhere nothing says which.
    expect(entries(years, '1', 'val.txt')).toEqual(['1: absent']);
  });

  it('may lack folders: first the split that the list is named after, then the only one of that name', () => {
    expect(entries(camvid, 'b\nc', 'train.txt')).toEqual(['1: train/b', '2: val/c']);
    expect(entries(camvid, 'b.png', 'valid.txt')).toEqual(['1: val/b']);
    expect(entries(camvid, 'b', 'all.txt')).toEqual(['1: absent']);
  });

  it('may name the city besides', () => {
    const cityscapes = recogniseLayout([
      'leftImg8bit/train/aachen/aachen_000000_000019_leftImg8bit.png',
      'gtFine/train/aachen/aachen_000000_000019_gtFine_labelIds.png',
    ]);
    for (const line of [
      'aachen_000000_000019',
      'aachen/aachen_000000_000019',
      'train/aachen/aachen_000000_000019',
      'aachen/aachen_000000_000019_leftImg8bit.png',
    ]) {
      expect(entries(cityscapes, line)).toEqual(['1: train/aachen_000000_000019']);
    }
    expect(entries(cityscapes, 'bremen/aachen_000000_000019')).toEqual(['1: absent']);
  });
});

describe('what the name of a list says', () => {
  it.each([
    ['ImageSets/Segmentation/trainval.txt', 'trainval'],
    ['splits/Validation.txt', 'val'],
    ['splits/train_aug.txt', 'train_aug'],
    ['filelist', 'filelist'],
  ])('%s is %s', (path, split) => {
    expect(parseSplitList(path, '', voc).split).toBe(split);
  });
});

describe('lists of strangers', () => {
  it('are read in time that grows with their length alone', () => {
    const text = [
      'x '.repeat(400_000),
      'y,'.repeat(400_000),
      'a b '.repeat(1000),
      '"'.repeat(100_000),
      '/'.repeat(100_000),
      '../'.repeat(2000),
      '__proto__',
      'constructor',
    ].join('\n');
    const lines = entries(camvid, text).map((entry) => entry.split(': ')[1]);
    expect(lines).toEqual(['absent', 'absent', 'absent', 'absent', 'absent', 'outside', 'absent', 'absent']);
  });

  it('are refused where they are binary, or multiply', () => {
    expect(() => parseSplitList('train.txt', 'a\0b', voc)).toThrow(new SplitListError('notText'));
    const many = recogniseLayout(
      Array.from({ length: 3000 }, (_, at) => [
        `JPEGImages/480p/bear/${at}.jpg`,
        `Annotations/480p/bear/${at}.png`,
      ]).flat(),
    );
    expect(() => parseSplitList('train.txt', 'bear\n'.repeat(700), many)).toThrow(
      /^The list names more than 2000000 pairs\.$/,
    );
  });
});

describe.each(Object.entries(LISTINGS))('a list of %s', (_, listingOf) => {
  const fileOf = ({ original, mask, others }: Pair): string => original ?? mask ?? others[0]?.path ?? '';
  const maskOf = ({ mask, others }: Pair): string => mask ?? others[0]?.path ?? '';
  const FORMS: Readonly<Record<string, (pair: Pair) => string>> = {
    name: ({ name }) => name,
    path: fileOf,
    'path from the root': (pair) => `/${fileOf(pair)}`,
    'two paths and a blank': (pair) => `${fileOf(pair)} ${maskOf(pair)}`,
    'two paths and a tab': (pair) => `/${fileOf(pair)}\t/${maskOf(pair)}`,
    'two paths and a comma': (pair) => `${maskOf(pair)},${fileOf(pair)}`,
    'a name and a label': ({ name }) => `${name}  -1`,
  };

  it.each(Object.keys(FORMS))('names the pairs that it was written from, by %s', (form) => {
    for (let seed = 1; seed <= 6; seed++) {
      const random = new SeededRandom(seed);
      const layout = recogniseLayout(listingOf(random).paths);
      const chosen = layout.pairs.filter(() => random.next() < 0.6);
      const text = chosen.map((pair) => `${FORMS[form]?.(pair) ?? ''}${random.choice(['\n', '\r\n'])}`).join('');
      const { entries: read } = parseSplitList('lists/train.txt', text, layout);
      expect(read.map(({ pair }) => pair)).toEqual(chosen.map(({ name }) => name));
    }
  });
});

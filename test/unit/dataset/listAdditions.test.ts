import { describe, expect, it } from 'vitest';
import { recogniseLayout } from '../../../src/core/dataset/layout.ts';
import { listAdditions } from '../../../src/core/dataset/listAdditions.ts';
import { parseSplitList } from '../../../src/core/dataset/splitLists.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const PATH = 'ImageSets/Segmentation/train.txt';
const NAMES = ['a', 'b', 'c', 'd', 'with blank'];
const voc = recogniseLayout(NAMES.flatMap((name) => [`JPEGImages/${name}.jpg`, `SegmentationClass/${name}.png`]));
const camvid = recogniseLayout(
  ['train', 'val'].flatMap((split) =>
    ['x', 'y'].flatMap((name) => [`${split}/${name}.png`, `${split}annot/${name}.png`]),
  ),
);

describe('lines that a list lacks', () => {
  it.each([
    ['names', 'a\nb\n', ['c', 'with blank']],
    ['names with extension', 'a.jpg\nb.jpg\n', ['c.jpg', 'with blank.jpg']],
    ['names of masks', 'a.png\nb.png\n', ['c.png', 'with blank.png']],
    ['paths of originals', 'JPEGImages/a.jpg\r\nJPEGImages/b.jpg', ['JPEGImages/c.jpg', 'JPEGImages/with blank.jpg']],
    [
      'paths of both',
      'JPEGImages/a.jpg SegmentationClass/a.png\nJPEGImages/b.jpg SegmentationClass/b.png\n',
      ['JPEGImages/c.jpg SegmentationClass/c.png', 'JPEGImages/with blank.jpg SegmentationClass/with blank.png'],
    ],
    [
      'masks first, with a comma',
      'mask,image\n/SegmentationClass/a.png,/JPEGImages/a.jpg\n',
      ['/SegmentationClass/c.png,/JPEGImages/c.jpg', '/SegmentationClass/with blank.png,/JPEGImages/with blank.jpg'],
    ],
    [
      'quoted, with tabs',
      '"JPEGImages/a.jpg"\t"SegmentationClass/a.png"\n',
      [
        '"JPEGImages/c.jpg"\t"SegmentationClass/c.png"',
        '"JPEGImages/with blank.jpg"\t"SegmentationClass/with blank.png"',
      ],
    ],
    ['nothing yet', '', ['c', 'with blank']],
    [
      'absent pairs with both paths',
      'i/q.jpg m/q.png\n',
      ['JPEGImages/c.jpg SegmentationClass/c.png', 'JPEGImages/with blank.jpg SegmentationClass/with blank.png'],
    ],
  ])('are told as the list does: %s', (_, text, lines) => {
    expect(listAdditions(PATH, text, ['c', 'with blank'], voc)).toEqual({ lines, listed: 0, unwritten: [] });
  });

  it('are in the form of most lines, and none for a pair that is listed in another', () => {
    const text = '\ufeffa.jpg\r\nb\r\nJPEGImages/c.jpg SegmentationClass/c.png\r\nwith blank.jpg\r\n';
    const names = ['a', 'b', 'c', 'd', 'with blank', 'd', 'nowhere'];
    expect(listAdditions(PATH, text, names, voc)).toEqual({ lines: ['d.jpg'], listed: 4, unwritten: [] });
  });

  it('name a split where the name alone would lead to another pair', () => {
    expect(listAdditions('train.txt', 'x\n', ['train/y', 'val/y'], camvid).lines).toEqual(['y', 'val/y']);
    expect(listAdditions('chosen.txt', '/train/x.png /trainannot/x.png\n', ['val/x'], camvid).lines).toEqual([
      '/val/x.png /valannot/x.png',
    ]);
  });

  it('are not made up for a pair that the form cannot tell', () => {
    const layout = recogniseLayout([
      ...['a', 'b'].flatMap((name) => [`images/${name}.png`, `masks/${name}.png`]),
      'images/lone.png',
    ]);
    const text = 'images/a.png masks/a.png\n';
    expect(listAdditions('list.txt', text, ['b', 'lone'], layout)).toEqual({
      ...{ lines: ['images/b.png masks/b.png'], listed: 0, unwritten: ['lone'] },
    });
  });

  it('lead to their pairs, whatever the list has already', () => {
    const random = new SeededRandom(5);
    const forms = [
      (name: string) => name,
      (name: string) => `${name}.jpg`,
      (name: string) => `SegmentationClass/${name}.png`,
      (name: string) => `JPEGImages/${name}.jpg SegmentationClass/${name}.png`,
    ];
    for (let round = 0; round < 200; round++) {
      const before = NAMES.filter(() => random.integer(0, 1) === 0);
      const wanted = NAMES.filter(() => random.integer(0, 1) === 0);
      const text = before.map((name) => `${forms[random.integer(0, forms.length - 1)]?.(name) ?? name}\n`).join('');
      const { lines, listed } = listAdditions(PATH, text, wanted, voc);
      const { entries } = parseSplitList(PATH, text + lines.join('\n'), voc);
      expect(entries.map(({ pair }) => pair)).toEqual([...before, ...wanted.filter((name) => !before.includes(name))]);
      expect(listed).toBe(wanted.filter((name) => before.includes(name)).length);
    }
  });
});

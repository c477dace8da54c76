import { describe, expect, it } from 'vitest';
import { layoutCandidates, recogniseLayout } from '../../../src/core/dataset/layout.ts';
import { PatternError } from '../../../src/core/dataset/layouts/pattern.ts';
import type { DatasetLayout } from '../../../src/core/dataset/pairs.ts';

/** Pairs as lines, easy to compare: name, original, mask, others. */
function lines({ pairs }: DatasetLayout): string[] {
  return pairs.map(({ name, original, mask, others }) =>
    [name, original ?? '–', mask ?? '–', ...others.map(({ path, kind }) => `${kind} ${path}`)].join(' | '),
  );
}

describe('Pascal VOC', () => {
  it('takes masks from the folder that comes first, drawings aside', () => {
    const layout = recogniseLayout([
      'JPEGImages/a.jpg',
      'SegmentationClass/a.png',
      'SegmentationClassAug/a.png',
      'SegmentationClassVisualization/a.jpg',
      'SegmentationClassAug/b.png',
      'JPEGImages/b.jpg',
    ]);
    expect(layout.kind).toBe('voc');
    expect(lines(layout)).toEqual([
      'a | JPEGImages/a.jpg | SegmentationClass/a.png',
      'b | JPEGImages/b.jpg | SegmentationClassAug/b.png',
    ]);
    expect(layout.aside).toEqual([
      { path: 'SegmentationClassAug/a.png', pair: 'a', reason: 'secondMask' },
      { path: 'SegmentationClassVisualization/a.jpg', pair: 'a', reason: 'colours' },
    ]);
  });

  it('keeps the year in names only where there are several', () => {
    const of = (...years: string[]) =>
      lines(
        recogniseLayout(
          years.flatMap((year) => [`kit/${year}/JPEGImages/1.jpg`, `kit/${year}/SegmentationClass/1.png`]),
        ),
      );
    expect(of('VOC2012')).toEqual(['1 | kit/VOC2012/JPEGImages/1.jpg | kit/VOC2012/SegmentationClass/1.png']);
    expect(of('VOC2012', 'VOC2007')).toEqual([
      'VOC2007/1 | kit/VOC2007/JPEGImages/1.jpg | kit/VOC2007/SegmentationClass/1.png',
      'VOC2012/1 | kit/VOC2012/JPEGImages/1.jpg | kit/VOC2012/SegmentationClass/1.png',
    ]);
  });

  it('is not CVAT by a labelmap elsewhere, nor VOC by JPEGImages alone', () => {
    const voc = ['JPEGImages/a.jpg', 'SegmentationClass/a.png', 'ImageSets/Segmentation/default.txt'];
    expect(recogniseLayout([...voc, 'labelmap.txt']).kind).toBe('cvat');
    expect(recogniseLayout([...voc, 'notes/labelmap.txt']).kind).toBe('voc');
    expect(recogniseLayout(['JPEGImages/a.jpg', 'JPEGImages/b.jpg']).kind).toBe('folders');
  });
});

describe('Cityscapes', () => {
  it('prefers label ids to train ids and fine masks to coarse ones', () => {
    const layout = recogniseLayout([
      'leftImg8bit/val/ulm/ulm_000000_000001_leftImg8bit.png',
      'gtFine/val/ulm/ulm_000000_000001_gtFine_labelTrainIds.png',
      'gtFine/val/ulm/ulm_000000_000001_gtFine_labelIds.png',
      'gtFine/val/ulm/ulm_000000_000001_gtFine_color.png',
      'gtCoarse/val/ulm/ulm_000000_000001_gtCoarse_labelIds.png',
      'leftImg8bit/val/ulm/ulm_000000_000002_leftImg8bit.png',
      'gtCoarse/val/ulm/ulm_000000_000002_gtCoarse_labelIds.png',
      'leftImg8bit/val/ulm/ulm_000000_000003_leftImg8bit.png',
      'gtFine/val/ulm/ulm_000000_000003_gtFine_color.png',
    ]);
    expect(layout.kind).toBe('cityscapes');
    expect(layout.pairs.map(({ name, mask }) => [name, mask])).toEqual([
      ['val/ulm_000000_000001', 'gtFine/val/ulm/ulm_000000_000001_gtFine_labelIds.png'],
      ['val/ulm_000000_000002', 'gtCoarse/val/ulm/ulm_000000_000002_gtCoarse_labelIds.png'],
      // A drawing is never a class mask.
      ['val/ulm_000000_000003', null],
    ]);
    expect(layout.aside.map(({ reason }) => reason)).toEqual(['secondMask', 'colours', 'secondMask', 'colours']);
    expect(layout.originals).toBe('leftImg8bit/{split}/*/{name}_leftImg8bit.png');
  });

  it('joins what was unpacked into folders of its own, and keeps folders that are no city', () => {
    expect(
      lines(
        recogniseLayout([
          'leftImg8bit_trainvaltest/leftImg8bit/train/0/frame0001_leftImg8bit.png',
          'gtFine_trainvaltest/gtFine/train/0/frame0001_gtFine_labelIds.png',
        ]),
      ),
    ).toEqual([
      'train/0/frame0001 | leftImg8bit_trainvaltest/leftImg8bit/train/0/frame0001_leftImg8bit.png | ' +
        'gtFine_trainvaltest/gtFine/train/0/frame0001_gtFine_labelIds.png',
    ]);
  });
});

describe('DAVIS', () => {
  const frames = (root: string, resolution: string) =>
    ['bear', 'cows'].flatMap((sequence) =>
      ['00000', '00001'].flatMap((frame) => [
        `${root}JPEGImages/${resolution}${sequence}/${frame}.jpg`,
        `${root}Annotations/${resolution}${sequence}/${frame}.png`,
      ]),
    );

  it('has masks of objects, and a sequence for each folder', () => {
    const layout = recogniseLayout([...frames('', '480p/'), 'ImageSets/2017/train.txt']);
    expect(layout.kind).toBe('davis');
    expect(layout.pairs.map(({ name, mask, sequence, frame }) => [name, mask, sequence, frame])).toEqual([
      ['bear/00000', null, 'bear', 0],
      ['bear/00001', null, 'bear', 1],
      ['cows/00000', null, 'cows', 0],
      ['cows/00001', null, 'cows', 1],
    ]);
    expect(layout.pairs[0]?.others).toEqual([{ path: 'Annotations/480p/bear/00000.png', kind: 'instance' }]);
    expect(layout.listFiles).toEqual(['ImageSets/2017/train.txt']);
  });

  it('keeps resolutions apart, and knows YouTube-VOS', () => {
    const both = recogniseLayout([...frames('', '480p/'), ...frames('', 'Full-Resolution/')]);
    expect(both.pairs.map(({ name }) => name)).toContain('480p/bear/00000');
    expect(both.pairs).toHaveLength(8);
    const youtube = recogniseLayout([...frames('train/', ''), ...frames('valid/', '')]);
    expect([youtube.kind, youtube.pairs[0]?.name, youtube.pairs[0]?.folderSplit]).toEqual([
      'davis',
      'train/bear/00000',
      'train',
    ]);
    expect(youtube.pairs[0]?.others).toEqual([{ path: 'train/Annotations/bear/00000.png', kind: 'instance' }]);
  });

  it('is not VOC with outlines in Annotations', () => {
    const voc = ['JPEGImages/a.jpg', 'Annotations/a.xml', 'SegmentationClass/a.png'];
    expect(recogniseLayout(voc).kind).toBe('voc');
  });
});

describe('folders', () => {
  it.each([
    ['images/a.jpg', 'masks/a.png'],
    ['img/a.jpg', 'label/a.png'],
    ['RGB/a.png', 'SemSeg/a.png'],
    ['Images/a.jpg', 'Ground_Truth/a.png'],
    ['images_512/a.jpg', 'masks_512/a.png'],
    ['images/a.jpg', 'masks/a_mask.png'],
    ['images/a.jpg', 'masks/a-mask.png'],
    ['images/a.jpg', 'masks/a.mask.png'],
    ['images/a.jpg', 'masks/a_label.png'],
    ['images/a.jpg', 'masks/a_gt.png'],
    ['images/a.jpg', 'masks/a_seg.png'],
    ['images/a.jpg', 'masks/a_L.png'],
    ['images/a.jpg', 'masks/a_labelIds.png'],
    ['img_dir/train/a.jpg', 'ann_dir/train/a.png'],
    ['train_images/a.jpg', 'train_masks/a.png'],
    ['train/a.jpg', 'train_masks/a_mask.gif'],
    ['train2017/a.jpg', 'annotations/panoptic_train2017/a.png'],
    ['images/10k/train/a.jpg', 'labels/sem_seg/masks/train/a.png'],
    ['images/train2017/bear/a.jpg', 'masks/train/bear/a.png'],
    ['segmentation/images/a.jpg', 'segmentation/masks/a.png'],
  ])('pairs %s with %s', (original, mask) => {
    const layout = recogniseLayout([mask, original]);
    expect(layout.kind).toBe('folders');
    const [pair] = layout.pairs;
    expect([pair?.original, pair?.mask ?? pair?.others[0]?.path]).toEqual([original, mask]);
    expect(layout.pairs).toHaveLength(1);
    expect(layout.unpaired).toEqual([]);
  });

  it.each([
    ['images/a.jpg', 'masks_old_backup/a.png', 'a folder with a word that is not known'],
    ['images_512/a.jpg', 'masks_256/b.png', 'other names'],
    ['images/train/a.jpg', 'masks/val/a.png', 'another split'],
    ['images/a.jpg', 'masks/b.png', 'another name'],
    ['images/a.jpg', 'Depth/a.png', 'depth'],
    ['images/bear/00024.jpg', 'masks/camel/00024.png', 'another sequence'],
  ])('does not pair %s with %s: %s', (original, mask) => {
    expect(layoutCandidates([original, mask]).map(({ pairs }) => pairs)).not.toContain(1);
  });

  it('leaves a word in names where originals have it as well', () => {
    expect(
      lines(recogniseLayout(['images/a_img.jpg', 'images/b_img.jpg', 'masks/a_img.png', 'masks/b_img.png'])),
    ).toEqual(['a_img | images/a_img.jpg | masks/a_img.png', 'b_img | images/b_img.jpg | masks/b_img.png']);
  });

  it('puts train ids beside label ids aside, depth and drawings too', () => {
    const layout = recogniseLayout([
      'images/a.png',
      'labels/a_labelIds.png',
      'labels/a_labelTrainIds.png',
      'labels_color/a.png',
      'depth/a.png',
    ]);
    expect(lines(layout)).toEqual(['a | images/a.png | labels/a_labelIds.png']);
    expect(layout.aside.map(({ path, reason }) => `${reason} ${path}`)).toEqual([
      'measurement depth/a.png',
      'secondMask labels/a_labelTrainIds.png',
      'colours labels_color/a.png',
    ]);
  });

  it('names pairs by split, also where there is but one', () => {
    const names = (...paths: string[]) =>
      recogniseLayout(paths).pairs.map(({ name, folderSplit }) => [name, folderSplit]);
    expect(names('data/training/images/a.jpg', 'data/training/masks/a.png')).toEqual([['training/a', 'train']]);
    expect(names('data/images/valid/a.jpg', 'data/masks/valid/a.png')).toEqual([['valid/a', 'val']]);
    expect(names('data/images/a.jpg', 'data/masks/a.png')).toEqual([['a', null]]);
  });

  it('keeps in names what is a folder of names on one side', () => {
    expect(lines(recogniseLayout(['a/x.jpg', 'masks/a/x.png', 'a/y.jpg', 'masks/a/y.png']))).toEqual([
      'a/x | a/x.jpg | masks/a/x.png',
      'a/y | a/y.jpg | masks/a/y.png',
    ]);
  });

  it('joins by name alone only where one original has it', () => {
    const mask = 'labels/sem_seg/masks/train/a.png';
    expect(recogniseLayout([mask, 'images/10k/train/a.jpg', 'images/20k/train/b.jpg']).pairs).toHaveLength(2);
    expect(recogniseLayout([mask, 'images/10k/train/a.jpg', 'images/20k/train/a.jpg']).pairs).toHaveLength(3);
  });

  it('joins no frames of one sequence to those of another', () => {
    const { pairs } = recogniseLayout(['images/bear/00024.jpg', 'masks/camel/00024.png']);
    expect(pairs.map(({ name, original, mask }) => [name, original, mask])).toEqual([
      ['bear/00024', 'images/bear/00024.jpg', null],
      ['camel/00024', null, 'masks/camel/00024.png'],
    ]);
  });

  it('keeps one of two originals of a name', () => {
    const layout = recogniseLayout(['images/x.png', 'images/x.jpg', 'masks/x.png', 'masks/x.tif']);
    expect(lines(layout)).toEqual(['x | images/x.jpg | masks/x.png']);
    expect(layout.unpaired).toEqual(['images/x.png']);
    expect(layout.aside).toEqual([{ path: 'masks/x.tif', pair: 'x', reason: 'secondMask' }]);
  });
});

describe('one folder', () => {
  it('goes by words before formats', () => {
    const layout = recogniseLayout(['a.jpg', 'a_mask.png', 'b.jpg', 'c_mask.png', 'b.png', 'd.jpg']);
    expect(layout.kind).toBe('suffix');
    expect(lines(layout)).toEqual(['a | a.jpg | a_mask.png', 'b | b.jpg | –', 'c | – | c_mask.png', 'd | d.jpg | –']);
    expect(layout.unpaired).toEqual(['b.png']);
  });

  it('goes by formats where nothing has a word', () => {
    expect(lines(recogniseLayout(['a.jpg', 'a.png', 'b.png', 'c.JPEG']))).toEqual([
      'a | a.jpg | a.png',
      'b | – | b.png',
      'c | c.JPEG | –',
    ]);
  });

  it('takes words of originals off names', () => {
    expect(lines(recogniseLayout(['1_image.png', '1_label.png', '2_image.png', '2_label.png']))).toEqual([
      '1 | 1_image.png | 1_label.png',
      '2 | 2_image.png | 2_label.png',
    ]);
  });

  it('takes masks alone and photographs alone for what they are', () => {
    expect(lines(recogniseLayout(['out/a.png', 'out/b.png']))).toEqual(['a | – | out/a.png', 'b | – | out/b.png']);
    expect(lines(recogniseLayout(['out/a.jpg', 'out/b.jpg']))).toEqual(['a | out/a.jpg | –', 'b | out/b.jpg | –']);
    expect(recogniseLayout([])).toEqual({
      kind: 'folders',
      originals: null,
      masks: null,
      pairs: [],
      aside: [],
      unpaired: [],
      listFiles: [],
      classMapFiles: [],
    });
  });

  it('names folders of img and label, as labelme writes them', () => {
    const layout = recogniseLayout([
      'a_json/img.png',
      'a_json/label.png',
      'a_json/label_viz.png',
      'b_json/img.png',
      'b_json/label.png',
    ]);
    expect(lines(layout)).toEqual([
      'a_json | a_json/img.png | a_json/label.png',
      'b_json | b_json/img.png | b_json/label.png',
    ]);
    expect(layout.aside).toEqual([{ path: 'a_json/label_viz.png', pair: 'a_json', reason: 'colours' }]);
  });

  it('takes _seg for classes and instances only in the full release of ADE20K', () => {
    expect(lines(recogniseLayout(['a.jpg', 'a_seg.png']))).toEqual(['a | a.jpg | a_seg.png']);
    expect(lines(recogniseLayout(['a.jpg', 'a_seg.png', 'a_atr.txt', 'a_parts_1.png']))).toEqual([
      'a | a.jpg | – | classInstance a_seg.png | classInstance a_parts_1.png',
    ]);
  });
});

describe('candidates', () => {
  it('counts what would be missing, the likeliest first', () => {
    const paths = ['images/a.jpg', 'images/b.jpg', 'images/c.jpg', 'masks/a.png', 'masks/d.png', 'thumb/a.gif'];
    expect(layoutCandidates(paths)).toEqual([
      {
        kind: 'folders',
        originals: 'images/{name}.jpg',
        masks: 'masks/{name}.png',
        pairs: 1,
        withoutClassMask: 0,
        missingMasks: 2,
        missingOriginals: 1,
        unpaired: 1,
      },
      {
        kind: 'suffix',
        originals: '{name}.jpg',
        masks: '{name}.png',
        pairs: 0,
        withoutClassMask: 0,
        missingMasks: 4,
        missingOriginals: 2,
        unpaired: 0,
      },
    ]);
  });

  it('takes the larger of two datasets in one folder', () => {
    const voc = ['v/JPEGImages/a.jpg', 'v/SegmentationClass/a.png'];
    const flat = ['f/a.jpg', 'f/a_mask.png', 'f/b.jpg', 'f/b_mask.png'];
    expect(layoutCandidates([...voc, ...flat]).map(({ kind, pairs }) => [kind, pairs])).toEqual([
      ['suffix', 2],
      ['voc', 1],
      ['folders', 1],
    ]);
  });

  it('obeys the kind that the user says', () => {
    const paths = ['images/a.jpg', 'masks/a.png'];
    expect(recogniseLayout(paths, { kind: 'suffix' }).pairs).toHaveLength(2);
    expect(recogniseLayout(paths, { kind: 'voc' }).unpaired).toEqual(paths);
  });
});

describe("a user's pattern", () => {
  const paths = ['raw/one/a.jpg', 'raw/b.jpg', 'raw/b.JPG', 'seg/one/a_m.png', 'seg/c_m.png', 'other/d.png'];

  it('may have folders in the name', () => {
    const layout = recogniseLayout(paths, { pattern: { originals: 'raw/{name}.jpg', masks: './seg/{name}_m.png' } });
    expect(layout.kind).toBe('pattern');
    expect(lines(layout)).toEqual([
      'b | raw/b.jpg | –',
      'c | – | seg/c_m.png',
      'one/a | raw/one/a.jpg | seg/one/a_m.png',
    ]);
    expect(layout.unpaired).toEqual(['other/d.png', 'raw/b.JPG']);
  });

  it('gives a file that both match to the longer one', () => {
    const pattern = { originals: '{name}.png', masks: '{name}_m.png' };
    expect(lines(recogniseLayout(['a.png', 'a_m.png'], { pattern }))).toEqual(['a | a.png | a_m.png']);
  });

  it.each([
    [{ originals: 'raw/x.jpg', masks: 'seg/{name}.png' }, 'placeholder'],
    [{ originals: '{name}/{name}.jpg', masks: 'seg/{name}.png' }, 'placeholder'],
    [{ originals: '../raw/{name}.jpg', masks: 'seg/{name}.png' }, 'outside'],
    [{ originals: '/raw/{name}.jpg', masks: 'seg/{name}.png' }, 'outside'],
    [{ originals: 'C:\\raw\\{name}.jpg', masks: 'seg/{name}.png' }, 'outside'],
    [{ originals: 'seg/{name}.png', masks: 'seg\\{name}.png' }, 'equal'],
  ] as const)('refuses %j: %s', (pattern, code) => {
    let error: unknown = null;
    try {
      recogniseLayout(paths, { pattern });
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(PatternError);
    expect((error as PatternError).code).toBe(code);
  });
});

describe('files that are no images', () => {
  it('lists split lists and class maps', () => {
    const layout = recogniseLayout([
      'images/train_0001.jpg',
      'labels/train_0001.txt',
      'train.txt',
      'train_aug.txt',
      'splits/fold3.csv',
      'filelist',
      'README.txt',
      'labels.txt',
      'sub/labelmap.txt',
      'faces.classes.json',
      'requirements.txt',
      'test_labels.txt',
    ]);
    expect(layout.listFiles).toEqual(['filelist', 'splits/fold3.csv', 'train.txt', 'train_aug.txt']);
    expect(layout.classMapFiles).toEqual(['faces.classes.json', 'labels.txt', 'sub/labelmap.txt']);
  });

  it("leaves VOC's lists of other tasks and classes out where segmentation has its own", () => {
    const main = ['ImageSets/Main/train.txt', 'ImageSets/Main/cat_train.txt'];
    const own = ['ImageSets/Segmentation/train.txt'];
    expect(recogniseLayout([...main, ...own]).listFiles).toEqual(own);
    expect(recogniseLayout(main).listFiles).toEqual(['ImageSets/Main/train.txt']);
  });
});

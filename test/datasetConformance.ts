// What we find in real datasets by the names of their files, against what was counted in them by hand.
//   node test/datasetConformance.ts           writes docs/dataset-conformance.md
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { recogniseLayout } from '../src/core/dataset/layout.ts';
import type { DatasetLayout, LayoutKind } from '../src/core/dataset/pairs.ts';
import { parseSplitList } from '../src/core/dataset/splitLists.ts';
import { markdownTable } from './fixtures/markdownTable.ts';
import { hasShared, listShared, readShared, sharedPath } from './fixtures/sharedData.ts';

export const TABLE_FILE = join(import.meta.dirname, '..', 'docs', 'dataset-conformance.md');
export const hasDatasets = ['datumaro', 'masks-paletted', 'coco'].every((folder) => hasShared(`data/${folder}`));

/** What there is in a dataset. */
export interface DatasetCounts {
  readonly kind: LayoutKind;
  /** Originals with a class mask. */
  readonly classMasks: number;
  /** Originals whose masks are all of objects or panoptic. */
  readonly otherMasks: number;
  /** Originals without any mask. */
  readonly missingMasks: number;
  /** Masks without an original. */
  readonly missingOriginals: number;
  /** Masks of objects, of class and instance together, and panoptic ones. */
  readonly others: number;
  /** Files beside a pair: second class masks, depth. */
  readonly aside: number;
  readonly unpaired: number;
  /** Entries of split lists: those that name a pair, and all. */
  readonly listed: readonly [found: number, all: number];
}

interface ExpectedDataset extends Partial<DatasetCounts> {
  /** Below the folder of test data. */
  readonly folder: string;
  readonly kind: LayoutKind;
  /** Where the numbers come from, if not from as many files in its folders of originals and of masks. */
  readonly why: string;
}

/**
 * Counted with `find`, `ls` and by reading the lists, not with what is tested. Numbers that are not given are 0.
 */
export const EXPECTED: readonly ExpectedDataset[] = [
  {
    folder: 'datumaro/ade20k2017_dataset/dataset',
    kind: 'suffix',
    otherMasks: 2,
    others: 5,
    why: '`1.jpg` with `_seg` and one `_parts`, `2.jpg` with `_seg` and two: class and instance in one file',
  },
  {
    folder: 'datumaro/ade20k2020_dataset/dataset',
    kind: 'suffix',
    otherMasks: 2,
    others: 12,
    why: 'the same five and, in the folders `1` and `2`, three and four masks of single objects',
  },
  {
    folder: 'datumaro/camvid_dataset',
    kind: 'camvid',
    classMasks: 4,
    listed: [4, 4],
    why: 'three lists of paths, `/train/… /trainannot/…`, with four lines',
  },
  {
    folder: 'datumaro/cityscapes_dataset/dataset',
    kind: 'cityscapes',
    otherMasks: 4,
    others: 4,
    why: 'nothing but `instanceIds`',
  },
  {
    folder: 'datumaro/cityscapes_dataset/train_dataset',
    kind: 'cityscapes',
    classMasks: 4,
    others: 4,
    why: '`labelTrainIds` and `instanceIds`',
  },
  { folder: 'datumaro/coco_dataset/coco', kind: 'folders', otherMasks: 2, others: 2, why: 'panoptic masks' },
  { folder: 'datumaro/coco_dataset/coco_captions', kind: 'folders', missingMasks: 2, why: 'JSON alone' },
  { folder: 'datumaro/coco_dataset/coco_panoptic', kind: 'folders', otherMasks: 2, others: 2, why: 'panoptic masks' },
  { folder: 'datumaro/coco_dataset/coco_roboflow', kind: 'suffix', missingMasks: 2, why: 'JSON alone' },
  { folder: 'datumaro/common_semantic_segmentation_dataset/dataset', kind: 'folders', classMasks: 2, why: '' },
  {
    folder: 'datumaro/common_semantic_segmentation_dataset/non_standard_dataset',
    kind: 'folders',
    classMasks: 2,
    why: '`image_0001.png` with `gt_0001.png`',
  },
  {
    folder: 'datumaro/cvat_dataset/for_images/export_project',
    kind: 'folders',
    missingMasks: 6,
    why: 'outlines in XML alone; `img0` and `img1` in each of three splits',
  },
  { folder: 'datumaro/cvat_dataset/for_video', kind: 'folders', missingMasks: 3, why: 'outlines in XML alone' },
  { folder: 'datumaro/kaggle_dataset/image_mask', kind: 'folders', classMasks: 2, why: '' },
  { folder: 'datumaro/kaggle_dataset/image_mask_with_labelmap', kind: 'folders', classMasks: 3, why: '' },
  {
    folder: 'datumaro/kitti_dataset/kitti_segmentation',
    kind: 'folders',
    otherMasks: 2,
    others: 2,
    why: '`instance` without `semantic`',
  },
  {
    folder: 'datumaro/labelme_dataset',
    kind: 'folders',
    otherMasks: 1,
    others: 2,
    unpaired: 2,
    why: 'two masks of objects (`img1_mask_1`, `img1_mask_5`) and two scribbles of one image',
  },
  {
    folder: 'datumaro/mapillary_vistas_dataset',
    kind: 'folders',
    classMasks: 3,
    others: 12,
    aside: 3,
    why: 'labels, instances and panoptic masks in two editions: the first labels are the masks, the second lie aside',
  },
  { folder: 'datumaro/mots_dataset', kind: 'folders', otherMasks: 3, others: 3, why: '`instances`' },
  { folder: 'datumaro/synthia_dataset/al', kind: 'folders', classMasks: 2, aside: 2, why: 'depth lies aside' },
  { folder: 'datumaro/synthia_dataset/rand', kind: 'folders', classMasks: 2, why: '`GTTXT` holds text' },
  { folder: 'datumaro/synthia_dataset/rand_custom_labelmap', kind: 'folders', classMasks: 2, why: '' },
  { folder: 'datumaro/synthia_dataset/sf', kind: 'folders', classMasks: 2, aside: 2, why: 'depth lies aside' },
  {
    folder: 'datumaro/voc_dataset/voc_dataset1',
    kind: 'voc',
    classMasks: 1,
    missingMasks: 1,
    others: 1,
    listed: [2, 2],
    why: '`2007_000002` has no mask; the lists of Segmentation, not of the other tasks',
  },
  {
    folder: 'datumaro/voc_dataset/voc_dataset2',
    kind: 'folders',
    listed: [0, 15],
    why: 'no image at all; three lists of five names',
  },
  {
    folder: 'datumaro/voc_dataset/voc_dataset3',
    kind: 'voc',
    missingMasks: 1,
    listed: [1, 1],
    why: 'boxes in XML; the list of `Main`, since Segmentation has none',
  },
  {
    folder: 'masks-paletted/davis',
    kind: 'suffix',
    missingOriginals: 40,
    why: 'results alone; ids are objects, but no name below this folder says so',
  },
  { folder: 'masks-paletted/labelme/apc2016_obj3', kind: 'suffix', classMasks: 1, why: '`img.png` with `label.png`' },
  { folder: 'masks-paletted/labelme/instance_segmentation', kind: 'voc', classMasks: 3, others: 3, why: '' },
  { folder: 'masks-paletted/labelme/semantic_segmentation', kind: 'voc', classMasks: 3, why: '' },
  { folder: 'masks-paletted/labelme/video', kind: 'voc', classMasks: 5, why: '`SegmentationClassPNG`' },
  {
    folder: 'masks-paletted/mmseg/pseudo_cityscapes_dataset',
    kind: 'cityscapes',
    classMasks: 1,
    others: 1,
    aside: 1,
    why: '`labelIds` are the mask, `labelTrainIds` lie aside',
  },
  {
    folder: 'masks-paletted/mmseg/pseudo_dataset',
    kind: 'folders',
    classMasks: 5,
    listed: [5, 5],
    why: '`00000_img.jpg` with `00000_gt.png`; lists of four names and one',
  },
  {
    folder: 'masks-paletted/mmseg',
    kind: 'folders',
    classMasks: 5,
    unpaired: 7,
    listed: [5, 5],
    why: 'three datasets in one folder: the largest is found, seven images of the others are left',
  },
  { folder: 'coco/labelbox-python', kind: 'folders', classMasks: 20, why: '' },
];

export function expectedCounts(dataset: ExpectedDataset): DatasetCounts {
  return {
    kind: dataset.kind,
    classMasks: dataset.classMasks ?? 0,
    otherMasks: dataset.otherMasks ?? 0,
    missingMasks: dataset.missingMasks ?? 0,
    missingOriginals: dataset.missingOriginals ?? 0,
    others: dataset.others ?? 0,
    aside: dataset.aside ?? 0,
    unpaired: dataset.unpaired ?? 0,
    listed: dataset.listed ?? [0, 0],
  };
}

/** Paths of a dataset's files, in it. */
export function pathsOfDataset(folder: string): string[] {
  const root = `data/${folder}/`;
  return listShared(root).map((path) => path.slice(root.length));
}

export function foundCounts(folder: string): DatasetCounts {
  const layout = recogniseLayout(pathsOfDataset(folder));
  const { kind, pairs, aside, unpaired } = layout;
  const entries = layout.listFiles.flatMap((path) => listEntries(folder, path, layout));
  const count = (isCounted: (pair: (typeof pairs)[number]) => boolean) => pairs.filter(isCounted).length;
  return {
    kind,
    classMasks: count(({ original, mask }) => original !== null && mask !== null),
    otherMasks: count(({ original, mask, others }) => original !== null && mask === null && others.length > 0),
    missingMasks: count(({ mask, others }) => mask === null && others.length === 0),
    missingOriginals: count(({ original }) => original === null),
    others: pairs.reduce((sum, { others }) => sum + others.length, 0),
    aside: aside.length,
    unpaired: unpaired.length,
    listed: [entries.filter(({ pair }) => pair !== null).length, entries.length],
  };
}

function listEntries(folder: string, path: string, layout: DatasetLayout) {
  return parseSplitList(path, Buffer.from(readShared(`data/${folder}/${path}`)).toString('utf8'), layout).entries;
}

/** The columns of the table; one more is one line. */
const COLUMNS: readonly (readonly [heading: string, cell: (counts: DatasetCounts) => string])[] = [
  ['layout', ({ kind }) => kind],
  ['with class mask', ({ classMasks }) => String(classMasks)],
  ['with other masks alone', ({ otherMasks }) => String(otherMasks)],
  ['no mask', ({ missingMasks }) => String(missingMasks)],
  ['no original', ({ missingOriginals }) => String(missingOriginals)],
  ['other masks', ({ others }) => String(others)],
  ['aside', ({ aside }) => String(aside)],
  ['unpaired', ({ unpaired }) => String(unpaired)],
  ['listed', ({ listed: [found, all] }) => (all === 0 ? '–' : `${found} of ${all}`)],
];

/** The text of docs/dataset-conformance.md. */
export function renderTable(): string {
  const rows = EXPECTED.map((dataset) => {
    const wanted = expectedCounts(dataset);
    const found = foundCounts(dataset.folder);
    const cells = COLUMNS.map(([, cell]) => {
      const [a, b] = [cell(wanted), cell(found)];
      return a === b ? a : `**${a} / ${b}**`;
    });
    return [`\`${dataset.folder}\``, ...cells, dataset.why];
  });
  return `# Conformance of the dataset layouts

What the names of files alone tell of real datasets, against what was counted in them by hand: originals with a class mask,
with masks of objects or panoptic masks alone, without a mask; masks without an original; masks that are no class masks;
files beside a pair; images in no pair; entries of split lists that name a pair. Where the two differ, both are shown in
bold: **expected / found**. Written by \`node test/datasetConformance.ts\`; a test keeps it true. Another
(\`test/unit/dataset/realCounts.test.ts\`) scans those with class masks and compares the pixels of every id in every mask with
what NumPy counts; none differs.

${markdownTable(['dataset', ...COLUMNS.map(([heading]) => heading), 'why'], rows)}
`;
}

if (argv[1] === import.meta.filename) {
  if (!hasDatasets) throw new Error(`No datasets in ${sharedPath('data')}`);
  writeFileSync(TABLE_FILE, renderTable());
  console.log(`wrote ${TABLE_FILE}`);
}

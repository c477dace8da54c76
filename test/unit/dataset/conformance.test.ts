import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { recogniseLayout } from '../../../src/core/dataset/layout.ts';
import {
  EXPECTED,
  TABLE_FILE,
  expectedCounts,
  foundCounts,
  hasDatasets,
  pathsOfDataset,
  renderTable,
} from '../../datasetConformance.ts';

const pairOf = (folder: string, name: string) =>
  recogniseLayout(pathsOfDataset(folder)).pairs.find((pair) => pair.name === name);

describe.skipIf(!hasDatasets)('layouts of real datasets', () => {
  it.each(EXPECTED)('counts $folder as it was counted by hand', (dataset) => {
    expect(foundCounts(dataset.folder)).toEqual(expectedCounts(dataset));
  });

  it('has the table of the documentation', () => {
    expect(renderTable()).toBe(readFileSync(TABLE_FILE, 'utf8'));
  });

  it('joins the files of one image', () => {
    expect(pairOf('datumaro/voc_dataset/voc_dataset1', '2007_000001')).toEqual({
      name: '2007_000001',
      original: 'JPEGImages/2007_000001.jpg',
      mask: 'SegmentationClass/2007_000001.png',
      others: [{ path: 'SegmentationObject/2007_000001.png', kind: 'instance' }],
      sequence: null,
      frame: null,
      folderSplit: null,
    });
    expect(pairOf('masks-paletted/mmseg/pseudo_cityscapes_dataset', 'frankfurt_000000_000294')).toEqual({
      name: 'frankfurt_000000_000294',
      original: 'leftImg8bit/frankfurt_000000_000294_leftImg8bit.png',
      mask: 'gtFine/frankfurt_000000_000294_gtFine_labelIds.png',
      others: [{ path: 'gtFine/frankfurt_000000_000294_gtFine_instanceIds.png', kind: 'classInstance' }],
      sequence: 'frankfurt_000000',
      frame: 294,
      folderSplit: null,
    });
    expect(pairOf('datumaro/mapillary_vistas_dataset', 'val/1')).toEqual({
      name: 'val/1',
      original: 'val/images/1.jpg',
      mask: 'val/v1.2/labels/1.png',
      others: [
        { path: 'val/v1.2/instances/1.png', kind: 'classInstance' },
        { path: 'val/v1.2/panoptic/1.png', kind: 'panoptic' },
        { path: 'val/v2.0/instances/1.png', kind: 'classInstance' },
        { path: 'val/v2.0/panoptic/1.png', kind: 'panoptic' },
      ],
      sequence: null,
      frame: null,
      folderSplit: 'val',
    });
  });

  it('knows the sequences of CamVid, KITTI and a video, and none of COCO', () => {
    const sequences = (folder: string) => [
      ...new Set(recogniseLayout(pathsOfDataset(folder)).pairs.map(({ sequence }) => sequence)),
    ];
    expect(sequences('datumaro/camvid_dataset')).toEqual(['0001TP', '0016E5']);
    expect(sequences('datumaro/kitti_dataset/kitti_segmentation')).toEqual(['000030']);
    expect(sequences('datumaro/cvat_dataset/for_video')).toEqual(['frame']);
    expect(sequences('coco/labelbox-python')).toEqual([null]);
    expect(sequences('masks-paletted/labelme/instance_segmentation')).toEqual([null]);
  });
});

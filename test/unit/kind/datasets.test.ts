import { existsSync, readFileSync } from 'node:fs';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readPngHead } from '../../../src/core/mask/pngHead.ts';
import { recogniseByHead, recogniseByPixels } from '../../../src/core/mask/recognise.ts';
import { recogniseKind } from '../../../src/core/mask/kind.ts';
import { fromPng16 } from './ids16.ts';
import { readPng } from '../../../src/core/png/read.ts';
import { crc32, inflate } from '../../../src/platform/zlib.ts';

const data = join(import.meta.dirname, '../../../../shared/data');
const isThere = existsSync(data);
if (!isThere) console.warn('skipped: no files of real datasets in ../shared/data');

const files = (...patterns: string[]) =>
  patterns.flatMap((pattern) => globSync(pattern, { cwd: data })).filter((file) => file.endsWith('.png'));

function recognise(file: string, maxPixels: number): string {
  const bytes = readFileSync(join(data, file));
  const head = readPngHead(bytes);
  if (head === null) return 'no PNG';
  const byHead = recogniseByHead(head, bytes.length, maxPixels);
  return byHead === 'pixels' ? recogniseByPixels(readPng(bytes, inflate, { crc32 })) : byHead;
}

/** Folders of ground truth, as their datasets lay them out. */
const MASKS = [
  'masks-paletted/davis/**/*.png',
  'masks-paletted/labelme/**/Segmentation*/*.png',
  'masks-paletted/labelme/apc2016_obj3/label.png',
  'masks-paletted/mmseg/**/gt*/*.png',
  'masks-paletted/mmseg/seg.png',
  'coco/labelbox-python/masks/*.png',
  'coco/**/panoptic_*/*.png',
  'datumaro/camvid_dataset/*annot/*.png',
  'datumaro/cityscapes_dataset/**/gtFine/**/*.png',
  'datumaro/coco_dataset/**/panoptic_*/*.png',
  'datumaro/common_semantic_segmentation_dataset/*/masks/*.png',
  'datumaro/kaggle_dataset/*/masks/*.png',
  'datumaro/kitti_dataset/**/instance/*.png',
  'datumaro/mapillary_vistas_dataset/**/*.png',
  'datumaro/mots_dataset/**/instances/*.png',
  'datumaro/synthia_dataset/*/GT*/*.png',
  'datumaro/voc_dataset/**/Segmentation*/*.png',
  'png-edge/torchvision/FudanPed00054_mask.png',
];

const PHOTOGRAPHS = [
  'masks-paletted/labelme/apc2016_obj3/img.png',
  'masks-paletted/mmseg/**/leftImg8bit/*.png',
  'png-edge/torchvision/FudanPed00054.png',
  'png-edge/torchvision/wizard_low*.png',
  // Gradients in RGB, RGBA, grey and palettes.
  'pngsuite/primary/bas[in][0246]*0[8].png',
  'pngsuite/primary/bas[in]3p08.png',
  'pngsuite/primary/tb*3p08.png',
  'pngsuite/16bit/*.png',
];

describe.skipIf(!isThere)('real files', () => {
  it('are recognised as masks', () => {
    const masks = files(...MASKS);
    expect(masks.length).toBeGreaterThan(120);
    expect(masks.filter((file) => recognise(file, 1 << 20) !== 'mask')).toEqual([]);
  });

  it('are recognised as masks by the size of the file, where they are too large to decode', () => {
    const large = files(...MASKS).filter((file) => readFileSync(join(data, file)).length > 1000);
    expect(large.length).toBeGreaterThan(70);
    const missed = large.filter((file) => recognise(file, 0) !== 'mask');
    // Crowded masks in RGB, which take as many bits as a screenshot does.
    expect(missed.filter((file) => !file.startsWith('coco/'))).toEqual([]);
    expect(missed.length).toBeLessThan(large.length / 10);
  });

  it('are not taken for masks when they are photographs or gradients', () => {
    const photographs = files(...PHOTOGRAPHS);
    expect(photographs.length).toBeGreaterThan(30);
    expect(photographs.filter((file) => recognise(file, 1 << 20) !== 'photograph')).toEqual([]);
    expect(
      files('masks-paletted/**/img.png', 'png-edge/torchvision/FudanPed00054.png').map((file) => recognise(file, 0)),
    ).toEqual(['photograph', 'photograph']);
  });

  it.each([
    ['masks-paletted/davis/**/*.png', 'instance', undefined],
    ['masks-paletted/labelme/**/SegmentationObject/*.png', 'instance', undefined],
    ['masks-paletted/labelme/**/SegmentationClass*/*.png', 'semantic', undefined],
    ['masks-paletted/labelme/apc2016_obj3/label.png', 'semantic', undefined],
    ['**/*_labelIds.png', 'semantic', undefined],
    ['**/*_labelTrainIds.png', 'semantic', undefined],
    ['**/*_instanceIds.png', 'classInstance', 1000],
    ['datumaro/kitti_dataset/**/instance/*.png', 'classInstance', 256],
    ['datumaro/mapillary_vistas_dataset/**/instances/*.png', 'classInstance', 256],
    ['datumaro/mapillary_vistas_dataset/**/panoptic/*.png', 'panoptic', undefined],
    ['datumaro/mapillary_vistas_dataset/**/labels/*.png', 'semantic', undefined],
    ['datumaro/mots_dataset/**/instances/*.png', 'classInstance', 1000],
    ['datumaro/coco_dataset/**/panoptic_*/*.png', 'panoptic', undefined],
    ['datumaro/ade20k20*_dataset/**/*_seg.png', 'classInstance', undefined],
    ['datumaro/kaggle_dataset/*/masks/*.png', 'semantic', undefined],
    ['datumaro/voc_dataset/**/SegmentationObject/*.png', 'instance', undefined],
  ] as const)('%s are %s (divisor %s)', (pattern, kind, divisor) => {
    const found = files(pattern);
    expect(found.length).toBeGreaterThan(0);
    for (const file of found) {
      const bytes = readFileSync(join(data, file));
      const { header } = readPngHead(bytes) ?? {};
      const isColour = header !== undefined && header.colourType !== 0 && header.colourType !== 3;
      const ids = header?.bitDepth === 16 && !isColour ? fromPng16(bytes) : undefined;
      // Results of others on DAVIS 2017, which the folder of that name holds.
      const path = `/data/${file.replace('masks-paletted/davis/', 'DAVIS-2017/')}`;
      const recognised = recogniseKind({ path, bitDepth: header?.bitDepth, isColour, ids });
      expect([file, recognised.kind, recognised.divisor]).toEqual([file, kind, divisor]);
    }
  });
});

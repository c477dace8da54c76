import { describe, expect, it } from 'vitest';
import { divisorOf, recogniseKind } from '../../../src/core/mask/kind.ts';

const grey16 = { bitDepth: 16, isColour: false };
const grey8 = { bitDepth: 8, isColour: false };
const rgb = { bitDepth: 8, isColour: true };

describe('the kind of a mask', () => {
  it.each([
    ['/voc/SegmentationObject/2007_000032.png', grey8, 'instance', undefined, 'folder'],
    ['/voc/SegmentationClass/2007_000032.png', grey8, 'semantic', undefined, 'folder'],
    ['/labelme/SegmentationClassPNG/0001.png', grey8, 'semantic', undefined, 'folder'],
    ['/cs/gtFine/val/f/f_000000_000294_gtFine_instanceIds.png', grey16, 'classInstance', 1000, 'fileName'],
    ['/cs/f_000000_000294_gtFine_labelIds.png', grey8, 'semantic', undefined, 'fileName'],
    ['/cs/f_000000_000294_gtFine_labelTrainIds.png', grey8, 'semantic', undefined, 'fileName'],
    ['/cs/f_gtFine_panoptic.png', rgb, 'panoptic', undefined, 'fileName'],
    ['/kitti/training/instance/000030_10.png', grey16, 'classInstance', 256, 'folder'],
    ['/mapillary/training/v2.0/instances/2.png', grey16, 'classInstance', 256, 'folder'],
    ['/mapillary/training/v2.0/labels/2.png', grey8, 'semantic', undefined, 'default'],
    ['/mots/instances/0002/000001.png', grey16, 'classInstance', 1000, 'folder'],
    ['/coco/annotations/panoptic_val2017/000000000139.png', rgb, 'panoptic', undefined, 'folder'],
    ['/mapillary/v1.2/panoptic/1.png', rgb, 'panoptic', undefined, 'folder'],
    ['/DAVIS/Annotations/480p/bear/00000.png', grey8, 'instance', undefined, 'folder'],
    ['/x/Annotations_unsupervised/Full-Resolution/bear/00000.png', grey8, 'instance', undefined, 'folder'],
    ['/ade/annotations/training/ADE_train_00000001.png', grey8, 'semantic', undefined, 'fileName'],
    ['/ADE20K_2021/training/ADE_1_seg.png', rgb, 'classInstance', undefined, 'fileName'],
    ['/anything/masks/1.png', grey8, 'semantic', undefined, 'default'],
    ['/anything/instance/1.png', grey8, 'semantic', undefined, 'default'],
    ['', { bitDepth: undefined, isColour: undefined }, 'semantic', undefined, 'default'],
  ])('%s', (path, header, kind, divisor, code) => {
    const recognised = recogniseKind({ path, ...header });
    expect([recognised.kind, recognised.divisor, recognised.reason.code]).toEqual([kind, divisor, code]);
  });

  it('asks the ids where the path does not tell', () => {
    const path = '/anything/1.png';
    expect(recogniseKind({ path, ...grey16, ids: [0, 7, 26_001, 26_002] })).toMatchObject({
      kind: 'classInstance',
      divisor: 1000,
      reason: { code: 'ids', details: { divisor: '1000' } },
    });
    expect(recogniseKind({ path, ...grey16, ids: [0, 1, 2] }).kind).toBe('semantic');
    expect(recogniseKind({ path, ...grey8, ids: [0, 1, 255] }).kind).toBe('semantic');
  });

  it('asks the ids which divisor a folder means', () => {
    const instances = (ids: readonly number[]) => recogniseKind({ path: '/x/instances/1.png', ...grey16, ids }).divisor;
    expect(instances([0, 1001, 4003])).toBe(1000);
    expect(instances([256, 257, 513])).toBe(256);
  });
});

describe('the divisor of ids', () => {
  it.each([
    // Cityscapes, MOTS, KITTI, Mapillary Vistas
    [[3, 24_001, 26_002], 1000],
    [[0, 1001, 4003], 1000],
    [[768, 6912, 6914], 256],
    [[0, 256, 257], 256],
    // cells numbered through, a depth map, small ids, void alone
    [Array.from({ length: 300 }, (_, at) => at), null],
    [Array.from({ length: 4096 }, (_, at) => at * 13), null],
    [[0, 1, 20, 255], null],
    [[0, 65_535], null],
    [[], null],
    [undefined, null],
  ] as const)('%j', (ids, divisor) => {
    expect(divisorOf(ids)).toBe(divisor);
  });
});

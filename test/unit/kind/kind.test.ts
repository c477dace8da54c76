import { describe, expect, it } from 'vitest';
import { composedDivisorOf, hasMotsIds, instancesDivisorOf } from '../../../src/core/mask/divisor.ts';
import { recogniseKind } from '../../../src/core/mask/kind.ts';

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
    ['/m2f/ade20k_panoptic_train/ADE_train_00000001.png', rgb, 'panoptic', undefined, 'folder'],
    ['/ade/annotations_instance/training/ADE_train_00000001.png', rgb, 'classInstance', undefined, 'folder'],
    ['/ade/images/training/ADE_train_00000001.png', rgb, 'semantic', undefined, 'default'],
    ['/coco/panoptic_val2017/sub/1.png', rgb, 'panoptic', undefined, 'folder'],
    ['/coco/val2017_panoptic/1.png', rgb, 'panoptic', undefined, 'folder'],
    ['/coco/panoptic_semseg_val2017/1.png', grey8, 'semantic', undefined, 'default'],
    ['/panoptic_val2017/images/1.png', rgb, 'semantic', undefined, 'default'],
    ['/my_panoptic_project/images/1.png', rgb, 'semantic', undefined, 'default'],
    ['/cs/f_gtFine_INSTANCEIDS.PNG', grey16, 'classInstance', 1000, 'fileName'],
    ['/cs/f_gtFine_labelIds.PNG', grey8, 'semantic', undefined, 'fileName'],
    ['/ade/ADE_VAL_00000001.PNG', grey8, 'semantic', undefined, 'fileName'],
    ['/data/DAVIS-2017/results/bear/00000.png', grey8, 'instance', undefined, 'folder'],
    ['/data/DAVIS/Annotations/bear/00000.png', grey8, 'instance', undefined, 'folder'],
    ['/data/DAVIS/ImageSets/2017/a.png', grey8, 'semantic', undefined, 'default'],
    ['/data/DAVIS-2017/JPEGImages/480p/bear/00000.png', rgb, 'semantic', undefined, 'default'],
    ['/home/davis/data/cvat/SegMask/0001.png', grey8, 'semantic', undefined, 'default'],
    ['/data/v2.0/mots/instances/1.png', grey16, 'classInstance', 1000, 'folder'],
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

  it('does not look at folders above the workspace folder', () => {
    const kindOf = (path: string, workspaceFolder: string) =>
      recogniseKind({ path, workspaceFolder, ...grey16, ids: [0, 1, 2] });
    expect(kindOf('/home/davis/Annotations/cvat/masks/1.png', '/home/davis/Annotations/cvat').kind).toBe('semantic');
    expect(kindOf('/srv/instances/cvat/masks/1.png', '/srv/instances/cvat/').kind).toBe('semantic');
    expect(kindOf('/srv/mapillary-team/mots/instances/1.png', '/srv/mapillary-team/mots').divisor).toBe(1000);
    // The workspace folder's own name counts, and so does the file's folder.
    expect(kindOf('/data/instances/0002/1.png', '/data/instances').kind).toBe('classInstance');
    expect(kindOf('/data/VOC/SegmentationObject/1.png', '/data/VOC/SegmentationObject').kind).toBe('instance');
    expect(kindOf('/data/DAVIS/Annotations/480p/bear/1.png', '/data/DAVIS/Annotations/480p/bear').kind).toBe(
      'instance',
    );
    expect(kindOf('/data/instances/1.png', '/elsewhere').kind).toBe('classInstance');
  });

  it('asks the ids which divisor a folder means', () => {
    const divisorIn = (folder: string, ids: readonly number[]) =>
      recogniseKind({ path: `/x/${folder}/1.png`, ...grey16, ids }).divisor;
    expect(divisorIn('instances', [0, 1001, 4003])).toBe(1000);
    expect(divisorIn('instances', [256, 257, 513])).toBe(256);
    // A single id proves nothing by itself, but the folder does.
    expect(divisorIn('instance', [6914])).toBe(256);
  });
});

describe('the divisor in a folder of instances', () => {
  it.each([
    // Frames of one MOTS sequence, whose tracks also read as class · 256 + k.
    [[0, 1024, 1025, 10_000], 1000],
    [[0, 1001, 1024, 1025, 10_000], 1000],
    [[0, 1024, 1025], 1000],
    [[0, 2300, 2999, 10_000], 1000],
    [[0, 1300], 1000],
    [[0, 3002, 4001], 1000],
    [[0], 1000],
    [undefined, 1000],
    // Mapillary Vistas: sky 27, vegetation 30, road 13, car 55
    [[27 * 256, 30 * 256, 13 * 256, 55 * 256 + 3], 256],
    [[0, 256, 257], 256],
  ] as const)('%j', (ids, divisor) => {
    expect(instancesDivisorOf(ids)).toBe(divisor);
  });
});

describe('the divisor of ids alone', () => {
  it.each([
    // Cityscapes, MOTS, KITTI, Mapillary Vistas
    [[3, 24_001, 26_002], 1000],
    [[0, 1001, 4003], 1000],
    [[0, 1031, 1077, 2140, 10_000], 1000],
    [[768, 6912, 6914], 256],
    [[0, 256, 257], 256],
    // cells numbered through, a depth map, small ids, void alone
    [Array.from({ length: 300 }, (_, at) => at), null],
    [Array.from({ length: 4096 }, (_, at) => at * 13), null],
    [[0, 1, 20, 255], null],
    [[0, 65_535], null],
    // semantic ids of ScanNet; a single composed id; numbers that count nothing
    [[0, 1, 2, 3, 5, 16, 21, 33, 1163], null],
    [[0, 1, 5, 1163, 1167], null],
    [[0, 26_001], null],
    [[258, 772], null],
    [[], null],
    [undefined, null],
  ] as const)('%j', (ids, divisor) => {
    expect(composedDivisorOf(ids)).toBe(divisor);
  });
});

describe('the ids of MOTS', () => {
  it.each([
    [[0, 1001, 2005, 10_000], true],
    [[0, 1001, 2005], false],
    [[0, 3001, 10_000], false],
    [[0, 7, 10_000], false],
    [undefined, false],
  ] as const)('%j: %s', (ids, expected) => {
    expect(hasMotsIds(ids)).toBe(expected);
  });
});

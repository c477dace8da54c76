import { describe, expect, it } from 'vitest';
import { hasClassIds, movedMaskPath } from '../../../src/jobs/transforms/movedMaskPath.ts';

describe('where masks lie after a transform', () => {
  it.each([
    ['/d/masks/a.png', 'a', 'masks/a_x0_y0.png', true],
    ['/d/VOC/SegmentationClass/a.png', 'a', 'masks/a_x0_y0.png', true],
    ['/d/VOC/SegmentationObject/a.png', 'a', 'SegmentationObject/a_x0_y0.png', false],
    ['/d/VOC/SegmentationObject/a.png', 'SegmentationObject/a', 'VOC/SegmentationObject/a_x0_y0.png', false],
    ['/d/Annotations/480p/bear/00000.png', 'bear/00000', 'Annotations/480p/bear/00000_x0_y0.png', false],
    ['/d/training/instances/a.png', 'a', 'instances/a_x0_y0.png', true],
    ['/d/panoptic_train2017/a.png', 'a', 'panoptic_train2017/a_x0_y0.png', false],
    ['/d/gtFine/train/aachen/x_1_gtFine_instanceIds.png', 'train/aachen/x_1', undefined, true],
  ])('%s', (mask, name, wanted, hasClasses) => {
    const path = movedMaskPath({ mask, name }, `${name}_x0_y0`);
    expect(path).toBe(wanted ?? 'gtFine/train/aachen/x_1_x0_y0_instanceIds.png');
    expect(hasClassIds(mask)).toBe(hasClasses);
  });
});

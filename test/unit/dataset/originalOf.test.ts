import { describe, expect, it } from 'vitest';
import {
  findOriginal,
  nameByPattern,
  originalAmong,
  originalPattern,
  type FolderEntries,
} from '../../../src/core/dataset/originalOf.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { LISTINGS } from './listings.ts';

/** A disk that has these files. */
function disk(paths: readonly string[]) {
  const folders = new Map<string, { files: string[]; folders: Set<string> }>();
  for (const path of paths) {
    const parts = path.split('/');
    for (let depth = 1; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join('/');
      const entry = folders.get(folder) ?? { files: [], folders: new Set<string>() };
      folders.set(folder, entry);
      const name = parts[depth] ?? '';
      if (depth === parts.length - 1) entry.files.push(name);
      else entry.folders.add(name);
    }
  }
  let listed = 0;
  return {
    list: (folder: string): Promise<FolderEntries | null> => {
      listed++;
      const entry = folders.get(folder);
      return Promise.resolve(entry === undefined ? null : { files: entry.files, folders: [...entry.folders] });
    },
    listed: () => listed,
    top: '/data',
  };
}

const found = (mask: string, others: readonly string[]): Promise<string | null> =>
  findOriginal(mask, disk([mask, ...others]));

describe('the original of a mask', () => {
  it.each([
    ['/data/VOC/SegmentationClass/a.png', '/data/VOC/JPEGImages/a.jpg', '/data/VOC/SegmentationObject/a.png'],
    ['/data/VOC/SegmentationObject/a.png', '/data/VOC/JPEGImages/a.jpg', '/data/VOC/SegmentationClass/a.png'],
    ['/data/annotations/training/a.png', '/data/images/training/a.jpg', '/data/images/validation/a.jpg'],
    ['/data/train/masks/a.png', '/data/train/images/a.webp', '/data/val/images/a.webp'],
    ['/data/SegmentationClass/a.png', '/data/originals/a.tif', '/data/labels/a.png'],
    ['/data/one/a.png', '/data/one/a.jpg', '/data/one/ab.jpg'],
    ['/data/one/a_mask.png', '/data/one/a.png', '/data/one/a_label.png'],
    ['/data/one/a-category.png', '/data/one/a-original.jpg', '/data/one/a-animface.png'],
    ['/data/one/a_json/label.png', '/data/one/a_json/img.png', '/data/one/a_json/label_viz.png'],
    ['/data/train_masks/a_mask.png', '/data/train/a.jpg', '/data/test/a.jpg'],
    ['/data/masks/a.png', '/data/a.jpg', '/data/b.jpg'],
    ['/data/labels/sem_seg/masks/train/a.png', '/data/images/10k/train/a.jpg', '/data/images/10k/val/a.jpg'],
    [
      '/data/Annotations/480p/bear/00000.png',
      '/data/JPEGImages/480p/bear/00000.jpg',
      '/data/JPEGImages/480p/cow/00000.jpg',
    ],
    [
      '/data/gtFine/train/aachen/aachen_000000_000019_gtFine_labelIds.png',
      '/data/leftImg8bit/train/aachen/aachen_000000_000019_leftImg8bit.png',
      '/data/gtFine/train/aachen/aachen_000000_000019_gtFine_color.png',
    ],
    [
      '/data/gtFine_trainvaltest/gtFine/val/ulm/ulm_000000_000019_gtFine_instanceIds.png',
      '/data/leftImg8bit_trainvaltest/leftImg8bit/val/ulm/ulm_000000_000019_leftImg8bit.png',
      '/data/gtFine_trainvaltest/gtFine/val/ulm/ulm_000000_000019_gtFine_labelIds.png',
    ],
  ])('of %s is %s, not %s', async (mask, original, other) => {
    expect(await found(mask, [original, other])).toBe(original);
    expect(originalAmong(mask, [other, original])).toBe(original);
    expect(await found(mask, [other])).not.toBe(mask);
  });

  it.each([
    ['/data/SegmentationClass/a.png', ['/data/SegmentationObject/a.png', '/data/labels/a.png', '/data/gt/a.tif']],
    ['/data/one/a.png', ['/data/one/a_mask.png', '/data/one/a_gt.png']],
    ['/data/one/a_mask.png', ['/data/one/a_label.png', '/data/one/b.jpg']],
    ['/data/gtFine/train/x/x_1_gtFine_labelIds.png', ['/data/gtFine/train/x/x_1_gtFine_color.png']],
    ['/data/masks/a.png', ['/data/depth/a.png', '/data/masks_color/a.png', '/data/masks/a.txt']],
  ])('of %s is none of %j', async (mask, others) => {
    expect(await found(mask, others)).toBeNull();
    expect(originalAmong(mask, others)).toBeNull();
  });

  it('is found in datasets of every layout, and is never a mask', async () => {
    let originals = 0;
    for (const make of Object.values(LISTINGS)) {
      for (let seed = 0; seed < 20; seed++) {
        const { paths, pairs } = make(new SeededRandom(seed));
        const root = disk(paths.map((path) => `/data/set/${path}`));
        const masks = new Set([...pairs.values()].map(([, mask]) => mask));
        for (const [original, mask] of pairs.values()) {
          if (mask === null) continue;
          const result = await findOriginal(`/data/set/${mask}`, root);
          if (result === null) continue;
          expect(masks.has(result.slice('/data/set/'.length))).toBe(false);
          expect(result).toBe(`/data/set/${original ?? ''}`);
          originals++;
        }
      }
    }
    expect(originals).toBeGreaterThan(500);
  });

  it('is searched no further than a bounded number of folders', async () => {
    const many = Array.from({ length: 500 }, (_, at) => `/data/images/${at % 7}/${at}/b.jpg`);
    const root = disk(['/data/masks/1/7/a.png', ...many]);
    expect(await findOriginal('/data/masks/1/7/a.png', root)).toBeNull();
    expect(root.listed()).toBeLessThanOrEqual(120);
    expect(
      await findOriginal('/data/set/masks/a.png', {
        ...disk(['/data/set/masks/a.png', '/data/images/a.jpg']),
        top: '/data/set',
      }),
    ).toBeNull();
  });
});

describe('the pattern of a choice', () => {
  it.each([
    ['a1.png', 'a1.jpg', 'b2.png', 'b2.jpg'],
    ['a1_mask.png', 'a1.jpg', 'b2_mask.png', 'b2.jpg'],
    ['gt_a1.png', 'a1_img.tif', 'gt_b2.png', 'b2_img.tif'],
    ['a1_gtFine_labelIds.png', 'a1_leftImg8bit.png', 'b2_gtFine_labelIds.png', 'b2_leftImg8bit.png'],
    ['a1.final.png', 'a1.jpg', 'b2.final.png', 'b2.jpg'],
  ])('of %s and %s leads from %s to %s', (mask, original, other, expected) => {
    const pattern = originalPattern(mask, original);
    expect(pattern && nameByPattern(pattern, other)).toBe(expected);
    expect(pattern && nameByPattern(pattern, mask)).toBe(original);
  });

  it('is none where names have nothing in common, and holds for no mask with other ends', () => {
    expect(originalPattern('a1.png', 'photo.jpg')).toBeNull();
    const pattern = originalPattern('a1_mask.png', 'a1.jpg');
    expect(pattern && nameByPattern(pattern, 'b2.png')).toBeNull();
    expect(pattern && nameByPattern(pattern, '_mask.png')).toBeNull();
  });
});

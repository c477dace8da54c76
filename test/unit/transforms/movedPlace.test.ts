import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recogniseLayout } from '../../../src/core/dataset/layout.ts';
import type { Pair } from '../../../src/core/dataset/pairs.ts';
import type { MaskKind } from '../../../src/core/mask/mask.ts';
import { listDataset } from '../../../src/jobs/dataset/listDataset.ts';
import { PairsJob } from '../../../src/jobs/pairs/pairsJob.ts';
import { hasClassIds, movedPlace } from '../../../src/jobs/transforms/movedPlace.ts';
import { EXPECTED } from '../../datasetConformance.ts';
import { hasShared, sharedPath } from '../../fixtures/sharedData.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { LISTINGS } from '../dataset/listings.ts';

describe('where masks lie after a transform', () => {
  it.each([
    ['/d/masks/a.png', 'a', 'masks/a_x0_y0.png', 'images/a_x0_y0', true],
    ['/d/VOC/SegmentationClass/a.png', 'a', 'masks/a_x0_y0.png', 'images/a_x0_y0', true],
    ['/d/VOC/SegmentationObject/a.png', 'a', 'SegmentationObject/a_x0_y0.png', 'images/a_x0_y0', false],
    // A folder of the name that says what it holds would make the original a mask.
    [
      '/d/VOC/SegmentationObject/a.png',
      'SegmentationObject/a',
      'SegmentationObject/a_x0_y0.png',
      'images/a_x0_y0',
      false,
    ],
    [
      '/d/Annotations/480p/bear/00000.png',
      'bear/00000',
      'Annotations/480p/bear/00000_x0_y0.png',
      'JPEGImages/480p/bear/00000_x0_y0',
      false,
    ],
    ['/d/training/instances/a.png', 'a', 'instances/a_x0_y0.png', 'images/a_x0_y0', true],
    ['/d/mots/train/instances/1.png', 'train/1', 'instances/train/1_x0_y0.png', 'images/train/1_x0_y0', true],
    [
      '/d/kitti/training/instance/1.png',
      'training/1',
      'training/instance/1_x0_y0.png',
      'training/images/1_x0_y0',
      true,
    ],
    ['/d/panoptic_train2017/a.png', 'a', 'panoptic_train2017/a_x0_y0.png', 'images/train2017/a_x0_y0', false],
    ['/d/panoptic_train2017/a.png', 'train2017/a', 'panoptic_train2017/a_x0_y0.png', 'images/train2017/a_x0_y0', false],
    [
      '/d/gtFine/train/aachen/x_1_gtFine_instanceIds.png',
      'train/aachen/x_1',
      'masks/train/aachen/x_1_x0_y0_instanceIds.png',
      'images/train/aachen/x_1_x0_y0',
      true,
    ],
  ])('%s of %s', (mask, name, wanted, original, hasClasses) => {
    const place = movedPlace({ mask, name });
    const tile = `${name.split('/').at(-1)}_x0_y0`;
    expect([place?.mask(tile), place?.original(tile)]).toEqual([wanted, original]);
    expect(hasClassIds(mask)).toBe(hasClasses);
  });

  it('is nowhere where no folder would say what the ids mean', () => {
    // Class × 256 + instance by a folder that is no place of masks once it has another name.
    expect(movedPlace({ mask: '/d/panoptic_val/deep/er/a.png', name: 'a' })).toBeNull();
  });
});

interface Whole {
  readonly name: string;
  readonly path: string;
  readonly original: string;
  readonly kind: MaskKind;
}

/** The pairs that have both, with the mask that a transform takes and what it is. */
function wholeOf(pairs: readonly Pair[]): Whole[] {
  return pairs.flatMap(({ name, original, mask, others: [other] }) => {
    const path = mask ?? other?.path;
    if (original === null || path === undefined) return [];
    return [{ name, path, original, kind: mask === null ? (other?.kind ?? 'semantic') : 'semantic' }];
  });
}

/** What a scan finds of two tiles of each pair, beside what was to be written. */
function scanned(paths: readonly string[]) {
  const whole = wholeOf(recogniseLayout(paths).pairs);
  const moved = whole.flatMap(({ name, path, kind }) => {
    const place = movedPlace({ name, mask: join(sep, 'somewhere', 'set', path), kind });
    if (place === null) throw new Error(`${path} has no place`);
    return ['x0_y0', 'x8_y0'].map((tile) => {
      const last = `${name.split('/').at(-1)}_${tile}`;
      return { original: `${place.original(last)}.png`, path: place.mask(last), kind };
    });
  });
  const found = recogniseLayout(moved.flatMap(({ original, path }) => [original, path]));
  const sorted = (some: readonly Omit<Whole, 'name'>[]): string[] =>
    some.map(({ original, path, kind }) => `${original} ${path} ${kind}`).sort();
  return { found: sorted(wholeOf(found.pairs)), count: found.pairs.length, written: sorted(moved) };
}

/** Without masks of classes where there are others, as datasets of objects alone have it. */
function objectsOf(paths: readonly string[]): string[] {
  const { pairs } = recogniseLayout(paths);
  const classes = new Set(pairs.flatMap(({ mask, others }) => (mask !== null && others.length > 0 ? [mask] : [])));
  return paths.filter((path) => !classes.has(path));
}

function expectWhole(paths: readonly string[]): void {
  for (const some of [paths, objectsOf(paths)]) {
    const { found, count, written } = scanned(some);
    expect(found).toEqual(written);
    expect(count).toBe(written.length);
  }
}

describe('what a transform writes is scanned as the pairs that it wrote, of their kinds', () => {
  it.each(Object.entries(LISTINGS))('%s', (_, listingOf) => {
    for (let seed = 1; seed <= 12; seed++) expectWhole(listingOf(new SeededRandom(seed)).paths);
  });

  // Of objects alone, and in forms that the listings of layouts lack.
  it.each([
    ['JPEGImages/480p/{name}.jpg', 'Annotations/480p/{name}.png', ['bear/00000', 'bear/00001', 'camel/00000']],
    [
      'DAVIS/JPEGImages/480p/{name}.jpg',
      'DAVIS/Annotations_unsupervised/480p/{name}.png',
      ['bear/00000', 'camel/00000'],
    ],
    ['train/JPEGImages/{name}.jpg', 'train/Annotations/{name}.png', ['003/00000', '003/00005', '004/00000']],
    ['train/images/{name}.jpg', 'train/instances/{name}.png', ['000001', '000002']],
    ['images/train/{name}.jpg', 'instances/train/{name}.png', ['000001', '000002']],
    ['images/{name}.jpg', 'masks/{name}_mask_1.png', ['train/a', 'val/b']],
    ['VOCdevkit/VOC2007/JPEGImages/{name}.jpg', 'VOCdevkit/VOC2007/SegmentationObject/{name}.png', ['a', 'b']],
    ['train2017/{name}.jpg', 'annotations/panoptic_train2017/{name}.png', ['000000000009', '000000000025']],
    ['images/training/{name}.jpg', 'annotations_instance/training/{name}.png', ['ADE_train_1', 'ADE_train_2']],
  ])('%s with %s', (original, mask, names) => {
    const paths = names.flatMap((name) => [original, mask].map((form) => form.replace('{name}', name)));
    expect(recogniseLayout(paths).pairs).toHaveLength(names.length);
    expectWhole(paths);
  });

  const real = EXPECTED.map(({ folder }) => `data/${folder}`).filter(hasShared);
  it.skipIf(real.length === 0).each(real)('%s', (folder) => {
    const { images, texts } = listDataset(sharedPath(folder));
    expectWhole([...images, ...texts]);
  });

  const objects = [
    'kitti_dataset',
    'ade20k2017_dataset',
    'ade20k2020_dataset',
    'mapillary_vistas_dataset',
    'voc_dataset',
    'cityscapes_dataset',
  ].map((name) => `data/datumaro/${name}`);
  it.skipIf(!objects.every(hasShared)).each(objects)('%s, as files', async (folder) => {
    const out = mkdtempSync(join(tmpdir(), 'maskscope-moved-'));
    try {
      const job = new PairsJob(
        {
          source: { kind: 'dataset', folder: sharedPath(folder), layout: {}, names: null },
          classMap: null,
          task: {
            ...{ kind: 'transform', steps: [{ kind: 'flip', axis: 'horizontal' }], tiling: null, padId: 0 },
            ...{ maskRule: 'opencv', filter: 'lanczos3', originals: 'jpeg', quality: 95 },
            reading: { frame: 'displayed', isFitted: true },
          },
          ...{ folder: out, command: 'transform' },
        },
        { workers: 0, workerScript: '' },
      );
      const { items } = await job.preview();
      await job.write();
      const { images, texts } = listDataset(out);
      const { pairs } = recogniseLayout([...images, ...texts]);
      expect([wholeOf(pairs).length, pairs.length]).toEqual([items.write, items.write]);
      expect(items.write).toBeGreaterThan(0);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CompareJob } from '../../../src/jobs/compare/compareMasks.ts';
import type { Comparison } from '../../../src/jobs/compare/compareTypes.ts';
import { hasReference } from '../mask/pythonReference.ts';

/** What NumPy and OpenCV say of the masks: F by class, their mean, and the mean of each mask; null where there is none. */
interface Expected {
  readonly classes: Readonly<Record<string, number>>;
  readonly masks: Readonly<Record<string, number>>;
  readonly mean: number;
  readonly ofEach: Readonly<Record<string, number | null>>;
}

/**
 * Every third truth has nothing but 0 and 255, and predictions have classes within its void: of class 7 nothing else. All
 * masks of the folder together make 255 void.
 */
const WRITE = `
import json, os, sys, cv2, numpy
from PIL import Image
random = numpy.random.RandomState(5)
for side in ('truth', 'guess'): os.makedirs(os.path.join(sys.argv[1], side))
def drawn(width, height, ids):
    mask = numpy.zeros((height, width), numpy.uint8)
    for _ in range(6):
        x, y = random.randint(0, width), random.randint(0, height)
        mask[y:y + random.randint(3, 20), x:x + random.randint(3, 20)] = random.choice(ids)
    return mask
def outline(region):
    grown = numpy.pad(region, ((0, 1), (0, 1)), mode='edge')
    east, south, both = grown[:-1, 1:], grown[1:, :-1], grown[1:, 1:].copy()
    both[-1, :], both[:, -1] = region[-1, :], region[:, -1]
    return ((region != east) | (region != south) | (region != both)).astype(numpy.uint8)
def measure(t, p, r):
    y, x = numpy.mgrid[-r:r + 1, -r:r + 1]
    disk = (x * x + y * y <= r * r).astype(numpy.uint8)
    near = lambda some, others: int((some & cv2.dilate(others, disk)).sum())
    precision = 1.0 if p.sum() == 0 else 0.0 if t.sum() == 0 else near(p, t) / p.sum()
    recall = 1.0 if t.sum() == 0 else 0.0 if p.sum() == 0 else near(t, p) / t.sum()
    return 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)
classes, each = {}, {}
for at in range(24):
    width, height = int(random.randint(20, 60)), int(random.randint(20, 60))
    truth = drawn(width, height, [255] if at % 3 == 0 else [1, 2, 255])
    guess = drawn(width, height, [1, 2, 255])
    guess[(truth == 255) & (random.rand(height, width) < 0.5)] = 7
    name = 'mask_%02d' % at
    Image.fromarray(truth).save(os.path.join(sys.argv[1], 'truth', name + '.png'))
    Image.fromarray(guess).save(os.path.join(sys.argv[1], 'guess', name + '.png'))
    judged = truth != 255
    found = {}
    for c in range(1, 255):
        t, p = (truth == c) & judged, (guess == c) & judged
        if not (t | p).any(): continue
        found[c] = measure(outline(t), outline(p), int(numpy.ceil(0.008 * numpy.hypot(width, height))))
        classes.setdefault(c, []).append(found[c])
    each[name] = float(numpy.mean(list(found.values()))) if found else None
means = {c: float(numpy.mean(values)) for c, values in classes.items()}
print(json.dumps({'classes': means, 'masks': {c: len(values) for c, values in classes.items()},
    'mean': float(numpy.mean(list(means.values()))), 'ofEach': each}))`;

describe.skipIf(!hasReference)('the outlines of a folder', () => {
  let folder: string;
  let wanted: Expected;
  let found: Comparison;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'maskscope-outlines-'));
    wanted = JSON.parse(execFileSync('/usr/bin/python3', ['-c', WRITE, folder], { encoding: 'utf8' })) as Expected;
    const request = { truth: join(folder, 'truth'), prediction: join(folder, 'guess'), classMap: null, voidIds: null };
    found = await new CompareJob({ ...request, isBoundary: true }, { workers: 0, workerScript: '' }).run();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('have one void for all masks, as areas have, whatever ids a mask has by itself', () => {
    expect(found.voids).toEqual([255]);
    expect(Object.fromEntries(found.boundaries.map(({ key, masks }) => [key, masks]))).toEqual(wanted.masks);
    for (const { key, f } of found.boundaries) expect(f).toBeCloseTo(wanted.classes[String(key)] ?? NaN, 12);
    for (const { name, boundaryF } of found.pairs) {
      const own = wanted.ofEach[name];
      if (own === null) expect(boundaryF).toBeNull();
      else expect(boundaryF).toBeCloseTo(own ?? NaN, 12);
    }
  });

  it('have no part in the mean but of classes that have a row, so none of one within void alone', () => {
    expect(found.boundaries.map(({ key }) => key)).not.toContain(7);
    const rows = new Set(found.scores.classes.map(({ key }) => key));
    for (const { key } of found.boundaries) expect(rows).toContain(key);
    expect(found.meanBoundaryF).toBeCloseTo(wanted.mean, 12);
  });
});

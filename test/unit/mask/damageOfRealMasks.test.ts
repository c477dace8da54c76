import { describe, expect, it } from 'vitest';
import { voc } from '../../../src/core/formats/presets/voc.ts';
import { recogniseDamage } from '../../../src/core/mask/damage.ts';
import { repairEdges, type RepairedMask } from '../../../src/core/mask/damageRepair.ts';
import { isPhotograph, maskFromPng } from '../../../src/core/mask/fromPng.ts';
import { histogramById } from '../../../src/core/mask/histogram.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { coloursOfClassMap, planByColour } from '../../../src/core/mask/remapColours.ts';
import { vocColour } from '../../../src/core/palette/idColours.ts';
import { readImage } from '../../../src/jobs/readImage.ts';
import { AS_IMAGE, colourMask, greyMask, throughJpeg } from '../../fixtures/damagedMasks.ts';
import { hasShared, listShared, readShared } from '../../fixtures/sharedData.ts';
import { hasReference, reference } from './pythonReference.ts';

const TARGET = coloursOfClassMap(voc);
const LABELME = 'data/masks-paletted/labelme/instance_segmentation/SegmentationClass';
const hasMasks = hasShared(LABELME);
if (!hasMasks) console.warn(`skipped: no ${LABELME} beside the repository`);

function maskOf(path: string): Mask | null {
  const mask = maskFromPng(readImage(readShared(path)), { force: true });
  return isPhotograph(mask) ? null : mask;
}

const SCENES = listShared(LABELME, '.png').map((path) => {
  const mask = maskOf(path);
  if (mask === null) throw new Error(`${path} is no mask`);
  return { path, width: mask.width, height: mask.height, ids: Uint8Array.from(mask.ids) };
});
type Scene = (typeof SCENES)[number];

const COLOURS = Array.from({ length: 256 }, (_, id) => vocColour(id));

function samplesOf(ids: ArrayLike<number>): Uint8Array {
  const samples = new Uint8Array(3 * ids.length);
  for (let i = 0; i < ids.length; i++) samples.set(COLOURS[ids[i] ?? 0] ?? [], 3 * i);
  return samples;
}

const inColours = (code: string): Uint8Array[] =>
  reference(
    code,
    SCENES.map(({ ids, width, height }) => ({ ids: samplesOf(ids), width: 3 * width, height })),
  );

function repaired(mask: Mask): RepairedMask {
  const histogram = histogramById(mask.ids);
  const found = repairEdges(mask, recogniseDamage(mask, TARGET, histogram), histogram);
  if (found === null) throw new Error('no damage was found');
  return found;
}

/** Ids by colour of a repaired mask, where every colour must be a class's. */
function classesOf(mask: Mask, { ids, colours = mask.colours ?? undefined }: RepairedMask): number[] {
  const after = colours === undefined ? { ...mask, ids } : { ...mask, ids, colours };
  const { table, fates } = planByColour(after, TARGET, { unknown: 'error' });
  expect(fates.filter(({ id }) => id === null)).toEqual([]);
  return Array.from(ids, (id) => table[id] ?? -1);
}

const kindsOf = (mask: Mask) => recogniseDamage(mask, TARGET).map(({ kind }) => kind);

describe.skipIf(!hasMasks)('sound masks that others made', () => {
  it('show no damage in VOC’s colours, nor by their ids', () => {
    const paths = listShared('data/masks-paletted', '.png');
    let seen = 0;
    for (const path of paths) {
      const mask = maskOf(path);
      if (mask === null || mask.encoding === 'colour' || mask.ids.some((id) => id > 255)) continue;
      seen++;
      expect(kindsOf(greyMask(Uint8Array.from(mask.ids), mask.width)), path).toEqual([]);
      expect(kindsOf(colourMask(samplesOf(mask.ids), mask.width)), path).toEqual([]);
    }
    expect(seen).toBeGreaterThan(50);
  });
});

describe.skipIf(!hasMasks || !hasReference)('real masks that were damaged', () => {
  it.each([
    [75, 0.997],
    [95, 0.997],
  ])('by JPEG of quality %d, as Pillow writes it, get nearly all ids back, and no others', (quality, share) => {
    inColours(throughJpeg(quality, '4:2:0')).forEach((samples, at) => {
      const { path, ids, width } = SCENES[at] as Scene;
      const mask = colourMask(samples, width);
      expect(kindsOf(mask), path).toEqual(['compressedEdges']);
      const classes = classesOf(mask, repaired(mask));
      const equal = classes.filter((id, pixel) => id === ids[pixel]).length;
      expect(equal / ids.length, path).toBeGreaterThan(share);
      expect(new Set(classes), path).toEqual(new Set(ids));
    });
  });

  it.each([
    ['INTER_LINEAR', 0.7],
    ['INTER_LINEAR', 0.8],
    ['INTER_CUBIC', 0.6],
    ['INTER_CUBIC', 1.5],
    ['INTER_AREA', 0.5],
  ])('by cv2.%s × %d are blended, and what may be no class is named', (method, factor) => {
    const code = `
${AS_IMAGE}
result = cv2.resize(numpy.asarray(image), None, fx=${factor}, fy=${factor}, interpolation=cv2.${method})`;
    inColours(code).forEach((samples, at) => {
      const { path, ids, width } = SCENES[at] as Scene;
      const mask = colourMask(samples, Math.round(factor * width));
      expect(kindsOf(mask), path).toEqual(['blendedEdges']);
      const mended = repaired(mask);
      const classes = classesOf(mask, mended);
      const doubtful = new Set(mended.doubtful.map(({ id }) => id));
      const sure = new Set(classes.filter((_, pixel) => !doubtful.has(mended.ids[pixel] ?? -1)));
      expect(
        [...sure].filter((id) => !ids.includes(id)),
        path,
      ).toEqual([]);
      for (const { id, pixels } of mended.doubtful) {
        expect(mended.ids.filter((one) => one === id)).toHaveLength(pixels);
      }
    });
  });

  it('were drawn with contours of a class of their own, which a repair keeps and counts', () => {
    const code = `
objects = numpy.where((mask > 0) & (mask < 255), 2, 0).astype(numpy.uint8)
result = numpy.where((objects == 2) & (cv2.erode(objects, numpy.ones((3, 3), numpy.uint8)) == 0), 1, objects)`;
    const results = reference(
      code,
      SCENES.map(({ ids, width, height }) => ({ ids, width, height })),
    );
    results.forEach((ids, at) => {
      const { path, width } = SCENES[at] as Scene;
      const mask = greyMask(ids, width);
      expect(kindsOf(mask), path).toEqual(['inventedIds']);
      const mended = repaired(mask);
      expect(mended.ids, path).toEqual(ids);
      expect(
        mended.doubtful.map(({ id }) => id),
        path,
      ).toEqual([1]);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { voc } from '../../../src/core/formats/presets/voc.ts';
import { recogniseDamage } from '../../../src/core/mask/damage.ts';
import { repairEdges, type RepairedMask } from '../../../src/core/mask/damageRepair.ts';
import { histogramById } from '../../../src/core/mask/histogram.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { coloursOfClassMap, planByColour } from '../../../src/core/mask/remapColours.ts';
import { AS_IMAGE, coloured, colourMask, greyMask, scene, SIDE, throughJpeg } from '../../fixtures/damagedMasks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from './pythonReference.ts';

const TARGET = coloursOfClassMap(voc);

const random = new SeededRandom(81);
const ofClasses = (...classes: number[]) => Array.from({ length: 4 }, () => scene(random, classes));
const SCENES = [...ofClasses(1, 7, 15), ...ofClasses(15), ...ofClasses(2, 3, 20)];

function repaired(mask: Mask): RepairedMask {
  const histogram = histogramById(mask.ids);
  const found = repairEdges(mask, recogniseDamage(mask, TARGET, histogram), histogram);
  if (found === null) throw new Error('no damage was found');
  return found;
}

/** Ids by colour of a repaired mask, where every colour must be a class's. */
function classesOf(mask: Mask, { ids }: RepairedMask): number[] {
  const { table, fates } = planByColour({ ...mask, ids }, TARGET, { unknown: 'error' });
  expect(fates.filter(({ id }) => id === null)).toEqual([]);
  return Array.from(ids, (id) => table[id] ?? -1);
}

const differing = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).filter((id, at) => id !== b[at]).length;

const inColours = (code: string, scenes: readonly Uint8Array[]) =>
  reference(
    code,
    scenes.map((ids) => ({ ids: coloured(ids), width: 3 * SIDE, height: SIDE })),
  );

describe.skipIf(!hasReference)('stains of JPEG', () => {
  it.each([95, 90])('of quality %d are taken off, and all but a few of 9,216 ids are as they were', (quality) => {
    inColours(throughJpeg(quality), SCENES.slice(0, 8)).forEach((samples, at) => {
      const mask = colourMask(samples);
      const [damage] = recogniseDamage(mask, TARGET);
      if (damage?.kind !== 'compressedEdges') return;
      const ids = classesOf(mask, repaired(mask));
      expect(differing(ids, SCENES[at] ?? []), `scene ${at}`).toBeLessThanOrEqual(quality === 95 ? 2 : 20);
    });
  });
});

describe.skipIf(!hasReference)('stains of JPEG with a quarter of the colours', () => {
  it.each([95, 75])('of quality %d are taken off, shifted colours are put back, and no class is lost', (quality) => {
    inColours(throughJpeg(quality, '4:2:0'), SCENES).forEach((samples, at) => {
      const mask = colourMask(samples);
      const mended = repaired(mask);
      const ids = classesOf({ ...mask, colours: mended.colours ?? mask.colours }, mended);
      expect(differing(ids, SCENES[at] ?? []), `scene ${at}`).toBeLessThanOrEqual(quality === 95 ? 10 : 40);
      expect(new Set(ids), `scene ${at}`).toEqual(new Set(SCENES[at]));
    });
  });
});

describe.skipIf(!hasReference)('anti-aliased edges', () => {
  it('become the class that covers most of a pixel, and nothing that is not beside them', () => {
    const turned = `
${AS_IMAGE}
big = image.resize((${4 * SIDE}, ${4 * SIDE}), Image.NEAREST).rotate(3)`;
    const smooth = inColours(`${turned}\nresult = numpy.asarray(big.resize((${SIDE}, ${SIDE}), Image.BOX))`, SCENES);
    const whole = reference(
      `
big = numpy.asarray(Image.fromarray(mask).resize((${4 * SIDE}, ${4 * SIDE}), Image.NEAREST).rotate(3))
parts = big.reshape(${SIDE}, 4, ${SIDE}, 4).transpose(0, 2, 1, 3).reshape(-1, 16)
result = numpy.array([numpy.bincount(part, minlength=256) for part in parts], numpy.uint8)`,
      SCENES.map((ids) => ({ ids, width: SIDE, height: SIDE })),
    );
    smooth.forEach((samples, at) => {
      const mask = colourMask(samples);
      const ids = classesOf(mask, repaired(mask));
      const coverOf = (pixel: number): Uint8Array =>
        (whole[at] ?? new Uint8Array()).subarray(256 * pixel).subarray(0, 256);
      const wrong = ids.filter((id, pixel) => Math.max(...coverOf(pixel)) > (coverOf(pixel)[id] ?? 0));
      expect(wrong.length, `scene ${at}`).toBeLessThan(0.001 * SIDE * SIDE);
      // At the border of the image there are no two sides.
      const inside = ids.filter((_, pixel) => pixel % SIDE > 0 && pixel % SIDE < SIDE - 1);
      expect(new Set(inside)).toEqual(new Set(SCENES[at]));
    });
  });

  it('do not leave a class that is but the mixture of two others: half black, half maroon is VOC’s cat', () => {
    const samples = coloured(Uint8Array.from({ length: SIDE * SIDE }, (_, at) => (at % SIDE < 48 ? 0 : 1)));
    for (let y = 0; y < SIDE; y++) {
      // Shares 1/4, 2/4 and 3/4 of (128, 0, 0).
      const red = [32, 64, 96][y % 3] ?? 0;
      samples.set([red, 0, 0], 3 * (SIDE * y + 48));
    }
    const mask = colourMask(samples);
    const histogram = histogramById(mask.ids);
    const ids = mask.colours === null ? [] : [1, 3].flatMap((row) => ((histogram[row] ?? 0) > 0 ? [row] : []));
    const found = repairEdges(mask, [{ kind: 'blendedEdges', ids, pixels: 64 }], histogram);
    if (found === null) throw new Error('no damage was found');
    const classes = classesOf(mask, found);
    expect(new Set(classes)).toEqual(new Set([0, 1]));
    // Just in the middle the nearer in the picture counts, and of equally near ones the smaller id.
    expect([0, 1, 2].map((y) => classes[SIDE * y + 48])).toEqual([0, 0, 1]);
    expect(found.changes.reduce((sum, { pixels }) => sum + pixels, 0)).toBe(SIDE);
  });
});

describe.skipIf(!hasReference)('invented ids', () => {
  it.each([
    ['OpenCV', [3, 8, 15, 20], `cv2.resize(mask, (${2 * SIDE}, ${2 * SIDE}), interpolation=cv2.INTER_LINEAR)`],
    // It rounds twice, by row and by column, which small ids do not survive.
    ['Pillow', [11, 15, 20], `numpy.asarray(Image.fromarray(mask).resize((${2 * SIDE}, ${2 * SIDE}), Image.BILINEAR))`],
  ])('of masks of one class that %s doubled are gone, and the ids are as they were', (_name, classes, code) => {
    const scenes = classes.flatMap((id) => ofClasses(id));
    const results = reference(
      `result = ${code}`,
      scenes.map((ids) => ({ ids, width: SIDE, height: SIDE })),
    );
    results.forEach((ids, at) => {
      const mended = repaired(greyMask(ids, 2 * SIDE));
      expect(mended).toMatchObject({ undecided: 0, doubtful: [] });
      const every = Array.from({ length: SIDE * SIDE }, (_, pixel) => {
        const [x, y] = [pixel % SIDE, Math.floor(pixel / SIDE)];
        return mended.ids[2 * SIDE * 2 * y + 2 * x];
      });
      expect(every, `scene ${at}`).toEqual([...(scenes[at] ?? [])]);
    });
  });

  it('between several classes become one of them; what may be a class is kept and counted', () => {
    const results = reference(
      `result = cv2.resize(mask, (64, 64), interpolation=cv2.INTER_LINEAR)`,
      SCENES.map((ids) => ({ ids, width: SIDE, height: SIDE })),
    );
    results.forEach((ids, at) => {
      const { ids: after, changes, undecided } = repaired(greyMask(ids, 64));
      expect(undecided).toBe(0);
      // Mixtures that fill squares or meet at corners look like a class.
      const classes = new Set(SCENES[at]);
      expect(Array.from(after).filter((id) => !classes.has(id)).length, `scene ${at}`).toBeLessThan(
        0.005 * after.length,
      );
      expect(changes.reduce((sum, { pixels }) => sum + pixels, 0)).toBe(differing(after, ids));
    });
    // 7 lies between 0 and 15 as a mixture would, and stands elsewhere as well.
    const ids = new Uint8Array(SIDE * SIDE).fill(15);
    for (let y = 0; y < SIDE; y++)
      ids.fill(0, SIDE * y, SIDE * y + 48).fill(y < 40 ? 7 : 4, SIDE * y + 48, SIDE * y + 49);
    for (let y = 80; y < 90; y++) ids.fill(7, SIDE * y + 10, SIDE * y + 20);
    const found = repairEdges(greyMask(ids), [{ kind: 'inventedIds', ids: [4], pixels: 56 }], histogramById(ids));
    expect(found?.doubtful).toEqual([{ id: 7, pixels: 40 }]);
    expect(found?.changes).toEqual([{ from: 4, to: 0, pixels: 56 }]);
  });

  it('that may be the contours of a class are kept and counted', () => {
    const objects = ofClasses(2);
    const results = reference(
      'result = numpy.where((mask == 2) & (cv2.erode(mask, numpy.ones((3, 3), numpy.uint8)) == 0), 1, mask)',
      objects.map((ids) => ({ ids, width: SIDE, height: SIDE })),
    );
    for (const ids of results) {
      const mended = repaired(greyMask(ids));
      expect(mended.ids).toEqual(ids);
      expect(mended.changes).toEqual([]);
      expect(mended.doubtful.map(({ id }) => id)).toEqual([1]);
    }
  });

  it('without a class within reach stay', () => {
    const ramp = Uint8Array.from({ length: SIDE * SIDE }, (_, at) => at % SIDE);
    const found = repaired(greyMask(ramp));
    expect(found.undecided).toBe(SIDE * (SIDE - 2 - 16));
  });
});

it('mends nothing in sound masks, nor what is no damage of edges', () => {
  for (const ids of SCENES) {
    for (const mask of [greyMask(ids), colourMask(coloured(ids))]) {
      const histogram = histogramById(mask.ids);
      expect(repairEdges(mask, recogniseDamage(mask, TARGET, histogram), histogram)).toBeNull();
    }
  }
});

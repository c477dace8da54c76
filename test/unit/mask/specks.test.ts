import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/core/mask/edits.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { fillSpecks, type SpeckRules } from '../../../src/core/mask/specks.ts';
import { randomRegions } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from './pythonReference.ts';

const VOID = 5;

const maskOf = (ids: readonly number[], width: number): Mask => ({
  width,
  height: ids.length / width,
  encoding: 'grey',
  bitDepth: 8,
  ids: Uint8Array.from(ids),
  palette: null,
  colours: null,
});

const rules = (more: Partial<SpeckRules> = {}): SpeckRules => ({
  below: 3,
  connectivity: 4,
  voidIds: new Set([VOID]),
  fillsVoid: false,
  only: null,
  ...more,
});

/** Regions with single pixels of other ids over them, in clusters too. */
function speckledMask(random: SeededRandom): Mask {
  const [width, height] = [random.integer(1, 26), random.integer(1, 20)];
  const values = randomRegions(random, width, height, VOID);
  const flecks = random.integer(0, Math.ceil(values.length / 4));
  for (let k = 0; k < flecks; k++) values[random.integer(0, values.length - 1)] = random.integer(0, VOID);
  return maskOf(values, width);
}

function questions(seed: number, count: number) {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => ({
    mask: speckledMask(random),
    rules: rules({
      below: random.choice([1, 2, 3, 6, 20, 1000]),
      connectivity: random.choice([4, 8] as const),
      fillsVoid: random.integer(0, 2) === 0,
      only: random.integer(0, 3) === 0 ? random.integer(0, VOID) : null,
    }),
  }));
}

/** The rules once more, with OpenCV's components and dilations, region by region. */
const FILL = `
connectivity, ignored = case['connectivity'], case['void']
kernel = numpy.ones((3, 3), 'u1') if connectivity == 8 else cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
totals = numpy.bincount(mask.ravel(), minlength=256)
specks = []
for id in numpy.unique(mask):
    if (case['only'] is not None and id != case['only']) or (id == ignored and not case['fillsVoid']): continue
    count, labels = cv2.connectedComponents((mask == id).astype('u1'), connectivity=connectivity)
    specks += [labels == n for n in range(1, count) if (labels == n).sum() < case['below']]
result, filled = mask.copy(), 0
for withVoid in (False, True):
    while True:
        pending = numpy.zeros(mask.shape, bool)
        for speck in specks: pending |= speck
        answers = []
        for speck in specks:
            rim = (cv2.dilate(speck.astype('u1'), kernel) > 0) & ~speck & ~pending
            counts = numpy.bincount(result[rim], minlength=256)
            if not withVoid: counts[ignored] = 0
            best = min(range(256), key=lambda id: (-counts[id], -totals[id], id))
            answers.append(best if counts[best] > 0 else None)
        if all(answer is None for answer in answers): break
        for speck, answer in zip(specks, answers):
            if answer is not None: result[speck], filled = answer, filled + 1
        specks = [speck for speck, answer in zip(specks, answers) if answer is None]
result = numpy.append(result.ravel().astype('i4'), [filled, len(specks)]).astype('i4')`;

describe('filling specks', () => {
  it.skipIf(!hasReference)('gives each speck what surrounds it, from the rim of a cluster inwards', () => {
    const asked = questions(94, 150);
    const answers = reference(
      FILL.trim(),
      asked.map(({ mask, rules: { voidIds, ...rest } }) => ({ ...mask, ...rest, void: [...voidIds][0] })),
    );
    let inClusters = 0;
    asked.forEach(({ mask, rules: asRuled }, index) => {
      const { runs, regions, left, pixels } = fillSpecks(mask, asRuled);
      const edited = applyEdit(mask, { kind: 'pixels', runs });
      const answer = new Int32Array((answers[index] as Uint8Array).buffer);
      expect([...edited.ids, regions, left]).toEqual([...answer]);
      expect(pixels).toBe(runs.reduce((sum, value, at) => sum + (at % 4 === 1 ? value : 0), 0));
      inClusters += left;
    });
    expect(inClusters).toBeGreaterThan(0);
  });

  it('takes the id with more pixels where two border equally, then the smaller', () => {
    const uneven = maskOf([1, 1, 4, 2, 2, 2], 6);
    expect(fillSpecks(uneven, rules({ below: 2 })).runs).toEqual(Uint32Array.of(2, 1, 4, 2));
    const even = maskOf([3, 3, 3, 4, 1, 1, 1], 7);
    expect(fillSpecks(even, rules({ below: 2 })).runs).toEqual(Uint32Array.of(3, 1, 4, 1));
  });

  it('fills with void only where nothing else surrounds, and fills void only when asked', () => {
    expect(fillSpecks(maskOf([5, 5, 5, 4, 1, 1, 1], 7), rules({ below: 2 })).runs).toEqual(Uint32Array.of(3, 1, 4, 1));
    expect(fillSpecks(maskOf([5, 5, 5, 4], 4), rules({ below: 2 })).runs).toEqual(Uint32Array.of(3, 1, 4, 5));
    const hole = maskOf([1, 1, 5, 1, 1], 5);
    expect(fillSpecks(hole, rules()).regions).toBe(2);
    expect(fillSpecks(maskOf([1, 1, 1, 5, 1, 1, 1], 7), rules()).regions).toBe(0);
    expect(fillSpecks(maskOf([1, 1, 1, 5, 1, 1, 1], 7), rules({ fillsVoid: true })).runs).toEqual(
      Uint32Array.of(3, 1, 5, 1),
    );
  });

  it('leaves a mask of nothing but specks as it is, and says so', () => {
    expect(fillSpecks(maskOf([1, 2, 3, 4], 2), rules())).toEqual({
      regions: 0,
      pixels: 0,
      left: 4,
      runs: new Uint32Array(0),
    });
  });

  it('finds nothing more to fill after it has filled all', () => {
    for (const { mask, rules: asRuled } of questions(95, 80)) {
      const { runs, left } = fillSpecks(mask, asRuled);
      for (let at = 4; at < runs.length; at += 4) {
        expect(runs[at]).toBeGreaterThanOrEqual((runs[at - 4] ?? 0) + (runs[at - 3] ?? 0));
      }
      if (left > 0) continue;
      const again = fillSpecks(applyEdit(mask, { kind: 'pixels', runs }), asRuled);
      expect(again.regions + again.left).toBe(0);
    }
  });
});

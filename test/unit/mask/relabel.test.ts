import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/core/mask/edits.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { regionAt, relabelRuns } from '../../../src/core/mask/relabel.ts';
import { randomRegions } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from './pythonReference.ts';

function greyMask(random: SeededRandom): Mask {
  const [width, height] = [random.integer(1, 30), random.integer(1, 24)];
  const values =
    random.integer(0, 1) === 0
      ? Array.from({ length: width * height }, () => random.integer(0, 2))
      : randomRegions(random, width, height, 4);
  return { width, height, encoding: 'grey', bitDepth: 8, ids: Uint8Array.from(values), palette: null, colours: null };
}

/** Masks with a pixel each, and the connectivity by which to find its region. */
function questions(seed: number, count: number) {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, (_, round) => {
    const mask = greyMask(random);
    const [x, y] = [random.integer(0, mask.width - 1), random.integer(0, mask.height - 1)];
    return { mask, x, y, connectivity: round % 2 === 0 ? (4 as const) : (8 as const) };
  });
}

describe('the region at a pixel', () => {
  it.skipIf(!hasReference)('is what OpenCV finds, with its size and box', () => {
    const asked = questions(91, 80);
    const cases = asked.map(({ mask, x, y, connectivity }) => ({ ...mask, x, y, connectivity }));
    const relabelled = reference(
      `id = mask[case['y'], case['x']]
_, labels, stats, _ = cv2.connectedComponentsWithStats((mask == id).astype('u1'), connectivity=case['connectivity'])
label = labels[case['y'], case['x']]
result = numpy.where(labels == label, 200, mask).astype('u1')`,
      cases,
    );
    const boxes = reference(
      `id = mask[case['y'], case['x']]
_, labels, stats, _ = cv2.connectedComponentsWithStats((mask == id).astype('u1'), connectivity=case['connectivity'])
result = stats[labels[case['y'], case['x']]].astype('i4')`,
      cases,
    );
    asked.forEach(({ mask, x, y, connectivity }, index) => {
      const region = regionAt(mask, x, y, connectivity);
      const edited = applyEdit(mask, { kind: 'pixels', runs: relabelRuns(region, 200) });
      expect([...edited.ids]).toEqual([...(relabelled[index] as Uint8Array)]);
      const [left, top, width, height, size] = new Int32Array((boxes[index] as Uint8Array).buffer);
      const { right, bottom, ...rest } = region;
      expect([rest.left, rest.top, right - rest.left + 1, bottom - rest.top + 1, rest.size]).toEqual([
        left,
        top,
        width,
        height,
        size,
      ]);
    });
  });

  it('is relabelled by ascending runs that touch nothing else, and back again', () => {
    for (const { mask, x, y, connectivity } of questions(92, 80)) {
      const runs = relabelRuns(regionAt(mask, x, y, connectivity), 9);
      for (let at = 4; at < runs.length; at += 4) {
        expect(runs[at]).toBeGreaterThanOrEqual((runs[at - 4] ?? 0) + (runs[at - 3] ?? 0));
      }
      const edited = applyEdit(mask, { kind: 'pixels', runs });
      const back = Uint32Array.from(runs);
      for (let at = 0; at < back.length; at += 4) back.set([runs[at + 3] ?? 0, runs[at + 2] ?? 0], at + 2);
      expect(applyEdit(edited, { kind: 'pixels', runs: back }).ids).toEqual(mask.ids);
    }
  });

  it('refuses a pixel outside the mask', () => {
    const mask = greyMask(new SeededRandom(93));
    for (const [x, y] of [
      [-1, 0],
      [0, -1],
      [mask.width, 0],
      [0, mask.height],
    ] as const)
      expect(() => regionAt(mask, x, y, 4)).toThrow(RangeError);
  });
});

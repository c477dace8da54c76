import { describe, expect, it } from 'vitest';
import { comparePair } from '../../../src/core/compare/comparePair.ts';
import { differenceMap } from '../../../src/core/compare/differences.ts';
import { voidKeys } from '../../../src/core/compare/voidKeys.ts';
import { ClassNaming } from '../../../src/core/dataset/classNaming.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { differenceAppearance, type ComparedMasks } from '../../../webview/compare/comparedMasks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from '../mask/pythonReference.ts';

const SETTING = { classMap: null, voidIds: [255], isBoundary: false };

function grey(width: number, height: number, ids: Uint8Array | Uint16Array): Mask {
  const bitDepth = ids instanceof Uint8Array ? 8 : 16;
  return { width, height, bitDepth, encoding: 'grey', ids, palette: null, colours: null };
}

function compared(truth: Mask, prediction: Mask) {
  const named = comparePair(new ClassNaming(null), SETTING, truth, prediction);
  const voids = voidKeys(named, SETTING);
  return { named, voids, difference: differenceMap(truth, prediction, named, voids) };
}

const random = new SeededRandom(11);
const pairs = Array.from({ length: 30 }, () => {
  const [width, height] = [random.integer(1, 40), random.integer(1, 40)];
  const drawn = () => Uint8Array.from({ length: width * height }, () => random.choice([0, 1, 2, 200, 255]));
  return { width, height, ids: drawn(), prediction: drawn() };
});

describe('a difference map', () => {
  it.skipIf(!hasReference)('has the pixels that NumPy finds equal, different and void', () => {
    const cases = pairs.map((one) => ({ ...one, other: Buffer.from(one.prediction).toString('base64') }));
    const answers = reference(
      `other = numpy.frombuffer(base64.b64decode(case['other']), numpy.uint8).reshape(mask.shape)
result = numpy.where(mask == 255, 2, numpy.where(mask == other, 0, 1)).astype(numpy.uint8)`,
      cases,
    );
    pairs.forEach(({ width, height, ids, prediction }, at) => {
      const { difference } = compared(grey(width, height, ids), grey(width, height, prediction));
      const kinds = { equal: 0, different: 1, void: 2 };
      const found = Uint8Array.from(difference.ids, (slot) => kinds[difference.slots[slot]?.agreement ?? 'void']);
      expect(found).toEqual(Uint8Array.from(answers[at] ?? []));
    });
  });

  it('gives every pixel the slot of its classes, those with most pixels first', () => {
    for (const { width, height, ids, prediction } of pairs) {
      const { difference } = compared(grey(width, height, ids), grey(width, height, prediction));
      difference.ids.forEach((slot, at) => {
        expect(difference.slots[slot]).toMatchObject({ truth: ids[at], prediction: prediction[at] });
      });
      const different = difference.slots.filter(({ agreement }) => agreement === 'different');
      expect(different.map(({ pixels }) => pixels)).toEqual(
        different.map(({ pixels }) => pixels).sort((a, b) => b - a),
      );
    }
  });

  it('tells more than 256 pairs of classes apart', () => {
    const truth = Uint16Array.from({ length: 40 * 40 }, (_, at) => at);
    const { difference } = compared(grey(40, 40, truth), grey(40, 40, new Uint16Array(1600)));
    expect(difference.ids).toBeInstanceOf(Uint16Array);
    expect(new Set(difference.ids).size).toBe(1600);
  });

  it('draws void grey, and of a chosen transition the pixels alone', () => {
    const { named, voids, difference } = compared(
      grey(4, 1, Uint8Array.from([0, 1, 1, 255])),
      grey(4, 1, Uint8Array.from([0, 1, 2, 0])),
    );
    const { width, height, ids } = difference;
    const facts: ComparedMasks = {
      ...{ named, voids, difference, scores: null, otherColours: [] },
      picture: grey(width, height, ids),
    };
    const slot = ids[2] ?? -1;
    const [all, alone, other] = [null, slot, slot - 1].map((chosen) => differenceAppearance(facts, chosen, 48));
    const last = 4 * (ids[3] ?? 0);
    expect([...(all?.colours.subarray(last, last + 4) ?? [])]).toEqual([128, 128, 128, 255]);
    const colourOf = (appearance: typeof all): string => String(appearance?.colours.subarray(4 * slot, 4 * slot + 4));
    expect(colourOf(alone)).toBe(colourOf(all));
    expect(colourOf(other)).not.toBe(colourOf(all));
  });
});

import { describe, expect, it } from 'vitest';
import { intersectionOverUnion, labelAgreement } from '../../../src/core/labelbox/labelAgreement.ts';
import { spansOfPlane, type Spans } from '../../../src/core/raster/spans.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from '../mask/pythonReference.ts';

const SIZE = { width: 23, height: 17 };

function randomPlane(random: SeededRandom, share: number): Uint8Array {
  return Uint8Array.from({ length: SIZE.width * SIZE.height }, () => (random.next() < share ? 1 : 0));
}

const spansOf = (plane: Uint8Array): Spans => spansOfPlane(plane, SIZE.width, SIZE.height);

describe('agreement between labels', () => {
  it.skipIf(!hasReference)('is intersection over union, as NumPy computes it', () => {
    const random = new SeededRandom(8);
    const pairs = Array.from({ length: 50 }, () => [randomPlane(random, 0.4), randomPlane(random, 0.6)] as const);
    const cases = pairs.map(([ids, other]) => ({ ...SIZE, ids, other: [...other] }));
    const expected = reference(
      `other = numpy.array(case['other']).reshape(mask.shape) > 0
result = numpy.float64([(other & (mask > 0)).sum() / (other | (mask > 0)).sum()])`,
      cases,
    ).map((bytes) => new Float64Array(bytes.buffer)[0]);
    expect(pairs.map(([one, other]) => intersectionOverUnion(spansOf(one), spansOf(other)))).toEqual(expected);
  });

  it('is the mean over pairs of which at least one has the class', () => {
    const left = spansOf(Uint8Array.from({ length: 391 }, (_, i) => (i % 23 < 10 ? 1 : 0)));
    const half = spansOf(Uint8Array.from({ length: 391 }, (_, i) => (i % 23 < 5 ? 1 : 0)));
    const none = spansOf(new Uint8Array(391));
    expect(labelAgreement([new Map([['eye', left]]), new Map([['eye', half]]), new Map([['nose', left]])])).toEqual([
      { name: 'eye', iou: (0.5 + 0 + 0) / 3, pairs: 3 },
      { name: 'nose', iou: 0, pairs: 2 },
    ]);
    expect(labelAgreement([new Map([['eye', none]]), new Map([['eye', none]])])).toEqual([]);
    expect(labelAgreement([new Map([['eye', left]])])).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { boundaryScore, boundaryTolerance } from '../../../src/core/compare/boundary.ts';
import { ConfusionMatrix, pairIds, type IdPair } from '../../../src/core/compare/confusion.ts';
import { scoresOf } from '../../../src/core/compare/scores.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference, type ReferenceCase } from '../mask/pythonReference.ts';

/** Rectangles of some ids over id 0. */
function drawing(random: SeededRandom, width: number, height: number, ids: readonly number[]): Uint8Array {
  const drawn = new Uint8Array(width * height);
  for (let shape = 0; shape < 8; shape++) {
    const [left, top] = [random.integer(0, width - 1), random.integer(0, height - 1)];
    const [right, bottom] = [random.integer(left, width - 1), random.integer(top, height - 1)];
    const id = random.choice(ids);
    for (let y = top; y <= bottom; y++) drawn.fill(id, y * width + left, y * width + right + 1);
  }
  return drawn;
}

const base64 = (ids: Uint8Array | Uint16Array): string =>
  Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).toString('base64');
const doubles = (bytes: Uint8Array): number[] => [...new Float64Array(bytes.slice().buffer)];

interface Comparison extends ReferenceCase {
  readonly ids: Uint8Array | Uint16Array;
  readonly other: string;
  readonly prediction: Uint8Array | Uint16Array;
}

function comparisons(count: number): Comparison[] {
  return Array.from({ length: count }, (_, seed) => {
    const random = new SeededRandom(seed);
    const [width, height] = [random.integer(1, 70), random.integer(1, 70)];
    const ids = drawing(random, width, height, [0, 1, 2, 5, 255]);
    const prediction = drawing(random, width, height, [0, 1, 2, 7, 255]);
    return { ids, prediction, width, height, other: base64(prediction) };
  });
}

const matrixOf = (pairs: readonly IdPair[]): ConfusionMatrix => {
  const matrix = new ConfusionMatrix();
  for (const { truth, prediction, pixels } of pairs) matrix.add(truth, prediction, pixels);
  return matrix;
};

describe('two masks', () => {
  it.skipIf(!hasReference)('have the pairs of ids that NumPy counts', () => {
    const cases = comparisons(60);
    const answers = reference(
      `other = numpy.frombuffer(base64.b64decode(case['other']), numpy.uint8).reshape(mask.shape)
values, counts = numpy.unique(mask.astype(numpy.int64) * 65536 + other, return_counts=True)
result = numpy.stack([values, counts]).astype(numpy.float64)`,
      cases,
    );
    cases.forEach(({ ids, prediction, width, height }, at) => {
      const pairs = pairIds({ ids, width, height }, { ids: prediction, width, height });
      const wide = pairIds(
        { ids: Uint16Array.from(ids), width, height },
        { ids: Uint16Array.from(prediction), width, height },
      );
      expect(wide).toEqual(pairs);
      const flat = [...pairs.map((one) => one.truth * 65_536 + one.prediction), ...pairs.map(({ pixels }) => pixels)];
      expect(flat).toEqual(doubles(answers[at] ?? new Uint8Array()));
    });
  });

  it.skipIf(!hasReference)('have the scores that NumPy computes where only the void of the truth is ignored', () => {
    const cases = comparisons(60);
    const answers = reference(
      `other = numpy.frombuffer(base64.b64decode(case['other']), numpy.uint8).reshape(mask.shape)
judged = mask != 255
rows = []
for c in range(255):
    t, p = (mask == c) & judged, (other == c) & judged
    union = (t | p).sum()
    if union == 0: continue
    both = (t & p).sum()
    rows.append([c, both / union, 2 * both / (t.sum() + p.sum()),
        both / p.sum() if p.sum() else -1, both / t.sum() if t.sum() else -1])
mean = numpy.mean([row[1] for row in rows]) if rows else -1
accuracy = ((mask == other) & judged).sum() / judged.sum() if judged.sum() else -1
result = numpy.array([mean, accuracy] + sum(rows, []), numpy.float64)`,
      cases,
    );
    cases.forEach(({ ids, prediction, width, height }, at) => {
      const matrix = matrixOf(pairIds({ ids, width, height }, { ids: prediction, width, height }));
      const { classes, meanIou, pixelAccuracy } = scoresOf(matrix.cells(), new Set([255]));
      const rows = classes.flatMap(({ key, iou, dice, precision, recall }) => [
        ...[Number(key), iou ?? -1, dice ?? -1],
        ...[precision ?? -1, recall ?? -1],
      ]);
      const wanted = doubles(answers[at] ?? new Uint8Array());
      const found = [meanIou ?? -1, pixelAccuracy ?? -1, ...rows];
      expect(found).toHaveLength(wanted.length);
      found.forEach((value, index) => expect(value).toBeCloseTo(wanted[index] ?? NaN, 12));
    });
  });

  it('count a prediction of void as a miss', () => {
    const matrix = new ConfusionMatrix();
    matrix.add(1, 1, 10);
    matrix.add(1, 255, 40);
    matrix.add(255, 1, 1000);
    const { classes, meanIou, voidPixels, voidPredicted } = scoresOf(matrix.cells(), new Set([255]));
    expect(classes).toMatchObject([{ key: 1, iou: 0.2, precision: 1, recall: 0.2 }]);
    expect({ meanIou, voidPixels, voidPredicted }).toEqual({ meanIou: 0.2, voidPixels: 1000, voidPredicted: 40 });
  });

  it('have no score where nothing is judged', () => {
    const matrix = new ConfusionMatrix();
    matrix.add(255, 0, 5);
    expect(scoresOf(matrix.cells(), new Set([255]))).toMatchObject({ classes: [], meanIou: null, pixelAccuracy: null });
  });

  it('add up over a dataset', () => {
    const [sum, other] = [new ConfusionMatrix(), new ConfusionMatrix()];
    sum.add(1, 2, 3);
    other.add(1, 2, 4);
    other.add('#ff0000', 0, 5);
    sum.addAll(other.cells());
    expect(sum.cells()).toEqual([
      { truth: 1, prediction: 2, pixels: 7 },
      { truth: '#ff0000', prediction: 0, pixels: 5 },
    ]);
  });

  it('of two sizes are not compared', () => {
    const small = { ids: new Uint8Array(6), width: 2, height: 3 };
    expect(() => pairIds(small, { ...small, width: 3, height: 2 })).toThrow(RangeError);
  });
});

describe('outlines', () => {
  it.skipIf(!hasReference)('are matched as dilating them by a disk matches them', () => {
    const cases = comparisons(60).map((one, at) => ({ ...one, tolerance: 1 + (at % 6) }));
    const answers = reference(
      `other = numpy.frombuffer(base64.b64decode(case['other']), numpy.uint8).reshape(mask.shape)
def outline(region):
    grown = numpy.pad(region, ((0, 1), (0, 1)), mode='edge')
    east, south, both = grown[:-1, 1:], grown[1:, :-1], grown[1:, 1:].copy()
    both[-1, :], both[:, -1] = region[-1, :], region[:, -1]
    return ((region != east) | (region != south) | (region != both)).astype(numpy.uint8)
r = case['tolerance']
y, x = numpy.mgrid[-r:r + 1, -r:r + 1]
disk = (x * x + y * y <= r * r).astype(numpy.uint8)
t, p = outline(mask == 1), outline(other == 1)
near = lambda some, others: int((some & cv2.dilate(others, disk)).sum())
precision = 1.0 if p.sum() == 0 else 0.0 if t.sum() == 0 else near(p, t) / p.sum()
recall = 1.0 if t.sum() == 0 else 0.0 if p.sum() == 0 else near(t, p) / t.sum()
f = 0.0 if precision + recall == 0 else 2 * precision * recall / (precision + recall)
result = numpy.array([precision, recall, f], numpy.float64)`,
      cases,
    );
    cases.forEach(({ ids, prediction, width, height, tolerance }, at) => {
      const region = (of: ArrayLike<number>) => ({
        width,
        height,
        inside: Uint8Array.from(of, (id) => Number(id === 1)),
      });
      const { precision, recall, f } = boundaryScore(region(ids), region(prediction), tolerance);
      const wanted = doubles(answers[at] ?? new Uint8Array());
      [precision, recall, f].forEach((value, index) => expect(value).toBeCloseTo(wanted[index] ?? NaN, 12));
    });
  });

  it('may be 0.008 of the diagonal apart, rounded up', () => {
    expect([boundaryTolerance(854, 480), boundaryTolerance(500, 375), boundaryTolerance(3, 4)]).toEqual([8, 5, 1]);
    // Diagonals of 500 and 4,250 pixels, as numpy.linalg.norm has them.
    expect([boundaryTolerance(140, 480), boundaryTolerance(480, 140), boundaryTolerance(1650, 2800)]).toEqual([
      4, 4, 26,
    ]);
  });

  it('that are missing on one side or both have scores of their own', () => {
    const [nothing, square] = [new Uint8Array(100), new Uint8Array(100)];
    for (const y of [3, 4, 5]) square.fill(1, 10 * y + 3, 10 * y + 6);
    const region = (inside: Uint8Array) => ({ width: 10, height: 10, inside });
    expect(boundaryScore(region(nothing), region(nothing), 2)).toEqual({ precision: 1, recall: 1, f: 1 });
    expect(boundaryScore(region(nothing), region(square), 2)).toEqual({ precision: 0, recall: 1, f: 0 });
    expect(boundaryScore(region(square), region(nothing), 2)).toEqual({ precision: 1, recall: 0, f: 0 });
    expect(boundaryScore(region(square), region(square), 2)).toEqual({ precision: 1, recall: 1, f: 1 });
  });
});

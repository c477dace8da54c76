import { describe, expect, it } from 'vitest';
import { measureIds, type MaskMeasure } from '../../../src/core/mask/measureIds.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference, type ReferenceCase } from './pythonReference.ts';

const CELLS = 16;

/** Blobs, lines and noise: what regions are made of. */
function randomMask(random: SeededRandom, isWide: boolean): ReferenceCase & { ids: Uint8Array | Uint16Array } {
  const width = random.integer(1, 90);
  const height = random.integer(1, 70);
  const ids = isWide ? new Uint16Array(width * height) : new Uint8Array(width * height);
  const most = isWide ? 40_000 : 255;
  const palette = Array.from({ length: random.integer(1, 6) }, () => random.integer(0, most));
  for (let shape = random.integer(0, 12); shape > 0; shape--) {
    const id = random.choice(palette);
    const [left, top] = [random.integer(0, width - 1), random.integer(0, height - 1)];
    const [right, bottom] = [random.integer(left, width - 1), random.integer(top, height - 1)];
    for (let y = top; y <= bottom; y++) ids.fill(id, y * width + left, y * width + right + 1);
  }
  for (let speck = random.integer(0, 40); speck > 0; speck--) {
    ids[random.integer(0, ids.length - 1)] = random.choice(palette);
  }
  return { ids, width, height };
}

/** For each id: id, pixels, regions, box, regions of each power of two, and the size of the smallest region. */
const PYTHON = `
rows = []
for value in numpy.unique(mask):
    own = (mask == value).astype(numpy.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(own, connectivity=4)
    areas = stats[1:, cv2.CC_STAT_AREA]
    ys, xs = numpy.nonzero(own)
    buckets = numpy.bincount([int(a).bit_length() - 1 for a in areas], minlength=16)
    cells = numpy.zeros((16, 16), int)
    numpy.add.at(cells, (ys * 16 // case['height'], xs * 16 // case['width']), 1)
    rows.append([value, len(xs), count - 1, xs.min(), ys.min(), xs.max(), ys.max(), areas.min(), *buckets[:16], *cells.ravel()])
result = numpy.array(rows, numpy.int32)`;

function ours({ ids }: MaskMeasure, smallestSize: (x: number, y: number) => number): number[] {
  return (ids ?? []).flatMap(({ id, pixels, regions, box, sizes, smallestAt, cells }) => [
    ...[id, pixels, regions, ...box, smallestSize(...smallestAt)],
    ...Array.from({ length: 16 }, (_, at) => sizes[at] ?? 0),
    ...cells,
  ]);
}

/** Pixels of the region at a place, by flooding. */
function regionSize({ ids, width, height }: ReferenceCase, x: number, y: number): number {
  const id = ids[y * width + x];
  const seen = new Set([y * width + x]);
  for (const at of seen) {
    const [column, row] = [at % width, Math.floor(at / width)];
    for (const [dx, dy] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const) {
      const next = (row + dy) * width + column + dx;
      const isInside = column + dx >= 0 && column + dx < width && row + dy >= 0 && row + dy < height;
      if (isInside && ids[next] === id) seen.add(next);
    }
  }
  return seen.size;
}

describe.skipIf(!hasReference)('measures of masks equal those of OpenCV and NumPy', () => {
  it.each([
    ['bytes', false],
    ['16 bits', true],
  ])('in %s', (_, isWide) => {
    const random = new SeededRandom(isWide ? 16 : 8);
    const cases = Array.from({ length: 120 }, () => randomMask(random, isWide));
    const expected = reference(PYTHON, cases);
    cases.forEach((one, at) => {
      const measure = measureIds(one.ids, one.width, one.height, { cells: CELLS, mostIds: 256 });
      const bytes = expected[at] ?? new Uint8Array(0);
      const values = [...new Int32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)];
      expect(
        ours(measure, (x, y) => regionSize(one, x, y)),
        `${one.width}×${one.height}`,
      ).toEqual(values);
      expect(measure.distinct).toBe(values.length / (8 + 16 + 256));
    });
  });
});

describe('measures of masks', () => {
  it('tell the id with most pixels of each part, of equals the smallest', () => {
    const width = 32;
    const ids = new Uint8Array(width * 32);
    for (let y = 0; y < 32; y++) ids.fill(9, y * width + 17, (y + 1) * width);
    const { dominant } = measureIds(ids, width, 32, { cells: 16, mostIds: 256 });
    // Part 8 holds columns 16 (id 0) and 17 (id 9).
    expect([...dominant.slice(0, 16)]).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9, 9]);
  });

  it('give parts of small masks an id of a pixel in them', () => {
    const { dominant } = measureIds(Uint8Array.of(4, 7), 2, 1, { cells: 4, mostIds: 256 });
    expect([...dominant.slice(0, 4)]).toEqual([4, 4, 7, 7]);
    expect(new Set(dominant)).toEqual(new Set([4, 7]));
  });

  it('count distinct ids where they are too many to be told one by one', () => {
    const ids = Uint16Array.from({ length: 400 }, (_, at) => at * 7);
    expect(measureIds(ids, 20, 20, { cells: 16, mostIds: 256 })).toMatchObject({ ids: null, distinct: 400 });
  });

  it('are not mixed with those of the mask before', () => {
    const mask = (id: number): Uint8Array => new Uint8Array(64).fill(id);
    measureIds(
      Uint8Array.from({ length: 64 }, (_, at) => at),
      8,
      8,
      { cells: 2, mostIds: 256 },
    );
    const { ids } = measureIds(mask(40), 8, 8, { cells: 2, mostIds: 256 });
    expect(ids).toMatchObject([{ id: 40, pixels: 64, regions: 1, box: [0, 0, 7, 7] }]);
    expect(ids).toHaveLength(1);
  });
});

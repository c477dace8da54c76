import { describe, expect, it } from 'vitest';
import { labelComponents } from '../../../src/core/mask/components.ts';
import { forEachRegion } from '../../../src/core/mask/regions.ts';
import { randomRegions } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from './pythonReference.ts';

/** Regions by flooding, pixel by pixel. */
function flooded(ids: Uint8Array, width: number, connectivity: 4 | 8): number[] {
  const labels = new Array<number>(ids.length).fill(-1);
  let count = 0;
  ids.forEach((id, start) => {
    if (labels[start] !== -1) return;
    const stack = [start];
    labels[start] = count;
    for (let i = stack.pop(); i !== undefined; i = stack.pop()) {
      const [x, y] = [i % width, Math.floor(i / width)];
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const j = i + dy * width + dx;
          if (connectivity === 4 && dx !== 0 && dy !== 0) continue;
          if (x + dx < 0 || x + dx >= width || y + dy < 0 || ids[j] !== id || labels[j] !== -1) continue;
          labels[j] = count;
          stack.push(j);
        }
      }
    }
    count++;
  });
  return labels;
}

function randomMask(random: SeededRandom) {
  const [width, height] = [random.integer(1, 24), random.integer(1, 18)];
  const isNoise = random.integer(0, 1) === 0;
  const values = isNoise
    ? Array.from({ length: width * height }, () => random.integer(0, 1))
    : randomRegions(random, width, height, 3);
  return { ids: Uint8Array.from(values), width, height };
}

describe('labelComponents', () => {
  it('numbers the regions that flooding finds, in reading order', () => {
    const random = new SeededRandom(81);
    for (let round = 0; round < 120; round++) {
      const { ids, width } = randomMask(random);
      for (const connectivity of [4, 8] as const) {
        const { labels, sizes, ids: idOf } = labelComponents(ids, width, connectivity);
        expect([...labels]).toEqual(flooded(ids, width, connectivity));
        expect([...idOf].map((_, label) => idOf[label])).toEqual(
          [...sizes.keys()].map((label) => ids[labels.indexOf(label)]),
        );
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(ids.length);
      }
    }
  });

  it('agrees with the regions that a search steps through', () => {
    const { ids, width, height } = randomMask(new SeededRandom(82));
    const { labels, sizes } = labelComponents(ids, width, 4);
    for (const id of new Set(ids)) {
      forEachRegion({ ids, width, height }, id, ({ firstPixel, size }) => {
        expect(sizes[labels[firstPixel] ?? -1]).toBe(size);
      });
    }
  });

  it.skipIf(!hasReference)("finds as many as OpenCV's connectedComponents", () => {
    const random = new SeededRandom(83);
    const masks = Array.from({ length: 60 }, () => randomMask(random));
    for (const connectivity of [4, 8] as const) {
      const code = `result = numpy.array([sum(cv2.connectedComponents((mask == k).astype(numpy.uint8), connectivity=${connectivity})[0] - 1 for k in numpy.unique(mask))], numpy.uint16)`;
      reference(code, masks).forEach((bytes, at) => {
        const { ids, width } = masks[at] as (typeof masks)[number];
        expect(labelComponents(ids, width, connectivity).sizes.length).toBe((bytes[0] ?? 0) + 256 * (bytes[1] ?? 0));
      });
    }
  });

  it('needs no stack for a spiral', () => {
    const width = 2001;
    const ids = Uint8Array.from({ length: width * 401 }, (_, i) => {
      const [x, y] = [i % width, Math.floor(i / width)];
      const ring = Math.min(x, y, width - 1 - x, 400 - y);
      return x === ring && y === ring + 1 ? 1 - (ring % 2) : ring % 2;
    });
    expect(labelComponents(ids, width, 4).sizes.length).toBe(2);
  });
});

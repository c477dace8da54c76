import { describe, expect, it } from 'vitest';
import { findRegion, forEachRegion, type Region } from '../../../src/core/mask/regions.ts';
import { randomRegions } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

interface Picture {
  readonly ids: Uint8Array | Uint16Array;
  readonly width: number;
  readonly height: number;
}

function picture(...rows: string[]): Picture {
  return { ids: Uint8Array.from(rows.join(''), Number), width: rows[0]?.length ?? 0, height: rows.length };
}

/** Regions by flood fill, in reading order of their first pixels, with the pixels of each. */
function byFloodFill(
  { ids, width, height }: Picture,
  id: number,
): { facts: Omit<Region, 'x' | 'y'>; pixels: Set<number> }[] {
  const seen = new Set<number>();
  const regions = [];
  for (let start = 0; start < ids.length; start++) {
    if (ids[start] !== id || seen.has(start)) continue;
    const pixels = new Set([start]);
    const queue = [start];
    for (let pixel = queue.pop(); pixel !== undefined; pixel = queue.pop()) {
      const x = pixel % width;
      const neighbours = [x > 0 ? pixel - 1 : -1, x < width - 1 ? pixel + 1 : -1, pixel - width, pixel + width];
      for (const next of neighbours) {
        if (next < 0 || next >= width * height || ids[next] !== id || pixels.has(next)) continue;
        pixels.add(next);
        queue.push(next);
      }
    }
    pixels.forEach((pixel) => seen.add(pixel));
    const xs = Array.from(pixels, (pixel) => pixel % width);
    const ys = Array.from(pixels, (pixel) => Math.floor(pixel / width));
    const facts = {
      size: pixels.size,
      left: Math.min(...xs),
      top: Math.min(...ys),
      right: Math.max(...xs),
      bottom: Math.max(...ys),
      firstPixel: start,
    };
    regions.push({ facts, pixels });
  }
  return regions;
}

function randomPicture(random: SeededRandom): Picture {
  const [width, height] = [random.integer(1, 14), random.integer(1, 14)];
  const values =
    random.integer(0, 1) === 0
      ? randomRegions(random, width, height, 3)
      : Array.from({ length: width * height }, () => random.integer(0, 2));
  const ids = random.integer(0, 1) === 0 ? Uint8Array.from(values) : Uint16Array.from(values);
  return { ids, width, height };
}

describe('forEachRegion', () => {
  it('finds what a flood fill finds', () => {
    const random = new SeededRandom(31);
    for (let round = 0; round < 600; round++) {
      const mask = randomPicture(random);
      const id = random.integer(0, 3);
      const found: Region[] = [];
      forEachRegion(mask, id, (region) => found.push(region));
      found.sort((a, b) => a.firstPixel - b.firstPixel);
      const expected = byFloodFill(mask, id);
      expect(found).toMatchObject(expected.map(({ facts }) => facts));
      found.forEach(({ x, y }, i) => expect(expected[i]?.pixels.has(y * mask.width + x)).toBe(true));
    }
  });

  it('joins the arms of a U, a comb and a spiral', () => {
    const sizes = (mask: Picture): number[] => {
      const found: number[] = [];
      forEachRegion(mask, 1, ({ size }) => found.push(size));
      return found;
    };
    expect(sizes(picture('101', '101', '111'))).toEqual([7]);
    expect(sizes(picture('1010101', '1111111', '1010101'))).toEqual([15]);
    expect(sizes(picture('11111', '00001', '11101', '10001', '11111'))).toEqual([17]);
    expect(sizes(picture('10', '01'))).toEqual([1, 1]);
  });

  it('names the middle of the longest run', () => {
    forEachRegion(picture('0100', '1111', '0110'), 1, (region) => expect([region.x, region.y]).toEqual([1, 1]));
  });
});

describe('findRegion', () => {
  it('walks all regions in reading order and starts again', () => {
    const random = new SeededRandom(32);
    for (let round = 0; round < 300; round++) {
      const mask = randomPicture(random);
      const id = random.integer(0, 3);
      const expected = byFloodFill(mask, id).map(({ facts }) => facts.firstPixel);
      for (const direction of ['next', 'previous'] as const) {
        const order = direction === 'next' ? expected : [...expected].reverse();
        let from: { x: number; y: number } | null = null;
        for (let step = 0; step <= order.length + 1; step++) {
          const region: ReturnType<typeof findRegion> = findRegion(mask, id, from, direction);
          if (order.length === 0) {
            expect(region).toBeNull();
            break;
          }
          const firstPixel = order[step % order.length] ?? -1;
          expect(region?.firstPixel).toBe(firstPixel);
          expect(region?.ordinal).toBe(expected.indexOf(firstPixel) + 1);
          expect(region?.count).toBe(order.length);
          // With one region, or before the first, going back means going round.
          expect(region?.wrapped).toBe(step > 0 ? step % order.length === 0 : direction === 'previous');
          from = region;
        }
      }
    }
  });

  it('starts from a pixel of another id in reading order', () => {
    const mask = picture('1001', '0000', '1001');
    expect(findRegion(mask, 1, { x: 1, y: 1 }, 'next')).toMatchObject({
      firstPixel: 8,
      ordinal: 3,
      count: 4,
      wrapped: false,
    });
    expect(findRegion(mask, 1, { x: 1, y: 1 }, 'previous')).toMatchObject({
      firstPixel: 3,
      ordinal: 2,
      wrapped: false,
    });
    expect(findRegion(mask, 1, { x: 3, y: 2 }, 'next')).toMatchObject({ firstPixel: 0, ordinal: 1, wrapped: true });
    expect(findRegion(mask, 1, { x: 0, y: 0 }, 'previous')).toMatchObject({
      firstPixel: 11,
      ordinal: 4,
      wrapped: true,
    });
    expect(findRegion(mask, 1, { x: -5, y: 99 }, 'next')).toMatchObject({ firstPixel: 11, ordinal: 4, wrapped: false });
    expect(findRegion(mask, 7, null, 'next')).toBeNull();
  });
});

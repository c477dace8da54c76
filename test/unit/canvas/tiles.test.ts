import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeTile, tilesOf } from '../../../webview/mask/canvas/tiles.ts';
import { nearestPixel, type Frame } from '../../../webview/mask/canvas/viewTransform.ts';

const RUNS = { seed: 20_261_120, numRuns: 200 };

test('tiles cover every pixel once', () => {
  expect(tilesOf({ width: 5, height: 3 }, 2)).toEqual([
    { x: 0, y: 0, width: 2, height: 2 },
    { x: 2, y: 0, width: 2, height: 2 },
    { x: 4, y: 0, width: 1, height: 2 },
    { x: 0, y: 2, width: 2, height: 1 },
    { x: 2, y: 2, width: 2, height: 1 },
    { x: 4, y: 2, width: 1, height: 1 },
  ]);
  expect(tilesOf({ width: 2048, height: 2048 })).toHaveLength(1);
  expect(tilesOf({ width: 8192, height: 8192 })).toHaveLength(16);
});

const arbitraryFrame = (minimum: number, maximum: number): fc.Arbitrary<Frame> =>
  fc.record({
    width: fc.integer({ min: 1, max: 60 }),
    height: fc.integer({ min: 1, max: 60 }),
    originX: fc.integer({ min: -80, max: 40 }),
    originY: fc.integer({ min: -80, max: 40 }),
    scale: fc.oneof(fc.double({ min: minimum, max: maximum, noNaN: true }), fc.constantFrom(minimum, 1, 1.5)),
    pixelRatio: fc.constant(1),
  });

const size = fc.record({ width: fc.integer({ min: 1, max: 30 }), height: fc.integer({ min: 1, max: 30 }) });

test('above 1:1 each device pixel of the image belongs to the one tile that holds its id (property)', () => {
  fc.assert(
    fc.property(arbitraryFrame(1, 20), size, fc.integer({ min: 1, max: 9 }), (frame, image, side) => {
      const owners = new Map<string, number>();
      for (const tile of tilesOf(image, side)) {
        const placed = placeTile(tile, frame, false);
        if (placed === null) continue;
        for (let y = placed.quad.top; y < placed.quad.bottom; y++) {
          for (let x = placed.quad.left; x < placed.quad.right; x++) {
            const column = nearestPixel(x, frame.originX, frame.scale);
            const row = nearestPixel(y, frame.originY, frame.scale);
            expect(column >= tile.x && column < tile.x + tile.width).toBe(true);
            expect(row >= tile.y && row < tile.y + tile.height).toBe(true);
            owners.set(`${x},${y}`, (owners.get(`${x},${y}`) ?? 0) + 1);
          }
        }
      }
      for (let y = 0; y < frame.height; y++) {
        for (let x = 0; x < frame.width; x++) {
          const column = nearestPixel(x, frame.originX, frame.scale);
          const row = nearestPixel(y, frame.originY, frame.scale);
          const inside = column >= 0 && row >= 0 && column < image.width && row < image.height;
          expect(owners.get(`${x},${y}`) ?? 0).toBe(inside ? 1 : 0);
        }
      }
    }),
    RUNS,
  );
});

test('below 1:1 the tiles share every footprint completely (property)', () => {
  fc.assert(
    fc.property(arbitraryFrame(0.05, 0.999), size, fc.integer({ min: 1, max: 9 }), (frame, image, side) => {
      const step = 1 / frame.scale;
      const overlap = (from: number, length: number): number =>
        Math.max(0, Math.min(from + step, length) - Math.max(from, 0));
      const covered = new Float64Array(frame.width * frame.height);
      for (const tile of tilesOf(image, side)) {
        const placed = placeTile(tile, frame, true);
        if (placed === null) continue;
        const { quad, startX, startY } = placed;
        for (let y = quad.top; y < quad.bottom; y++) {
          for (let x = quad.left; x < quad.right; x++) {
            const at = y * frame.width + x;
            const share =
              overlap(startX + (x - quad.left) * step, tile.width) *
              overlap(startY + (y - quad.top) * step, tile.height);
            covered[at] = (covered[at] ?? 0) + share;
          }
        }
      }
      for (let y = 0; y < frame.height; y++) {
        for (let x = 0; x < frame.width; x++) {
          const expected =
            overlap((x - frame.originX) * step, image.width) * overlap((y - frame.originY) * step, image.height);
          expect(covered[y * frame.width + x]).toBeCloseTo(expected, 6);
        }
      }
    }),
    RUNS,
  );
});

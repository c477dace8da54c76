import { expect, test } from 'vitest';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { regionAt } from '../../../src/core/mask/relabel.ts';
import { forEachEdgePixel } from '../../../webview/mask/canvas/regionOutline.ts';
import { nearestPixel, type Frame } from '../../../webview/mask/canvas/viewTransform.ts';
import { randomRegions } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const random = new SeededRandom(106);

function randomView() {
  const [width, height] = [random.integer(1, 20), random.integer(1, 16)];
  const ids = Uint8Array.from(randomRegions(random, width, height, 2));
  const mask: Mask = { width, height, encoding: 'grey', bitDepth: 8, ids, palette: null, colours: null };
  const frame: Frame = {
    width: random.integer(1, 40),
    height: random.integer(1, 40),
    originX: random.integer(-20, 20),
    originY: random.integer(-20, 20),
    scale: random.choice([0.3, 0.5, 1, 1.5, 2, 7]),
    pixelRatio: 1,
  };
  const region = regionAt(mask, random.integer(0, width - 1), random.integer(0, height - 1), random.choice([4, 8]));
  return { mask, frame, region };
}

test('the outline of a region is its device pixels that do not lie amid it', () => {
  for (let round = 0; round < 300; round++) {
    const { mask, frame, region } = randomView();
    const inside = new Set<number>();
    for (let at = 0; at < region.runs.length; at += 2) {
      const [start = 0, length = 0] = region.runs.subarray(at, at + 2);
      for (let pixel = start; pixel < start + length; pixel++) inside.add(pixel);
    }
    const shows = (x: number, y: number): boolean => {
      if (x < 0 || y < 0 || x >= frame.width || y >= frame.height) return false;
      const [column, row] = [nearestPixel(x, frame.originX, frame.scale), nearestPixel(y, frame.originY, frame.scale)];
      return column >= 0 && column < mask.width && inside.has(row * mask.width + column);
    };
    const expected: string[] = [];
    for (let y = 0; y < frame.height; y++) {
      for (let x = 0; x < frame.width; x++) {
        const isAmid = shows(x - 1, y) && shows(x + 1, y) && shows(x, y - 1) && shows(x, y + 1);
        if (shows(x, y) && !isAmid) expected.push(`${x}, ${y}`);
      }
    }
    const found: string[] = [];
    forEachEdgePixel(mask, frame, region.runs, (x, y) => found.push(`${x}, ${y}`));
    expect(found).toEqual(expected);
  }
});

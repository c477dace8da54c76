import { describe, expect, it } from 'vitest';
import { rasterise } from '../../../src/core/raster/rasterise.ts';
import { spanOutline } from '../../../src/core/raster/spanOutline.ts';
import { fillSpans, spansOfPlane } from '../../../src/core/raster/spans.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

describe('the outline of pixels', () => {
  it('goes along their edges, round holes too', () => {
    const plane = Uint8Array.from([0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1]);
    expect(spanOutline(spansOfPlane(plane, 4, 3))?.map((ring) => [...ring])).toEqual([
      [1, 0, 4, 0, 4, 3, 1, 3],
      [2, 1, 3, 1, 3, 2, 2, 2],
    ]);
  });

  it('is filled with the same pixels again, however they lie', () => {
    const random = new SeededRandom(20);
    for (let i = 0; i < 400; i++) {
      const [width, height] = [random.integer(1, 24), random.integer(1, 24)];
      const share = random.next();
      const plane = Uint8Array.from({ length: width * height }, () => (random.next() < share ? 1 : 0));
      const outline = spanOutline(spansOfPlane(plane, width, height));
      if (outline === null) throw new Error('no outline');
      const filled = new Uint8Array(width * height);
      if (outline.length > 0) fillSpans(filled, rasterise([outline], width, height, 'centre'), 1);
      expect(filled).toEqual(plane);
    }
  });

  it('is refused where it has very many corners', () => {
    const dots = Uint8Array.from({ length: 500 * 500 }, (_, i) => Number(i % 2 === 0 && Math.floor(i / 500) % 2 === 0));
    expect(spanOutline(spansOfPlane(dots, 500, 500))).toBe(null);
  });
});

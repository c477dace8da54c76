import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  lookupsPerPixel,
  MAX_SAMPLES,
  planSampling,
  refinementBands,
  settledSampling,
} from '../../../webview/mask/canvas/sampling.ts';
import { coveredDevicePixels } from '../../../webview/mask/canvas/viewTransform.ts';

const canvas = { width: 1000, height: 700, originX: 0, originY: 0, pixelRatio: 1 };

test('at 1:1 and above ids are taken as they are; below they are averaged, in strata beyond the cap', () => {
  expect(settledSampling(1)).toEqual({ mode: 'nearest' });
  expect(settledSampling(64)).toEqual({ mode: 'nearest' });
  expect(settledSampling(0.999)).toEqual({ mode: 'exact' });
  expect(settledSampling(1 / 31)).toEqual({ mode: 'exact' });
  expect(settledSampling(1 / 32)).toEqual({ mode: 'strata', count: MAX_SAMPLES });
});

test('a picture within the budget is drawn settled at once', () => {
  const image = { width: 2048, height: 1024 };
  const plan = planSampling({ ...canvas, scale: 0.48828125 }, image, 6e6);
  expect(plan).toEqual({ now: { mode: 'exact' }, settled: { mode: 'exact' }, rowsPerStep: 0 });
});

test('a picture beyond the budget starts with few samples, and its bands keep to the budget (property)', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.005, max: 0.99, noNaN: true }),
      fc.integer({ min: 100, max: 20_000 }),
      fc.integer({ min: -900, max: 900 }),
      (scale, side, origin) => {
        const frame = { ...canvas, originY: origin, scale };
        const image = { width: side, height: side };
        const area = coveredDevicePixels(frame, image);
        const width = area.right - area.left;
        const budget = 6e6;
        const plan = planSampling(frame, image, budget);
        const pixels = width * Math.max(0, area.bottom - area.top);
        if (plan.rowsPerStep === 0) {
          expect(pixels * lookupsPerPixel(plan.settled, scale)).toBeLessThanOrEqual(budget);
          return;
        }
        expect(pixels * lookupsPerPixel(plan.now, scale)).toBeLessThanOrEqual(budget);
        const bands = refinementBands(frame, image, plan.rowsPerStep);
        expect(bands[0]?.top).toBe(area.top);
        expect(bands.at(-1)?.bottom).toBe(area.bottom);
        for (const [i, band] of bands.entries()) {
          if (i > 0) expect(band.top).toBe(bands[i - 1]?.bottom);
          const cost = width * (band.bottom - band.top) * lookupsPerPixel(plan.settled, scale);
          expect(cost <= budget || band.bottom - band.top === 1).toBe(true);
        }
      },
    ),
    { seed: 20_261_120, numRuns: 300 },
  );
});

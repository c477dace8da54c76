import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ViewState } from '../../../webview/mask/canvas/types.ts';
import {
  clampView,
  coveredDevicePixels,
  firstDevicePixel,
  fitScale,
  frameOf,
  MAX_SCALE,
  minimumScale,
  nearestPixel,
  panBy,
  pixelAt,
  reveal,
  toImage,
  viewOfBox,
  visiblePixels,
  zoomAt,
  ZOOM_LEVELS,
  zoomStep,
  type Frame,
  type Point,
  type Size,
  type Viewport,
} from '../../../webview/mask/canvas/viewTransform.ts';

const RUNS = { seed: 20_261_120, numRuns: 400 };

const image = fc.record({ width: fc.integer({ min: 1, max: 9000 }), height: fc.integer({ min: 1, max: 9000 }) });
const viewport = fc.record({
  width: fc.integer({ min: 50, max: 3000 }),
  height: fc.integer({ min: 50, max: 2000 }),
  pixelRatio: fc.constantFrom(1, 1.25, 1.5, 2, 3),
});
const part = fc.double({ min: 0, max: 1, noNaN: true });
const anyScale = fc.double({ min: 0.001, max: 200, noNaN: true });

function viewOf(size: Size, x: number, y: number, scale: number | null): ViewState {
  return { centreX: x * size.width, centreY: y * size.height, scale, cursor: null };
}

describe('fit', () => {
  test.each([
    [{ width: 2000, height: 1000 }, { width: 1000, height: 1000, pixelRatio: 1 }, 0.5],
    [{ width: 1000, height: 4000 }, { width: 1000, height: 1000, pixelRatio: 2 }, 0.125],
    // Enlarged by whole device pixels only: 500 × 2.4 would fit.
    [{ width: 500, height: 375 }, { width: 1200, height: 900, pixelRatio: 1 }, 2],
    [{ width: 500, height: 375 }, { width: 1200, height: 900, pixelRatio: 1.5 }, 2 / 1.5],
    [{ width: 1, height: 1 }, { width: 1200, height: 900, pixelRatio: 1 }, 32],
  ])('%o in %o', (size, view, expected) => {
    expect(fitScale(size, view)).toBeCloseTo(expected, 12);
  });

  test('shows the whole image, centred (property)', () => {
    fc.assert(
      fc.property(image, viewport, part, part, (size, view, x, y) => {
        const frame = frameOf(clampView(viewOf(size, x, y, null), size, view), size, view);
        const right = frame.originX + size.width * frame.scale;
        const bottom = frame.originY + size.height * frame.scale;
        expect(frame.originX).toBeGreaterThanOrEqual(-1);
        expect(frame.originY).toBeGreaterThanOrEqual(-1);
        expect(right).toBeLessThanOrEqual(view.width + 1);
        expect(bottom).toBeLessThanOrEqual(view.height + 1);
        expect(Math.abs(frame.originX - (view.width - right))).toBeLessThanOrEqual(1.001);
        expect(Math.abs(frame.originY - (view.height - bottom))).toBeLessThanOrEqual(1.001);
      }),
      RUNS,
    );
  });
});

describe('zooming', () => {
  /** A point of the canvas, in device pixels, that shows a part of the image. */
  function pointOnImage(frame: Frame, size: Size, x: number, y: number): Point {
    const between = (part: number, origin: number, length: number, limit: number): number => {
      const low = Math.max(0, origin);
      return low + part * (Math.min(limit, origin + length * frame.scale) - low);
    };
    return {
      x: between(x, frame.originX, size.width, frame.width),
      y: between(y, frame.originY, size.height, frame.height),
    };
  }

  test('keeps the image point under the pointer, to half a device pixel (property)', () => {
    fc.assert(
      fc.property(
        image,
        viewport,
        part,
        part,
        anyScale,
        part,
        part,
        anyScale,
        (size, view, cx, cy, from, px, py, to) => {
          const before = clampView(viewOf(size, cx, cy, from), size, view);
          const frame = frameOf(before, size, view);
          const anchor = pointOnImage(frame, size, px, py);
          const after = zoomAt(before, to, anchor, size, view);
          const moved = frameOf(after, size, view);
          // Zooming out may bring the image's edge to the viewport's centre, where it stops.
          const stopped = [0, size.width].includes(after.centreX) || [0, size.height].includes(after.centreY);
          if (moved.scale < frame.scale && stopped) return;
          const rounding = 0.5 + (0.5 * moved.scale) / frame.scale + 1e-6;
          const x = toImage(anchor.x, frame.originX, frame.scale);
          const y = toImage(anchor.y, frame.originY, frame.scale);
          expect(Math.abs(moved.originX + x * moved.scale - anchor.x)).toBeLessThanOrEqual(rounding);
          expect(Math.abs(moved.originY + y * moved.scale - anchor.y)).toBeLessThanOrEqual(rounding);
        },
      ),
      RUNS,
    );
  });

  test('in and out again at the same point returns to the same place (property)', () => {
    fc.assert(
      fc.property(image, viewport, part, part, part, part, (size, view, cx, cy, px, py) => {
        const before = clampView(viewOf(size, cx, cy, 1), size, view);
        const anchor = pointOnImage(frameOf(before, size, view), size, px, py);
        const after = zoomAt(zoomAt(before, 2, anchor, size, view), 1, anchor, size, view);
        // The point may lie half a device pixel beside the image, where the image's edge is drawn rounded.
        expect(Math.abs(after.centreX - before.centreX)).toBeLessThanOrEqual(0.5);
        expect(Math.abs(after.centreY - before.centreY)).toBeLessThanOrEqual(0.5);
        expect(after.scale).toBe(1);
      }),
      RUNS,
    );
  });

  test('steps through the levels of the built-in preview, and beyond', () => {
    expect(ZOOM_LEVELS).toEqual([...ZOOM_LEVELS].sort((a, b) => a - b));
    expect(zoomStep(1, 1)).toBe(1.5);
    expect(zoomStep(1, -1)).toBe(0.9);
    expect(zoomStep(0.37, 1)).toBe(0.4);
    expect(zoomStep(0.37, -1)).toBe(0.3);
    expect(zoomStep(20, 1)).toBe(30);
    expect(zoomStep(MAX_SCALE, 1)).toBe(MAX_SCALE);
    // A fit of one half that was computed as a quotient is the level one half.
    expect(zoomStep(0.5 + 1e-12, -1)).toBe(0.4);
  });

  test('ends at the largest scale, and at 0.1 or the fit where that is smaller', () => {
    const view = { width: 800, height: 600, pixelRatio: 1 };
    const large = { width: 32_000, height: 100 };
    const small = { width: 100, height: 100 };
    expect(minimumScale(small, view)).toBe(0.1);
    expect(minimumScale(large, view)).toBe(0.025);
    expect(zoomAt(viewOf(small, 0.5, 0.5, 1), 0, null, small, view).scale).toBe(0.1);
    expect(zoomAt(viewOf(large, 0.5, 0.5, 1), 0, null, large, view).scale).toBe(0.025);
    expect(zoomAt(viewOf(small, 0.5, 0.5, 1), 1e9, null, small, view).scale).toBe(MAX_SCALE);
  });
});

describe('clamping', () => {
  test('any numbers become a view that can be shown (property)', () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -1));
    fc.assert(
      fc.property(image, viewport, number, number, number, number, number, (size, view, x, y, scale, cx, cy) => {
        const shown = clampView({ centreX: x, centreY: y, scale, cursor: { x: cx, y: cy } }, size, view);
        expect(shown.centreX).toBeGreaterThanOrEqual(0);
        expect(shown.centreX).toBeLessThanOrEqual(size.width);
        expect(shown.centreY).toBeGreaterThanOrEqual(0);
        expect(shown.centreY).toBeLessThanOrEqual(size.height);
        if (shown.scale !== null) expect(shown.scale).toBeLessThanOrEqual(MAX_SCALE);
        expect(Number.isInteger(shown.cursor?.x)).toBe(true);
        expect(shown.cursor?.x).toBeLessThan(size.width);
        expect(shown.cursor?.y).toBeLessThan(size.height);
        expect(clampView(shown, size, view)).toEqual(shown);
      }),
      RUNS,
    );
  });

  test('a view outlives serialisation unchanged (property)', () => {
    fc.assert(
      fc.property(image, viewport, part, part, anyScale, (size, view, x, y, scale) => {
        const shown = clampView(viewOf(size, x, y, scale), size, view);
        expect(clampView(JSON.parse(JSON.stringify(shown)) as ViewState, size, view)).toEqual(shown);
      }),
      RUNS,
    );
  });
});

describe('pixels and device pixels', () => {
  test('at 1:1 the image lies on whole device pixels, wherever the centre is', () => {
    const size = { width: 501, height: 377 };
    const view = { width: 801, height: 600, pixelRatio: 1 };
    const frame = frameOf({ centreX: 250.3, centreY: 100.77, scale: 1, cursor: null }, size, view);
    expect(Number.isInteger(frame.originX) && Number.isInteger(frame.originY)).toBe(true);
    expect(pixelAt(frame, size, { x: frame.originX + 17, y: frame.originY + 30 })).toEqual({ x: 17, y: 30 });
    expect(pixelAt(frame, size, { x: frame.originX - 1, y: frame.originY })).toBeNull();
    expect(pixelAt(frame, size, { x: frame.originX + 501, y: frame.originY })).toBeNull();
  });

  test('the range of a pixel holds exactly the device pixels that show it (property)', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 130, noNaN: true }),
        fc.integer({ min: -100_000, max: 1000 }),
        fc.integer({ min: 0, max: 8000 }),
        (scale, origin, pixel) => {
          const first = firstDevicePixel(pixel, origin, scale);
          const end = firstDevicePixel(pixel + 1, origin, scale);
          expect(end).toBeGreaterThan(first);
          expect(nearestPixel(first, origin, scale)).toBe(pixel);
          expect(nearestPixel(end - 1, origin, scale)).toBe(pixel);
          expect(nearestPixel(first - 1, origin, scale)).toBe(pixel - 1);
        },
      ),
      RUNS,
    );
  });

  test('visible cells are those that touch the canvas', () => {
    const size = { width: 100, height: 50 };
    const frame = { width: 64, height: 64, originX: -150, originY: 20, scale: 30, pixelRatio: 1 };
    expect(visiblePixels(frame, size)).toEqual({ left: 5, top: 0, right: 8, bottom: 2 });
    const away = { ...frame, originX: 70 };
    const none = visiblePixels(away, size);
    expect(none.right).toBeLessThanOrEqual(none.left);
    expect(coveredDevicePixels(frame, size)).toEqual({ left: 0, top: 20, right: 64, bottom: 64 });
  });
});

describe('panning and revealing', () => {
  test('pans by CSS pixels and leaves the fit', () => {
    const size = { width: 1000, height: 1000 };
    const view: Viewport = { width: 1000, height: 1000, pixelRatio: 2 };
    const moved = panBy(viewOf(size, 0.5, 0.5, null), 10, -20, size, view);
    expect(moved).toEqual({ centreX: 520, centreY: 460, scale: 0.5, cursor: null });
  });

  test('reveals a pixel inside the viewport and moves no more than needed (property)', () => {
    fc.assert(
      fc.property(image, viewport, part, part, part, part, anyScale, (size, view, cx, cy, px, py, scale) => {
        const before = clampView(viewOf(size, cx, cy, scale), size, view);
        const pixel = { x: Math.floor(px * (size.width - 1)), y: Math.floor(py * (size.height - 1)) };
        const after = reveal(before, pixel, 24, size, view);
        const frame = frameOf(after, size, view);
        // Half a device pixel of rounding.
        expect(frame.originX + pixel.x * frame.scale).toBeLessThanOrEqual(view.width);
        expect(frame.originX + (pixel.x + 1) * frame.scale).toBeGreaterThanOrEqual(0);
        expect(frame.originY + pixel.y * frame.scale).toBeLessThanOrEqual(view.height);
        expect(frame.originY + (pixel.y + 1) * frame.scale).toBeGreaterThanOrEqual(0);
        expect(reveal(after, pixel, 24, size, view).centreX).toBeCloseTo(after.centreX, 6);
      }),
      RUNS,
    );
  });

  test('does not move for a pixel that is well in view', () => {
    const size = { width: 1000, height: 1000 };
    const view = { width: 400, height: 400, pixelRatio: 1 };
    const before = viewOf(size, 0.5, 0.5, 2);
    expect(reveal(before, { x: 500, y: 450 }, 24, size, view)).toEqual(before);
    expect(reveal(before, { x: 620, y: 500 }, 24, size, view).centreX).toBe(621 + 12 - 100);
  });
});

describe('a view of a box', () => {
  test('has the whole box in it, all of its cursor, and its middle in the middle (property)', () => {
    fc.assert(
      fc.property(image, viewport, part, part, part, part, (size, view, ax, ay, bx, by) => {
        const at = (one: number, other: number, length: number) =>
          [Math.floor(one * (length - 1)), Math.floor(other * (length - 1))].sort((a, b) => a - b) as [number, number];
        const [left, right] = at(ax, bx, size.width);
        const [top, bottom] = at(ay, by, size.height);
        const shown = viewOfBox({ left, top, right, bottom }, { x: left, y: bottom }, size, view);
        expect(shown.cursor).toEqual({ x: left, y: bottom });
        const seen = visiblePixels(frameOf(shown, size, view), size);
        expect(seen.left <= left && seen.top <= top && seen.right > right && seen.bottom > bottom).toBe(true);
        if (shown.scale === null) return;
        expect(ZOOM_LEVELS).toContain(shown.scale);
        expect(shown.scale).toBeGreaterThan(fitScale(size, view));
        expect([2 * shown.centreX, 2 * shown.centreY]).toEqual([left + right + 1, top + bottom + 1]);
      }),
      RUNS,
    );
  });

  test.each([
    // One pixel of a large mask is not enlarged beyond 20.
    [
      { left: 87, top: 185, right: 87, bottom: 185 },
      { centreX: 87.5, centreY: 185.5, scale: 20 },
    ],
    // 1,000 across hold three times 100 at a scale of 3.33, below which the level 3 is.
    [
      { left: 0, top: 10, right: 99, bottom: 11 },
      { centreX: 50, centreY: 11, scale: 3 },
    ],
    [
      { left: 0, top: 0, right: 1999, bottom: 999 },
      { centreX: 1000, centreY: 500, scale: null },
    ],
  ])('of %j', (box, expected) => {
    const size = { width: 2000, height: 1000 };
    const cursor = { x: box.left, y: box.top };
    const view = { width: 1000, height: 800, pixelRatio: 1 };
    expect(viewOfBox(box, cursor, size, view)).toEqual({ ...expected, cursor });
  });
});

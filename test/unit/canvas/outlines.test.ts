import { describe, expect, it } from 'vitest';
import { nearestPixel, type Frame, type PixelRect } from '../../../webview/mask/canvas/viewTransform.ts';
import { outlinePixels } from '../../../webview/mask/overlay/outlines.ts';
import { readOverlayState } from '../../../webview/mask/overlay/overlayState.ts';
import { randomRegions } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const COLOURS = Uint8Array.from({ length: 4 * 256 }, (_, at) => (at % 4 === 0 ? at / 4 + 1 : 200));
const frame = (scale: number, width: number, height: number): Frame => ({
  width,
  height,
  originX: 3,
  originY: 2,
  scale,
  pixelRatio: 1,
});

/** The id of the line at each pixel of a rectangle; null between lines. */
function lines(
  ids: Uint8Array,
  size: { width: number; height: number },
  at: Frame,
  width: number,
  hidden: Uint8Array | null = null,
) {
  const rect: PixelRect = { left: 0, top: 0, right: at.width, bottom: at.height };
  const pixels = outlinePixels({ ids, ...size }, at, rect, { colours: COLOURS, hidden, width });
  return Array.from({ length: at.width * at.height }, (_, pixel) =>
    pixels[4 * pixel + 3] === 0 ? null : (pixels[4 * pixel] ?? 0) - 1,
  );
}

describe('outlines', () => {
  it.each([1, 2, 3, 4, 7])('of %i device pixels lie on both sides of a border, at any zoom above 1:1', (width) => {
    const size = { width: 10, height: 4 };
    const ids = Uint8Array.from({ length: 40 }, (_, at) => (at % 10 < 5 ? 1 : 2));
    for (const scale of [4, 10, 16]) {
      const at = frame(scale, 10 * scale + 6, 4 * scale + 4);
      const found = lines(ids, size, at, width).slice(at.width * 6, at.width * 7);
      const columns = found.flatMap((id, x) => (id === null ? [] : [x]));
      const border = 3 + 5 * scale;
      const before = width === 1 ? 0 : 1 + Math.floor((width - 2) / 2);
      expect(columns).toEqual(Array.from({ length: width }, (_, one) => border - before + one));
      columns.forEach((x) => expect(found[x]).toBe(x < border ? 1 : 2));
      const hidden = new Uint8Array(256);
      hidden[1] = 1;
      const bare = lines(ids, size, at, width, hidden).slice(at.width * 6, at.width * 7);
      expect(bare.flatMap((id) => id ?? [])).toEqual(new Array<number>(width).fill(2));
    }
  });

  it('are nowhere but near a border, at random', () => {
    const random = new SeededRandom(3);
    for (let round = 0; round < 60; round++) {
      const [width, height] = [random.integer(1, 20), random.integer(1, 20)];
      const ids = Uint8Array.from(randomRegions(random, width, height, 5));
      const scale = random.choice([0.4, 0.7, 1, 2, 3.5]);
      const at = frame(scale, Math.ceil(width * scale) + 6, Math.ceil(height * scale) + 4);
      const lineWidth = random.integer(1, 4);
      const found = lines(ids, { width, height }, at, lineWidth);
      const hasBorder = ids.some((id, pixel) => id !== ids[0] && pixel > 0);
      if (!hasBorder) expect(found.every((id) => id === null)).toBe(true);
      const reach = lineWidth + 1;
      found.forEach((id, pixel) => {
        if (id === null) return;
        const [x, y] = [pixel % at.width, Math.floor(pixel / at.width)];
        const near = new Set<number>();
        const [left, right] = [nearestPixel(x - reach, 3, scale) - 1, nearestPixel(x + reach, 3, scale) + 1];
        const [top, bottom] = [nearestPixel(y - reach, 2, scale) - 1, nearestPixel(y + reach, 2, scale) + 1];
        for (let v = Math.max(0, top); v <= Math.min(bottom, height - 1); v++) {
          for (let u = Math.max(0, left); u <= Math.min(right, width - 1); u++) near.add(ids[v * width + u] ?? 0);
        }
        expect(near.size).toBeGreaterThan(1);
        expect(near.has(id)).toBe(true);
      });
    }
  });

  it('are there below 1:1 around a single pixel', () => {
    const ids = new Uint8Array(64 * 64);
    ids[30 * 64 + 17] = 4;
    for (const scale of [0.9, 0.5, 0.1]) {
      expect(lines(ids, { width: 64, height: 64 }, frame(scale, 80, 80), 1).some((id) => id !== null)).toBe(true);
    }
    const hidden = new Uint8Array(256);
    hidden[0] = 1;
    const found = lines(ids, { width: 64, height: 64 }, frame(0.5, 80, 80), 1, hidden).filter((id) => id !== null);
    expect([...new Set(found)]).toEqual([4]);
  });
});

describe('what is kept of an overlay', () => {
  it('is read again, and of another version as far as it is of use', () => {
    const state = { ...readOverlayState(null), mode: 'swipe', opacity: 0.25, blend: 'jet', swipe: 0.1 } as const;
    expect(readOverlayState(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(readOverlayState({ mode: 'x', opacity: 7, lineWidth: 'thick', voids: 0 })).toEqual(readOverlayState(null));
    expect(readOverlayState('text')).toEqual(readOverlayState(undefined));
  });
});

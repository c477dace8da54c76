import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colourRect, type IdImage } from '../../../webview/mask/canvas/averaging.ts';
import { backdropOf } from '../../../webview/mask/canvas/backdrop.ts';
import { paletteTexels } from '../../../webview/mask/canvas/paletteTexels.ts';
import type { Sampling } from '../../../webview/mask/canvas/sampling.ts';
import type { Frame, PixelRect } from '../../../webview/mask/canvas/viewTransform.ts';

const DARK = backdropOf('dark');
const EXACT: Sampling = { mode: 'exact' };
const NEAREST: Sampling = { mode: 'nearest' };

function frameAt(scale: number, width: number, height: number, originX = 0, originY = 0): Frame {
  return { width, height, originX, originY, scale, pixelRatio: 1 };
}

function whole(frame: Frame): PixelRect {
  return { left: 0, top: 0, right: frame.width, bottom: frame.height };
}

function opaque(colours: readonly (readonly number[])[]): Uint8Array {
  const rgba = Uint8Array.from(colours.flatMap((colour) => [...colour, 255]));
  return paletteTexels({ colours: rgba, outsideFrom: colours.length, hidden: null }, 256);
}

function imageOf(rows: readonly string[]): IdImage {
  const width = rows[0]?.length ?? 0;
  return { width, height: rows.length, ids: Uint8Array.from([...rows.join('')].map(Number)) };
}

function hexRows(pixels: Uint8ClampedArray, width: number): string[] {
  const rows: string[] = [];
  for (let at = 0; at < pixels.length; at += 4 * width) {
    const row: string[] = [];
    for (let k = at; k < at + 4 * width; k += 4) row.push(Buffer.from(pixels.subarray(k, k + 3)).toString('hex'));
    rows.push(row.join(' '));
  }
  return rows;
}

const VOC = [
  [0, 0, 0],
  [128, 0, 0],
  [0, 128, 0],
  [128, 128, 0],
  [0, 0, 128],
  [224, 224, 192],
];

const IMAGE = imageOf([
  '534534510115',
  '502404024121',
  '415223333544',
  '432521505300',
  '200352454323',
  '122150015451',
  '422034303155',
  '135543042013',
  '433542330032',
]);

const OPENCV_8_6 = [
  'b2b280 1c3939 808072 1c1c55 807255 1c0e1c 720e00 9c7255',
  '4e3264 808055 00551c 39551c 556400 55641c 807272 1c0e55',
  '1c3939 1c5500 99b56b 525215 7c7c87 7c7c87 556400 1c2b00',
  '393900 005500 a06740 4b6740 351932 997c87 4e5c64 875c2b',
  '2b2b39 40952b 4e4e39 393947 39390e 39550e 79322b c0b280',
  '472b39 95952b 9595ab 1c552b 55550e 1c390e 2b1c00 477200',
];

const OPENCV_4_3 = ['67675c 355240 525224 6b4047', '1c470e 757540 726472 525224', '526032 4e5c55 39470e 6b5c2b'];

describe('area averages equal those of OpenCV 4.6 (cv2.resize, INTER_AREA)', () => {
  // Expected by: cv2.resize(palette[ids], (width, height), interpolation=cv2.INTER_AREA), RGB order.
  test.each([
    [8, 6, OPENCV_8_6],
    [4, 3, OPENCV_4_3],
  ])('to %i × %i', (width, height, expected) => {
    const frame = frameAt(width / IMAGE.width, width, height);
    const pixels = colourRect(IMAGE, opaque(VOC), frame, EXACT, DARK, whole(frame));
    const wanted = expected.map((row) => Buffer.from(row.replaceAll(' ', ''), 'hex'));
    const found = hexRows(pixels, width).map((row) => Buffer.from(row.replaceAll(' ', ''), 'hex'));
    for (const [y, row] of wanted.entries()) {
      for (const [k, value] of row.entries()) expect(Math.abs((found[y]?.[k] ?? -9) - value)).toBeLessThanOrEqual(1);
    }
  });
});

test('at whole scales every image pixel is a square of its own colour', () => {
  const image = imageOf(['01', '23']);
  const frame = frameAt(2, 4, 4);
  expect(hexRows(colourRect(image, opaque(VOC), frame, NEAREST, DARK, whole(frame)), 4)).toEqual([
    '000000 000000 800000 800000',
    '000000 000000 800000 800000',
    '008000 008000 808000 808000',
    '008000 008000 808000 808000',
  ]);
});

test('16-bit ids beyond 255 find their colours', () => {
  const colours = new Uint8Array(4 * 65_536);
  colours.set([1, 2, 3, 255], 4 * 300);
  colours.set([7, 8, 9, 255], 4 * 65_535);
  const texels = paletteTexels({ colours, outsideFrom: 65_536, hidden: null }, 65_536);
  const frame = frameAt(1, 2, 1);
  const image = { width: 2, height: 1, ids: Uint16Array.of(300, 65_535) };
  expect(hexRows(colourRect(image, texels, frame, NEAREST, DARK, whole(frame)), 2)).toEqual(['010203 070809']);
});

test('the average is weighted by alpha: a transparent id adds nothing of its hidden colour', () => {
  const colours = Uint8Array.of(255, 0, 0, 0, 0, 200, 0, 255);
  const texels = paletteTexels({ colours, outsideFrom: 2, hidden: null }, 256);
  const frame = frameAt(0.5, 1, 1);
  const image = imageOf(['01', '10']);
  const [red, green, blue, alpha] = colourRect(image, texels, frame, EXACT, DARK, whole(frame));
  const under = DARK.checker[0][0];
  expect([red, green, blue, alpha]).toEqual([under / 2, 100 + under / 2, under / 2, 255]);
});

test('hidden ids are a checkerboard of 8 CSS pixels that starts at the image', () => {
  const hidden = Uint8Array.of(1);
  const texels = paletteTexels({ colours: Uint8Array.of(9, 9, 9, 255), outsideFrom: 1, hidden }, 256);
  const frame = { ...frameAt(32, 40, 40, 3, 5), pixelRatio: 2 };
  const image = imageOf(['0']);
  const pixels = colourRect(image, texels, frame, NEAREST, DARK, whole(frame));
  const red = (x: number, y: number): number => pixels[4 * (y * 40 + x)] ?? -1;
  const [[even], [odd]] = DARK.checker;
  expect([red(3, 5), red(18, 5), red(19, 5), red(3, 20), red(3, 21), red(19, 21)]).toEqual([
    even,
    even,
    odd,
    even,
    odd,
    even,
  ]);
  expect(pixels[4 * (5 * 40 + 2) + 3]).toBe(0);
});

test('ids outside the palette are striped with strong contrast, also when averaged', () => {
  const texels = paletteTexels({ colours: Uint8Array.of(9, 9, 9, 255), outsideFrom: 1, hidden: null }, 256);
  const stripe = (sampling: Sampling, scale: number): number[] => {
    const frame = frameAt(scale, 8, 1);
    const image = { width: 64, height: 64, ids: new Uint8Array(64 * 64).fill(1) };
    const pixels = colourRect(image, texels, frame, sampling, DARK, whole(frame));
    return Array.from({ length: 8 }, (_, x) => pixels[4 * x] ?? -1);
  };
  const [[dark], [bright]] = DARK.hatch;
  const expected = [dark, dark, dark, dark, bright, bright, bright, bright];
  expect(stripe(NEAREST, 1)).toEqual(expected);
  expect(stripe(EXACT, 0.125)).toEqual(expected);
  expect(stripe({ mode: 'strata', count: 4 }, 0.125)).toEqual(expected);
  expect(bright - dark).toBeGreaterThan(200);
});

test('no colour gets lost: footprints share the image among them (property)', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 23 }),
      fc.integer({ min: 1, max: 23 }),
      fc.double({ min: 0.04, max: 0.99, noNaN: true }),
      fc.integer({ min: -5, max: 5 }),
      fc.integer({ min: 0, max: 1e9 }),
      (width, height, scale, origin, seed) => {
        const ids = Uint8Array.from(
          { length: width * height },
          (_, i) => (Math.imul(seed + i, 2_654_435_761) >>> 16) % 6,
        );
        const frame = frameAt(scale, Math.ceil(width * scale) + 12, Math.ceil(height * scale) + 12, origin + 6, 6);
        const pixels = colourRect({ width, height, ids }, opaque(VOC), frame, EXACT, DARK, whole(frame));
        let red = 0;
        let coverage = 0;
        for (let k = 0; k < pixels.length; k += 4) {
          const alpha = (pixels[k + 3] ?? 0) / 255;
          red += (pixels[k] ?? 0) * alpha;
          coverage += alpha;
        }
        const expected = ids.reduce((sum, id) => sum + (VOC[id]?.[0] ?? 0), 0) * scale * scale;
        // Every device pixel rounds colour and coverage to 8 bits.
        const touched = pixels.length / 4;
        expect(Math.abs(coverage - width * height * scale * scale)).toBeLessThan((touched * 0.51) / 255);
        expect(Math.abs(red - expected)).toBeLessThan(touched * 1.1);
      },
    ),
    { seed: 20_261_120, numRuns: 200 },
  );
});

test('strata see a one-pixel line with its true weight on average', () => {
  const size = 640;
  const ids = new Uint8Array(size * size);
  for (let y = 0; y < size; y++) ids[y * size + 333] = 5;
  const frame = frameAt(1 / 64, 10, 10);
  const image = { width: size, height: size, ids };
  const pixels = colourRect(image, opaque(VOC), frame, { mode: 'strata', count: 32 }, DARK, whole(frame));
  const column = Array.from({ length: 10 }, (_, y) => pixels[4 * (y * 10 + 5)] ?? -1);
  const mean = column.reduce((sum, value) => sum + value, 0) / 10;
  expect(mean).toBeGreaterThan(224 / 64 - 1);
  expect(mean).toBeLessThan(224 / 64 + 1);
});

test('a rectangle of the canvas is drawn as in the whole', () => {
  const frame = frameAt(2 / 3, 8, 6);
  const all = hexRows(colourRect(IMAGE, opaque(VOC), frame, EXACT, DARK, whole(frame)), 8);
  const rect = { left: 2, top: 1, right: 7, bottom: 4 };
  const part = hexRows(colourRect(IMAGE, opaque(VOC), frame, EXACT, DARK, rect), 5);
  expect(part).toEqual(all.slice(1, 4).map((row) => row.split(' ').slice(2, 7).join(' ')));
});

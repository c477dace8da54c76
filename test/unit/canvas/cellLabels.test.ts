import { expect, test } from 'vitest';
import { labelFontSize, prefersBlackText, showsGrid, showsLabels } from '../../../webview/mask/canvas/cellLabels.ts';
import { paletteTexels } from '../../../webview/mask/canvas/paletteTexels.ts';

const frame = { width: 100, height: 100, originX: 0, originY: 0, pixelRatio: 2, scale: 0 };

test('ids appear in cells of 28 CSS pixels, lines between cells of 12', () => {
  expect(showsLabels({ ...frame, scale: 56 })).toBe(true);
  expect(showsLabels({ ...frame, scale: 55 })).toBe(false);
  expect(showsGrid({ ...frame, scale: 24 })).toBe(true);
  expect(showsGrid({ ...frame, scale: 23 })).toBe(false);
});

test('five digits fit into the smallest labelled cell', () => {
  const size = labelFontSize(28, 5, 1);
  expect(5 * 0.6 * size).toBeLessThan(28);
  expect(size).toBeGreaterThan(7);
  expect(labelFontSize(1000, 1, 2)).toBe(36);
});

test('text is black on light cells and white on dark ones; what shows through counts', () => {
  const colours = Uint8Array.of(255, 255, 0, 255, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 255);
  const texels = paletteTexels({ colours, outsideFrom: 4, hidden: null }, 256);
  expect([0, 1, 2, 3].map((id) => prefersBlackText(texels, id, [250, 250, 250]))).toEqual([true, false, true, false]);
  expect(prefersBlackText(texels, 2, [48, 48, 48])).toBe(false);
});

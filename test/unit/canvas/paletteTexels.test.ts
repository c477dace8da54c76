import { expect, test } from 'vitest';
import { HATCHED, paletteTexels } from '../../../webview/mask/canvas/paletteTexels.ts';

const colours = Uint8Array.of(10, 20, 30, 255, 200, 100, 50, 128, 7, 7, 7, 0);
const at = (texels: Uint8Array, id: number): number[] => [...texels.subarray(4 * id, 4 * id + 4)];

test('opaque colours stay as they are, others are multiplied by their alpha', () => {
  const texels = paletteTexels({ colours, outsideFrom: 3, hidden: null }, 256);
  expect(at(texels, 0)).toEqual([10, 20, 30, 255]);
  // 200·128/255 = 100.39, 100·128/255 = 50.20, 50·128/255 = 25.10
  expect(at(texels, 1)).toEqual([100, 50, 25, 128]);
  expect(at(texels, 2)).toEqual([0, 0, 0, 0]);
});

test('ids outside the palette carry the hatch mark, also where a colour is given for them', () => {
  const texels = paletteTexels({ colours, outsideFrom: 1, hidden: null }, 256);
  expect(at(texels, 0)).toEqual([10, 20, 30, 255]);
  expect(at(texels, 1)).toEqual([HATCHED, 0, 0, 0]);
  expect(at(texels, 255)).toEqual([HATCHED, 0, 0, 0]);
});

test('hidden ids are empty, outside the palette too; ids beyond the list are shown', () => {
  const texels = paletteTexels({ colours, outsideFrom: 2, hidden: Uint8Array.of(1, 0, 1) }, 256);
  expect(at(texels, 0)).toEqual([0, 0, 0, 0]);
  expect(at(texels, 1)).toEqual([100, 50, 25, 128]);
  expect(at(texels, 2)).toEqual([0, 0, 0, 0]);
  expect(at(texels, 3)).toEqual([HATCHED, 0, 0, 0]);
});

test('wide masks have 65,536 entries', () => {
  expect(paletteTexels({ colours, outsideFrom: 3, hidden: null }, 65_536)).toHaveLength(4 * 65_536);
});

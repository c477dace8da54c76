import { describe, expect, it } from 'vitest';
import { parseClassMap } from '../../../src/core/formats/classMapFile.ts';
import { colourBlindSafeColours } from '../../../src/core/palette/colourBlindSafe.ts';
import { extendPalette } from '../../../src/core/palette/extendPalette.ts';
import {
  PALETTE_NAMES,
  PaletteTooSmall,
  isPaletteName,
  namedPalette,
  paletteFromClassMap,
} from '../../../src/core/palette/namedPalettes.ts';
import type { Palette } from '../../../src/core/png/types.ts';

const entry = ({ rgb }: Palette, id: number) => [...rgb.subarray(3 * id, 3 * id + 3)];
const colours = (palette: Palette) => Array.from({ length: 256 }, (_, id) => entry(palette, id).join());

describe('named palettes', () => {
  it.each(PALETTE_NAMES)('%s has 256 opaque entries', (name) => {
    const palette = namedPalette(name);
    expect(palette.rgb).toHaveLength(768);
    expect(palette.alpha).toEqual(new Uint8Array(256).fill(255));
    expect(palette.transparencyEntries).toBe(0);
    expect(namedPalette(name)).toEqual(palette);
  });

  it('have the published colours', () => {
    const of = (name: (typeof PALETTE_NAMES)[number], ...ids: number[]) =>
      ids.map((id) => entry(namedPalette(name), id));
    expect(of('voc', 0, 1, 15, 20, 255)).toEqual([
      [0, 0, 0],
      [128, 0, 0],
      [192, 128, 128],
      [0, 64, 128],
      [224, 224, 192],
    ]);
    expect(of('cityscapes', 7, 26, 33, 255)).toEqual([
      [128, 64, 128],
      [0, 0, 142],
      [119, 11, 32],
      [224, 224, 192],
    ]);
    expect(of('cityscapes-train', 0, 18, 255)).toEqual([
      [128, 64, 128],
      [119, 11, 32],
      [0, 0, 0],
    ]);
    expect(of('ade20k', 0, 1, 150)).toEqual([
      [0, 0, 0],
      [120, 120, 120],
      [92, 0, 255],
    ]);
    expect(of('five', 0, 1, 2, 3, 4, 255)).toEqual([
      [0, 0, 0],
      [128, 0, 0],
      [0, 128, 0],
      [0, 0, 128],
      [128, 128, 0],
      [224, 224, 192],
    ]);
    expect(of('colour-blind-safe', 0, 1, 2, 7, 255)).toEqual([
      [0, 0, 0],
      [230, 159, 0],
      [86, 180, 233],
      [204, 121, 167],
      [224, 224, 192],
    ]);
  });

  it('give no colour twice that the published list does not', () => {
    for (const name of ['voc', 'five', 'colour-blind-safe', 'cityscapes-train'] as const) {
      expect(new Set(colours(namedPalette(name))).size).toBe(256);
    }
    // Five blacks, and the pole groups in the colour of poles.
    expect(new Set(colours(namedPalette('cityscapes'))).size).toBe(256 - 5);
  });

  it('are known by name only', () => {
    expect(isPaletteName('voc')).toBe(true);
    expect(isPaletteName('toString')).toBe(false);
  });
});

describe('colourBlindSafeColours', () => {
  it('continues with the lattice colour farthest from all before it', () => {
    // The first of them, so that the order cannot change unnoticed.
    expect(colourBlindSafeColours().slice(8, 11)).toEqual([
      [64, 32, 32],
      [0, 32, 160],
      [128, 64, 32],
    ]);
  });
});

describe('paletteFromClassMap', () => {
  it('keeps the colours of classes and finds others for the rest', () => {
    const map = parseClassMap('labelmap.txt', 'background:0,0,0\na:0,128,0\nb\nc:9,9,9');
    const palette = paletteFromClassMap(map);
    expect([0, 1, 3].map((id) => entry(palette, id))).toEqual([
      [0, 0, 0],
      [0, 128, 0],
      [9, 9, 9],
    ]);
    // (0, 128, 0) is the VOC colormap's colour of 2, but taken.
    expect(entry(palette, 2)).not.toEqual([0, 128, 0]);
    expect(new Set(colours(palette)).size).toBe(256);
  });

  it('refuses two classes of one id', () => {
    const classes = '{"id":4,"name":"brow"},{"id":1,"name":"eye"},{"id":1,"name":"nose"}';
    const twice = parseClassMap('a.classes.json', `{"classes":[${classes}]}`);
    expect(() => paletteFromClassMap(twice)).toThrow('The classes eye and nose both have the id 1.');
  });

  it('refuses ids that no palette holds', () => {
    const names = Array.from({ length: 258 }, (_, id) => `class ${id}`).join('\n');
    expect(() => paletteFromClassMap(parseClassMap('labels.txt', names))).toThrow(PaletteTooSmall);
    expect(() => paletteFromClassMap(parseClassMap('labels.txt', names))).toThrow('256, 257');
  });
});

describe('extendPalette', () => {
  const short = {
    rgb: Uint8Array.from([0, 0, 0, 0, 128, 0]),
    alpha: Uint8Array.from([0, 255]),
    transparencyEntries: 1,
  };

  it('adds opaque entries up to the void, in colours that nobody has', () => {
    const palette = extendPalette(short, 256);
    expect(palette.rgb.subarray(0, 6)).toEqual(short.rgb);
    expect(entry(palette, 255)).toEqual([224, 224, 192]);
    expect([...palette.alpha]).toEqual([0, ...Array<number>(255).fill(255)]);
    expect(palette.transparencyEntries).toBe(1);
    expect(new Set(colours(palette)).size).toBe(256);
  });

  it('copies a palette that is long enough', () => {
    const same = extendPalette(short, 1);
    expect(same).toEqual(short);
    expect(same.rgb).not.toBe(short.rgb);
    expect(() => extendPalette(short, 257)).toThrow(RangeError);
  });
});

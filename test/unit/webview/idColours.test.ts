import { describe, expect, it } from 'vitest';
import type { Mask } from '../../../src/core/mask/mask.ts';
import {
  distinctColour,
  drawnHex,
  formatHex,
  idColours,
  parseHex,
  shadeOf,
  vocColour,
} from '../../../src/core/palette/idColours.ts';

/** Colours of the classes as the PASCAL VOC development kit publishes them, background to tv/monitor, and void. */
const VOC: readonly (readonly [id: number, red: number, green: number, blue: number])[] = [
  [0, 0, 0, 0],
  [1, 128, 0, 0],
  [2, 0, 128, 0],
  [3, 128, 128, 0],
  [4, 0, 0, 128],
  [5, 128, 0, 128],
  [6, 0, 128, 128],
  [7, 128, 128, 128],
  [8, 64, 0, 0],
  [9, 192, 0, 0],
  [10, 64, 128, 0],
  [11, 192, 128, 0],
  [12, 64, 0, 128],
  [13, 192, 0, 128],
  [14, 64, 128, 128],
  [15, 192, 128, 128],
  [16, 0, 64, 0],
  [17, 128, 64, 0],
  [18, 0, 192, 0],
  [19, 128, 192, 0],
  [20, 0, 64, 128],
  [255, 224, 224, 192],
];

const GREY: Mask = {
  width: 1,
  height: 1,
  encoding: 'grey',
  bitDepth: 8,
  ids: new Uint8Array(1),
  palette: null,
  colours: null,
};
const RULES = { kind: 'semantic', divisor: null, classColours: new Map() } as const;
const at = (colours: Uint8Array, id: number): number[] => [...colours.subarray(4 * id, 4 * id + 4)];

describe('the VOC colormap', () => {
  it.each(VOC)('gives id %i its published colour', (id, ...colour) => {
    expect(vocColour(id)).toEqual(colour);
  });

  it('gives every 16-bit id a colour of its own', () => {
    const colours = new Set(Array.from({ length: 65_536 }, (_, id) => formatHex(...vocColour(id))));
    expect(colours.size).toBe(65_536);
  });
});

describe('colours of ids', () => {
  it('are the palette, whatever the kind, with ids beyond it outside', () => {
    const palette = { rgb: Uint8Array.of(1, 2, 3, 4, 5, 6), alpha: Uint8Array.of(255, 7), transparencyEntries: 2 };
    const mask: Mask = { ...GREY, encoding: 'palette', palette };
    const { colours, outsideFrom } = idColours(mask, { ...RULES, kind: 'instance' });
    expect(outsideFrom).toBe(2);
    expect(colours).toHaveLength(4 * 256);
    expect([at(colours, 0), at(colours, 1)]).toEqual([
      [1, 2, 3, 255],
      [4, 5, 6, 7],
    ]);
  });

  it('of grey classes are the class map’s where it has one, else the VOC colormap’s', () => {
    const classColours = new Map([[2, [9, 8, 7] as const]]);
    const { colours, outsideFrom } = idColours(GREY, { ...RULES, classColours });
    expect(outsideFrom).toBe(256);
    expect([at(colours, 1), at(colours, 2)]).toEqual([
      [128, 0, 0, 255],
      [9, 8, 7, 255],
    ]);
  });

  it('of class × instance ids are shades of the class’s, and the class’s own where no instance is named', () => {
    const mask: Mask = { ...GREY, bitDepth: 16 };
    const classColours = new Map([[26, [0, 0, 142] as const]]);
    const { colours } = idColours(mask, { kind: 'classInstance', divisor: 1000, classColours });
    expect(colours).toHaveLength(4 * 65_536);
    expect(at(colours, 26)).toEqual([0, 0, 142, 255]);
    const shades = [26_000, 26_001, 26_002].map((id) => at(colours, id).join());
    expect(new Set(shades).size).toBe(3);
    for (const id of [26_000, 26_001, 26_002]) {
      const [red = 0, green = 0, blue = 0] = at(colours, id);
      expect(blue).toBeGreaterThan(Math.max(red, green));
    }
  });

  it('of colour masks are their own, 16-bit ones rounded to bytes', () => {
    const mask: Mask = { ...GREY, encoding: 'colour', bitDepth: 16, colours: Uint16Array.of(0, 257, 65_535, 65_535) };
    expect(idColours(mask, RULES)).toEqual({ colours: Uint8Array.of(0, 1, 255, 255), outsideFrom: 1 });
  });

  it('of objects differ between all neighbours and have black for the background', () => {
    expect(distinctColour(0)).toEqual([0, 0, 0]);
    for (let number = 1; number < 300; number++) {
      const [a, b] = [distinctColour(number), distinctColour(number + 1)];
      const distance = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
      expect(distance, `${number} and the next`).toBeGreaterThan(60);
    }
  });

  it('shade black objects too', () => {
    const shades = new Set([0, 1, 2, 3, 4, 5].map((instance) => shadeOf([0, 0, 0], instance).join()));
    expect(shades.size).toBeGreaterThan(2);
  });
});

describe('hex colours', () => {
  it('of drawn ids are empty beyond the palette', () => {
    const colours = { colours: Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 0, 0, 0, 0, 0), outsideFrom: 2 };
    expect([0, 1, 2].map((id) => drawnHex(colours, id))).toEqual(['#010203', '#04050600', '']);
  });

  it('are written with alpha only where it is not opaque', () => {
    expect([formatHex(192, 128, 1), formatHex(0, 10, 255, 0)]).toEqual(['#C08001', '#000AFF00']);
  });

  it('are read in any case; anything else is refused', () => {
    expect([parseHex('#c08001'), parseHex('#C08001')]).toEqual([
      [192, 128, 1],
      [192, 128, 1],
    ]);
    expect([parseHex('c08001'), parseHex('#c0800'), parseHex('red'), parseHex('#c080011')]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});

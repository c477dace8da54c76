import { describe, expect, it } from 'vitest';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { fileColour } from '../../../src/core/palette/fileColour.ts';

const GREY: Mask = {
  width: 1,
  height: 1,
  encoding: 'grey',
  bitDepth: 8,
  ids: new Uint8Array(1),
  palette: null,
  colours: null,
};
const coloured = (colours: Uint8Array | Uint16Array): Mask => ({
  ...GREY,
  encoding: 'colour',
  bitDepth: colours instanceof Uint16Array ? 16 : 8,
  colours,
});

describe('the file’s colour of an id', () => {
  it('is the palette’s entry with its transparency; ids beyond it have none', () => {
    const palette = { rgb: Uint8Array.of(128, 0, 0, 4, 5, 6), alpha: Uint8Array.of(255, 7), transparencyEntries: 2 };
    const mask: Mask = { ...GREY, encoding: 'palette', palette };
    expect([0, 1, 2].map((id) => fileColour(mask, id))).toEqual([
      { hex: '#800000', screenHex: '#800000', name: 'maroon' },
      { hex: '#04050607', screenHex: '#04050607', name: '' },
      null,
    ]);
  });

  it('is the grey sample, scaled to 8 bits, with the alpha of a pixel', () => {
    expect([0, 1].map((id) => fileColour({ ...GREY, bitDepth: 1 }, id)?.hex)).toEqual(['#000000', '#FFFFFF']);
    expect(fileColour({ ...GREY, bitDepth: 2 }, 1)?.hex).toBe('#555555');
    expect(fileColour({ ...GREY, bitDepth: 2 }, 4)).toBeNull();
    expect(fileColour(GREY, 255)).toEqual({ hex: '#FFFFFF', screenHex: '#FFFFFF', name: 'white' });
    expect(fileColour(GREY, 1, 2)?.hex).toBe('#01010102');
    expect(fileColour(GREY, 0, 0)).toEqual({ hex: '#00000000', screenHex: '#00000000', name: 'none' });
  });

  it('has four digits a channel at 16 bits, so that neighbouring samples differ', () => {
    const mask = coloured(Uint16Array.of(0x0100, 0, 0, 65_535, 0x0101, 0, 0, 65_535, 65_535, 0, 0, 65_535));
    expect([0, 1, 2].map((id) => fileColour(mask, id))).toEqual([
      { hex: '#010000000000', screenHex: '#010000', name: '' },
      { hex: '#010100000000', screenHex: '#010000', name: '' },
      { hex: '#FFFF00000000', screenHex: '#FF0000', name: 'red' },
    ]);
    expect(fileColour({ ...GREY, bitDepth: 16 }, 26_003)?.hex).toBe('#659365936593');
  });

  it('is the row of the colour table', () => {
    const mask = coloured(Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 0));
    expect([0, 1].map((id) => fileColour(mask, id)?.hex)).toEqual(['#010203', '#04050600']);
  });
});

import { describe, expect, it } from 'vitest';
import {
  differingEntries,
  neededEntries,
  parseColour,
  recolour,
  shortened,
  withColours,
} from '../../../src/core/palette/editPalette.ts';
import type { Palette } from '../../../src/core/png/types.ts';

const THREE: Palette = {
  rgb: Uint8Array.of(0, 0, 0, 128, 0, 0, 0, 128, 0),
  alpha: Uint8Array.of(255, 9, 255),
  transparencyEntries: 2,
};

describe('a typed colour', () => {
  it('has three, six or eight digits', () => {
    expect(parseColour('#1aF')).toEqual({ rgb: [0x11, 0xaa, 0xff], alpha: null });
    expect(parseColour(' 800000 ')).toEqual({ rgb: [128, 0, 0], alpha: null });
    expect(parseColour('#80000040')).toEqual({ rgb: [128, 0, 0], alpha: 64 });
    for (const text of ['', '#12', '#1234', '#12345', '#xyzxyz', '#1234567', 'red'])
      expect(parseColour(text)).toBeNull();
  });
});

describe('a palette', () => {
  it('takes another colour; alpha stays unless it is named', () => {
    expect(recolour(THREE, 1, { rgb: [1, 2, 3], alpha: null })).toEqual({
      rgb: Uint8Array.of(0, 0, 0, 1, 2, 3, 0, 128, 0),
      alpha: Uint8Array.of(255, 9, 255),
      transparencyEntries: 2,
    });
    expect(recolour(THREE, 2, { rgb: [0, 128, 0], alpha: 0 })).toMatchObject({
      alpha: Uint8Array.of(255, 9, 0),
      transparencyEntries: 3,
    });
    expect(THREE.rgb[3]).toBe(128);
  });

  it('grows to an id outside it', () => {
    const grown = recolour(THREE, 4, { rgb: [5, 6, 7], alpha: null });
    expect([...grown.rgb.subarray(12)]).toEqual([5, 6, 7]);
    expect([...grown.alpha]).toEqual([255, 9, 255, 255, 255]);
    expect(grown.transparencyEntries).toBe(2);
  });

  it('takes the colours of another and keeps its alpha', () => {
    const other = withColours(THREE, 4, (id) => (id === 0 ? null : [id, id, id]));
    expect([...other.rgb]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
    expect([...other.alpha]).toEqual([255, 9, 255, 255]);
    expect(differingEntries(THREE, other)).toBe(3);
    expect(differingEntries(THREE, THREE)).toBe(0);
  });

  it('loses unused entries at its end only', () => {
    expect(neededEntries(THREE, [0, 4, 0])).toBe(2);
    expect(neededEntries(THREE, [0, 0, 1])).toBe(3);
    expect(neededEntries(THREE, [])).toBe(1);
    expect(shortened(THREE, 1)).toEqual({
      rgb: Uint8Array.of(0, 0, 0),
      alpha: Uint8Array.of(255),
      transparencyEntries: 1,
    });
  });
});

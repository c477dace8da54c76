import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../../src/core/formats/presets/presets.ts';
import { ColourType, type PngHeader } from '../../../src/core/png/types.ts';
import { addedPixel } from '../../../src/jobs/transforms/addedPixels.ts';

const header: PngHeader = { width: 2, height: 2, bitDepth: 8, colourType: ColourType.grey, interlaced: false };
const mask = { path: 'masks/a.png', header, kind: 'semantic', entries: null } as const;

describe('pixels that are added to a mask', () => {
  it('are void where nothing is known of its ids', () => {
    expect(addedPixel(mask, 'void', null)).toEqual([255]);
  });

  it('are never of a class: where 255 is one, they are background', () => {
    expect(addedPixel(mask, 'void', PRESETS.binary)).toEqual([0]);
    expect(addedPixel(mask, 'void', PRESETS.voc)).toEqual([255]);
    expect(addedPixel(mask, 'void', PRESETS.ade20k)).toEqual([0]);
  });

  it('have the id that was asked for', () => {
    expect(addedPixel(mask, 7, PRESETS.binary)).toEqual([7]);
  });
});

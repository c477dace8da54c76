import { describe, expect, it } from 'vitest';
import { parseClassMap } from '../../../src/core/formats/classMapFile.ts';
import { cityscapesIds } from '../../../src/core/formats/presets/cityscapes.ts';
import { voc } from '../../../src/core/formats/presets/voc.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import {
  applyColourPlan,
  coloursOfClassMap,
  coloursOfPalette,
  planByColour,
  type ColourChoice,
  type ColouredId,
  type ColourPolicy,
} from '../../../src/core/mask/remapColours.ts';
import { RemapError } from '../../../src/core/mask/remapErrors.ts';
import { namedPalette } from '../../../src/core/palette/namedPalettes.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const idsByColour = (mask: Mask, target: readonly ColouredId[], policy: ColourPolicy) =>
  applyColourPlan(mask, planByColour(mask, target, policy));

type Rgb = readonly [number, number, number];

const STRICT: ColourPolicy = { unknown: 'error' };
const labelmap = coloursOfClassMap(parseClassMap('labelmap.txt', 'background:0,0,0\ncat:128,0,0\ndog:0,128,0'));

function paletteMask(ids: readonly number[], rgb: readonly Rgb[], alpha: readonly number[] = []): Mask {
  const palette = {
    rgb: Uint8Array.from(rgb.flat()),
    alpha: Uint8Array.from(rgb, (_, at) => alpha[at] ?? 255),
    transparencyEntries: alpha.length,
  };
  const facts = { width: ids.length, height: 1, encoding: 'palette', bitDepth: 8, colours: null } as const;
  return { ...facts, ids: Uint8Array.from(ids), palette };
}

function colourMask(ids: readonly number[], rgba: readonly (readonly number[])[], bitDepth: 8 | 16 = 8): Mask {
  const Store = bitDepth === 16 ? Uint16Array : Uint8Array;
  const facts = { width: ids.length, height: 1, encoding: 'colour', bitDepth, palette: null } as const;
  return { ...facts, ids: Uint8Array.from(ids), colours: Store.from(rgba.flat()) };
}

function errorOf(mask: Mask, target: readonly ColouredId[], policy: ColourPolicy = STRICT): RemapError {
  try {
    idsByColour(mask, target, policy);
  } catch (error) {
    if (error instanceof RemapError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

const idsOf = (mask: Mask, target: readonly ColouredId[], policy: ColourPolicy = STRICT) => [
  ...idsByColour(mask, target, policy).ids,
];

describe('ids by colour', () => {
  it('puts any permuted palette back', () => {
    const random = new SeededRandom(21);
    const target = coloursOfPalette(namedPalette('voc'));
    for (let round = 0; round < 60; round++) {
      const order = Array.from({ length: 256 }, (_, id) => id).sort(() => random.next() - 0.5);
      const rgb = order.map((id): Rgb => {
        const { red, green, blue } = target[id] as ColouredId;
        return [red, green, blue];
      });
      const truth = Array.from({ length: 200 }, () => random.integer(0, 255));
      const shuffled = truth.map((id) => order.indexOf(id));
      const { ids, before, after } = idsByColour(paletteMask(shuffled, rgb), target, STRICT);
      expect([...ids]).toEqual(truth);
      truth.forEach((id) => expect(after[id]).toBe(before[order.indexOf(id)]));
    }
  });

  it('reads an RGB mask by the colours of a class map', () => {
    const mask = colourMask(
      [0, 1, 2, 1],
      [
        [0, 0, 0, 255],
        [0, 128, 0, 255],
        [128, 0, 0, 255],
      ],
    );
    expect(idsOf(mask, labelmap)).toEqual([0, 2, 1, 2]);
  });

  it('lists unknown colours with their pixels and the nearest class, and snaps none', () => {
    const mask = colourMask(
      [0, 1, 1, 2],
      [
        [0, 0, 0, 255],
        [120, 10, 0, 255],
        [0, 127, 0, 255],
      ],
    );
    const error = errorOf(mask, labelmap);
    expect(error.code).toBe('coloursUnknown');
    expect(error.values).toEqual([
      { value: '#780A00', pixels: 2, hint: 'nearest: 1 cat' },
      { value: '#007F00', pixels: 1, hint: 'nearest: 2 dog' },
    ]);
    const [fate] = planByColour(mask, labelmap, STRICT).fates;
    expect(fate?.nearest?.distance).toBeCloseTo(Math.hypot(8, 10), 12);
    expect(fate?.id).toBeNull();
  });

  it('does with them what it is told, for all or colour by colour', () => {
    const mask = colourMask(
      [0, 1, 2],
      [
        [0, 0, 0, 255],
        [120, 10, 0, 255],
        [0, 127, 0, 255],
      ],
    );
    expect(idsOf(mask, labelmap, { unknown: 'nearest' })).toEqual([0, 1, 2]);
    expect(idsOf(mask, labelmap, { unknown: 'void', voidId: 255 })).toEqual([0, 255, 255]);
    expect(idsOf(mask, labelmap, { unknown: 9 })).toEqual([0, 9, 9]);
    const choices = new Map<string, ColourChoice>([
      ['#780a00', 'nearest'],
      ['#007F00', 4],
    ]);
    expect(idsOf(mask, labelmap, { unknown: 'error', choices })).toEqual([0, 1, 4]);
    expect(errorOf(mask, labelmap, { unknown: 'void' }).values).toHaveLength(2);
  });

  it('takes the smaller id of two equally near', () => {
    const target = coloursOfClassMap(parseClassMap('labelmap.txt', 'a:0,0,0\nb:20,0,0'));
    expect(idsOf(colourMask([0], [[10, 0, 0, 255]]), [...target].reverse(), { unknown: 'nearest' })).toEqual([0]);
  });

  it('refuses a colour that two ids share, but only where it occurs', () => {
    const target = coloursOfClassMap(cityscapesIds);
    expect(idsOf(colourMask([0], [[128, 64, 128, 255]]), target)).toEqual([7]);
    const error = errorOf(
      colourMask(
        [0, 1],
        [
          [128, 64, 128, 255],
          [153, 153, 153, 255],
        ],
      ),
      target,
      { unknown: 'nearest' },
    );
    expect(error.code).toBe('coloursShared');
    expect(error.values).toEqual([{ value: '#999999', pixels: 1, hint: '17 pole or 18 polegroup' }]);
    const choices = new Map([['#999999', 17]]);
    expect(idsOf(colourMask([0], [[153, 153, 153, 255]]), target, { unknown: 'error', choices })).toEqual([17]);
    const nearest = new Map([['#999999', 'nearest']] as const);
    expect(errorOf(colourMask([0], [[153, 153, 153, 255]]), target, { unknown: 'error', choices: nearest }).code).toBe(
      'coloursShared',
    );
  });

  it('compares alpha in RGBA masks, and not in palettes unless asked', () => {
    const seeThrough = colourMask(
      [0, 1],
      [
        [128, 0, 0, 100],
        [128, 0, 0, 255],
      ],
    );
    expect(errorOf(seeThrough, labelmap).values).toEqual([{ value: '#80000064', pixels: 1, hint: 'nearest: 1 cat' }]);
    expect(idsOf(seeThrough, labelmap, { unknown: 'error', isAlphaCompared: false })).toEqual([1, 1]);
    const palette = paletteMask(
      [0, 1],
      [
        [0, 0, 0],
        [0, 128, 0],
      ],
      [0],
    );
    expect(idsOf(palette, labelmap)).toEqual([0, 2]);
    expect(errorOf(palette, labelmap, { unknown: 'error', isAlphaCompared: true }).values[0]?.value).toBe('#00000000');
  });

  it('refuses to make one id of two that a mask tells apart but not by colour', () => {
    // 21 colours, filled up with black as writers do, and a void at the last of the black entries.
    const rgb = Array.from({ length: 256 }, (_, id): Rgb => {
      const { red, green, blue } = coloursOfPalette(namedPalette('voc'))[id < 21 ? id : 0] as ColouredId;
      return [red, green, blue];
    });
    const mask = paletteMask([0, 0, 255, 3, 255, 255], rgb);
    const target = coloursOfClassMap(voc);
    const error = errorOf(mask, target, { unknown: 'nearest' });
    expect(error.code).toBe('idsShareColour');
    expect(error.values).toEqual([{ value: '#000000', pixels: 5, hint: 'ids 0: 2 px; 255: 3 px' }]);
    const choices = new Map<string, ColourChoice>([['#000000', 0]]);
    expect(idsOf(mask, target, { unknown: 'error', choices })).toEqual([0, 0, 0, 3, 0, 0]);
    expect(idsOf(paletteMask([0, 3, 0], rgb), target)).toEqual([0, 3, 0]);
  });

  it('takes entries that differ in transparency alone for ids of one colour', () => {
    const rgb: Rgb[] = [
      [0, 0, 0],
      [0, 0, 0],
      [128, 0, 0],
    ];
    const mask = paletteMask([0, 1, 2, 1], rgb, [255, 0]);
    const error = errorOf(mask, labelmap);
    expect(error.code).toBe('idsShareColour');
    expect(error.values).toEqual([{ value: '#000000', pixels: 3, hint: 'ids 0: 1 px, alpha 255; 1: 2 px, alpha 0' }]);
    const compared = errorOf(mask, labelmap, { unknown: 'error', isAlphaCompared: true });
    expect([compared.code, compared.values[0]?.value]).toEqual(['coloursUnknown', '#00000000']);
  });

  it('gives no two ids of a mask one target unless it is told to', () => {
    const random = new SeededRandom(23);
    let refused = 0;
    for (let round = 0; round < 200; round++) {
      const rgb = Array.from({ length: 12 }, (): Rgb => [random.integer(0, 3), random.integer(0, 2), 0]);
      const ids = Array.from({ length: 30 }, () => random.integer(0, 5));
      const target = Array.from({ length: 12 }, (_, at): ColouredId => {
        return { id: at, name: null, red: at % 4, green: Math.floor(at / 4), blue: 0 };
      });
      const used = new Set(ids);
      const colours = new Set([...used].map((id) => String(rgb[id])));
      if (colours.size < used.size) {
        refused++;
        expect(errorOf(paletteMask(ids, rgb), target).code).toBe('idsShareColour');
      } else expect(new Set(idsOf(paletteMask(ids, rgb), target)).size).toBe(used.size);
    }
    expect(refused).toBeGreaterThan(20);
    expect(refused).toBeLessThan(200);
  });

  it('matches 16-bit samples only where they are bytes exactly', () => {
    const exact = [128 * 257, 0, 0, 65_535];
    expect(idsOf(colourMask([0], [exact], 16), labelmap)).toEqual([1]);
    expect(errorOf(colourMask([0], [[128 * 257 + 1, 0, 0, 65_535]], 16), labelmap).code).toBe('coloursUnknown');
  });

  it('names ids outside the palette, which have no colour', () => {
    const mask = paletteMask([0, 9, 9], [[0, 0, 0]]);
    expect(errorOf(mask, labelmap, { unknown: 'nearest' }).values).toEqual([
      { value: '9', pixels: 2, hint: 'outside the palette' },
    ]);
    expect(idsOf(mask, labelmap, { unknown: 255 })).toEqual([0, 255, 255]);
  });

  it('refuses grey masks', () => {
    const facts = { width: 1, height: 1, encoding: 'grey', bitDepth: 8, palette: null, colours: null } as const;
    expect(errorOf({ ...facts, ids: new Uint8Array(1) }, labelmap).code).toBe('wrongSource');
  });

  it('leaves ids that occur in no file out of the target', () => {
    expect(coloursOfClassMap(cityscapesIds).some(({ id }) => id < 0)).toBe(false);
    expect(coloursOfClassMap(voc)).toHaveLength(22);
  });
});

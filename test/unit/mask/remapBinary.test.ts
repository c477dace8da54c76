import { describe, expect, it } from 'vitest';
import { maskFromPng } from '../../../src/core/mask/fromPng.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { binaryRuleOf, idsOfBinary, type BinaryRule } from '../../../src/core/mask/remapBinary.ts';
import { RemapError } from '../../../src/core/mask/remapErrors.ts';
import { readImage } from '../../../src/jobs/readImage.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { readShared } from '../../fixtures/sharedData.ts';
import { hasReference, reference } from './pythonReference.ts';

const facts = { height: 1, palette: null, colours: null } as const;

const grey = (ids: readonly number[], bitDepth: 1 | 8 = 8, alpha?: readonly number[]): Mask => ({
  ...facts,
  width: ids.length,
  encoding: 'grey',
  bitDepth,
  ids: Uint8Array.from(ids),
  ...(alpha ? { alpha: Uint8Array.from(alpha) } : {}),
});

const rgba = (ids: readonly number[], colours: readonly (readonly number[])[]): Mask => ({
  ...facts,
  width: ids.length,
  encoding: 'colour',
  bitDepth: 8,
  ids: Uint8Array.from(ids),
  colours: Uint8Array.from(colours.flat()),
});

const CLEAR = [0, 0, 0, 0];
const BLACK = [0, 0, 0, 255];
const WHITE = [255, 255, 255, 255];

const idsOf = (mask: Mask, rule: BinaryRule, classId = 7, backgroundId = 0) => [
  ...idsOfBinary(mask, rule, { classId, backgroundId }).ids,
];

function refused(mask: Mask, rule: BinaryRule) {
  try {
    idsOf(mask, rule);
  } catch (error) {
    if (error instanceof RemapError) return [error.code, ...error.values.map(({ value, pixels }) => [value, pixels])];
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('idsOfBinary', () => {
  it('reads the value, or the alpha whatever the colour', () => {
    expect(idsOf(rgba([0, 1, 1], [BLACK, WHITE]), 'brightness')).toEqual([0, 7, 7]);
    expect(idsOf(rgba([0, 1, 2], [CLEAR, BLACK, [9, 8, 7, 255]]), 'alpha')).toEqual([0, 7, 7]);
    expect(idsOf(grey([0, 255]), 'brightness', 1, 3)).toEqual([3, 1]);
    expect(idsOf(grey([0, 1, 1], 1), 'brightness')).toEqual([0, 7, 7]);
    expect(idsOf(grey([40, 40], 8, [0, 255]), 'alpha')).toEqual([0, 7]);
    expect(idsOf(grey([0, 255], 8, [255, 255]), 'brightness')).toEqual([0, 7]);
    expect(idsOf(rgba([0, 1, 2], [CLEAR, BLACK, WHITE]), 'brightness')).toEqual([0, 0, 7]);
    expect(idsOf(grey([0, 255], 8, [255, 3]), 'brightness')).toEqual([0, 7]);
  });

  it('refuses everything between, with counts', () => {
    expect(refused(rgba([0, 1, 1], [BLACK, [254, 254, 254, 255]]), 'brightness')).toEqual([
      'notBinary',
      ['#FEFEFE', 2],
    ]);
    expect(refused(rgba([0, 1], [BLACK, [255, 0, 0, 255]]), 'brightness')).toEqual(['notBinary', ['#FF0000', 1]]);
    expect(refused(rgba([0], [[0, 0, 0, 128]]), 'alpha')).toEqual(['notBinary', ['#00000080', 1]]);
    expect(refused(grey([0, 1, 1]), 'brightness')).toEqual(['notBinary', ['1', 2]]);
    expect(refused(grey([0, 255], 8, [255, 3]), 'alpha')).toEqual(['notBinary', ['3', 1]]);
  });

  it('refuses masks in which the rule has nothing to look at', () => {
    expect(refused(grey([0]), 'alpha')).toEqual(['wrongSource']);
    const palette = { rgb: new Uint8Array(3), alpha: new Uint8Array(1), transparencyEntries: 0 };
    expect(refused({ ...grey([0]), encoding: 'palette', palette }, 'brightness')).toEqual(['wrongSource']);
  });

  it('refuses a rule by which everything is alike where the other one tells', () => {
    expect(refused(rgba([0, 1, 1], [BLACK, WHITE]), 'alpha')).toEqual(['alphaTellsNothing']);
    expect(refused(grey([0, 255], 8, [255, 255]), 'alpha')).toEqual(['alphaTellsNothing']);
    expect(refused(rgba([0, 1], [CLEAR, BLACK]), 'brightness')).toEqual(['brightnessTellsNothing']);
    expect(refused(grey([255, 255], 8, [0, 255]), 'brightness')).toEqual(['brightnessTellsNothing']);
    expect(idsOf(rgba([0, 0], [WHITE]), 'alpha')).toEqual([7, 7]);
    expect(idsOf(rgba([0, 0], [CLEAR]), 'brightness')).toEqual([0, 0]);
  });

  it('knows the rule by transparent pixels', () => {
    expect(binaryRuleOf(rgba([0, 1], [CLEAR, WHITE]))).toBe('alpha');
    expect(binaryRuleOf(rgba([0, 1], [BLACK, WHITE]))).toBe('brightness');
    expect(binaryRuleOf(grey([0], 8, [0]))).toBe('alpha');
    expect(binaryRuleOf(grey([0, 255]))).toBe('brightness');
    expect(binaryRuleOf(grey([0, 40, 40], 8, [0, 255, 255]))).toBe('alpha');
    expect(binaryRuleOf(grey([0, 255], 8, [255, 255]))).toBe('brightness');
  });

  it('leaves the rule open where alpha and brightness would give different objects', () => {
    const ambiguous = (mask: Mask) => {
      try {
        return binaryRuleOf(mask);
      } catch (error) {
        if (!(error instanceof RemapError)) throw error;
        const { byAlpha, byBrightness } = error.details;
        return [error.code, byAlpha, byBrightness, ...error.values.map(({ value, pixels }) => [value, pixels])];
      }
    };
    const one = ambiguous(rgba([0, 1, 1, 1, 2, 2], [CLEAR, BLACK, WHITE]));
    expect(one).toEqual(['binaryAmbiguous', 5, 2, ['#000000', 3], ['#FFFFFF', 2], ['#00000000', 1]]);
    expect(ambiguous(rgba([0, 1, 1], [CLEAR, BLACK]))).toEqual([
      ...['binaryAmbiguous', 2, 0],
      ['#000000', 2],
      ['#00000000', 1],
    ]);
    expect(ambiguous(grey([0, 255, 0], 8, [255, 255, 0]))).toEqual([
      ...['binaryAmbiguous', 2, 1],
      ...[
        ['#000000', 1],
        ['#FFFFFF', 1],
        ['#00000000', 1],
      ],
    ]);
    const lost = rgba([0, 1], [CLEAR, [255, 255, 255, 0]]);
    const soft = rgba([0, 1, 2], [CLEAR, [0, 0, 0, 200], WHITE]);
    expect(ambiguous(soft)).toEqual(expect.arrayContaining(['binaryAmbiguous', 1, 1]));
    expect(ambiguous(lost)).toEqual(['binaryAmbiguous', 0, 1, ['#00000000', 1], ['#FFFFFF00', 1]]);
  });

  it('is alpha where soft edges have one colour, or no black and white', () => {
    expect(binaryRuleOf(rgba([0, 1, 2], [CLEAR, [153, 51, 255, 60], [153, 51, 255, 146]]))).toBe('alpha');
    expect(binaryRuleOf(rgba([0, 1, 2], [CLEAR, [150, 51, 255, 60], [153, 51, 255, 146]]))).toBe('alpha');
  });

  it('refuses grey and alpha noise of 16 bits with its counts', () => {
    const random = new SeededRandom(61);
    const plane = () => Uint16Array.from({ length: 150_000 }, () => random.integer(0, 65_535));
    const noise: Mask = { ...facts, width: 150_000, encoding: 'grey', bitDepth: 16, ids: plane(), alpha: plane() };
    const [code, ...values] = refused(noise, binaryRuleOf(noise));
    expect(code).toBe('notBinary');
    expect(values.length).toBeGreaterThan(50_000);
  });
});

describe('a threshold', () => {
  it('decides what is neither none nor full, and lists it', () => {
    const { ids, between } = idsOfBinary(grey([0, 100, 128, 128, 255]), 'brightness', { classId: 7, threshold: 128 });
    expect([...ids]).toEqual([0, 0, 7, 7, 7]);
    expect(between).toEqual([
      { value: '128', pixels: 2, isObject: true },
      { value: '100', pixels: 1, isObject: false },
    ]);
    const least = idsOfBinary(grey([9, 9], 8, [1, 0]), 'alpha', { classId: 7, threshold: 1 });
    expect([...least.ids]).toEqual([7, 0]);
    const beyond = () => idsOfBinary(grey([0, 255]), 'brightness', { classId: 7, threshold: 256 });
    expect(beyond).toThrow('The threshold 256 is above 255');
  });

  it.skipIf(!hasReference)('measures the brightness of colours as Pillow does', () => {
    const random = new SeededRandom(62);
    const rgb = Uint8Array.from({ length: 3 * 250 }, () => random.integer(0, 255));
    const [luma = new Uint8Array()] = reference(
      "result = numpy.asarray(Image.fromarray(mask.reshape(1, -1, 3)).convert('L'))",
      [{ ids: rgb, width: rgb.length, height: 1 }],
    );
    const colours = Array.from({ length: 250 }, (_, at) => [...rgb.subarray(3 * at, 3 * at + 3), 255]);
    const mask = rgba(Array.from(colours.keys()), colours);
    for (const threshold of [1, 77, 128, 200]) {
      const { ids } = idsOfBinary(mask, 'brightness', { classId: 1, threshold });
      expect([...ids]).toEqual([...luma].map((value) => (value >= threshold ? 1 : 0)));
    }
  });
});

describeShared('data/datumaro', 'masks with soft alpha', () => {
  // Counted with NumPy: (alpha >= 128).sum(), and pixels of other alpha than 0.
  it.each([
    ['img1_mask_1.png', 4, 10],
    ['img1_mask_5.png', 75, 130],
  ])('%s is cut by alpha', (name, object, soft) => {
    const found = maskFromPng(readImage(readShared(`data/datumaro/labelme_dataset/Masks/subset1/${name}`)));
    if (!('ids' in found)) throw new Error('no mask');
    expect(binaryRuleOf(found)).toBe('alpha');
    expect(refused(found, 'alpha')[0]).toBe('notBinary');
    const { after, between } = idsOfBinary(found, binaryRuleOf(found, 128), { classId: 7, threshold: 128 });
    expect([after[0], after[7]]).toEqual([77 * 102 - object, object]);
    expect(between.reduce((sum, { pixels }) => sum + pixels, 0)).toBe(soft);
  });
});

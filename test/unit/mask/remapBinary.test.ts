import { describe, expect, it } from 'vitest';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { binaryRuleOf, idsOfBinary, type BinaryRule } from '../../../src/core/mask/remapBinary.ts';
import { RemapError } from '../../../src/core/mask/remapErrors.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

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

const idsOf = (mask: Mask, rule: BinaryRule, classId = 7, background = 0) => [
  ...idsOfBinary(mask, rule, classId, background).ids,
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
    expect(ambiguous(lost)).toEqual(['binaryAmbiguous', 0, 1, ['#00000000', 1], ['#FFFFFF00', 1]]);
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

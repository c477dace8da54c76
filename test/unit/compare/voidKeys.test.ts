import { describe, expect, it } from 'vitest';
import { comparePair } from '../../../src/core/compare/comparePair.ts';
import { voidKeys } from '../../../src/core/compare/voidKeys.ts';
import { ClassNaming } from '../../../src/core/dataset/classNaming.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';

const SETTING = { classMap: null, voidIds: null, isBoundary: false };

/** @param shown the colour of entry 255; null: a grey mask */
function mask(ids: readonly number[], shown: readonly [number, number, number] | null): Mask {
  const rgb = new Uint8Array(768);
  if (shown !== null) rgb.set(shown, 765);
  const palette = shown === null ? null : { rgb, alpha: new Uint8Array(256).fill(255), transparencyEntries: 0 };
  const encoding = shown === null ? 'grey' : 'palette';
  return { width: ids.length, height: 1, bitDepth: 8, ids: Uint8Array.from(ids), encoding, palette, colours: null };
}

const VOC_VOID = [224, 224, 192] as const;
const WHITE = [255, 255, 255] as const;

function voidsOf(truth: Mask, prediction: Mask) {
  return [...voidKeys(comparePair(new ClassNaming(null), SETTING, truth, prediction), SETTING)];
}

describe('255 in a truth without other ids than 0', () => {
  const prediction = mask([0, 0, 255, 1], null);

  it('is the foreground where the truth is grey, or shows it in white', () => {
    expect(voidsOf(mask([0, 0, 255, 255], null), prediction)).toEqual([]);
    expect(voidsOf(mask([0, 0, 255, 255], WHITE), prediction)).toEqual([]);
  });

  it('is void where the palette shows it in another colour, as that of Pascal VOC', () => {
    expect(voidsOf(mask([0, 0, 255, 255], VOC_VOID), prediction)).toEqual([255]);
    // What the palette of the prediction says is nothing about the truth.
    expect(voidsOf(mask([0, 0, 255, 255], null), mask([0, 0, 255, 1], VOC_VOID))).toEqual([]);
  });
});

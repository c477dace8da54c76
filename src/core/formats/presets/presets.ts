import { hasMotsIds } from '../../mask/divisor.ts';
import type { MaskFacts } from '../bindClassMap.ts';
import type { ClassMap } from '../classMap.ts';
import { ade20k } from './ade20k.ts';
import { binary } from './binary.ts';
import { cityscapesIds, cityscapesTrainIds } from './cityscapes.ts';
import { mots } from './mots.ts';
import { isVocPalette, voc } from './voc.ts';

/** Published class maps by the names they have in settings. */
export const PRESETS = { voc, cityscapesIds, cityscapesTrainIds, ade20k, mots, binary } as const satisfies Record<
  string,
  ClassMap
>;

export type PresetName = keyof typeof PRESETS;

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}

/** A preset that the file itself suggests, and by what. */
export interface SuggestedPreset {
  readonly preset: PresetName;
  readonly evidence: 'fileName' | 'palette' | 'ids';
}

/** What of a mask speaks for a preset. */
export interface PresetEvidence extends MaskFacts {
  /** Divisor of class × instance ids; undefined for masks of other kinds. */
  readonly divisor?: number | undefined;
  /** Distinct ids of a 16-bit mask, as far as they are known. */
  readonly ids?: readonly number[] | undefined;
}

/**
 * Guesses a preset. Cityscapes' and ADE20K's file names are sure (ADE20K's for grey files only: those in colour are
 * panoptic or instance files of the same name). The VOC colormap alone is not: labelme, DAVIS and many others use it
 * for classes of their own, so it counts only in a VOC tree (`SegmentationClass`). MOTS has a folder `instances`, and
 * ids that hardly anything else has.
 */
export function suggestPreset(path: string, mask: PresetEvidence): SuggestedPreset | null {
  const folders = path.split('/');
  const name = folders.pop() ?? '';
  if (/_labelTrainIds\.png$|_instanceTrainIds\.png$/i.test(name)) {
    return { preset: 'cityscapesTrainIds', evidence: 'fileName' };
  }
  if (/_labelIds\.png$|_instanceIds\.png$|_gt(?:Fine|Coarse)_color\.png$/i.test(name)) {
    return { preset: 'cityscapesIds', evidence: 'fileName' };
  }
  if (!mask.isColour && /^ADE_(?:train|val|test)_\d+\.png$/i.test(name)) {
    return { preset: 'ade20k', evidence: 'fileName' };
  }
  const isInVocTree = folders.at(-1) === 'SegmentationClass';
  const paletteRgb = mask.openedPaletteRgb ?? mask.paletteRgb;
  if (isInVocTree && paletteRgb !== null && isVocPalette(paletteRgb)) {
    return { preset: 'voc', evidence: 'palette' };
  }
  if (mask.divisor === 1000 && folders.includes('instances') && hasMotsIds(mask.ids)) {
    return { preset: 'mots', evidence: 'ids' };
  }
  return null;
}

import type { ClassMap } from '../classMap.ts';
import { ade20k } from './ade20k.ts';
import { cityscapesIds, cityscapesTrainIds } from './cityscapes.ts';
import { isVocPalette, voc } from './voc.ts';

/** Published class maps by the names they have in settings. */
export const PRESETS = { voc, cityscapesIds, cityscapesTrainIds, ade20k } as const satisfies Record<string, ClassMap>;

export type PresetName = keyof typeof PRESETS;

export function isPresetName(name: string): name is PresetName {
  return Object.hasOwn(PRESETS, name);
}

/** A preset that the file itself suggests, and by what. */
export interface SuggestedPreset {
  readonly preset: PresetName;
  readonly evidence: 'fileName' | 'palette';
}

/**
 * Guesses a preset. Cityscapes' and ADE20K's file names are sure. The VOC colormap alone is not: labelme, DAVIS and
 * many others use it for classes of their own, so it counts only in a VOC tree (`SegmentationClass`).
 */
export function suggestPreset(path: string, paletteRgb: Uint8Array | null): SuggestedPreset | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/_labelTrainIds\.png$|_instanceTrainIds\.png$/.test(name)) {
    return { preset: 'cityscapesTrainIds', evidence: 'fileName' };
  }
  if (/_labelIds\.png$|_instanceIds\.png$|_gt(?:Fine|Coarse)_color\.png$/.test(name)) {
    return { preset: 'cityscapesIds', evidence: 'fileName' };
  }
  if (/^ADE_(?:train|val|test)_\d+\.png$/.test(name)) return { preset: 'ade20k', evidence: 'fileName' };
  const isInVocTree = path.split('/').at(-2) === 'SegmentationClass';
  if (isInVocTree && paletteRgb !== null && isVocPalette(paletteRgb)) return { preset: 'voc', evidence: 'palette' };
  return null;
}

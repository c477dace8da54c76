import type { PresetEvidence } from '../../core/formats/presets/presets.ts';
import { ColourType } from '../../core/png/types.ts';
import type { MaskDocument } from './maskDocument.ts';

/**
 * What of an open mask, once it is read, decides about its class names; null where its ids are objects, which have
 * numbers instead.
 */
export function classMapEvidence(document: MaskDocument): PresetEvidence | null {
  const { kind, divisor } = document.kind;
  if (kind === 'instance' || kind === 'panoptic') return null;
  const isPalette = document.head?.header.colourType === ColourType.palette;
  const paletteRgb = isPalette ? (document.head?.paletteRgb ?? null) : null;
  return { paletteRgb, isColour: document.isColour, divisor, ids: document.ids };
}

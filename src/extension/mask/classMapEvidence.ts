import type { PresetEvidence } from '../../core/formats/presets/presets.ts';
import { readPngHead } from '../../core/mask/pngHead.ts';
import { ColourType } from '../../core/png/types.ts';
import type { MaskDocument } from './maskDocument.ts';

/**
 * What of an open mask, once it is read, decides about its class names; null where its ids are objects, which have
 * numbers instead. The palette is that before edits: pages apply the names to the one that they show.
 */
export function classMapEvidence(document: MaskDocument): PresetEvidence | null {
  const { kind, divisor } = document.kind;
  if (kind === 'instance' || kind === 'panoptic') return null;
  const isPalette = document.opened?.header.colourType === ColourType.palette;
  const paletteRgb = isPalette ? (document.opened?.paletteRgb ?? null) : null;
  return { paletteRgb, isColour: document.isColour, divisor, ids: document.ids };
}

/**
 * {@link classMapEvidence} with the palette as it is with all edits, so that ids have the names that are shown.
 *
 * @throws Error with a translated sentence where the mask cannot be encoded
 */
export async function shownClassMapEvidence(document: MaskDocument): Promise<PresetEvidence | null> {
  await document.read();
  const evidence = classMapEvidence(document);
  if (evidence === null || evidence.paletteRgb === null) return evidence;
  // Edits of ids may add entries, which only the encoder knows.
  const edited = readPngHead(new Uint8Array(await document.file.encoded()));
  const openedPaletteRgb = evidence.paletteRgb;
  return { ...evidence, paletteRgb: edited?.paletteRgb ?? openedPaletteRgb, openedPaletteRgb };
}

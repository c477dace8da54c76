import { basename } from 'node:path';
import { isBackgroundName, type ClassMap } from '../../core/formats/classMap.ts';
import type { MaskKind } from '../../core/mask/mask.ts';
import { parseHex } from '../../core/palette/idColours.ts';
import { ColourType, type PngHeader } from '../../core/png/types.ts';
import type { PairFinding } from '../pairs/pairRules.ts';
import type { PadId } from './transformTypes.ts';

/** What ignores pixels where nothing else says so. */
const VOID = 255;

/** What is known of the file of a mask. */
export interface MaskStorage {
  readonly path: string;
  readonly header: PngHeader;
  readonly kind: MaskKind;
  /** Entries of its palette; null where it has none, or it was not looked at. */
  readonly entries: number | null;
}

/** The samples of a pixel that is added to a mask; or why there are none. */
export function addedPixel(
  { path, header, kind, entries }: MaskStorage,
  padId: PadId,
  map: ClassMap | null,
): readonly number[] | PairFinding {
  const id = padId === 'void' || padId === 'background' ? idOfWord(padId, kind, map) : padId;
  const { bitDepth, colourType } = header;
  const opaque = 2 ** bitDepth - 1;
  if (colourType === ColourType.rgb || colourType === ColourType.rgba) {
    const hex = map?.entries.find((entry) => entry.id === id)?.colour ?? null;
    const colour = hex === null ? null : parseHex(hex);
    if (colour === null) return { rule: 'padColour', details: { id, path: basename(path) } };
    const samples = [...colour].map((value) => (bitDepth === 16 ? value * 257 : value));
    return colourType === ColourType.rgba ? [...samples, opaque] : samples;
  }
  const most = colourType === ColourType.palette && entries !== null ? entries - 1 : opaque;
  if (id > most) return { rule: 'padOutside', details: { id, most, path: basename(path) } };
  return colourType === ColourType.greyAlpha ? [id, opaque] : [id];
}

/** Objects have no classes: 0 is none of them, and where a palette numbers them, 255 is the rim between them. */
function idOfWord(word: 'void' | 'background', kind: MaskKind, map: ClassMap | null): number {
  if (kind === 'classInstance' || kind === 'panoptic') return 0;
  const entries = kind === 'semantic' ? (map?.entries ?? []) : [];
  const background = entries.find(({ name }) => isBackgroundName(name))?.id ?? 0;
  if (word === 'background') return background;
  const voids = entries.filter(({ isVoid, id }) => isVoid && id >= 0).map(({ id }) => id);
  if (voids.length > 0) return voids.includes(VOID) ? VOID : (voids[0] ?? VOID);
  // Where 255 is a class, such as the foreground of black and white masks, added pixels must not become it.
  return entries.some(({ id }) => id === VOID) ? background : VOID;
}

import type { ClassMap } from '../formats/classMap.ts';
import { CLASS_MAP_RULES } from '../formats/classMapLint.ts';
import { ade20k } from '../formats/presets/ade20k.ts';
import { cityscapesIds, cityscapesTrainIds } from '../formats/presets/cityscapes.ts';
import { voc } from '../formats/presets/voc.ts';
import { fillTemplate } from '../png/errors.ts';
import type { Palette } from '../png/types.ts';
import { colourBlindSafeColours } from './colourBlindSafe.ts';
import { parseHex, type Rgb } from './idColours.ts';
import { spareColours } from './spareColours.ts';

/** Palettes that have a name, in the order in which they are offered. */
export const PALETTE_NAMES = ['voc', 'cityscapes', 'cityscapes-train', 'ade20k', 'colour-blind-safe', 'five'] as const;

export type PaletteName = (typeof PALETTE_NAMES)[number];

export function isPaletteName(name: string): name is PaletteName {
  return (PALETTE_NAMES as readonly string[]).includes(name);
}

/** Entries of an 8-bit palette. */
const ENTRIES = 256;

/** Black, maroon, green, navy, olive (HTML 4.01's names). */
const FIVE: readonly Rgb[] = [
  [0, 0, 0],
  [128, 0, 0],
  [0, 128, 0],
  [0, 0, 128],
  [128, 128, 0],
];

/**
 * A named palette: 256 opaque entries. Ids to which the published list gives no colour have one of the VOC colormap
 * that no other entry has; so 255, the void of most datasets, is (224, 224, 192) unless the list says otherwise.
 */
export function namedPalette(name: PaletteName): Palette {
  switch (name) {
    case 'voc':
      return paletteFromClassMap(voc);
    case 'cityscapes':
      return paletteFromClassMap(cityscapesIds);
    case 'cityscapes-train':
      return paletteFromClassMap(cityscapesTrainIds);
    case 'ade20k':
      return paletteFromClassMap(ade20k);
    case 'colour-blind-safe':
      return paletteOf(new Map(colourBlindSafeColours().entries()));
    case 'five':
      return paletteOf(new Map(FIVE.entries()));
  }
}

/** A class map has ids that no palette can hold. */
export class PaletteTooSmall extends Error {
  override readonly name = 'PaletteTooSmall';
  /** The ids from 256 up, ascending. */
  readonly ids: readonly number[];

  constructor(ids: readonly number[]) {
    const listed = `${ids.slice(0, 10).join(', ')}${ids.length > 10 ? ', …' : ''}`;
    super(`A palette holds the ids 0 to 255, but the class map also has ${listed}.`);
    this.ids = ids;
  }
}

/** Two classes of a class map have one id: whatever is found by their colours or names would be merged. */
export class IdShared extends Error {
  override readonly name = 'IdShared';
  readonly details: { readonly id: number; readonly first: string; readonly second: string };
  /** Where the two stand in their file, as `ClassMap.places` has it; null without a file. */
  readonly places: readonly [first: number, second: number] | null;

  constructor(details: IdShared['details'], places: IdShared['places']) {
    super(fillTemplate(CLASS_MAP_RULES.idDuplicate, details));
    this.details = details;
    this.places = places;
  }
}

/**
 * Two classes of one id are refused even where they are meant as aliases: CVAT and Cityscapes give every class one
 * colour, so a second one is a slip far more often, and after it nothing tells the two apart.
 */
function requireSingleIds({ entries, places }: ClassMap): void {
  const firsts = new Map<number, number>();
  for (const [second, { id, name }] of entries.entries()) {
    const first = firsts.get(id);
    if (first === undefined) firsts.set(id, second);
    else if (id >= 0) {
      const at: IdShared['places'] = places === undefined ? null : [places[first] ?? 0, places[second] ?? 0];
      throw new IdShared({ id, first: entries[first]?.name ?? '', second: name }, at);
    }
  }
}

/**
 * The palette of a class map: 256 opaque entries, each class in its colour. Classes without a colour and ids without a
 * class have one of the VOC colormap that no other entry has. The id −1, which never occurs in a file, is left out.
 *
 * @throws PaletteTooSmall if the class map has ids above 255
 * @throws IdShared if two of its classes have one id
 */
export function paletteFromClassMap(map: ClassMap): Palette {
  const beyond = map.entries.filter(({ id }) => id >= ENTRIES).map(({ id }) => id);
  if (beyond.length > 0) throw new PaletteTooSmall(beyond.sort((a, b) => a - b));
  requireSingleIds(map);
  const colours = new Map<number, Rgb>();
  for (const { id, colour } of map.entries) {
    const rgb = colour === null ? null : parseHex(colour);
    if (id >= 0 && rgb !== null) colours.set(id, rgb);
  }
  return paletteOf(colours);
}

function paletteOf(colours: ReadonlyMap<number, Rgb>): Palette {
  const rgb = new Uint8Array(3 * ENTRIES);
  const spare = spareColours(colours.values());
  for (let id = 0; id < ENTRIES; id++) rgb.set(colours.get(id) ?? spare(id), 3 * id);
  return { rgb, alpha: new Uint8Array(ENTRIES).fill(255), transparencyEntries: 0 };
}

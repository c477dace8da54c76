import { bindClassMap } from '../formats/bindClassMap.ts';
import { classesById, hexOf, isBackgroundName, type ClassMap, type ClassMapEntry } from '../formats/classMap.ts';
import type { IdRecord, MaskRecord } from './records.ts';

/** What tells classes apart over many files: an id, or, where files number colours on their own, `#rrggbb`. */
export type ClassKey = number | string;

/** Ids ascending, then colours. */
export function compareClassKeys(a: ClassKey, b: ClassKey): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
  return typeof a === 'number' ? -1 : 1;
}

/** A class as a mask's id leads to it. */
export interface NamedClass {
  readonly key: ClassKey;
  /** Null where the class map names no such class, or there is none. */
  readonly name: string | null;
  /** `#rrggbb` of the class map, else of the file; null where neither says. */
  readonly colour: string | null;
  readonly isVoid: boolean;
}

/** By its name, or, where nothing names it, by the id or colour that it has in most datasets. */
export function isBackground({ key, name }: NamedClass): boolean {
  return name === null ? key === 0 || key === '#000000' : isBackgroundName(name);
}

type Classes = ReadonlyMap<ClassKey, ClassMapEntry>;

/**
 * Names the ids of masks by one class map: by id; by the colours of the file's own palette where the class map has no ids
 * of its own; by colour in RGB masks, whose class then has the id of the class map.
 */
export class ClassNaming {
  readonly #map: ClassMap | null;
  readonly #namesVoid: boolean;
  readonly #byId: Classes;
  readonly #byColour: ReadonlyMap<string, ClassMapEntry>;
  /** By palette: masks share a few. */
  readonly #byPalette = new Map<string, Classes>();

  /** @param map null: nothing is named. Where no class says that it is void, id 255 without a class is */
  constructor(map: ClassMap | null) {
    this.#map = map;
    const entries = map?.entries ?? [];
    this.#namesVoid = entries.some(({ isVoid }) => isVoid);
    this.#byId = classesById(entries);
    const byColour = new Map<string, ClassMapEntry>();
    for (const entry of entries)
      if (entry.colour !== null && !byColour.has(entry.colour)) byColour.set(entry.colour, entry);
    this.#byColour = byColour;
  }

  /** The classes of the class map; empty without one. */
  get entries(): readonly ClassMapEntry[] {
    return this.#map?.entries ?? [];
  }

  /** Whether the palette of a mask decides what its ids are called. */
  get needsPalette(): boolean {
    return this.#map !== null && this.#map.idsFrom !== 'id';
  }

  classOf(mask: Pick<MaskRecord, 'encoding' | 'palette'>, { id, colour }: Pick<IdRecord, 'id' | 'colour'>): NamedClass {
    if (mask.encoding === 'colour') {
      const entry = this.#byColour.get(colour ?? '');
      return entry === undefined ? unnamed(colour ?? id, colour, false) : named(entry.id, entry, colour);
    }
    const entry = this.#classesFor(mask.palette).get(id);
    return entry === undefined
      ? unnamed(id, colour, !this.#namesVoid && id === UNNAMED_VOID)
      : named(id, entry, colour);
  }

  #classesFor(palette: string | null): Classes {
    if (palette === null || this.#map === null || this.#map.idsFrom === 'id') return this.#byId;
    const known = this.#byPalette.get(palette);
    if (known !== undefined) return known;
    const { entries } = bindClassMap(this.#map, { paletteRgb: rgbOf(palette), isColour: false });
    const classes = classesById(entries);
    this.#byPalette.set(palette, classes);
    return classes;
  }
}

/** What training code ignores where nothing is said, as in Pascal VOC. */
const UNNAMED_VOID = 255;

function named(key: ClassKey, { name, colour, isVoid }: ClassMapEntry, ofFile: string | null): NamedClass {
  return { key, name, colour: colour ?? ofFile, isVoid };
}

function unnamed(key: ClassKey, colour: string | null, isVoid: boolean): NamedClass {
  return { key, name: null, colour, isVoid };
}

/** Red, green and blue of the entries of {@link MaskRecord.palette}. */
export function rgbOf(palette: string): Uint8Array {
  const entries = palette.split(',').filter((entry) => entry !== '');
  return Uint8Array.from(entries.flatMap((hex) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))));
}

/** {@link MaskRecord.palette} of a palette: `rrggbb` an entry, `rrggbbaa` where it is not opaque, commas between. */
export function paletteText({ rgb, alpha }: { readonly rgb: Uint8Array; readonly alpha: Uint8Array }): string {
  const entries: string[] = [];
  for (let id = 0; 3 * id < rgb.length; id++) {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * id, 3 * id + 3);
    const opacity = alpha[id] ?? 255;
    const hex = hexOf(red, green, blue).slice(1);
    entries.push(opacity === 255 ? hex : hex + opacity.toString(16).padStart(2, '0'));
  }
  return entries.join(',');
}

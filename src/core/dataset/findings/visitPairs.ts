import { ClassNaming, rgbOf } from '../classNaming.ts';
import type { DatasetFacts } from '../facts.ts';
import { MOST_IDS, type BrokenRecord, type IdRecord, type ImageRecord, type MaskRecord } from '../records.ts';
import type { Damage, DisplacedColour } from '../../mask/damage.ts';
import { swappedChannelsAmong } from '../../mask/damageColours.ts';
import { packed, type UsedColour } from '../../mask/damageFacts.ts';
import { displacedColoursIn } from '../../mask/damagePalettes.ts';
import { coloursOfClassMap, type ColouredId } from '../../mask/remapColours.ts';
import { isBackgroundName, type ClassMap } from '../../formats/classMap.ts';
import { parseHex } from '../../palette/idColours.ts';
import type { ClassedId, VisitedPair } from './check.ts';
import { damagedIdsOf, isDisplaced } from './damages.ts';

/** Ids that mean something by convention where a class map says nothing of them. */
export const BACKGROUND_ID = 0;
export const VOID_ID = 255;

/** Palettes that are kept decoded. */
const MOST_PALETTES = 64;

/** Reads the records of pairs, and says of ids what they are. */
export class PairVisitor {
  readonly #facts: DatasetFacts;
  readonly #naming: ClassNaming;
  /** Empty where ids of the class map are only the order of its lines: there colours decide. */
  readonly #target: readonly ColouredId[];
  readonly #colours: readonly ColouredId[];
  /** Masks share a few. */
  readonly #palettes = new Map<string, Uint8Array>();
  readonly #backgrounds: ReadonlySet<number>;
  /** Of the conventional ids those that the class map leaves to convention. */
  readonly #unnamed: { readonly background: boolean; readonly void: boolean };

  constructor(facts: DatasetFacts) {
    this.#facts = facts;
    const map = facts.classMap?.map ?? null;
    this.#naming = new ClassNaming(map);
    this.#colours = map === null ? [] : coloursOfClassMap(map);
    this.#target = map?.idsFrom === 'id' ? this.#colours : [];
    this.#backgrounds = backgroundsOf(map);
    const hasId = (id: number): boolean => map?.entries.some((entry) => entry.id === id) ?? false;
    this.#unnamed = {
      background: this.#backgrounds.size === 0 && !hasId(BACKGROUND_ID),
      void: map?.entries.every(({ isVoid }) => !isVoid) !== false && !hasId(VOID_ID),
    };
  }

  /** Of each pair, in their order. Records live no longer than the step. */
  *visits(): Generator<VisitedPair> {
    for (const pair of this.#facts.layout.pairs) {
      const ofMask = pair.mask === null ? undefined : this.#facts.records.get(pair.mask);
      const ofImage = pair.original === null ? undefined : this.#facts.records.get(pair.original);
      const mask = ofMask?.type === 'mask' ? ofMask : null;
      const broken = [ofMask, ofImage].filter((record): record is BrokenRecord => record?.type === 'broken');
      const image: ImageRecord | null = ofImage?.type === 'image' ? ofImage : null;
      const semantic = mask?.kind === 'semantic' ? mask : null;
      const swapped = semantic === null ? null : this.#swappedIn(semantic);
      const ids = semantic === null ? [] : this.#idsOf(semantic, swapped !== null);
      const displaced = semantic === null || swapped !== null ? [] : this.#displacedIn(semantic);
      const damaged = mask === null || swapped === null ? mask : { ...mask, damages: [...mask.damages, swapped] };
      yield { pair, mask: damaged, broken, image, ids, displaced };
    }
  }

  /** A scan does not know the class map, which may change without the masks; the colours in use are enough. */
  #swappedIn({ encoding, ids }: MaskRecord): Damage | null {
    const target = encoding === 'colour' ? this.#colours : this.#target;
    return swappedChannelsAmong(encoding, () => ids.flatMap(usedColourOf), target);
  }

  #displacedIn({ damages, palette, ids }: MaskRecord): readonly DisplacedColour[] {
    const known = damages.filter(isDisplaced).flatMap(({ displaced }) => displaced);
    if (known.length > 0 || palette === null || this.#target.length === 0) return known;
    const histogram = new Uint32Array(MOST_IDS);
    for (const { id, pixels } of ids) histogram[id] = pixels;
    const found = displacedColoursIn({ rgb: this.#rgbOf(palette) }, histogram, this.#target);
    return found !== null && isDisplaced(found) ? found.displaced : [];
  }

  #rgbOf(palette: string): Uint8Array {
    const known = this.#palettes.get(palette);
    if (known !== undefined) return known;
    const rgb = rgbOf(palette);
    if (this.#palettes.size === MOST_PALETTES) this.#palettes.clear();
    this.#palettes.set(palette, rgb);
    return rgb;
  }

  /** @param isSwapped red and blue are exchanged, so that no colour says which class it is */
  #idsOf(mask: MaskRecord, isSwapped: boolean): ClassedId[] {
    const damaged = damagedIdsOf(mask);
    return mask.ids.map((one) => {
      const { key, name, isVoid } = this.#naming.classOf(mask, one);
      const isUnnamed = name === null;
      const isConventional = mask.encoding === 'colour' ? one.colour === '#000000' : one.id === BACKGROUND_ID;
      return {
        ...one,
        ...{ key, name },
        isVoid: isVoid || (isUnnamed && this.#unnamed.void && mask.encoding !== 'colour' && one.id === VOID_ID),
        isBackground: isUnnamed
          ? this.#unnamed.background && isConventional
          : typeof key === 'number' && this.#backgrounds.has(key),
        isDamaged: isSwapped || damaged.has(one.id),
      };
    });
  }
}

function usedColourOf({ id, colour, pixels }: IdRecord): UsedColour[] {
  const rgb = colour === null ? null : parseHex(colour);
  return rgb === null ? [] : [{ id, colour: packed(...rgb), pixels }];
}

function backgroundsOf(map: ClassMap | null): ReadonlySet<number> {
  const named = map?.entries.filter(({ name, aliases = [] }) => [name, ...aliases].some(isBackgroundName)) ?? [];
  return new Set(named.map(({ id }) => id));
}

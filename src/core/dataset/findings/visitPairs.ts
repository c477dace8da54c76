import { ClassNaming } from '../classNaming.ts';
import type { DatasetFacts } from '../facts.ts';
import type { BrokenRecord, ImageRecord, MaskRecord } from '../records.ts';
import { isBackgroundName, type ClassMap } from '../../formats/classMap.ts';
import type { ClassedId, VisitedPair } from './check.ts';
import { damagedIdsOf } from './damages.ts';

/** Ids that mean something by convention where a class map says nothing of them. */
export const BACKGROUND_ID = 0;
export const VOID_ID = 255;

/** Reads the records of pairs, and says of ids what they are. */
export class PairVisitor {
  readonly #facts: DatasetFacts;
  readonly #naming: ClassNaming;
  readonly #backgrounds: ReadonlySet<number>;
  /** Of the conventional ids those that the class map leaves to convention. */
  readonly #unnamed: { readonly background: boolean; readonly void: boolean };

  constructor(facts: DatasetFacts) {
    this.#facts = facts;
    const map = facts.classMap?.map ?? null;
    this.#naming = new ClassNaming(map);
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
      const broken: BrokenRecord | null = ofMask?.type === 'broken' ? ofMask : null;
      const image: ImageRecord | null = ofImage?.type === 'image' ? ofImage : null;
      yield { pair, mask, broken, image, ids: mask?.kind === 'semantic' ? this.#idsOf(mask) : [] };
    }
  }

  #idsOf(mask: MaskRecord): ClassedId[] {
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
        isDamaged: damaged.has(one.id),
      };
    });
  }
}

function backgroundsOf(map: ClassMap | null): ReadonlySet<number> {
  const named = map?.entries.filter(({ name, aliases = [] }) => [name, ...aliases].some(isBackgroundName)) ?? [];
  return new Set(named.map(({ id }) => id));
}

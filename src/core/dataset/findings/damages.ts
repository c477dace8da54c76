import { damageDetails, type Damage } from '../../mask/damage.ts';
import { coloursOfClassMap, type ColouredId } from '../../mask/remapColours.ts';
import type { MaskRecord } from '../records.ts';
import type { ClassMap } from '../../formats/classMap.ts';
import { semanticMask, type DatasetCheck, type Report, type VisitedPair } from './check.ts';
import type { DatasetFix } from './finding.ts';

/** Classic damage, as the scan recognised it: rims, invented ids, palettes that tools reordered, cut off voids. */
export class DamageCheck implements DatasetCheck {
  readonly #target: readonly ColouredId[];
  readonly #voidIds: ReadonlySet<number>;

  constructor(map: ClassMap | null) {
    this.#target = map === null ? [] : coloursOfClassMap(map);
    this.#voidIds = new Set(map?.entries.filter(({ isVoid }) => isVoid).map(({ id }) => id));
  }

  visit(visited: VisitedPair, report: Report): void {
    const mask = semanticMask(visited);
    for (const damage of mask?.damages ?? []) {
      if (mask === null || isDisplaced(damage)) continue;
      // The largest id of few bits, if the class map says that it is the void.
      if (damage.kind === 'clampedVoid' && this.#voidIds.has(damage.id)) continue;
      const fix = fixOf(damage, mask);
      report(damage.kind, {
        path: mask.path,
        pair: visited.pair.name,
        ...placeOf(damage, mask),
        details: damageDetails(damage, this.#target),
        ...(fix === null ? {} : { fix }),
      });
    }
  }
}

/** Colours at other ids than those of the class map: told by the rule of colours that stand at other ids. */
export function isDisplaced(damage: Damage): damage is DisplacingDamage {
  return damage.kind === 'adaptivePalette' || damage.kind === 'renumberedPalette';
}

type DisplacingDamage = Extract<Damage, { readonly displaced: unknown }>;
type OwnDamage = Exclude<Damage, DisplacingDamage>;

/** Ids of a mask that damage of its own explains: no classes of anybody. */
export function damagedIdsOf({ damages }: Pick<MaskRecord, 'damages'>): ReadonlySet<number> {
  return new Set(damages.flatMap((damage) => (isDisplaced(damage) ? [] : idsOf(damage))));
}

function idsOf(damage: OwnDamage): readonly number[] {
  switch (damage.kind) {
    case 'blendedEdges':
    case 'compressedEdges':
    case 'inventedIds':
      return damage.ids;
    case 'truncatedVoid':
    case 'uncolouredVoid':
    case 'clampedVoid':
      return [damage.id];
    case 'channelSums':
      return damage.sums.map(({ id }) => id);
    case 'swappedChannels':
      return [];
  }
}

/** A pixel of the first id that the damage is about. */
function placeOf(damage: OwnDamage, { ids }: MaskRecord): { place?: { x: number; y: number } } {
  const damaged = new Set(idsOf(damage));
  const [x, y] = ids.find(({ id }) => damaged.has(id))?.smallestAt ?? [];
  return x === undefined || y === undefined ? {} : { place: { x, y } };
}

/** Null where the ids cannot be had back from the file. */
function fixOf(damage: OwnDamage, { encoding }: MaskRecord): DatasetFix | null {
  switch (damage.kind) {
    case 'swappedChannels':
      return { kind: 'reencode', by: 'colour', isSwapped: true };
    case 'blendedEdges':
    case 'compressedEdges':
      return { kind: 'reencode', ...(encoding === 'grey' ? {} : { by: 'colour' }), repair: 'edges' };
    case 'inventedIds':
      return { kind: 'reencode', repair: 'edges' };
    case 'channelSums':
      return { kind: 'reencode', by: 'colour', decide: damage.sums.map(({ colour }) => colour) };
    case 'uncolouredVoid':
      return { kind: 'reencode', by: 'index' };
    case 'truncatedVoid':
    case 'clampedVoid':
      return null;
  }
}

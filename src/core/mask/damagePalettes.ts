import type { Palette } from '../png/types.ts';
import type { Damage, DisplacedColour, PaletteOrder } from './damage.ts';
import { hexOfPacked, ownersByColour, usedEntries, type PackedColour, type UsedColour } from './damageFacts.ts';
import type { Mask } from './mask.ts';
import type { ColouredId } from './remapColours.ts';

/** Share of the used colours that the target must know before their places mean anything. */
const KNOWN_SHARE = 0.8;

/** Fewer entries are in some order by chance. */
const FEWEST_IN_ORDER = 3;

/**
 * Colours of the target that stand at other ids: an adaptive palette where they are in the order in which quantisers
 * leave them, else one that an optimiser renumbered. Null without a target, or where it is about other colours. A
 * colour that several ids of the mask have says nothing of the place of any of them.
 */
export function displacedColoursIn(
  palette: Pick<Palette, 'rgb'>,
  histogram: Uint32Array,
  target: readonly ColouredId[],
): Damage | null {
  const used = usedEntries(palette, histogram);
  const owners = ownersByColour(target);
  const times = timesByColour(used);
  const displaced: DisplacedColour[] = [];
  let known = 0;
  for (const { id, colour, pixels } of used) {
    const ids = owners.get(colour);
    if (ids === undefined) continue;
    known++;
    const [belongsTo] = ids;
    if (belongsTo === undefined || ids.includes(id) || times.get(colour) !== 1) continue;
    displaced.push({ id, colour: hexOfPacked(colour), pixels, belongsTo });
  }
  if (displaced.length === 0 || known < KNOWN_SHARE * used.length) return null;
  const found = orderOf(used);
  // Dropping what is unused keeps the order of the ids, and in many palettes that is the order of luminance, too.
  const isCompacted = found === 'luminance' && keepsIdOrder(used, owners);
  const order = isCompacted ? null : found;
  return { kind: order === null ? 'renumberedPalette' : 'adaptivePalette', displaced, order };
}

/** Whether colours follow each other as their ids in the target do: an optimiser left out entries between them. */
function keepsIdOrder(used: readonly UsedColour[], owners: ReturnType<typeof ownersByColour>): boolean {
  let last = -1;
  for (const { colour } of used) {
    const id = owners.get(colour)?.find((owner) => owner > last);
    if (id === undefined) return false;
    last = id;
  }
  return true;
}

/** How many ids each colour has. */
function timesByColour(used: readonly UsedColour[]): ReadonlyMap<PackedColour, number> {
  const times = new Map<PackedColour, number>();
  for (const { colour } of used) times.set(colour, (times.get(colour) ?? 0) + 1);
  return times;
}

/**
 * The order of a palette's entries, if it is one that quantisers leave: every entry up to the last is used, and they
 * descend by pixels (octree) or follow each other by luminance (median cut).
 */
function orderOf(used: readonly UsedColour[]): PaletteOrder | null {
  if (used.length < FEWEST_IN_ORDER || used.at(-1)?.id !== used.length - 1) return null;
  const follows = (valueOf: (one: UsedColour) => number): boolean =>
    used.every((one, at) => at === 0 || valueOf(used[at - 1] as UsedColour) >= valueOf(one));
  if (follows(({ pixels }) => pixels)) return 'frequency';
  const isByLuminance = follows(({ colour }) => luminance(colour)) || follows(({ colour }) => -luminance(colour));
  return isByLuminance ? 'luminance' : null;
}

/** ITU-R BT.601, in thousandths. */
function luminance(colour: PackedColour): number {
  return 299 * (colour >>> 16) + 587 * ((colour >>> 8) & 255) + 114 * (colour & 255);
}

/**
 * A void that a short palette cut off: the largest id that the depth holds (255, or 15, 3, 1) has pixels but no entry.
 * A void that has an entry keeps its colour, by which it is found again wherever it stands. In 8
 * bits 255 is as it was, and only its colour is missing.
 */
export function truncatedVoidIn(mask: Mask, palette: Palette, histogram: Uint32Array): Damage | null {
  const entries = palette.rgb.length / 3;
  const id = 2 ** mask.bitDepth - 1;
  const pixels = histogram[id] ?? 0;
  return pixels > 0 && id >= entries
    ? { kind: mask.bitDepth === 8 ? 'uncolouredVoid' : 'truncatedVoid', id, entries, pixels }
    : null;
}

/** Masks of one set whose palettes contradict each other; one English sentence, key of the l10n bundle. */
export const DIFFERING_PALETTES =
  'The palettes of {files} files differ. Colours that stand at more than one id: {count}.';

export interface DifferingPalettes {
  /** Masks that were compared. */
  readonly files: number;
  /** Masks whose entries are in the order in which quantisers leave them. */
  readonly ordered: number;
  /** Colours that occur at different ids: `#RRGGBB` and the ids, ascending; most ids first. */
  readonly colours: readonly { readonly colour: string; readonly ids: readonly number[] }[];
}

/**
 * Compares the palettes of a dataset's semantic masks; only entries that occur count, and colours that one mask has
 * twice do not. Null where every colour has one id throughout. Fix: by colour.
 *
 * @param masks the colours that each mask uses, ascending by id
 */
export function differingPalettesIn(masks: Iterable<readonly UsedColour[]>): DifferingPalettes | null {
  const idsOf = new Map<PackedColour, Set<number>>();
  let files = 0;
  let ordered = 0;
  for (const used of masks) {
    files++;
    if (orderOf(used) !== null) ordered++;
    const times = timesByColour(used);
    for (const { id, colour } of used) {
      if (times.get(colour) !== 1) continue;
      const ids = idsOf.get(colour);
      if (ids) ids.add(id);
      else idsOf.set(colour, new Set([id]));
    }
  }
  const colours = [...idsOf]
    .filter(([, ids]) => ids.size > 1)
    .sort(([a, idsA], [b, idsB]) => idsB.size - idsA.size || a - b)
    .map(([colour, ids]) => ({ colour: hexOfPacked(colour), ids: [...ids].sort((a, b) => a - b) }));
  return colours.length === 0 ? null : { files, ordered, colours };
}

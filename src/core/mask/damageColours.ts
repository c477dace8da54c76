import { labelComponents } from './components.ts';
import type { ChannelSum, Damage } from './damage.ts';
import {
  hexOfPacked,
  ownersByColour,
  packed,
  swappedColour,
  usedColours,
  type PackedColour,
  type UsedColour,
} from './damageFacts.ts';
import type { Mask } from './mask.ts';
import type { ColouredId } from './remapColours.ts';

/** Fewer pixels are no evidence. */
const FEWEST_PIXELS = 16;
/** Share of the colours that tell, those that do not fit both ways, that must fit when swapped. */
const SWAPPED_SHARE = 0.8;

/**
 * Red and blue exchanged (OpenCV writes BGR): nearly all colours that tell fit the target only when swapped. In palette masks a colour fits where the target has it at the same id. Null without a target.
 */
export function swappedChannelsIn(mask: Mask, histogram: Uint32Array, target: readonly ColouredId[]): Damage | null {
  if (mask.encoding === 'grey' || target.length === 0) return null;
  const owners = ownersByColour(target);
  const fits = fitsAt(mask, owners);
  let [telling, swappedColours, plainColours, pixels] = [0, 0, 0, 0];
  for (const used of usedColours(mask, histogram)) {
    const swapped = swappedColour(used.colour);
    if (swapped === used.colour) continue;
    const isPlain = fits(used.id, used.colour);
    const isSwapped = fits(used.id, swapped);
    if (isPlain && isSwapped) continue;
    telling++;
    if (isPlain) plainColours++;
    if (!isSwapped) continue;
    swappedColours++;
    pixels += used.pixels;
  }
  if (pixels < FEWEST_PIXELS || swappedColours < SWAPPED_SHARE * telling) return null;
  return { kind: 'swappedChannels', swappedColours, plainColours, pixels };
}

/**
 * Whether nothing in a mask tells red from blue: it has colours that fit the target, as other classes, with red and blue
 * exchanged too, and none that fits only as it is. Alone that says nothing; beside masks that {@link swappedChannelsIn}
 * finds swapped it may be swapped as well.
 */
export function fitsEitherWay(mask: Mask, histogram: Uint32Array, target: readonly ColouredId[]): boolean {
  if (mask.encoding === 'grey' || target.length === 0) return false;
  const owners = ownersByColour(target);
  const fits = fitsAt(mask, owners);
  let hasEither = false;
  for (const { id, colour } of usedColours(mask, histogram)) {
    const swapped = swappedColour(colour);
    if (swapped === colour || !owners.has(colour)) continue;
    if (!owners.has(swapped) || (fits(id, colour) && !fits(id, swapped))) return false;
    hasEither = true;
  }
  return hasEither;
}

/** Whether a colour fits where it stands: in palette masks at that id, else anywhere. */
function fitsAt({ palette }: Mask, owners: ReturnType<typeof ownersByColour>) {
  return (id: number, colour: PackedColour): boolean =>
    palette === null ? owners.has(colour) : (owners.get(colour)?.includes(id) ?? false);
}

/** More colours than classes have make sums by chance. */
const MOST_COLOURS = 256;
/** Above these the search would take too much memory. */
const MOST_PIXELS = 2 ** 26;
const MOST_REGIONS = 2 ** 20;

/** Share of the sums' outline along which one of the two parts must go on. */
const OUTLINE_SHARE = 0.8;
/** Share of that outline that the two parts may have in common: where objects overlap their outlines cross in points. */
const CROSSING_SHARE = 0.15;

/**
 * Colours that are the sum of two others, each of whose regions touches both: what adding the coloured masks of two
 * objects leaves where they overlap. Sums that wrap at 256 (NumPy) and sums cut at 255 (OpenCV, Pillow) both count. Black
 * and the most frequent colour are no sums, black is no part; parts are colours of the target, or without one no
 * smaller than the sum.
 *
 * Classes that only lie side by side are told apart by their outlines: beyond that of an overlap one of the two objects
 * goes on, hardly ever the background or another class, and the rests of the two meet at no more than single points.
 * Of colours that are each other's sums (of VOC's, wrapping, all are) neither counts where both look like overlaps.
 */
export function channelSumsIn(mask: Mask, histogram: Uint32Array, target: readonly ColouredId[]): Damage | null {
  const used = usedColours(mask, histogram);
  if (used.length > MOST_COLOURS || mask.ids.length > MOST_PIXELS) return null;
  const owners = ownersByColour(target);
  const most = Math.max(...used.map(({ pixels }) => pixels));
  const pairsOf = pairsBySum(used, (part, sum) => {
    if (sum.colour === 0 || sum.pixels === most) return false;
    return owners.size > 0 ? owners.has(part.colour) : part.pixels >= sum.pixels;
  });
  if (pairsOf.size === 0) return null;
  const touched = overlapsIn(mask, pairsOf);
  if (touched === null) return null;
  const colourOf = new Map(used.map(({ id, colour }) => [id, colour]));
  const hexOf = (id: number): string => hexOfPacked(colourOf.get(id) ?? 0);
  const large = [...touched].filter(([id]) => (histogram[id] ?? 0) >= FEWEST_PIXELS);
  const sums = large.map(([id, [one, other]]): ChannelSum => ({
    id,
    colour: hexOf(id),
    parts: [hexOf(one), hexOf(other)],
    pixels: histogram[id] ?? 0,
    mistakenFor: owners.get(colourOf.get(id) ?? 0)?.[0] ?? null,
  }));
  const pixels = sums.reduce((sum, one) => sum + one.pixels, 0);
  return sums.length === 0 ? null : { kind: 'channelSums', sums, pixels };
}

type Pair = readonly [one: number, other: number];

/** For every id whose colour is the sum of two others' the ids of those that may be parts of it. */
function pairsBySum(
  used: readonly UsedColour[],
  mayBePart: (part: UsedColour, sum: UsedColour) => boolean,
): ReadonlyMap<number, readonly Pair[]> {
  const byColour = new Map(used.map((one) => [one.colour, one]));
  const pairs = new Map<number, Pair[]>();
  used.forEach((one, at) => {
    if (one.colour === 0) return;
    for (const other of used.slice(at + 1)) {
      if (other.colour === 0) continue;
      const wrapped = addedWith(one, other, (value) => value & 255);
      const cut = addedWith(one, other, (value) => Math.min(255, value));
      for (const colour of new Set([wrapped, cut])) {
        const sum = byColour.get(colour);
        if (sum === undefined || sum === one || sum === other) continue;
        if (!mayBePart(one, sum) || !mayBePart(other, sum)) continue;
        const others = pairs.get(sum.id);
        if (others) others.push([one.id, other.id]);
        else pairs.set(sum.id, [[one.id, other.id]]);
      }
    }
  });
  return pairs;
}

function addedWith(
  { colour: a }: UsedColour,
  { colour: b }: UsedColour,
  limit: (value: number) => number,
): PackedColour {
  return packed(
    limit((a >>> 16) + (b >>> 16)),
    limit(((a >>> 8) & 255) + ((b >>> 8) & 255)),
    limit((a & 255) + (b & 255)),
  );
}

/** The ids that look like the overlap of one of their pairs, with that pair; null: too many regions. */
function overlapsIn(mask: Mask, pairsOf: ReadonlyMap<number, readonly Pair[]>): ReadonlyMap<number, Pair> | null {
  const { ids, width } = mask;
  const { labels, sizes, ids: idOfRegion } = labelComponents(ids, width, 8);
  if (sizes.length > MOST_REGIONS) return null;
  const neighbours = new Map<number, Set<number>>();
  const contacts = new Contacts();
  const meet = (i: number, j: number): void => {
    const [id, other] = [ids[i] as number, ids[j] as number];
    if (id === other) return;
    contacts.add(id, other);
    for (const [at, beside] of [
      [i, other],
      [j, id],
    ] as const) {
      if (!pairsOf.has(ids[at] as number)) continue;
      const region = labels[at] as number;
      const around = neighbours.get(region);
      if (around) around.add(beside);
      else neighbours.set(region, new Set([beside]));
    }
  };
  for (let i = 0; i < ids.length; i++) {
    if ((i + 1) % width !== 0 && i + 1 < ids.length) meet(i, i + 1);
    if (i + width < ids.length) meet(i, i + width);
  }
  const open = new Map([...pairsOf].map(([id, pairs]) => [id, pairs.filter((pair) => contacts.crossIn(id, pair))]));
  idOfRegion.forEach((id, region) => {
    const pairs = open.get(id);
    if (pairs === undefined) return;
    const around = neighbours.get(region);
    open.set(
      id,
      pairs.filter(([one, other]) => around?.has(one) === true && around.has(other)),
    );
  });
  const found = new Map<number, Pair>();
  for (const [id, [pair]] of open) if (pair) found.set(id, pair);
  return new Map([...found].filter(([id, pair]) => !pair.some((part) => found.get(part)?.includes(id) === true)));
}

/** How many pairs of neighbouring pixels ids have in common. */
class Contacts {
  readonly #lengths = new Map<number, number>();
  readonly #outlines = new Map<number, number>();

  add(one: number, other: number): void {
    const key = keyOf(one, other);
    this.#lengths.set(key, (this.#lengths.get(key) ?? 0) + 1);
    this.#outlines.set(one, (this.#outlines.get(one) ?? 0) + 1);
    this.#outlines.set(other, (this.#outlines.get(other) ?? 0) + 1);
  }

  /** Whether an id lies as the overlap of two others does. */
  crossIn(id: number, [one, other]: Pair): boolean {
    const outline = this.#outlines.get(id) ?? 0;
    const withParts = this.#between(id, one) + this.#between(id, other);
    return withParts >= OUTLINE_SHARE * outline && this.#between(one, other) <= CROSSING_SHARE * outline;
  }

  #between(one: number, other: number): number {
    return this.#lengths.get(keyOf(one, other)) ?? 0;
  }
}

function keyOf(one: number, other: number): number {
  return 65_536 * Math.min(one, other) + Math.max(one, other);
}

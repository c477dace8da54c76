import { labelComponents } from './components.ts';
import type { ChannelSum, Damage } from './damage.ts';
import { hexOfPacked, ownersByColour, packed, usedColours, type PackedColour, type UsedColour } from './damageFacts.ts';
import type { Mask } from './mask.ts';
import type { ColouredId } from './remapColours.ts';

/** Fewer pixels are no evidence. */
const FEWEST_PIXELS = 16;
/** More colours than classes have make sums by chance. */
const MOST_COLOURS = 256;
/** Above these the search would take too much memory. */
const MOST_PIXELS = 2 ** 26;
const MOST_REGIONS = 2 ** 20;

/** Share of the sums' outline along which one of the two parts must go on. */
const OUTLINE_SHARE = 0.8;
/** Share of that outline that the two parts may have in common: where objects overlap their outlines cross in points. */
const CROSSING_SHARE = 0.15;

/** Share of a region's pixels whose neighbours must be of it. */
const SOLID_SHARE = 0.5;
/** Share of the pixels in colours of no class that must be sums, for a class map that does not know classes of the mask. */
const EXPLAINED_SHARE = 0.9;
/** Share of the pixels of a colour of no class that must look like overlaps: nothing else can it be in a sound mask. */
const FOREIGN_SHARE = 0.5;

/**
 * Colours that are the sum of two others, or, where they are no class's, of one with itself: what adding the coloured
 * masks of two objects leaves where they overlap. Sums that wrap at 256 (NumPy) and sums cut at 255 (OpenCV, Pillow) both
 * count. Black and the most frequent class are no sums, black is no part; parts are colours of the target, or without one
 * no smaller than the sum.
 *
 * Each solid region is judged by itself, so that a class may also occur where nothing was added. Classes that only lie
 * side by side are told apart by their outlines: beyond that of an overlap one of the two objects goes on, hardly ever
 * the background or another class, and the rests of the two meet at no more than single points. Of colours that are each
 * other's sums (of VOC's, wrapping, all are) neither counts where both look like overlaps. Where nearly all colours that
 * the target does not know are sums, a region among those is enough, since borders may lie between it and its parts.
 */
export function channelSumsIn(mask: Mask, histogram: Uint32Array, target: readonly ColouredId[]): Damage | null {
  const used = usedColours(mask, histogram);
  if (used.length > MOST_COLOURS || mask.ids.length > MOST_PIXELS) return null;
  const owners = ownersByColour(target);
  const most = Math.max(...used.map(({ pixels }) => pixels));
  const isForeign = ({ colour }: UsedColour): boolean => owners.size > 0 && !owners.has(colour);
  const pairsOf = pairsBySum(used, {
    mayBePart: (part, sum) => {
      if (sum.colour === 0 || (sum.pixels === most && !isForeign(sum))) return false;
      return owners.size > 0 ? owners.has(part.colour) : part.pixels >= sum.pixels;
    },
    // Classes within others are what they seem.
    mayBeTwin: isForeign,
  });
  if (pairsOf.size === 0) return null;
  const foreign = used.filter(isForeign);
  const pixelsOf = (some: readonly UsedColour[]): number => some.reduce((sum, { pixels }) => sum + pixels, 0);
  const explained = pixelsOf(foreign.filter(({ id }) => pairsOf.has(id)));
  const areSums = explained >= EXPLAINED_SHARE * pixelsOf(foreign);
  const foreignIds = new Set(foreign.map(({ id }) => id));
  const touched = overlapsIn(mask, pairsOf, {
    foreign: foreignIds,
    sumsAlone: areSums ? foreignIds : new Set<number>(),
  });
  if (touched === null) return null;
  const colourOf = new Map(used.map(({ id, colour }) => [id, colour]));
  const hexOf = (id: number): string => hexOfPacked(colourOf.get(id) ?? 0);
  const large = [...touched].filter(([, { pixels }]) => pixels >= FEWEST_PIXELS);
  const sums = large.map(([id, { pair, pixels }]): ChannelSum => ({
    id,
    colour: hexOf(id),
    parts: [hexOf(pair[0]), hexOf(pair[1])],
    pixels,
    mistakenFor: owners.get(colourOf.get(id) ?? 0)?.[0] ?? null,
  }));
  const pixels = sums.reduce((sum, one) => sum + one.pixels, 0);
  return sums.length === 0 ? null : { kind: 'channelSums', sums, pixels };
}

type Pair = readonly [one: number, other: number];

interface PairRules {
  readonly mayBePart: (part: UsedColour, sum: UsedColour) => boolean;
  /** Whether a colour may be the sum of another with itself. */
  readonly mayBeTwin: (sum: UsedColour) => boolean;
}

/** For every id whose colour is the sum of two others', or of one twice, the ids of those that may be parts of it. */
function pairsBySum(
  used: readonly UsedColour[],
  { mayBePart, mayBeTwin }: PairRules,
): ReadonlyMap<number, readonly Pair[]> {
  const byColour = new Map(used.map((one) => [one.colour, one]));
  const pairs = new Map<number, Pair[]>();
  used.forEach((one, at) => {
    if (one.colour === 0) return;
    for (const other of used.slice(at)) {
      if (other.colour === 0) continue;
      const wrapped = addedWith(one, other, (value) => value & 255);
      const cut = addedWith(one, other, (value) => Math.min(255, value));
      for (const colour of new Set([wrapped, cut])) {
        const sum = byColour.get(colour);
        if (sum === undefined || sum === one || sum === other) continue;
        if (!mayBePart(one, sum) || !mayBePart(other, sum)) continue;
        if (one === other && !mayBeTwin(sum)) continue;
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

/** What an id is the sum of, and the pixels of its regions of which that is so. */
interface Overlap {
  readonly pair: Pair;
  readonly pixels: number;
}

/** Ids whose colours the target does not know, and which of them can be nothing but sums. */
interface ForeignIds {
  readonly foreign: ReadonlySet<number>;
  /** Of these a region among others is enough. */
  readonly sumsAlone: ReadonlySet<number>;
}

/**
 * The ids with regions that look like overlaps of one of their pairs; null: too many regions.
 */
function overlapsIn(
  mask: Mask,
  pairsOf: ReadonlyMap<number, readonly Pair[]>,
  { foreign, sumsAlone }: ForeignIds,
): ReadonlyMap<number, Overlap> | null {
  const regions = regionsIn(mask, pairsOf);
  if (regions === null) return null;
  const { byId, contacts } = regions;
  const found = new Map<number, Overlap>();
  for (const [id, pairs] of pairsOf) {
    const all = (byId.get(id) ?? []).filter(isSolid);
    let best: Overlap | null = null;
    for (const pair of pairs) {
      const crossing = all.filter((region) => isAround(region, pair));
      const outline = crossing.reduce((sum, region) => sum + region.outline, 0);
      const meeting = pair[0] === pair[1] ? 0 : (contacts.get(keyOf(...pair)) ?? 0);
      const chosen = meeting <= CROSSING_SHARE * outline ? crossing : [];
      const pixels = chosen.reduce((sum, { size }) => sum + size, 0);
      if (pixels > (best?.pixels ?? 0)) best = { pair, pixels };
    }
    const [pair] = pairs;
    if (best === null && pair !== undefined && sumsAlone.has(id)) {
      const among = all.filter((region) => isAmong(region, pair, sumsAlone));
      best = { pair, pixels: among.reduce((sum, { size }) => sum + size, 0) };
    }
    const least = foreign.has(id) ? FOREIGN_SHARE * all.reduce((sum, { size }) => sum + size, 0) : 1;
    if (best !== null && best.pixels >= Math.max(1, least)) found.set(id, best);
  }
  return new Map(
    [...found].filter(([id, { pair }]) => !pair.some((part) => found.get(part)?.pair.includes(id) === true)),
  );
}

/** Whether a region lies among its parts and other sums, as the inside of an overlap does. */
function isAmong({ outline, around }: SumRegion, pair: Pair, sumsAlone: ReadonlySet<number>): boolean {
  let inside = 0;
  for (const [id, length] of around) if (pair.includes(id) || sumsAlone.has(id)) inside += length;
  return inside >= OUTLINE_SHARE * outline;
}

interface SumRegion {
  size: number;
  /** Pixels whose four neighbours are of the region. */
  inner: number;
  /** Pairs of a pixel of the region and a neighbour of another id, all of them and by that id. */
  outline: number;
  readonly around: Map<number, number>;
}

/** Whether a region is large and thick enough to tell anything: mixed edges and details are not. */
function isSolid({ size, inner }: SumRegion): boolean {
  return size >= FEWEST_PIXELS && inner >= SOLID_SHARE * size;
}

/** Whether a region lies as the overlap of two others does. */
function isAround({ outline, around }: SumRegion, [one, other]: Pair): boolean {
  const [first, second] = [around.get(one) ?? 0, around.get(other) ?? 0];
  const both = one === other ? first : first + second;
  return first > 0 && second > 0 && both >= OUTLINE_SHARE * outline;
}

/** The regions of the ids that may be sums, by id, and how many pairs of neighbouring pixels ids have in common. */
function regionsIn(
  { ids, width }: Mask,
  pairsOf: ReadonlyMap<number, unknown>,
): { byId: ReadonlyMap<number, readonly SumRegion[]>; contacts: ReadonlyMap<number, number> } | null {
  const { labels, sizes, ids: idOfRegion } = labelComponents(ids, width, 8);
  if (sizes.length > MOST_REGIONS) return null;
  const contacts = new Map<number, number>();
  const regions = new Map<number, SumRegion>();
  const byId = new Map<number, SumRegion[]>();
  idOfRegion.forEach((id, label) => {
    if (!pairsOf.has(id)) return;
    const region: SumRegion = { size: sizes[label] ?? 0, inner: 0, outline: 0, around: new Map() };
    regions.set(label, region);
    const others = byId.get(id);
    if (others) others.push(region);
    else byId.set(id, [region]);
  });
  const touch = (at: number, beside: number): void => {
    const region = regions.get(labels[at] as number);
    if (region === undefined) return;
    region.outline++;
    region.around.set(beside, (region.around.get(beside) ?? 0) + 1);
  };
  const meet = (i: number, j: number): void => {
    const [id, other] = [ids[i] as number, ids[j] as number];
    if (id === other) return;
    const key = keyOf(id, other);
    contacts.set(key, (contacts.get(key) ?? 0) + 1);
    touch(i, other);
    touch(j, id);
  };
  for (let i = 0; i < ids.length; i++) {
    const isLast = (i + 1) % width === 0;
    if (!isLast) meet(i, i + 1);
    if (i + width < ids.length) meet(i, i + width);
    const isInside = !isLast && i % width > 0 && i >= width && i + width < ids.length;
    const id = ids[i] as number;
    if (isInside && ids[i - 1] === id && ids[i + 1] === id && ids[i - width] === id && ids[i + width] === id) {
      const region = regions.get(labels[i] as number);
      if (region !== undefined) region.inner++;
    }
  }
  return { byId, contacts };
}

function keyOf(one: number, other: number): number {
  return 65_536 * Math.min(one, other) + Math.max(one, other);
}

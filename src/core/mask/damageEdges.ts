import type { Damage } from './damage.ts';
import { ownersByColour, usedColours, type PackedColour, type UsedColour } from './damageFacts.ts';
import type { Mask } from './mask.ts';
import type { ColouredId } from './remapColours.ts';

/** Share of the image from which a colour is taken for a class's, where no class map knows any and where one does. */
const FREQUENT = 0.005;
const FREQUENT_BESIDE_KNOWN = 0.03;
/** Of the most frequent so many are taken for classes'. */
const MOST_CLASSES = 64;
/** Stains are a small part of a mask, in several shades. */
const STAINED_AT_MOST = 0.3;
const FEWEST_SHADES = 3;
/** Share of the stained pixels that must look like stains. */
const STAIN_SHARE = 0.8;
/** How far from the line between two colours their mixture may lie, and a compressed colour from its own. */
const MIXTURE_TOLERANCE = 12;
const NOISE_TOLERANCE = 72;
/** Grey values closer than this are ids, not brightnesses. */
const FEWEST_GREY_STEPS = 32;
/** Pixels to each side in which a mixture's two colours stand; blocks of JPEG are eight wide. */
const MIXTURE_REACH = 3;
const BLOCK_REACH = 7;
/** Stained pixels that are looked at, evenly spread. */
const MOST_SAMPLES = 4000;
const NO_TARGET: readonly ColouredId[] = [];

/**
 * Colours that no class has, at the edges between two that some have: their mixtures (anti-aliasing, smooth resizing),
 * or noise around them (JPEG). RGB masks, grey ones whose values are far apart, and palettes that a quantiser made of
 * such a picture: at least two of their colours are the target's. In others see {@link inventedIdsIn}.
 */
export function stainedEdgesIn(mask: Mask, histogram: Uint32Array, target: readonly ColouredId[]): Damage | null {
  const used = usedColours(mask, histogram);
  const owners = ownersByColour(mask.encoding === 'grey' ? NO_TARGET : target);
  if (mask.encoding === 'palette') {
    const known = used.reduce((sum, { colour }) => sum + (owners.has(colour) ? 1 : 0), 0);
    if (known < 2 || used.length - known < FEWEST_SHADES) return null;
  }
  const frequent = [...used].sort((a, b) => b.pixels - a.pixels).slice(0, MOST_CLASSES);
  const share = owners.size > 0 ? FREQUENT_BESIDE_KNOWN : FREQUENT;
  const classIds = new Set(
    frequent
      .filter(({ colour, pixels }) => owners.has(colour) || pixels >= share * mask.ids.length)
      .map(({ id }) => id),
  );
  const stains = used.filter(({ id, colour }) => !classIds.has(id) && !owners.has(colour));
  const pixels = stains.reduce((sum, one) => sum + one.pixels, 0);
  if (classIds.size < 2 || stains.length < FEWEST_SHADES || pixels > STAINED_AT_MOST * mask.ids.length) return null;
  const classes = used.filter(({ id }) => classIds.has(id));
  if (mask.encoding === 'grey' && !areFarApart(classes)) return null;

  const { mixtures, noise, samples } = judge(mask, used, classIds, new Set(stains.map(({ id }) => id)), pixels);
  const ids = stains.map(({ id }) => id);
  if (mixtures >= STAIN_SHARE * samples) return { kind: 'blendedEdges', ids, pixels };
  return noise >= STAIN_SHARE * samples ? { kind: 'compressedEdges', ids, pixels } : null;
}

function areFarApart(classes: readonly UsedColour[]): boolean {
  return classes.every(
    ({ colour }, at) => at === 0 || (colour & 255) - ((classes[at - 1]?.colour ?? 0) & 255) >= FEWEST_GREY_STEPS,
  );
}

/** How many of the sampled stained pixels are mixtures, or noise, of classes that stand around them. */
function judge(
  { ids, width, height }: Mask,
  used: readonly UsedColour[],
  classIds: ReadonlySet<number>,
  stainIds: ReadonlySet<number>,
  stained: number,
): { mixtures: number; noise: number; samples: number } {
  const colourOf = new Map(used.map(({ id, colour }) => [id, colour]));
  const every = Math.ceil(stained / MOST_SAMPLES);
  let [seen, samples, mixtures, noise] = [0, 0, 0, 0];
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (!stainIds.has(id) || seen++ % every !== 0) continue;
    samples++;
    const colour = colourOf.get(id) ?? 0;
    const around = (reach: number): PackedColour[] =>
      coloursAround({ ids, width, height }, i, reach, classIds, colourOf);
    if (isMixture(colour, around(MIXTURE_REACH))) mixtures++;
    const near = around(BLOCK_REACH);
    if (near.length > 1 && (isMixture(colour, near) || near.some((one) => isNoise(colour, one)))) noise++;
  }
  return { mixtures, noise, samples };
}

function coloursAround(
  { ids, width, height }: Pick<Mask, 'ids' | 'width' | 'height'>,
  pixel: number,
  reach: number,
  classIds: ReadonlySet<number>,
  colourOf: ReadonlyMap<number, PackedColour>,
): PackedColour[] {
  const [x, y] = [pixel % width, Math.floor(pixel / width)];
  const found = new Set<number>();
  for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
    for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
      const id = ids[row * width + column] as number;
      if (classIds.has(id)) found.add(id);
    }
  }
  return Array.from(found, (id) => colourOf.get(id) ?? 0);
}

function isMixture(colour: PackedColour, around: readonly PackedColour[]): boolean {
  return around.some((one, at) => around.slice(at + 1).some((other) => liesBetween(colour, one, other)));
}

type Point = readonly [number, number, number];
const pointOf = (colour: PackedColour): Point => [colour >>> 16, (colour >>> 8) & 255, colour & 255];
const less = ([a, b, c]: Point, [d, e, f]: Point): Point => [a - d, b - e, c - f];
const dot = ([a, b, c]: Point, [d, e, f]: Point): number => a * d + b * e + c * f;

/** Within tolerance of the line between two colours. */
function liesBetween(colour: PackedColour, one: PackedColour, other: PackedColour): boolean {
  const start = pointOf(one);
  const way = less(pointOf(other), start);
  const own = less(pointOf(colour), start);
  const share = Math.min(1, Math.max(0, dot(own, way) / dot(way, way)));
  const apart = less(own, [share * way[0], share * way[1], share * way[2]]);
  return dot(apart, apart) <= MIXTURE_TOLERANCE ** 2;
}

function isNoise(colour: PackedColour, one: PackedColour): boolean {
  const apart = less(pointOf(colour), pointOf(one));
  return dot(apart, apart) <= NOISE_TOLERANCE ** 2;
}

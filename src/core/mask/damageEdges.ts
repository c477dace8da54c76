import type { Damage } from './damage.ts';
import { hexOfPacked, ownersByColour, usedColours, type PackedColour, type UsedColour } from './damageFacts.ts';
import type { Mask } from './mask.ts';
import type { ColouredId } from './remapColours.ts';

/** Share of the image from which a colour is taken for a class's, where no class map knows any and where one does. */
const FREQUENT = 0.005;
const FREQUENT_BESIDE_KNOWN = 0.03;
/** Of the most frequent so many are taken for classes'. */
const MOST_CLASSES = 64;
/** Mixtures are a small part of a mask, in several shades; compression stains whole objects in very many. */
const BLENDED_AT_MOST = 0.3;
const FEWEST_SHADES = 3;
const COMPRESSED_AT_MOST = 0.75;
const MANY_SHADES = 24;
/** Share of the stains' shades that may fill plain areas: where more do, they are objects of other classes. */
const PLAIN_AT_MOST = 0.2;
/** Share of the stained pixels that must look like stains. */
const STAIN_SHARE = 0.8;
/** Share of the pixels of a smooth resizing that lie just beside a class; compression stains whole blocks. */
const BESIDE_SHARE = 0.9;
/** How far from the line between two colours their mixture may lie, and a compressed colour from its own. */
const MIXTURE_TOLERANCE = 12;
const NOISE_TOLERANCE = 72;
/** How far the colour of a plain area may come back from JPEG, which rounds it in another colour space. */
const SHIFT_TOLERANCE = 8;
/** Grey values closer than this are ids, not brightnesses. */
const FEWEST_GREY_STEPS = 32;
/** Pixels to each side in which a mixture's colours stand. */
const BESIDE_REACH = 2;
const MIXTURE_REACH = 3;
/** Blocks of JPEG are 8 wide, and 16 where colour is stored at half the size (4:2:0). */
const BLOCK_REACH = 15;
/** Stained pixels that are looked at, evenly spread. */
const MOST_SAMPLES = 4000;
const NO_TARGET: readonly ColouredId[] = [];

/**
 * Colours that no class has, at the edges between two that some have: their mixtures (anti-aliasing, smooth resizing),
 * or noise around them (JPEG). RGB masks, grey ones whose values are far apart, and palettes that a quantiser made of
 * such a picture: at least two of their colours are the target's. In others see {@link inventedIdsIn}.
 *
 * Mixtures stand just beside classes, while stains of JPEG fill blocks of up to 16 pixels. JPEG also shifts the colours
 * of plain areas by a few steps, and hits those of other classes by chance: see {@link compressedIn}.
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
  if (stains.length < FEWEST_SHADES) return null;
  const classes = used.filter(({ id }) => classIds.has(id));
  if (mask.encoding === 'grey' && !areFarApart(classes)) return null;
  return blendedIn(mask, used, classIds, stains) ?? compressedIn(mask, used, classIds, owners);
}

const pixelsOf = (colours: readonly UsedColour[]): number => colours.reduce((sum, { pixels }) => sum + pixels, 0);

function blendedIn(
  mask: Mask,
  used: readonly UsedColour[],
  classIds: ReadonlySet<number>,
  stains: readonly UsedColour[],
): Damage | null {
  const pixels = pixelsOf(stains);
  if (classIds.size < 2 || pixels > BLENDED_AT_MOST * mask.ids.length) return null;
  const surroundings = new Surroundings(mask, used, classIds);
  const isStain = idsIn(stains);
  let [samples, mixtures, beside, noise] = [0, 0, 0, 0];
  for (const { pixel, colour } of surroundings.samples(isStain, pixels)) {
    samples++;
    const near = surroundings.around(pixel, MIXTURE_REACH);
    if (isMixture(colour, near)) mixtures++;
    if (near.some((one) => isNoise(colour, one)) || isMixture(colour, near)) noise++;
    if (surroundings.around(pixel, BESIDE_REACH).length > 0) beside++;
  }
  // Where three classes meet, and where a sharpening filter swings over, a mixture is on no line between two.
  const isMixed = mixtures >= STAIN_SHARE * samples || (stains.length >= MANY_SHADES && noise >= STAIN_SHARE * samples);
  if (!isMixed || beside < BESIDE_SHARE * samples) return null;
  return { kind: 'blendedEdges', ids: stains.map(({ id }) => id), pixels };
}

/**
 * Stains of JPEG. Classes are the colours of the target that fill a plain area of at least 3 × 3 pixels, each as it is or
 * a few steps beside, which is where compression shifted it; without a target the frequent colours are classes.
 */
function compressedIn(
  mask: Mask,
  used: readonly UsedColour[],
  classIds: ReadonlySet<number>,
  owners: ReadonlyMap<PackedColour, readonly number[]>,
): Damage | null {
  if (used.length < MANY_SHADES) return null;
  const { plainOwn, plainIds } = plainColours(mask, ownColours(used, owners));
  const isShifted = ({ id, colour }: UsedColour): boolean =>
    mask.encoding === 'colour' && !owners.has(colour) && plainOwn.has(id);
  const shifted = used.filter(isShifted);
  const isSound = (one: UsedColour): boolean =>
    owners.has(one.colour) ? plainOwn.has(one.id) : classIds.has(one.id) && !isShifted(one);
  const classes = used.filter((one) => isSound(one) || isShifted(one));
  const classesAsIs = idsIn(classes);
  const stains = used.filter(({ id }) => !classesAsIs.has(id));
  const pixels = pixelsOf(stains);
  const isLittle = pixels <= COMPRESSED_AT_MOST * mask.ids.length;
  if (classes.length < 2 || stains.length < MANY_SHADES || !isLittle) return null;
  const plainStains = stains.reduce((sum, { id }) => sum + (plainIds.has(id) ? 1 : 0), 0);
  if (plainStains > PLAIN_AT_MOST * stains.length) return null;
  const surroundings = new Surroundings(mask, used, classesAsIs);
  let [samples, noise] = [0, 0];
  for (const { pixel, colour } of surroundings.samples(idsIn(stains), pixels)) {
    samples++;
    const near = surroundings.around(pixel, BLOCK_REACH);
    if (near.some((one) => isNoise(colour, one)) || isMixture(colour, near)) noise++;
  }
  if (noise < STAIN_SHARE * samples) return null;
  const ids = [...stains, ...shifted].map(({ id }) => id).sort((a, b) => a - b);
  return {
    kind: 'compressedEdges',
    ids,
    pixels: pixels + pixelsOf(shifted),
    shifted: shifted.map(({ id }) => ({ id, colour: hexOfPacked(plainOwn.get(id) ?? 0) })),
  };
}

/** By id the target's colour that it is, or is a few steps beside; none where that could be several. */
function ownColours(
  used: readonly UsedColour[],
  owners: ReadonlyMap<PackedColour, readonly number[]>,
): ReadonlyMap<number, PackedColour> {
  const own = new Map<number, PackedColour>();
  for (const { id, colour } of used) {
    if (owners.has(colour)) own.set(id, colour);
    else {
      const near = [...owners.keys()].filter((one) => squaredDistance(one, colour) <= SHIFT_TOLERANCE ** 2);
      if (near.length === 1) own.set(id, near[0] as PackedColour);
    }
  }
  return own;
}

/**
 * What fills a square of 3 × 3 pixels somewhere: ids, and colours of the target, with which the ids in `plainOwn` are
 * left.
 */
function plainColours(
  { ids, width, height }: Mask,
  own: ReadonlyMap<number, PackedColour>,
): { readonly plainIds: ReadonlySet<number>; readonly plainOwn: ReadonlyMap<number, PackedColour> } {
  const plainIds = new Set<number>();
  const colours = new Set<PackedColour>();
  const isSquare = (i: number, isEqual: (at: number) => boolean): boolean =>
    [i - width, i, i + width].every((at) => isEqual(at - 1) && isEqual(at) && isEqual(at + 1));
  for (let y = 1; y + 1 < height; y++) {
    for (let i = y * width + 1; i + 1 < (y + 1) * width; i++) {
      const id = ids[i] as number;
      if (!plainIds.has(id) && isSquare(i, (at) => ids[at] === id)) plainIds.add(id);
      const colour = own.get(id);
      if (colour === undefined || colours.has(colour)) continue;
      if (isSquare(i, (at) => own.get(ids[at] as number) === colour)) colours.add(colour);
    }
  }
  return { plainIds, plainOwn: new Map([...own].filter(([, colour]) => colours.has(colour))) };
}

const idsIn = (colours: readonly UsedColour[]): ReadonlySet<number> => new Set(colours.map(({ id }) => id));

function areFarApart(classes: readonly UsedColour[]): boolean {
  return classes.every(
    ({ colour }, at) => at === 0 || (colour & 255) - ((classes[at - 1]?.colour ?? 0) & 255) >= FEWEST_GREY_STEPS,
  );
}

/** The stained pixels of a mask, and the colours of classes around them. */
class Surroundings {
  readonly #mask: Mask;
  readonly #classIds: ReadonlySet<number>;
  readonly #colourOf: ReadonlyMap<number, PackedColour>;

  constructor(mask: Mask, used: readonly UsedColour[], classIds: ReadonlySet<number>) {
    this.#mask = mask;
    this.#classIds = classIds;
    this.#colourOf = new Map(used.map(({ id, colour }) => [id, colour]));
  }

  /** Some of the stained pixels, evenly spread. */
  *samples(stains: ReadonlySet<number>, count: number): Generator<{ pixel: number; colour: PackedColour }> {
    const every = Math.ceil(count / MOST_SAMPLES);
    const { ids } = this.#mask;
    let seen = 0;
    for (let pixel = 0; pixel < ids.length; pixel++) {
      const id = ids[pixel] as number;
      if (stains.has(id) && seen++ % every === 0) yield { pixel, colour: this.#colourOf.get(id) ?? 0 };
    }
  }

  around(pixel: number, reach: number): PackedColour[] {
    const { ids, width, height } = this.#mask;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    const found = new Set<number>();
    for (let row = Math.max(0, y - reach); row <= Math.min(height - 1, y + reach); row++) {
      for (let column = Math.max(0, x - reach); column <= Math.min(width - 1, x + reach); column++) {
        const id = ids[row * width + column] as number;
        if (this.#classIds.has(id)) found.add(id);
      }
    }
    return Array.from(found, (id) => this.#colourOf.get(id) ?? 0);
  }
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
  return squaredDistance(colour, one) <= NOISE_TOLERANCE ** 2;
}

function squaredDistance(one: PackedColour, other: PackedColour): number {
  const apart = less(pointOf(one), pointOf(other));
  return dot(apart, apart);
}

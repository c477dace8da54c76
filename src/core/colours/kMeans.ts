import { MersenneTwister } from '../split/mersenneTwister.ts';
import { squaredDistance, type ColourPoints } from './colourPoints.ts';

/** Colours in groups. */
export interface Clusters {
  /** L*, a*, b* of each centre, 3 × k. */
  readonly centres: Float64Array;
  /** The centre of each point. */
  readonly labels: Uint8Array;
}

export interface KMeans extends Clusters {
  /** Sum over all pixels of the squared distance to their centre. */
  readonly inertia: number;
}

/** Beginnings that are tried; the one with the least inertia counts. */
const BEGINNINGS = 10;
/** Rounds of one; they end earlier where no point changes its centre. */
const MOST_ROUNDS = 300;

/**
 * k-means (Lloyd) of weighted colours, begun ten times with greedy k-means++ (D. Arthur, S. Vassilvitskii, "k-means++: The
 * Advantages of Careful Seeding", 2007; of 2 + ⌊ln k⌋ candidates each time the best). The same seed gives the same centres.
 *
 * @param k centres, 1 … 255, at most as many as points
 * @param seed 0 … 2³² − 1
 * @throws RangeError if `k` does not fit
 */
export function kMeans(points: ColourPoints, k: number, seed: number): KMeans {
  const count = points.weights.length;
  if (!Number.isInteger(k) || k < 1 || k > 255 || k > count)
    throw new RangeError(`${count} colours have no ${k} groups.`);
  const random = new MersenneTwister(seed);
  let best: KMeans | null = null;
  for (let beginning = 0; beginning < (k === 1 ? 1 : BEGINNINGS); beginning++) {
    const found = settle(points, begin(points, k, random));
    if (best === null || found.inertia < best.inertia) best = found;
  }
  return best as KMeans;
}

/** 0 ≤ x < 1 in 53 bits, as NumPy's `random_sample`. */
export function drawn(random: MersenneTwister): number {
  const [high, low] = [random.next32() >>> 5, random.next32() >>> 6];
  return (high * 2 ** 26 + low) / 2 ** 53;
}

/** Where a part of a sum falls among running sums. */
export function placeOf(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sums[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Running sums. */
export function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length);
  let sum = 0;
  for (let at = 0; at < values.length; at++) sums[at] = sum += values[at] as number;
  return sums;
}

/** The centre that is nearest to each point. */
export function nearestCentres(lab: Float64Array, centres: Float64Array): Uint8Array {
  const labels = new Uint8Array(lab.length / 3);
  for (let at = 0; at < labels.length; at++) {
    let least = Infinity;
    for (let centre = 0; 3 * centre < centres.length; centre++) {
      const distance = squaredDistance(lab, at, centres, centre);
      if (distance >= least) continue;
      least = distance;
      labels[at] = centre;
    }
  }
  return labels;
}

/** k-means++. */
function begin({ lab, weights }: ColourPoints, k: number, random: MersenneTwister): Float64Array {
  const count = weights.length;
  const centres = new Float64Array(3 * k);
  const take = (centre: number, point: number): void => centres.set(lab.subarray(3 * point, 3 * point + 3), 3 * centre);
  const first = runningSums(weights);
  take(0, placeOf(first, drawn(random) * (first[count - 1] as number)));
  /** Pixels times the squared distance to the nearest centre so far. */
  let potential = new Float64Array(count);
  for (let at = 0; at < count; at++) potential[at] = (weights[at] as number) * squaredDistance(lab, at, centres, 0);
  const trials = 2 + Math.floor(Math.log(k));
  for (let centre = 1; centre < k; centre++) {
    const sums = runningSums(potential);
    let least = Infinity;
    let chosen = potential;
    let place = 0;
    for (let trial = 0; trial < trials; trial++) {
      const candidate = placeOf(sums, drawn(random) * (sums[count - 1] as number));
      const after = new Float64Array(count);
      let sum = 0;
      for (let at = 0; at < count; at++) {
        const own = (weights[at] as number) * squaredDistance(lab, at, lab, candidate);
        sum += after[at] = Math.min(own, potential[at] as number);
      }
      if (sum >= least) continue;
      [least, chosen, place] = [sum, after, candidate];
    }
    potential = chosen;
    take(centre, place);
  }
  return centres;
}

/** Lloyd's rounds. */
function settle(points: ColourPoints, centres: Float64Array): KMeans {
  const { lab, weights } = points;
  const k = centres.length / 3;
  let labels = nearestCentres(lab, centres);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const sums = new Float64Array(4 * k);
    for (let at = 0; at < labels.length; at++) {
      const to = 4 * (labels[at] as number);
      const weight = weights[at] as number;
      sums[to] = (sums[to] as number) + weight;
      for (let axis = 0; axis < 3; axis++) {
        sums[to + 1 + axis] = (sums[to + 1 + axis] as number) + weight * (lab[3 * at + axis] as number);
      }
    }
    for (let centre = 0; centre < k; centre++) {
      const weight = sums[4 * centre] as number;
      // A group that lost all its points begins anew at the point that is worst off.
      if (weight === 0) centres.set(lonelyPoint(points, centres, labels), 3 * centre);
      else
        for (let axis = 0; axis < 3; axis++)
          centres[3 * centre + axis] = (sums[4 * centre + 1 + axis] as number) / weight;
    }
    const next = nearestCentres(lab, centres);
    if (next.every((label, at) => label === labels[at])) break;
    labels = next;
  }
  let inertia = 0;
  for (let at = 0; at < labels.length; at++) {
    inertia += (weights[at] as number) * squaredDistance(lab, at, centres, labels[at] as number);
  }
  return { centres, labels, inertia };
}

function lonelyPoint({ lab, weights }: ColourPoints, centres: Float64Array, labels: Uint8Array): Float64Array {
  let [most, found] = [-1, 0];
  labels.forEach((label, at) => {
    const cost = (weights[at] as number) * squaredDistance(lab, at, centres, label);
    if (cost > most) [most, found] = [cost, at];
  });
  return lab.slice(3 * found, 3 * found + 3);
}

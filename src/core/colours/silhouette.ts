import { MersenneTwister } from '../split/mersenneTwister.ts';
import { colourDifference } from './colourDifference.ts';
import { squaredDistance, type ColourPoints } from './colourPoints.ts';
import { drawn, kMeans, placeOf, runningSums, type KMeans } from './kMeans.ts';
import type { Lab } from './lab.ts';

/** Pixels by which a number of groups is judged. */
const SAMPLE = 1000;
/** Colours that differ by less (CIEDE2000) look alike: a silhouette may be good for two shades of noise. */
const ALIKE = 5;

/**
 * The mean silhouette of points (P. J. Rousseeuw, 1987): (b − a) / max(a, b), a the mean distance to the others of its group,
 * b that to the nearest other group; 0 for a point that is alone in its group.
 *
 * @param lab 3 × n
 * @param labels n, each 0 … 255
 * @returns −1 … 1; null where there are not two groups
 */
export function meanSilhouette(lab: Float64Array, labels: Uint8Array): number | null {
  const sizes = new Uint32Array(256);
  for (const label of labels) sizes[label] = (sizes[label] as number) + 1;
  if (sizes.filter((size) => size > 0).length < 2) return null;
  let total = 0;
  const sums = new Float64Array(256);
  labels.forEach((own, at) => {
    if (sizes[own] === 1) return;
    sums.fill(0);
    labels.forEach((label, other) => {
      sums[label] = (sums[label] as number) + Math.sqrt(squaredDistance(lab, at, lab, other));
    });
    const inside = (sums[own] as number) / ((sizes[own] as number) - 1);
    let outside = Infinity;
    sizes.forEach((size, label) => {
      if (size > 0 && label !== own) outside = Math.min(outside, (sums[label] as number) / size);
    });
    const most = Math.max(inside, outside);
    if (most > 0) total += (outside - inside) / most;
  });
  return total / labels.length;
}

/**
 * k-means with the number of groups, from 2 on, whose silhouette is best on a sample of 1,000 pixels, the fewer groups where
 * it is equal. Numbers that make colours alike (CIEDE2000 below 5) do not count, and where there is no other, there is one group.
 *
 * @param most groups, 2 … 255
 * @param seed of both the sample and the groups, 0 … 2³² − 1
 */
export function kMeansBySilhouette(points: ColourPoints, most: number, seed: number): KMeans {
  const { lab, weights } = points;
  const count = weights.length;
  const sums = runningSums(weights);
  const random = new MersenneTwister(seed);
  const sample = Array.from({ length: SAMPLE }, () => placeOf(sums, drawn(random) * (sums[count - 1] as number)));
  const sampled = new Float64Array(3 * SAMPLE);
  sample.forEach((point, at) => sampled.set(lab.subarray(3 * point, 3 * point + 3), 3 * at));
  let best: KMeans | null = null;
  let highest = -Infinity;
  for (let k = 2; k <= Math.min(most, count); k++) {
    const found = kMeans(points, k, seed);
    const score = meanSilhouette(
      sampled,
      Uint8Array.from(sample, (point) => found.labels[point] as number),
    );
    if (score === null || score <= highest || hasAlike(found.centres)) continue;
    [best, highest] = [found, score];
  }
  return best ?? kMeans(points, 1, seed);
}

function hasAlike(centres: Float64Array): boolean {
  const labs = Array.from({ length: centres.length / 3 }, (_, at): Lab => {
    const [l = 0, a = 0, b = 0] = centres.subarray(3 * at, 3 * at + 3);
    return [l, a, b];
  });
  return labs.some((one, at) => labs.slice(0, at).some((other) => colourDifference(one, other) < ALIKE));
}

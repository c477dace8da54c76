import { squaredDistance, type ColourPoints } from './colourPoints.ts';
import { nearestCentres, type Clusters } from './kMeans.ts';

const MOST_ROUNDS = 300;
/** A step below this part of the radius ends a walk. */
const STILL = 1e-3;
/** A map of colours has so many. */
const MOST_CENTRES = 255;

/**
 * Mean shift with a flat kernel (D. Comaniciu, P. Meer, "Mean Shift: A Robust Approach Toward Feature Space Analysis", 2002),
 * begun at a grid of the radius, as scikit-learn's `MeanShift(bin_seeding=True)`: each beginning walks to the mean of what lies
 * within the radius until it stands still; of the places that are nearer to each other than the radius, the one with most pixels
 * stays. The 255 with most pixels count.
 *
 * @param radius in L*a*b*, above 0
 */
export function meanShift(points: ColourPoints, radius: number): Clusters {
  const places = beginnings(points, radius)
    .map((from) => walk(points, from, radius))
    .filter(({ pixels }) => pixels > 0)
    .sort((one, other) => other.pixels - one.pixels || compare(other.at, one.at));
  const kept: Place[] = [];
  for (const place of places) {
    const isNear = kept.some(({ at }) => squaredDistance(at, 0, place.at, 0) <= radius * radius);
    if (!isNear && kept.length < MOST_CENTRES) kept.push(place);
  }
  const centres = new Float64Array(3 * kept.length);
  kept.forEach(({ at }, index) => centres.set(at, 3 * index));
  return { centres, labels: nearestCentres(points.lab, centres) };
}

interface Place {
  readonly at: Float64Array;
  /** Within the radius. */
  readonly pixels: number;
}

function walk({ lab, weights }: ColourPoints, from: Float64Array, radius: number): Place {
  let at = from;
  for (let round = 0; ; round++) {
    let pixels = 0;
    const sums = new Float64Array(3);
    for (let point = 0; point < weights.length; point++) {
      if (squaredDistance(lab, point, at, 0) > radius * radius) continue;
      const weight = weights[point] as number;
      pixels += weight;
      for (let axis = 0; axis < 3; axis++)
        sums[axis] = (sums[axis] as number) + weight * (lab[3 * point + axis] as number);
    }
    if (pixels === 0) return { at, pixels };
    const next = sums.map((sum) => sum / pixels);
    const step = Math.sqrt(squaredDistance(at, 0, next, 0));
    at = next;
    if (step < STILL * radius || round === MOST_ROUNDS) return { at, pixels };
  }
}

/** The middles of a grid's cells that have points. */
function beginnings({ lab }: ColourPoints, radius: number): Float64Array[] {
  const found = new Map<string, Float64Array>();
  for (let at = 0; at < lab.length; at += 3) {
    const cell = lab.subarray(at, at + 3).map((value) => Math.round(value / radius));
    found.set(
      cell.join(),
      cell.map((value) => value * radius),
    );
  }
  return [...found.values()];
}

function compare(one: Float64Array, other: Float64Array): number {
  const axis = one.findIndex((value, at) => value !== other[at]);
  return axis < 0 ? 0 : (one[axis] as number) - (other[axis] as number);
}

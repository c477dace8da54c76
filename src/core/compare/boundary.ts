/** A region of one class: 1 inside, 0 outside; row-major. */
interface Region {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly inside: Uint8Array;
}

/** How well the outline of a region is predicted. Shares from 0 to 1. */
export interface BoundaryScore {
  /** Of the predicted outline's pixels those near the true outline. */
  readonly precision: number;
  /** Of the true outline's pixels those near the predicted outline. */
  readonly recall: number;
  /** 2 · precision · recall / (precision + recall); 0 where both are 0. */
  readonly f: number;
}

/** Share of the diagonal that outlines may be apart. */
export const BOUNDARY_TOLERANCE = 0.008;

/** Pixels that outlines of an image may be apart: ⌈0.008 · diagonal⌉. */
export function boundaryTolerance(width: number, height: number): number {
  return Math.ceil(BOUNDARY_TOLERANCE * Math.hypot(width, height));
}

/**
 * The boundary measure F of DAVIS (F. Perazzi et al., 2016; after D. Martin et al., 2004), by the distance between outlines. An
 * outline is where a pixel differs from its right, lower or lower right neighbour. Pixels are near where a disk of the
 * tolerance's radius around the one has the other.
 *
 * Empty cases: no outline in either is 1; a predicted outline without a true one has precision 0 and recall 1, a true one
 * without a prediction precision 1 and recall 0, so that F is 0.
 *
 * @param tolerance pixels; as {@link boundaryTolerance} has it
 */
export function boundaryScore(truth: Region, prediction: Region, tolerance: number): BoundaryScore {
  const { width, height } = truth;
  const wanted = outlineOf(truth);
  const found = outlineOf(prediction);
  const [wantedCount, foundCount] = [count(wanted), count(found)];
  const precision = foundCount === 0 ? 1 : wantedCount === 0 ? 0 : near(found, wanted) / foundCount;
  const recall = wantedCount === 0 ? 1 : foundCount === 0 ? 0 : near(wanted, found) / wantedCount;
  const sum = precision + recall;
  return { precision, recall, f: sum === 0 ? 0 : (2 * precision * recall) / sum };

  function near(some: Uint8Array, others: Uint8Array): number {
    const distances = squaredDistances(others, width, height);
    let sumNear = 0;
    for (let at = 0; at < some.length; at++) {
      if (some[at] === 1 && (distances[at] as number) <= tolerance * tolerance) sumNear++;
    }
    return sumNear;
  }
}

function outlineOf({ inside, width, height }: Region): Uint8Array {
  const outline = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const own = inside[at];
      const [isLastColumn, isLastRow] = [x === width - 1, y === height - 1];
      const differs =
        (!isLastColumn && inside[at + 1] !== own) ||
        (!isLastRow && inside[at + width] !== own) ||
        (!isLastColumn && !isLastRow && inside[at + width + 1] !== own);
      if (differs) outline[at] = 1;
    }
  }
  return outline;
}

function count(outline: Uint8Array): number {
  return outline.reduce((sum, one) => sum + one, 0);
}

/**
 * Squared Euclidean distance of every pixel to the nearest one that is set, exact (P. Felzenszwalb and D. Huttenlocher, 2012):
 * down the columns by counting, along the rows by the lower envelope of parabolas.
 */
function squaredDistances(set: Uint8Array, width: number, height: number): Float64Array {
  // Greater than any squared distance in an image, and exact when squared columns are added.
  const far = (width + height) ** 2;
  const columns = new Float64Array(width * height).fill(far);
  for (let x = 0; x < width; x++) {
    for (let pass = 0; pass < 2; pass++) {
      let distance = Infinity;
      for (let step = 0; step < height; step++) {
        const at = (pass === 0 ? step : height - 1 - step) * width + x;
        distance = set[at] === 1 ? 0 : distance + 1;
        if (distance < Infinity) columns[at] = Math.min(columns[at] as number, distance * distance);
      }
    }
  }
  const distances = new Float64Array(width * height);
  const centres = new Int32Array(width);
  const starts = new Float64Array(width + 1);
  for (let y = 0; y < height; y++) {
    const row = columns.subarray(y * width, (y + 1) * width);
    let last = 0;
    centres[0] = 0;
    starts[0] = -Infinity;
    starts[1] = Infinity;
    for (let x = 1; x < width; x++) {
      let start = crossing(row, centres[last] as number, x);
      while (start <= (starts[last] as number)) start = crossing(row, centres[--last] as number, x);
      last++;
      centres[last] = x;
      starts[last] = start;
      starts[last + 1] = Infinity;
    }
    for (let x = 0, at = 0; x < width; x++) {
      while ((starts[at + 1] as number) < x) at++;
      const centre = centres[at] as number;
      distances[y * width + x] = (x - centre) ** 2 + (row[centre] as number);
    }
  }
  return distances;
}

/** Where the parabola around `b` comes to lie below that around `a`. */
function crossing(row: Float64Array, a: number, b: number): number {
  return ((row[b] as number) + b * b - (row[a] as number) - a * a) / (2 * (b - a));
}

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
  // Math.hypot(140, 480) is a little more than 500.
  return Math.ceil(BOUNDARY_TOLERANCE * Math.sqrt(width * width + height * height));
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
  const precision = shareNear(found, wanted);
  const recall = shareNear(wanted, found);
  const sum = precision + recall;
  return { precision, recall, f: sum === 0 ? 0 : (2 * precision * recall) / sum };

  function shareNear(some: readonly number[], others: readonly number[]): number {
    if (some.length === 0) return 1;
    if (others.length === 0) return 0;
    const isNear = withinDisks(others, width, height, tolerance);
    return some.reduce((near, at) => near + (isNear[at] as number), 0) / some.length;
  }
}

/** Pixels of an outline, in rows. */
function outlineOf({ inside, width, height }: Region): number[] {
  const outline: number[] = [];
  for (let y = 0; y < height; y++) {
    const isLastRow = y === height - 1;
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const own = inside[at];
      const isLastColumn = x === width - 1;
      const differs =
        (!isLastColumn && inside[at + 1] !== own) ||
        (!isLastRow && inside[at + width] !== own) ||
        (!isLastColumn && !isLastRow && inside[at + width + 1] !== own);
      if (differs) outline.push(at);
    }
  }
  return outline;
}

/**
 * 1 for the pixels that a disk around one of `centres` covers: a dilation. Each row of each disk is a step up and a step down,
 * summed along the rows in the end, so that the cost grows with the outlines and not with the area of the disks.
 */
function withinDisks(centres: readonly number[], width: number, height: number, radius: number): Uint8Array {
  const steps = new Int32Array((width + 1) * height);
  const reach = Array.from({ length: 2 * radius + 1 }, (_, row) => {
    return Math.floor(Math.sqrt(radius * radius - (row - radius) ** 2));
  });
  for (const centre of centres) {
    const x = centre % width;
    const y = (centre - x) / width;
    const last = Math.min(height - 1, y + radius);
    for (let row = Math.max(0, y - radius); row <= last; row++) {
      const half = reach[row - y + radius] as number;
      const start = row * (width + 1);
      const [from, to] = [start + Math.max(0, x - half), start + Math.min(width, x + half + 1)];
      steps[from] = (steps[from] as number) + 1;
      steps[to] = (steps[to] as number) - 1;
    }
  }
  const covered = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    let sum = 0;
    for (let x = 0; x < width; x++) {
      sum += steps[y * (width + 1) + x] as number;
      if (sum > 0) covered[y * width + x] = 1;
    }
  }
  return covered;
}

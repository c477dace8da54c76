import { coveredDevicePixels, type Frame, type PixelRect, type Size } from './viewTransform.ts';

/**
 * How a device pixel gets its colour.
 * - `nearest`: the id under its centre; at 1:1 and above.
 * - `exact`: the average of all palette colours under it, weighted by covered area.
 * - `strata`: the average of `count` × `count` ids, one from each cell of a regular grid over the footprint.
 */
export type Sampling =
  { readonly mode: 'nearest' } | { readonly mode: 'exact' } | { readonly mode: 'strata'; readonly count: number };

/** Samples an axis at most, also in the settled picture: footprints beyond 32 image pixels are sampled in strata. */
export const MAX_SAMPLES = 32;
/** Samples an axis at least, however small the budget. */
const MIN_SAMPLES = 2;

/** Part of the budget that a quick picture takes: while the user pans, one follows another. */
const QUICK_PART = 1 / 3;

/** Step between the jitters of neighbouring strata (the golden ratio's fraction: any run of them is well spread). */
export const JITTER_STEP = 0.6180339887;

/** The sampling of the settled picture. */
export function settledSampling(scale: number): Sampling {
  if (scale >= 1) return { mode: 'nearest' };
  // A footprint that starts inside an image pixel touches one more.
  return Math.ceil(1 / scale) + 1 <= MAX_SAMPLES ? { mode: 'exact' } : { mode: 'strata', count: MAX_SAMPLES };
}

/** Ids looked up for one device pixel, on average: a footprint of n image pixels an axis touches n + 1. */
export function lookupsPerPixel(sampling: Sampling, scale: number): number {
  if (sampling.mode === 'nearest') return 1;
  const axis = sampling.mode === 'exact' ? 1 / scale + 1 : sampling.count;
  return axis * axis;
}

/** A picture to draw now, and whether a better one should follow. */
export interface SamplingPlan {
  readonly now: Sampling;
  readonly settled: Sampling;
  /** Device rows that one later step may draw with `settled`; 0 when `now` is already settled. */
  readonly rowsPerStep: number;
}

/**
 * Chooses the sampling of the next picture so that it costs at most `budget` lookups, and the height of the bands in
 * which the settled picture replaces it.
 *
 * @param budget - ids that the renderer looks up in about 50 ms
 */
export function planSampling(frame: Frame, image: Size, budget: number): SamplingPlan {
  const settled = settledSampling(frame.scale);
  const area = coveredDevicePixels(frame, image);
  const width = Math.max(0, area.right - area.left);
  const pixels = width * Math.max(0, area.bottom - area.top);
  const lookups = lookupsPerPixel(settled, frame.scale);
  if (settled.mode === 'nearest' || pixels * lookups <= budget) return { now: settled, settled, rowsPerStep: 0 };
  const count = Math.max(MIN_SAMPLES, Math.floor(Math.sqrt((QUICK_PART * budget) / pixels)));
  return {
    now: { mode: 'strata', count: Math.min(count, MAX_SAMPLES) },
    settled,
    rowsPerStep: Math.max(1, Math.floor(budget / (width * lookups))),
  };
}

/** The bands, top to bottom, that a refinement draws one after another. */
export function refinementBands(frame: Frame, image: Size, rowsPerStep: number): PixelRect[] {
  const area = coveredDevicePixels(frame, image);
  const bands: PixelRect[] = [];
  for (let top = area.top; top < area.bottom; top += rowsPerStep) {
    bands.push({ left: 0, right: frame.width, top, bottom: Math.min(top + rowsPerStep, area.bottom) });
  }
  return bands;
}

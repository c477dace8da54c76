import type { PngHeader } from '../png/types.ts';
import { MAX_COLOURS, type ColourCount } from './colourTable.ts';

/** An RGB or RGBA image that is no label map: what was counted, and whether it can be opened as a mask all the same. */
export interface Photograph {
  readonly kind: 'photograph';
  readonly header: PngHeader;
  /** Distinct colours, or at least so many when `isLowerBound`. */
  readonly distinctColours: number;
  readonly isLowerBound: boolean;
  /** Share of pixels, 0 … 1, that equal their left neighbour. */
  readonly flatShare: number;
  /** Few enough colours (65,536) to be opened as a mask when the user insists. */
  readonly canForce: boolean;
}

/** A label map of any size may have this many colours: as many as a palette. */
const ALWAYS_A_MASK = 256;

/**
 * Objects are regions: even crowded panoptic masks and masks with softened outlines repeat the pixel to the left more
 * often than not. Photographs, with their noise and shading, repeat it at under a third of their pixels.
 */
const FLAT_SHARE_OF_MASKS = 0.5;

/**
 * An object crosses several rows, so its colour starts several runs: three even for superpixels of 3 × 3. A shade seldom
 * comes again: photographs on an even background start fewer than two runs a colour.
 */
const RUNS_PER_LABEL = 3;

/**
 * Tells a photograph from a label map by its colours: more than 65,536; or more than 256 and either mostly unlike
 * their left neighbour, or hardly ever repeated in another run (a photographed object on an even background).
 */
export function isPhotographic(count: ColourCount, pixels: number): boolean {
  if (count.distinct > MAX_COLOURS) return true;
  if (count.distinct <= ALWAYS_A_MASK) return false;
  // The first pixel has no left neighbour and starts a run.
  const runs = 1 + Math.round((1 - count.flatShare) * (pixels - 1));
  return count.flatShare < FLAT_SHARE_OF_MASKS || count.distinct * RUNS_PER_LABEL > runs;
}

/** Fewer grey values than this are not enough for shading. */
const GREY_SHADES = 64;

/**
 * Whether a grey image looks like a photograph rather than a map of ids: many values, and mostly unlike their left
 * neighbour. Information for the user, no refusal: the samples are the ids either way.
 *
 * @param ids row-major grey samples
 */
export function isPhotographicGrey(ids: Uint8Array | Uint16Array): boolean {
  const seen = new Uint8Array(65_536);
  let distinct = 0;
  let flat = 0;
  let previous = -1;
  for (const id of ids) {
    if (id === previous) {
      flat++;
    } else {
      previous = id;
      if (seen[id] === 0) {
        seen[id] = 1;
        distinct++;
      }
    }
  }
  return distinct >= GREY_SHADES && flat < FLAT_SHARE_OF_MASKS * ids.length;
}

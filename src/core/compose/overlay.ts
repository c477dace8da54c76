import type { IdColours } from '../palette/idColours.ts';
import { outlinesOf } from './outline.ts';
import type { Picture } from './picture.ts';

/** How a mask lies over its original. */
export interface OverlayStyle {
  /** Regions are filled. */
  readonly isFilled: boolean;
  /** Of fillings, 0 … 1; outlines cover what is under them. */
  readonly opacity: number;
  /** Pixels on either side of an edge; 0: no outlines. */
  readonly outline: number;
}

/** What is drawn of a mask. */
export interface DrawnMask {
  readonly width: number;
  readonly height: number;
  readonly ids: Uint8Array | Uint16Array;
}

/** Ids that have no entry in the palette are drawn in it, as in the editor. */
export const OUTSIDE = [0xff, 0xd4, 0x00] as const;

/**
 * Draws a mask over an original of its size, in place: original · (1 − opacity) + colour · opacity, rounded to the nearest;
 * where a colour is not opaque itself, as much less.
 *
 * @param isShown 1 for the ids that are drawn
 */
export function drawOverlay(
  { rgb }: Picture,
  { ids, width, height }: DrawnMask,
  { colours, outsideFrom }: IdColours,
  { isFilled, opacity, outline }: OverlayStyle,
  isShown: Uint8Array,
): void {
  const lines = outline > 0 ? outlinesOf(ids, { width, height }, outline) : null;
  const filled = isFilled ? opacity : 0;
  let known = -1;
  let isDrawn = false;
  let [red, green, blue, keep] = [0, 0, 0, 1];
  let line: readonly [number, number, number] = [0, 0, 0];
  for (let at = 0, sample = 0; at < ids.length; at++, sample += 3) {
    const id = ids[at] as number;
    if (id !== known) {
      known = id;
      isDrawn = isShown[id] === 1;
      const own = id < outsideFrom ? colours.subarray(4 * id, 4 * id + 4) : [...OUTSIDE, 255];
      const share = filled * ((own[3] ?? 255) / 255);
      line = [own[0] ?? 0, own[1] ?? 0, own[2] ?? 0];
      keep = 1 - share;
      [red, green, blue] = [line[0] * share + 0.5, line[1] * share + 0.5, line[2] * share + 0.5];
    }
    if (!isDrawn) continue;
    if (lines !== null && lines[at] === 1) {
      rgb[sample] = line[0];
      rgb[sample + 1] = line[1];
      rgb[sample + 2] = line[2];
    } else if (keep !== 1) {
      rgb[sample] = (rgb[sample] as number) * keep + red;
      rgb[sample + 1] = (rgb[sample + 1] as number) * keep + green;
      rgb[sample + 2] = (rgb[sample + 2] as number) * keep + blue;
    }
  }
}

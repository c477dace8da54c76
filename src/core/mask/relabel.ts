import type { Connectivity } from './components.ts';
import type { PixelRuns } from './edits.ts';
import type { Mask } from './mask.ts';
import { joinRuns, runAt } from './runRegions.ts';

type Picture = Pick<Mask, 'ids' | 'width' | 'height'>;

/** A connected region of one id. Coordinates are pixels, ends inclusive. */
export interface MaskRegion {
  readonly id: number;
  /** Pixels. */
  readonly size: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** Its row runs in reading order: first pixel (y · width + x) and length, alternating. */
  readonly runs: Uint32Array;
}

/**
 * The region that a pixel belongs to.
 *
 * @throws RangeError for a pixel outside the mask
 */
export function regionAt(mask: Picture, x: number, y: number, connectivity: Connectivity): MaskRegion {
  const { ids, width, height } = mask;
  const pixel = y * width + x;
  const id = ids[pixel];
  if (x < 0 || y < 0 || x >= width || y >= height || id === undefined) {
    throw new RangeError(`There is no pixel ${x}, ${y} in a mask of ${width} × ${height}.`);
  }
  const joined = joinRuns(ids, width, connectivity, id);
  const { starts, lengths, regions } = joined;
  const wanted = regions[runAt(joined, pixel)] as number;
  let count = 0;
  for (const region of regions) if (region === wanted) count++;
  const runs = new Uint32Array(2 * count);
  let size = 0;
  let left = width;
  let right = 0;
  for (let run = wanted, at = 0; at < runs.length; run++) {
    if (regions[run] !== wanted) continue;
    const start = starts[run] as number;
    const length = lengths[run] as number;
    runs[at++] = start;
    runs[at++] = length;
    size += length;
    left = Math.min(left, start % width);
    right = Math.max(right, (start % width) + length - 1);
  }
  const top = Math.floor((runs[0] as number) / width);
  const bottom = Math.floor((runs.at(-2) as number) / width);
  return { id, size, left, top, right, bottom, runs };
}

/** The runs of an edit that gives every pixel of a region another id. */
export function relabelRuns({ id, runs }: MaskRegion, to: number): PixelRuns {
  const out = new Uint32Array(2 * runs.length);
  for (let at = 0; at < runs.length; at += 2) out.set([runs[at] as number, runs[at + 1] as number, id, to], 2 * at);
  return out;
}

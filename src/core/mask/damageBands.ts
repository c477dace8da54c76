import type { Damage } from './damage.ts';
import type { Mask } from './mask.ts';

/** Share of an id's pixels that must lie in a band; corners of bands do not. */
const BAND_SHARE = 0.95;
/** Fewer pixels of an id are specks. */
const FEWEST_PIXELS = 4;

/**
 * Ids that interpolation made up: found only in bands one pixel wide between two other ids, one smaller and one
 * greater, as the mean of two ids is. A rim of void is none, since 255 and 0 lie between no others.
 */
export function inventedIdsIn({ ids, width, height }: Mask, histogram: Uint32Array): Damage | null {
  const inBand = new Uint32Array(histogram.length);
  const steps = [1, width, width + 1, width - 1] as const;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const id = ids[i] as number;
      const isInside = [x > 0 && x + 1 < width, y > 0 && y + 1 < height];
      const [across = false, down = false] = isInside;
      if (!across && !down) continue;
      for (let way = 0; way < 4; way++) {
        if ((way !== 1 && !across) || (way > 0 && !down)) continue;
        const step = steps[way] as number;
        const [before, after] = [ids[i - step] as number, ids[i + step] as number];
        if ((before < id && id < after) || (after < id && id < before)) {
          inBand[id] = (inBand[id] as number) + 1;
          break;
        }
      }
    }
  }
  const invented: number[] = [];
  let pixels = 0;
  histogram.forEach((count, id) => {
    if (count < FEWEST_PIXELS || (inBand[id] as number) < BAND_SHARE * count) return;
    invented.push(id);
    pixels += count;
  });
  return invented.length === 0 ? null : { kind: 'inventedIds', ids: invented, pixels };
}

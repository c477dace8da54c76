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
  // How many pixels of an id may lie outside of bands; below 0 it is out, as are the ids that are between no others.
  const spare = Int32Array.from(histogram, (count) =>
    count < FEWEST_PIXELS ? -1 : Math.floor(count - BAND_SHARE * count),
  );
  for (const outermost of [histogram.findIndex((count) => count > 0), histogram.findLastIndex((count) => count > 0)]) {
    spare[outermost] = -1;
  }
  let candidates = spare.reduce((sum, left) => sum + (left < 0 ? 0 : 1), 0);
  const steps = [1, width, width + 1, width - 1] as const;
  const words = ids instanceof Uint8Array ? wordsOf(ids) : null;
  let outWord: number | undefined;
  for (let i = 0; i < ids.length && candidates > 0; i++) {
    // Most pixels are of ids that are out, and most words are as the one before.
    if (words !== null && (i & 3) === 0) {
      while (i >>> 2 < words.length && words[i >>> 2] === outWord) i += 4;
      if (i >= ids.length) break;
      if (isOut(ids, i, spare)) {
        outWord = words[i >>> 2];
        i += 3;
        continue;
      }
    }
    const id = ids[i] as number;
    if ((spare[id] as number) < 0) continue;
    const x = i % width;
    const across = x > 0 && x + 1 < width;
    const down = i >= width && i + width < ids.length && height > 2;
    let isInBand = false;
    for (let way = 0; way < 4 && !isInBand; way++) {
      if ((way !== 1 && !across) || (way > 0 && !down)) continue;
      const step = steps[way] as number;
      const [before, after] = [ids[i - step] as number, ids[i + step] as number];
      isInBand = (before < id && id < after) || (after < id && id < before);
    }
    if (isInBand) continue;
    const left = (spare[id] as number) - 1;
    spare[id] = left;
    if (left < 0) candidates--;
  }
  const invented: number[] = [];
  let pixels = 0;
  spare.forEach((left, id) => {
    if (left < 0) return;
    invented.push(id);
    pixels += histogram[id] as number;
  });
  return invented.length === 0 ? null : { kind: 'inventedIds', ids: invented, pixels };
}

/** The whole words of byte ids; none where they do not start at one. */
function wordsOf(ids: Uint8Array): Int32Array | null {
  return ids.byteOffset % 4 === 0 ? new Int32Array(ids.buffer, ids.byteOffset, ids.length >>> 2) : null;
}

/** Whether the four ids from `at` on, a whole word, are all out. */
function isOut(ids: Uint8Array | Uint16Array, at: number, spare: Int32Array): boolean {
  if (at + 3 >= ids.length) return false;
  for (let i = at; i < at + 4; i++) if ((spare[ids[i] as number] as number) >= 0) return false;
  return true;
}

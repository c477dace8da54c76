import type { PngImage } from '../png/types.ts';

/** Rows that 16-bit ids can name. */
export const MAX_COLOURS = 65_536;

/** What counting the distinct colours of an image found. */
export interface ColourCount {
  /** Distinct colours; more than {@link MAX_COLOURS} means: at least so many, counting stopped there. */
  readonly distinct: number;
  /** Share of pixels, 0 … 1, that equal their left neighbour (in reading order, of the pixels looked at). */
  readonly flatShare: number;
}

/** Distinct colours by row, ordered by red, green, blue, alpha, and the row of each pixel. */
export interface ColourTable extends ColourCount {
  /** RGBA, 4 × distinct raw samples. */
  readonly colours: Uint8Array | Uint16Array;
  /** Row-major, width × height; bytes when 256 rows are enough. */
  readonly ids: Uint8Array | Uint16Array;
}

const SLOTS = MAX_COLOURS * 2;
const HASH_SHIFT = 32 - 17;

/**
 * Counts the distinct colours of an RGB or RGBA image and names each pixel by the row of its colour.
 * With more than {@link MAX_COLOURS} colours only the counts are returned. Memory: two bytes a pixel and 2 MB.
 */
export function tabulateColours(image: PngImage): ColourTable | ColourCount {
  const { samples, channels } = image;
  const pixels = image.header.width * image.header.height;
  const wide = image.header.bitDepth === 16;
  const opaque = wide ? 65_535 : 255;
  // A colour is two words, red and green, blue and alpha; `slots` holds row + 1.
  const slots = new Int32Array(SLOTS);
  const redGreen = new Int32Array(MAX_COLOURS);
  const blueAlpha = new Int32Array(MAX_COLOURS);
  const found = new Uint16Array(pixels);
  let distinct = 0;
  let flat = 0;
  let lastHigh = -1;
  let lastLow = -1;
  let row = 0;

  for (let i = 0, s = 0; i < pixels; i++, s += channels) {
    const high = ((samples[s] as number) << 16) | (samples[s + 1] as number);
    const alpha = channels === 4 ? (samples[s + 3] as number) : opaque;
    const low = ((samples[s + 2] as number) << 16) | alpha;
    if (high === lastHigh && low === lastLow && i > 0) {
      flat++;
    } else {
      let slot = (Math.imul(high, 0x9e3779b1) ^ Math.imul(low, 0x85ebca6b)) >>> HASH_SHIFT;
      for (;;) {
        row = (slots[slot] as number) - 1;
        if (row < 0) {
          if (distinct === MAX_COLOURS) return { distinct: MAX_COLOURS + 1, flatShare: flat / i };
          row = distinct++;
          slots[slot] = distinct;
          redGreen[row] = high;
          blueAlpha[row] = low;
          break;
        }
        if (redGreen[row] === high && blueAlpha[row] === low) break;
        slot = (slot + 1) & (SLOTS - 1);
      }
      lastHigh = high;
      lastLow = low;
    }
    found[i] = row;
  }

  const order = orderRows(redGreen, blueAlpha, distinct);
  const rank = new Uint16Array(distinct);
  const colours = wide ? new Uint16Array(4 * distinct) : new Uint8Array(4 * distinct);
  order.forEach((source, target) => {
    rank[source] = target;
    const high = redGreen[source] as number;
    const low = blueAlpha[source] as number;
    colours.set([high >>> 16, high & 0xffff, low >>> 16, low & 0xffff], 4 * target);
  });
  const ids = distinct <= 256 ? new Uint8Array(pixels) : found;
  for (let i = 0; i < pixels; i++) ids[i] = rank[found[i] as number] as number;
  return { distinct, flatShare: pixels > 1 ? flat / (pixels - 1) : 1, colours, ids };
}

function orderRows(redGreen: Int32Array, blueAlpha: Int32Array, distinct: number): number[] {
  return Array.from({ length: distinct }, (_, row) => row).sort(
    (a, b) =>
      ((redGreen[a] as number) >>> 0) - ((redGreen[b] as number) >>> 0) ||
      ((blueAlpha[a] as number) >>> 0) - ((blueAlpha[b] as number) >>> 0),
  );
}

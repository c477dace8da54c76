import { ColourType, type PngImage } from '../png/types.ts';
import { isPhotograph, maskFromPng } from './fromPng.ts';
import type { PngHead } from './pngHead.ts';

/** `pixels`: only they can tell. */
export type Recognition = 'mask' | 'photograph' | 'pixels';

/** Fewer pixels compress too little to tell anything by the file's size. */
const TELLING_PIXELS = 4096;
/** Bits of file a pixel: label maps of real datasets take 0.03 to 0.7, photographs 2 and more. */
const SURELY_PHOTOGRAPHIC_BITS = 4;
const PROBABLY_MASK_BITS = 1;
/** Drawings and screenshots in RGB are flat as well; without their pixels only very even images pass. */
const PROBABLY_COLOUR_MASK_BITS = 0.3;

/**
 * Tells a label map from a photograph by what stands before the pixels. For a button only: everything can be opened
 * as a mask by command.
 *
 * @param fileSize in bytes
 * @param maxPixels pixels up to which the caller is ready to decode; larger images are decided here
 */
export function recogniseByHead({ header }: PngHead, fileSize: number, maxPixels: number): Recognition {
  const pixels = header.width * header.height;
  const bits = (fileSize * 8) / pixels;
  if (pixels >= TELLING_PIXELS && bits > SURELY_PHOTOGRAPHIC_BITS) return 'photograph';
  if (pixels <= maxPixels) return 'pixels';
  const isColour = header.colourType === ColourType.rgb || header.colourType === ColourType.rgba;
  return bits <= (isColour ? PROBABLY_COLOUR_MASK_BITS : PROBABLY_MASK_BITS) ? 'mask' : 'photograph';
}

/** So few values are labels, whatever their pattern. */
const ALWAYS_LABELS = 16;
/** Labels form regions: most pixels equal their left neighbour, and a label comes again on many rows. */
const FLAT_SHARE = 0.6;
const RUNS_PER_LABEL = 8;

/** Tells a label map from a photograph by its pixels, in any encoding. */
export function recogniseByPixels(image: PngImage): 'mask' | 'photograph' {
  const mask = maskFromPng(image);
  if (isPhotograph(mask)) return 'photograph';
  const { ids } = mask;
  const seen = new Uint8Array(65_536);
  let distinct = 0;
  let runs = 0;
  let previous = -1;
  for (const id of ids) {
    if (id === previous) continue;
    previous = id;
    runs++;
    if (seen[id] === 0) {
      seen[id] = 1;
      distinct++;
    }
  }
  if (distinct <= ALWAYS_LABELS) return 'mask';
  return ids.length - runs >= FLAT_SHARE * ids.length && runs >= RUNS_PER_LABEL * distinct ? 'mask' : 'photograph';
}

import { jetColours } from './jet.ts';

/**
 * How a mask's colours come over an original.
 * - `normal`: the original, with the colour in front of it at some opacity. Ids that are not shown leave it as it is.
 * - `jet`: as published, `cv2.addWeighted(original, 0.9, colour, opacity, 0)` with COLORMAP_JET over the mask scaled by the
 *   image's largest id: an id has another colour in each image.
 * - `yellow`: as published, `cv2.addWeighted(original, 0.9, colour, opacity, 0)` with yellow for one id and black elsewhere.
 * - `sixForty`: as published, `cv2.addWeighted(original, 0.6, colour, 0.4, 0)` with the mask's own colours.
 */
export const BLENDS = ['normal', 'jet', 'yellow', 'sixForty'] as const;
export type Blend = (typeof BLENDS)[number];

/** Parts of the original and of the colour that are added, as `cv2.addWeighted` takes them. */
export interface BlendWeights {
  readonly original: number;
  readonly colour: number;
}

/** The weights of a published blend; null for `normal`, in which they depend on the colour's alpha. */
export function blendWeights(blend: Blend, opacity: number): BlendWeights | null {
  if (blend === 'normal') return null;
  return blend === 'sixForty' ? { original: 0.6, colour: 0.4 } : { original: 0.9, colour: opacity };
}

const YELLOW = [255, 255, 0] as const;

/** What a blend needs of a mask. */
export interface BlendColours {
  /** RGBA bytes of ids 0 … n−1, 4 × n. */
  readonly colours: Uint8Array;
  /** The largest id in the mask, which `jet` scales by. */
  readonly largest: number;
  /** The id that `yellow` is for; null: none is. */
  readonly value: number | null;
}

/** The colours that a blend gives to ids: RGBA bytes, 4 × n, as many as the mask's own. */
export function blendColours(blend: Blend, { colours, largest, value }: BlendColours): Uint8Array {
  switch (blend) {
    case 'normal':
      return colours;
    case 'jet':
      return jetColours(largest, colours.length / 4);
    case 'yellow': {
      const made = blackColours(colours.length / 4);
      if (value !== null) made.set(YELLOW, 4 * value);
      return made;
    }
    case 'sixForty': {
      // OpenCV has no alpha.
      const opaque = colours.slice();
      for (let at = 3; at < opaque.length; at += 4) opaque[at] = 255;
      return opaque;
    }
  }
}

function blackColours(count: number): Uint8Array {
  const colours = new Uint8Array(4 * count);
  for (let at = 3; at < colours.length; at += 4) colours[at] = 255;
  return colours;
}

export interface BlendSource extends BlendColours {
  /** The original: red, green, blue of each pixel, 3 × pixels. */
  readonly rgb: Uint8Array;
  /** The mask's ids, one a pixel; those at or beyond the number of colours leave the original as it is. */
  readonly ids: Uint8Array | Uint16Array;
  /** One byte an id, 1 = not shown (`normal` only; in the published blends every pixel is blended); null: all are. */
  readonly hidden: Uint8Array | null;
}

/**
 * A mask over its original, of one size.
 *
 * @param opacity 0 … 1; of `sixForty` it is 0.4 whatever is asked for
 * @returns red, green, blue of each pixel
 * @throws RangeError where ids and original are not of one size
 */
export function blendMask(blend: Blend, source: BlendSource, opacity: number): Uint8Array {
  const { rgb, ids, hidden } = source;
  if (rgb.length !== 3 * ids.length) throw new RangeError('The original and the mask differ in size.');
  const colours = blendColours(blend, source);
  const weights = blendWeights(blend, opacity);
  const blended = new Uint8Array(rgb.length);
  const known = colours.length / 4;
  const add = weights === null ? null : addWeighted(weights);
  for (let pixel = 0, at = 0; pixel < ids.length; pixel++, at += 3) {
    const id = ids[pixel] ?? 0;
    const isBare = id >= known || (weights === null && hidden !== null && hidden[id] === 1);
    const part = isBare ? 0 : (opacity * (colours[4 * id + 3] ?? 255)) / 255;
    for (let channel = 0; channel < 3; channel++) {
      const original = rgb[at + channel] ?? 0;
      const colour = colours[4 * id + channel] ?? 0;
      if (add === null || isBare) blended[at + channel] = Math.round(original + part * (colour - original));
      else blended[at + channel] = add(original, colour);
    }
  }
  return blended;
}

/**
 * `cv2.addWeighted` of two bytes: weights in single precision, the product of the first added to that of the second before it
 * is rounded (a fused multiply-add), the sum rounded half to even and kept within 0 … 255. Checked against OpenCV 4.6 on
 * x86-64 for all 256 × 256 pairs of bytes: 0.6 with 0.4, and 0.9 with every weight of 0.05 … 1 in steps of 0.05.
 */
export function addWeighted({ original, colour }: BlendWeights): (one: number, other: number) => number {
  const [first, second] = [Math.fround(original), Math.fround(colour)];
  return (one, other) => {
    const sum = Math.fround(one * first + Math.fround(other * second));
    const floor = Math.floor(sum);
    const isUp = sum - floor > 0.5 || (sum - floor === 0.5 && floor % 2 === 1);
    return Math.min(255, Math.max(0, floor + (isUp ? 1 : 0)));
  };
}

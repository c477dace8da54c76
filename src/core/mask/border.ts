import { complement, dilate, foreground, forEachRun, without, type BitPlane, type Element } from './borderPlane.ts';
import { insideRim, labelObjects, outsideSomeObject } from './borderLabels.ts';

/**
 * Between what a border runs.
 * - `union`: everything that is not background is one object, void included;
 * - `classes`: each class is an object, so that touching classes get a border too;
 * - `objects`: each pair of class and instance is one, as in Pascal VOC. Instance 0, and in instance masks of 8 bits 255,
 *   is no object: such pixels of a class count with the nearest object of that class that they hang together with, or
 *   where there is none, as one object of the class alone.
 */
export type BorderMode = 'union' | 'classes' | 'objects';

/**
 * Where the border lies: `outer`, outside the objects (in `classes` and `objects` mode a neighbour loses pixels too);
 * `inner`, inside them; `centred`, ⌈K/2⌉ outside and ⌊K/2⌋ inside.
 */
export type BorderSide = 'outer' | 'inner' | 'centred';

export interface BorderOptions {
  readonly mode: BorderMode;
  /** K, steps of the 3×3 element; 1 and up. */
  readonly iterations: number;
  readonly side: BorderSide;
  readonly element: Element;
  /** What the border's pixels become. Above 255 only in masks of 16 bits. */
  readonly voidId: number;
  /** The id that is no object; 0 in most datasets. */
  readonly background: number;
  /** Ids of objects, row-major, as many as pixels; `objects` mode needs them. */
  readonly instances?: Uint8Array | Uint16Array;
  /** What background that the border left becomes; absent: it stays. */
  readonly backgroundBecomes?: number;
}

/** Pixels that an id lost. */
export interface PixelLoss {
  readonly id: number;
  readonly pixels: number;
}

export interface BorderedMask {
  /** Row-major, as wide as the ids before. */
  readonly ids: Uint8Array | Uint16Array;
  /** Pixels that have another id now, ascending by the one that they had; the background's are among them. */
  readonly losses: readonly PixelLoss[];
  /** Pixels of the border, those that were void before included. */
  readonly borderPixels: number;
  /** Pixels of classes that the instance mask gives to no object; 0 in other modes. */
  readonly withoutInstance: number;
}

/**
 * Draws a void border. With `union`, `outer`, `rectangle` it is dilate(B, 3×3, K) ∧ ¬B, B being what is not background,
 * equal to OpenCV's `dilate` to the pixel. The other modes take the same formula object by object and unite the rims;
 * `inner` is B ∧ ¬erode(B, 3×3, K). Void pixels are no object in `classes` and `objects` mode. `ids` is not changed
 * unless it is to hold the result.
 *
 * @param isOver the result is put over `ids`, where nothing becomes of the rest of the background
 * @throws RangeError if the options do not fit the mask
 */
export function drawBorder(
  ids: Uint8Array | Uint16Array,
  width: number,
  height: number,
  options: BorderOptions,
  isOver = false,
): BorderedMask {
  requireFitting(ids, width, height, options);
  const { background, backgroundBecomes = background, voidId } = options;
  const { rims, withoutInstance } = rimsOf(ids, width, height, options);
  const out = isOver && backgroundBecomes === background ? ids : ids.slice();
  if (backgroundBecomes !== background) {
    for (let i = 0; i < out.length; i++) if (out[i] === background) out[i] = backgroundBecomes;
  }
  const lost = new Uint32Array(ids instanceof Uint8Array ? 256 : 65_536);
  let borderPixels = 0;
  for (const rim of rims) {
    forEachRun(rim, (from, to) => {
      borderPixels += to - from;
      for (let i = from; i < to; i++) {
        const id = ids[i] as number;
        lost[id] = (lost[id] as number) + 1;
        out[i] = voidId;
      }
    });
  }
  lost[voidId] = 0;
  if (backgroundBecomes !== background) {
    // Background that the border took is counted already; the rest became something else.
    let changed = 0;
    for (let i = 0; i < out.length; i++) if (ids[i] === background && out[i] !== background) changed++;
    lost[background] = changed;
  }
  const losses: PixelLoss[] = [];
  lost.forEach((pixels, id) => {
    if (pixels > 0) losses.push({ id, pixels });
  });
  return { ids: out, losses, borderPixels, withoutInstance };
}

/** One rim, or for `centred` two that share no pixel. */
function rimsOf(
  ids: Uint8Array | Uint16Array,
  width: number,
  height: number,
  options: BorderOptions,
): { readonly rims: readonly BitPlane[]; readonly withoutInstance: number } {
  const { mode, side, iterations, element, background, voidId } = options;
  const outside = side === 'inner' ? 0 : side === 'outer' ? iterations : Math.ceil(iterations / 2);
  const inside = side === 'outer' ? 0 : side === 'inner' ? iterations : Math.floor(iterations / 2);
  const rims: BitPlane[] = [];
  if (mode === 'union') {
    const objects = foreground(ids, width, height, background);
    if (outside > 0) rims.push(without(dilate(objects, element, outside), objects));
    if (inside > 0) {
      const others = complement(objects);
      rims.push(without(dilate(others, element, inside), others));
    }
    return { rims, withoutInstance: 0 };
  }
  const instances = mode === 'objects' ? (options.instances ?? null) : null;
  const labels = labelObjects(ids, width, height, instances, background, voidId);
  if (outside > 0) rims.push(outsideSomeObject(labels, element, outside));
  if (inside > 0) {
    const inner = insideRim(labels, element, inside);
    rims.push(rims[0] ? without(inner, rims[0]) : inner);
  }
  return { rims, withoutInstance: labels.withoutInstance };
}

function requireFitting(
  ids: Uint8Array | Uint16Array,
  width: number,
  height: number,
  { mode, iterations, instances, voidId, backgroundBecomes }: BorderOptions,
): void {
  if (ids.length !== width * height) throw new RangeError(`${width} × ${height} pixels need as many ids.`);
  if (!Number.isInteger(iterations) || iterations < 1) {
    throw new RangeError(`A border is 1 or more pixels wide, not ${iterations}.`);
  }
  const most = ids instanceof Uint8Array ? 255 : 65_535;
  for (const id of [voidId, backgroundBecomes ?? 0]) {
    if (!Number.isInteger(id) || id < 0 || id > most)
      throw new RangeError(`The mask holds ids 0 to ${most}, not ${id}.`);
  }
  if (mode === 'objects' && instances?.length !== ids.length) {
    throw new RangeError('A border between objects needs an instance mask of the same size.');
  }
}

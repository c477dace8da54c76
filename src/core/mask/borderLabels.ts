import { adoptPixels } from './borderInstances.ts';
import {
  complement,
  dilate,
  intersection,
  emptyPlane,
  union,
  without,
  type BitPlane,
  type Element,
} from './borderPlane.ts';

/** Pixels with objects numbered apart: one number for each class, or for each pair of class and instance. */
export interface Labels {
  readonly width: number;
  readonly height: number;
  /** Row-major; 0 where there is no object. */
  readonly numbers: Uint8Array | Uint16Array | Uint32Array;
}

/** The void of instance masks of 8 bits, as Pascal VOC has it around every object. Those of 16 bits have none. */
const VOID_INSTANCE = 255;

/** Labels, and how many pixels of classes the instance mask gives to no object; 0 without one. */
export interface ObjectLabels extends Labels {
  readonly withoutInstance: number;
}

/**
 * Numbers the classes of a mask, or its objects where `instances` tells them apart. Background and void are none.
 * A pixel of a class that the instance mask gives to no object goes to one of its class: see {@link adoptPixels}.
 */
export function labelObjects(
  ids: Uint8Array | Uint16Array,
  width: number,
  height: number,
  instances: Uint8Array | Uint16Array | null,
  background: number,
  voidId: number,
): ObjectLabels {
  // Exclusive or with the background's id numbers the ids so that the background is 0 and no other is.
  const numberOf = (id: number): number => (id === voidId ? 0 : id ^ background);
  if (instances === null) return { width, height, numbers: ids.map(numberOf), withoutInstance: 0 };
  const numbers = new Uint32Array(ids.length);
  const noInstance = instances instanceof Uint8Array ? VOID_INSTANCE : 0;
  let withoutInstance = 0;
  for (let i = 0; i < ids.length; i++) {
    const number = numberOf(ids[i] as number);
    if (number === 0) continue;
    const instance = instances[i] as number;
    const isNone = instance === 0 || instance === noInstance;
    if (isNone) withoutInstance++;
    numbers[i] = (number << 16) | (isNone ? 0 : instance);
  }
  if (withoutInstance > 0) adoptPixels(numbers, width, height);
  return { width, height, numbers, withoutInstance };
}

/**
 * The pixels within reach of an object that they do not belong to: the union over all objects of
 * dilate(object) ∧ ¬object. Time grows with the number of bits in which labels differ, not with that of objects.
 */
export function outsideSomeObject(labels: Labels, element: Element, iterations: number): BitPlane {
  const { objects, bits } = slicesOf(labels, differingBits(labels, false));
  let rim = without(dilate(objects, element, iterations), objects);
  // A pixel of an object sees another one exactly if some bit is set in one around it and clear in another.
  for (const set of bits) {
    const clear = without(objects, set);
    const both = intersection(dilate(set, element, iterations), dilate(clear, element, iterations));
    rim = union(rim, intersection(both, objects));
  }
  return rim;
}

/**
 * The pixels of an object within reach of one that does not belong to it: the union over all objects of
 * object ∧ ¬erode(object). What lies outside the image does not erode (OpenCV's default border).
 */
export function insideRim(labels: Labels, element: Element, iterations: number): BitPlane {
  const { objects, bits } = slicesOf(labels, differingBits(labels, true));
  let rim = emptyPlane(labels.width, labels.height);
  for (const set of bits) {
    const both = intersection(dilate(set, element, iterations), dilate(complement(set), element, iterations));
    rim = union(rim, intersection(both, objects));
  }
  return rim;
}

/** The bits, as powers of two, that are set in some numbers and clear in others; 0 counts only `withNone`. */
function differingBits({ numbers }: Labels, withNone: boolean): number[] {
  let some = 0;
  let all = -1;
  let last = -1;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] as number;
    if (number === last) continue;
    last = number;
    if (number === 0 && !withNone) continue;
    some |= number;
    all &= number;
  }
  return Array.from({ length: 32 }, (_, place) => 1 << place).filter((bit) => (some & ~all & bit) !== 0);
}

/** The pixels of objects, and for each of `wanted` those whose number has that bit. */
function slicesOf(
  { width, height, numbers }: Labels,
  wanted: readonly number[],
): { objects: BitPlane; bits: readonly BitPlane[] } {
  const objects = emptyPlane(width, height);
  const bits = wanted.map(() => emptyPlane(width, height));
  for (let y = 0, at = 0, word = 0; y < height; y++) {
    for (let left = width; left > 0; left -= 32, word++) {
      const start = at;
      const end = at + Math.min(32, left);
      const first = numbers[at] as number;
      while (at < end && numbers[at] === first) at++;
      if (at === end) {
        // Most words lie within one object, or none.
        const full = left < 32 ? (1 << left) - 1 : -1;
        if (first !== 0) objects.words[word] = full;
        for (let b = 0; b < wanted.length; b++) {
          if (((wanted[b] as number) & first) !== 0) (bits[b] as BitPlane).words[word] = full;
        }
        continue;
      }
      for (at = start; at < end; at++) {
        const number = numbers[at] as number;
        if (number === 0) continue;
        const pixel = 1 << (at - start);
        objects.words[word] = (objects.words[word] as number) | pixel;
        for (let b = 0; b < wanted.length; b++) {
          if (((wanted[b] as number) & number) === 0) continue;
          const { words } = bits[b] as BitPlane;
          words[word] = (words[word] as number) | pixel;
        }
      }
    }
  }
  return { objects, bits };
}

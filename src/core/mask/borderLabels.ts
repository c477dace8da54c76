import { emptyPlane, type BitPlane, type Element } from './borderPlane.ts';

/** Pixels that belong to no object. */
export const NO_OBJECT = 0;

/** Numbers of objects: each distinct pair of class and instance, from 1 in reading order; {@link NO_OBJECT} elsewhere. */
export type Labels = Int32Array;

/**
 * Numbers the classes of a mask, or its objects where `instances` tells them apart.
 *
 * @param isObject by class id: false for background and void
 */
export function labelObjects(
  ids: Uint8Array | Uint16Array,
  instances: Uint8Array | Uint16Array | null,
  isObject: (id: number) => boolean,
): Labels {
  const labels = new Int32Array(ids.length);
  const numbers = new Map<number, number>();
  let last = -1;
  let label = NO_OBJECT;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    const key = id * 65_536 + (instances === null ? 0 : (instances[i] as number));
    if (key !== last) {
      last = key;
      label = NO_OBJECT;
      if (isObject(id)) {
        label = numbers.get(key) ?? numbers.size + 1;
        numbers.set(key, label);
      }
    }
    labels[i] = label;
  }
  return labels;
}

/**
 * The pixels within reach of an object that they do not belong to: the union over all objects of
 * dilate(object) ∧ ¬object. Time grows with the logarithm of the reach (with the reach itself for the cross), and not
 * with the number of objects.
 */
export function outsideSomeObject(
  labels: Labels,
  width: number,
  height: number,
  element: Element,
  iterations: number,
): BitPlane {
  // A pixel sees another object exactly if the least or the greatest number around it is not its own.
  const greatest = spread(labels, width, height, element, iterations, (a, b) => (a > b ? a : b));
  // Without an object a pixel must not be the least.
  const high = labels.map((label) => (label === NO_OBJECT ? 0x7fffffff : label));
  const least = spread(high, width, height, element, iterations, (a, b) => (a < b ? a : b));
  return planeWhere(width, height, (i) => {
    const own = labels[i] as number;
    if (greatest[i] === NO_OBJECT) return false;
    return own !== greatest[i] || own !== least[i];
  });
}

/**
 * The pixels of an object within reach of one that does not belong to it: the union over all objects of
 * object ∧ ¬erode(object). What lies outside the image does not erode (OpenCV's default border).
 */
export function insideRim(
  labels: Labels,
  width: number,
  height: number,
  element: Element,
  iterations: number,
): BitPlane {
  const greatest = spread(labels, width, height, element, iterations, (a, b) => (a > b ? a : b));
  const least = spread(labels, width, height, element, iterations, (a, b) => (a < b ? a : b));
  return planeWhere(width, height, (i) => labels[i] !== NO_OBJECT && (greatest[i] as number) > (least[i] as number));
}

type Choose = (a: number, b: number) => number;

/** The least or greatest number within reach of every pixel. */
function spread(
  labels: Int32Array,
  width: number,
  height: number,
  element: Element,
  iterations: number,
  choose: Choose,
): Int32Array {
  const steps = Math.min(iterations, width + height);
  let current = labels.slice();
  if (element === 'cross') {
    for (let step = 0; step < steps; step++) {
      const along = current.slice();
      spreadRows(along, current, width, 1, choose);
      spreadColumns(along, current, width, 1, choose);
      current = along;
    }
    return current;
  }
  for (const spreadOnce of [spreadRows, spreadColumns]) {
    for (let reach = 0; reach < steps;) {
      const next = Math.min(steps - reach, 2 * reach + 1);
      const out = current.slice();
      spreadOnce(out, current, width, next, choose);
      current = out;
      reach += next;
    }
  }
  return current;
}

function spreadRows(out: Int32Array, from: Int32Array, width: number, reach: number, choose: Choose): void {
  for (let row = 0; row < from.length; row += width) {
    for (let i = row + reach; i < row + width; i++) {
      out[i] = choose(out[i] as number, from[i - reach] as number);
      out[i - reach] = choose(out[i - reach] as number, from[i] as number);
    }
  }
}

function spreadColumns(out: Int32Array, from: Int32Array, width: number, reach: number, choose: Choose): void {
  const distance = reach * width;
  for (let i = distance; i < from.length; i++) {
    out[i] = choose(out[i] as number, from[i - distance] as number);
    out[i - distance] = choose(out[i - distance] as number, from[i] as number);
  }
}

function planeWhere(width: number, height: number, isIn: (index: number) => boolean): BitPlane {
  const plane = emptyPlane(width, height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const word = y * plane.stride + (x >>> 5);
      if (isIn(i)) plane.words[word] = (plane.words[word] as number) | (1 << (x & 31));
    }
  }
  return plane;
}

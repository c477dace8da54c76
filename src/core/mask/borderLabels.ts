import { emptyPlane, movesFor, type BitPlane, type Element } from './borderPlane.ts';

/** Numbers of objects by pixel, row-major; {@link NO_OBJECT} where there is none. */
export type Labels = Uint8Array | Uint16Array | Uint32Array;

export const NO_OBJECT = 0;

/**
 * Numbers the classes of a mask, or its objects where `instances` tells them apart: one number for each class or each
 * pair of class and instance. Background and void are no objects.
 */
export function labelObjects(
  ids: Uint8Array | Uint16Array,
  instances: Uint8Array | Uint16Array | null,
  background: number,
  voidId: number,
): Labels {
  // Exclusive or with the background's id is a numbering of the ids that gives 0 to the background.
  if (instances === null) return ids.map((id) => (id === voidId ? NO_OBJECT : id ^ background));
  const labels = new Uint32Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    if (id !== voidId && id !== background) labels[i] = ((id ^ background) << 16) | (instances[i] as number);
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
  // A pixel sees another object exactly if the greatest or the least number around it is not its own. The least is the
  // greatest of the numbers counted from the other end, where a pixel without an object must be 0 again.
  const greatest = spreadGreatest(labels, width, height, element, iterations);
  const reversed = counted(labels, (label, most) => (label === NO_OBJECT ? NO_OBJECT : most - label));
  const least = spreadGreatest(reversed, width, height, element, iterations);
  return planeWhere(width, height, (i) => greatest[i] !== labels[i] || least[i] !== reversed[i]);
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
  const greatest = spreadGreatest(labels, width, height, element, iterations);
  const reversed = counted(labels, (label, most) => most - label);
  const least = spreadGreatest(reversed, width, height, element, iterations);
  return planeWhere(
    width,
    height,
    (i) => labels[i] !== NO_OBJECT && (greatest[i] !== labels[i] || least[i] !== reversed[i]),
  );
}

function counted(labels: Labels, count: (label: number, most: number) => number): Labels {
  const most = 2 ** (8 * labels.BYTES_PER_ELEMENT) - 1;
  return labels.map((label) => count(label, most));
}

/** The greatest number within reach of every pixel. */
function spreadGreatest(labels: Labels, width: number, height: number, element: Element, iterations: number): Labels {
  const steps = Math.min(iterations, width + height);
  let current = labels;
  if (element === 'cross') {
    for (let step = 0; step < steps; step++) {
      const next = current.slice();
      spreadRows(next, current, width, 1);
      spreadColumns(next, current, width, 1);
      current = next;
    }
    return current;
  }
  for (const spread of [spreadRows, spreadColumns]) {
    for (const move of movesFor(steps)) {
      const next = current.slice();
      spread(next, current, width, move);
      current = next;
    }
  }
  return current;
}

function spreadRows(out: Labels, from: Labels, width: number, move: number): void {
  for (let row = 0; row < from.length; row += width) {
    for (let i = row + move; i < row + width; i++) {
      if ((from[i - move] as number) > (out[i] as number)) out[i] = from[i - move] as number;
      if ((from[i] as number) > (out[i - move] as number)) out[i - move] = from[i] as number;
    }
  }
}

function spreadColumns(out: Labels, from: Labels, width: number, move: number): void {
  const distance = move * width;
  for (let i = distance; i < from.length; i++) {
    if ((from[i - distance] as number) > (out[i] as number)) out[i] = from[i - distance] as number;
    if ((from[i] as number) > (out[i - distance] as number)) out[i - distance] = from[i] as number;
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

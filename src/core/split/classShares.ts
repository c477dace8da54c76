import { compareClassKeys, type ClassKey } from '../dataset/classNaming.ts';
import type { SplitItem } from './splitItem.ts';
import type { StratifyBy } from './strata.ts';

/** Which classes each item has, as rows of a sparse matrix. */
export interface ItemClasses {
  /** Ids ascending, then colours. */
  readonly keys: readonly ClassKey[];
  /** Row `item` is from `starts[item]` to `starts[item + 1]`. */
  readonly starts: Int32Array;
  /** Place in {@link keys}. */
  readonly classes: Int32Array;
  readonly pixels: Float64Array;
}

/** What a part holds of a class. */
export interface ClassCount {
  readonly images: number;
  readonly pixels: number;
}

/** Null where nothing tells of any class. Where only labels are known, each is a class without pixels. */
export function itemClasses(items: readonly Pick<SplitItem, 'pixels' | 'label'>[]): ItemClasses | null {
  const rows = items.map(({ pixels, label }) => pixels ?? (label === null ? NONE : new Map([[label, 0]])));
  const distinct = new Set<ClassKey>();
  for (const row of rows) for (const key of row.keys()) distinct.add(key);
  const keys = [...distinct].sort(compareClassKeys);
  if (keys.length === 0) return null;
  const placeOf = new Map(keys.map((key, at) => [key, at]));
  const starts = new Int32Array(items.length + 1);
  for (const [index, { size }] of rows.entries()) starts[index + 1] = (starts[index] ?? 0) + size;
  const count = starts[items.length] ?? 0;
  const [classes, areas] = [new Int32Array(count), new Float64Array(count)];
  let at = 0;
  for (const row of rows) {
    for (const [key, area] of row) {
      classes[at] = placeOf.get(key) ?? 0;
      areas[at++] = area;
    }
  }
  return { keys, starts, classes, pixels: areas };
}

const NONE: ReadonlyMap<ClassKey, number> = new Map();

/**
 * Images and pixels of each class in each part.
 *
 * @param partOf the part of each item; below 0 for none
 * @returns row by class, a column for each part
 */
export function countClasses(
  { keys, starts, classes, pixels }: ItemClasses,
  partOf: Int32Array,
  parts: number,
): { readonly images: Float64Array; readonly pixels: Float64Array } {
  const [images, areas] = [new Float64Array(keys.length * parts), new Float64Array(keys.length * parts)];
  for (let item = 0; item < partOf.length; item++) {
    const part = partOf[item] ?? -1;
    if (part < 0) continue;
    for (let at = starts[item] ?? 0; at < (starts[item + 1] ?? 0); at++) {
      const cell = (classes[at] ?? 0) * parts + part;
      images[cell] = (images[cell] ?? 0) + 1;
      areas[cell] = (areas[cell] ?? 0) + (pixels[at] ?? 0);
    }
  }
  return { images, pixels: areas };
}

/**
 * How far the class shares of parts are from those of the whole: the mean, over classes and parts, of the absolute
 * difference of the two shares, 0 … 1. A share is the images of a part that have the class among all its images, or the
 * pixels of the class among those of all classes in the part.
 */
export function shareDeviation(classes: ItemClasses, partOf: Int32Array, parts: number, by: StratifyBy): number {
  const counted = countClasses(classes, partOf, parts);
  const counts = by === 'presence' ? counted.images : counted.pixels;
  const sizes = new Float64Array(parts);
  if (by === 'presence') for (const part of partOf) sizes[part] = (sizes[part] ?? 0) + 1;
  else for (const [cell, count] of counts.entries()) sizes[cell % parts] = (sizes[cell % parts] ?? 0) + count;
  const all = sizes.reduce((sum, size) => sum + size, 0);
  let deviation = 0;
  for (let row = 0; row < counts.length; row += parts) {
    const own = counts.subarray(row, row + parts);
    const whole = own.reduce((sum, count) => sum + count, 0) / all;
    for (const [part, count] of own.entries()) {
      const size = sizes[part] ?? 0;
      deviation += size === 0 ? whole : Math.abs(count / size - whole);
    }
  }
  return deviation / counts.length;
}

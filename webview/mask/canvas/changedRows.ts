import type { Mask } from '../../../src/core/mask/mask.ts';

/** Rows of an image: `top` … `bottom` − 1. */
export interface Rows {
  readonly top: number;
  readonly bottom: number;
}

/** The rows in which two arrays of ids of one size differ; null where they are equal. */
export function changedRows(before: Mask['ids'], after: Mask['ids'], width: number): Rows | null {
  if (before === after) return null;
  let first = 0;
  while (first < after.length && before[first] === after[first]) first++;
  if (first === after.length) return null;
  let last = after.length - 1;
  while (before[last] === after[last]) last--;
  return { top: Math.floor(first / width), bottom: Math.floor(last / width) + 1 };
}

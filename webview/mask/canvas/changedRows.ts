import type { Mask } from '../../../src/core/mask/mask.ts';

/** Rows of an image: `top` … `bottom` − 1. */
export interface Rows {
  readonly top: number;
  readonly bottom: number;
}

/** The rows in which two arrays of ids of one size differ; null where they are equal. */
export function changedRows(before: Mask['ids'], after: Mask['ids'], width: number): Rows | null {
  if (before === after) return null;
  // Words first: most edits leave most of a mask as it is.
  const [wordsBefore, wordsAfter] = isAligned(before) && isAligned(after) ? [asWords(before), asWords(after)] : [];
  const perWord = wordsAfter === undefined ? after.length : 4 / after.BYTES_PER_ELEMENT;
  let words = 0;
  while (wordsAfter !== undefined && words < wordsAfter.length && wordsBefore?.[words] === wordsAfter[words]) words++;
  let first = words * perWord;
  while (first < after.length && before[first] === after[first]) first++;
  if (first === after.length) return null;
  let end = after.length;
  while (end % perWord !== 0 && before[end - 1] === after[end - 1]) end--;
  while (
    wordsAfter !== undefined &&
    end % perWord === 0 &&
    wordsBefore?.[end / perWord - 1] === wordsAfter[end / perWord - 1]
  )
    end -= perWord;
  while (before[end - 1] === after[end - 1]) end--;
  return { top: Math.floor(first / width), bottom: Math.floor((end - 1) / width) + 1 };
}

const isAligned = (ids: Mask['ids']): boolean => ids.byteOffset % 4 === 0;

/** The ids as 32-bit words, but for the last ids that do not fill one. */
const asWords = (ids: Mask['ids']): Int32Array => new Int32Array(ids.buffer, ids.byteOffset, ids.byteLength >>> 2);

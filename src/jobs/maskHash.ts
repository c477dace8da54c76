import { hashIds } from '../core/dataset/maskRecord.ts';
import { isPhotograph, maskFromPng } from '../core/mask/fromPng.ts';
import { createSha256, sha256Hex } from '../platform/hash.ts';
import { readImage } from './readImage.ts';

/**
 * By what a review knows the file of a mask again, as a scan of its dataset does: SHA-256 of its pixels (see `hashIds`), or
 * of its bytes where they are no mask.
 *
 * @returns 64 hexadecimal digits
 */
export function hashOfMask(bytes: Uint8Array): string {
  try {
    const mask = maskFromPng(readImage(bytes));
    if (!isPhotograph(mask)) return hashIds(mask, createSha256());
  } catch {
    // A file that is no mask, or is damaged, has no pixels to go by.
  }
  return sha256Hex(bytes);
}

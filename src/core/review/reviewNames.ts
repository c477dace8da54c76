import { utf8Bytes } from '../labelbox/utf8.ts';
import { crc32 } from '../png/crc32.ts';

/** Names of files of tags, in the folder of a dataset. */
export const REVIEW_FILE = /^maskscope\.review\..+\.json$/;

const MOST_LETTERS = 60;

/**
 * The name of a reviewer's file. Every reviewer has one of their own, so that work of two never touches one line, nor one
 * file, of Git. A reviewer who is not called by lower case letters and digits alone gets a checksum behind the name: `Ana`
 * and `ana` would be one file on some systems.
 */
export function reviewFileName(reviewer: string): string {
  const name = reviewer.normalize('NFC');
  const plain = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const short = [...plain].slice(0, MOST_LETTERS).join('');
  const checksum = crc32(utf8Bytes(name)).toString(16).padStart(8, '0');
  const stem = short === '' ? checksum : short === name ? short : `${short}-${checksum}`;
  return `maskscope.review.${stem}.json`;
}

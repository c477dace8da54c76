import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Bytes that this user may still write where a path lies or would come to lie; null where the file system does not say,
 * as those without blocks (/proc) and some of networks do not.
 *
 * @param path absolute
 */
export function freeBytesAt(path: string): number | null {
  let nearest = path;
  while (!existsSync(nearest) && dirname(nearest) !== nearest) nearest = dirname(nearest);
  try {
    const { bavail, blocks, bsize } = statfsSync(nearest);
    return blocks > 0 ? bavail * bsize : null;
  } catch {
    return null;
  }
}

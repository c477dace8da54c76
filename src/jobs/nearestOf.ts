import { sep } from 'node:path';

/** Folders that say what a mask is, with its name. */
const PARTS = 4;

/**
 * The end of a path, by which the kind of a mask is recognised: folders further up say where masks lie, not what they are.
 *
 * @param path absolute
 * @returns `/` between the parts
 */
export function nearestOf(path: string): string {
  return path.split(sep).slice(-PARTS).join('/');
}

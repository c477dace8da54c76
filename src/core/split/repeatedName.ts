import { murmur3 } from './murmur3.ts';
import { MAX_NAMES } from './splitItem.ts';

/** More than {@link MAX_NAMES}: an index and the upper bits of a hash make one whole number below 2⁵³. */
const INDICES = 2 ** 24;

/**
 * A name that comes more than once; null where none does. By sorted hashes, because a set of a million texts takes a
 * second; only names of equal hashes are compared.
 *
 * @param names {@link MAX_NAMES} at most
 */
export function repeatedName(names: readonly string[]): string | null {
  if (names.length > MAX_NAMES) throw new Error('There are too many names.');
  const keys = new Float64Array(names.length);
  for (let at = 0; at < names.length; at++) keys[at] = (murmur3(names[at] ?? '', 0) >>> 3) * INDICES + at;
  keys.sort();
  let alike = new Set<string>();
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at] ?? 0;
    const isAlike = (next: number | undefined): boolean =>
      next !== undefined && Math.floor(next / INDICES) === Math.floor(key / INDICES);
    if (!isAlike(keys[at - 1])) {
      if (!isAlike(keys[at + 1])) continue;
      alike = new Set();
    }
    const name = names[key % INDICES] ?? '';
    if (alike.has(name)) return name;
    alike.add(name);
  }
  return null;
}

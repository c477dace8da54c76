import { histogramById } from './histogram.ts';
import { RemapError, type RefusedValue } from './remapErrors.ts';

/** What becomes of each id: 256 or 65,536 targets, 0 … 65,535; −1 where the table does not say. */
export type IdTable = Int32Array;

export type IdTableSize = 256 | 65_536;

/** A target of an {@link IdTable} for ids that must not occur. */
export const UNKNOWN_ID = -1;

/** Ids after a change, and how many pixels each id had before and has now. */
export interface RemappedIds {
  /** Row-major, as long as the ids before; bytes where the table names no target above 255. */
  readonly ids: Uint8Array | Uint16Array;
  /** Histogram by id before, 256 or 65,536 counts. */
  readonly before: Uint32Array;
  /** Histogram by id after, 256 or 65,536 counts; the sum is the same. */
  readonly after: Uint32Array;
}

/**
 * Replaces every id by its target. Whether the result holds bytes or 16-bit ids depends on the table alone, so that
 * all masks of a dataset come out alike. `ids` is not changed unless it is to hold the result.
 *
 * @param before the histogram of `ids`, where it is known already
 * @param room where a result of bytes is put, as long as `ids`; may be `ids` itself. Default: fresh memory
 * @throws RemapError `idsUnknown` listing the ids that occur and that the table does not know, with their counts
 */
export function remapIds(
  ids: Uint8Array | Uint16Array,
  table: IdTable,
  before: Uint32Array = histogramById(ids),
  room?: Uint8Array,
): RemappedIds {
  const unknown: RefusedValue[] = [];
  before.forEach((pixels, id) => {
    if (pixels > 0 && (table[id] ?? UNKNOWN_ID) < 0) unknown.push({ value: String(id), pixels });
  });
  if (unknown.length > 0) throw new RemapError('idsUnknown', unknown);
  const isWide = table.some((target) => target > 255);
  const after = new Uint32Array(isWide ? 65_536 : 256);
  before.forEach((pixels, id) => {
    if (pixels > 0) after[table[id] as number] = (after[table[id] as number] as number) + pixels;
  });
  return { ids: lookUp(ids, table, isWide, room), before, after };
}

/**
 * Replaces every id by its target, which the table has to name for all ids that occur; in `room` where the result holds
 * bytes, if it is given.
 *
 * @param isWide whether the result holds 16-bit ids; else the targets are bytes
 */
export function lookUp(
  ids: Uint8Array | Uint16Array,
  table: IdTable,
  isWide: boolean,
  room?: Uint8Array,
): Uint8Array | Uint16Array {
  if (!isWide && ids instanceof Uint8Array) return lookUpBytes(ids, table, room ?? new Uint8Array(ids.length));
  const out = isWide ? new Uint16Array(ids.length) : (room ?? new Uint8Array(ids.length));
  for (let i = 0; i < ids.length; i++) out[i] = table[ids[i] as number] as number;
  return out;
}

/** Masks are long runs of one id: mostly the next sixteen are what has been looked up already. */
function lookUpBytes(ids: Uint8Array, table: IdTable, out: Uint8Array): Uint8Array {
  const isAligned = ids.byteOffset % 4 === 0 && out.byteOffset % 4 === 0;
  const inWords = isAligned ? ids.length >>> 2 : 0;
  if (inWords > 0) {
    const words = new Int32Array(ids.buffer, ids.byteOffset, inWords);
    const outWords = new Int32Array(out.buffer, out.byteOffset, inWords);
    let last = words[0] as number;
    let target = targetsOf(last, table);
    let i = 0;
    while (i < inWords) {
      for (; i + 4 <= inWords && areAll(words, i, last); i += 4) {
        outWords[i] = target;
        outWords[i + 1] = target;
        outWords[i + 2] = target;
        outWords[i + 3] = target;
      }
      for (const end = Math.min(inWords, i + 4); i < end; i++) {
        const word = words[i] as number;
        if (word !== last) {
          last = word;
          target = targetsOf(word, table);
        }
        outWords[i] = target;
      }
    }
  }
  for (let i = 4 * inWords; i < ids.length; i++) out[i] = table[ids[i] as number] as number;
  return out;
}

/** Whether the four words from `at` all are `word`. */
function areAll(words: Int32Array, at: number, word: number): boolean {
  return (
    (((words[at] as number) ^ word) |
      ((words[at + 1] as number) ^ word) |
      ((words[at + 2] as number) ^ word) |
      ((words[at + 3] as number) ^ word)) ===
    0
  );
}

/** The targets of the four ids in a word. */
function targetsOf(word: number, table: IdTable): number {
  return (
    (table[word & 255] as number) |
    ((table[(word >>> 8) & 255] as number) << 8) |
    ((table[(word >>> 16) & 255] as number) << 16) |
    ((table[word >>> 24] as number) << 24)
  );
}

/** Every id stays what it is. */
export function identityTable(size: IdTableSize): IdTable {
  return Int32Array.from({ length: size }, (_, id) => id);
}

/**
 * The table that pairs of ids describe.
 *
 * @param others what becomes of ids that no pair names
 * @throws RangeError if an id or a target is outside the table's or 16 bits' range, or an id is named twice with
 *   different targets
 */
export function tableFromPairs(
  size: IdTableSize,
  pairs: Iterable<readonly [from: number, to: number]>,
  others: 'keep' | 'unknown',
): IdTable {
  const table = others === 'keep' ? identityTable(size) : new Int32Array(size).fill(UNKNOWN_ID);
  const named = new Map<number, number>();
  for (const [from, to] of pairs) {
    requireId(from, size - 1);
    requireId(to, 65_535);
    const earlier = named.get(from);
    if (earlier !== undefined && earlier !== to) {
      throw new RangeError(`Id ${from} is to become both ${earlier} and ${to}; name it once.`);
    }
    named.set(from, to);
    table[from] = to;
  }
  return table;
}

function requireId(id: number, most: number): void {
  if (!Number.isInteger(id) || id < 0 || id > most) throw new RangeError(`${id} is no id; ids are 0 to ${most}.`);
}

/**
 * The same ids in bytes, as a palette or an 8-bit grey mask holds them; `ids` itself where they are bytes.
 *
 * @throws RemapError `idsTooLarge` listing the ids above 255 with their counts
 */
export function idsAsBytes(ids: Uint8Array | Uint16Array): Uint8Array {
  if (ids instanceof Uint8Array) return ids;
  requireIdsUpTo(histogramById(ids), 255);
  return Uint8Array.from(ids);
}

/** @throws RemapError `idsTooLarge` if an id above `limit` occurs in the histogram */
export function requireIdsUpTo(histogram: Uint32Array, limit: number): void {
  const beyond: RefusedValue[] = [];
  histogram.forEach((pixels, id) => {
    if (id > limit && pixels > 0) beyond.push({ value: String(id), pixels });
  });
  if (beyond.length > 0) throw new RemapError('idsTooLarge', beyond, { limit });
}

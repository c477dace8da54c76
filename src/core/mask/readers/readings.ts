import type { Mask } from '../mask.ts';
import { openCvColour, openCvGrey, openCvUnchanged } from './openCv.ts';
import { pillowGrey, pillowOpen, pillowRgb, type PillowVersion } from './pillow.ts';
import { PIXEL_ALPHA, rgbaOf, blackOutside, type ReadableMask, type ReaderArray } from './reading.ts';
import { tensorFlowAny, tensorFlowGrey, tensorFlowRgb } from './tensorFlow.ts';

export type Library = 'Pillow' | 'OpenCV' | 'TensorFlow';

/** The versions that were run and compared with what is said here. */
export const VERIFIED_VERSIONS: Readonly<Record<Library, readonly string[]>> = {
  Pillow: ['9.4', '12.3'],
  OpenCV: ['4.6', '4.14'],
  TensorFlow: ['2.21'],
};

/** One way in which training code reads masks. */
export interface Reader {
  readonly library: Library;
  /** Python; `path` is the file. */
  readonly call: string;
  /** Only Pillow's versions differ. */
  readonly read: (readable: ReadableMask, pillow: PillowVersion) => ReaderArray;
}

export const READERS: readonly Reader[] = [
  { library: 'Pillow', call: 'np.array(Image.open(path))', read: pillowOpen },
  { library: 'Pillow', call: 'np.array(Image.open(path).convert("L"))', read: pillowGrey },
  { library: 'Pillow', call: 'np.array(Image.open(path).convert("RGB"))', read: pillowRgb },
  { library: 'OpenCV', call: 'cv2.imread(path, cv2.IMREAD_GRAYSCALE)', read: openCvGrey },
  { library: 'OpenCV', call: 'cv2.imread(path)', read: openCvColour },
  { library: 'OpenCV', call: 'cv2.imread(path, cv2.IMREAD_UNCHANGED)', read: openCvUnchanged },
  { library: 'TensorFlow', call: 'tf.io.decode_png(tf.io.read_file(path))', read: tensorFlowAny },
  { library: 'TensorFlow', call: 'tf.io.decode_png(tf.io.read_file(path), channels=1)', read: tensorFlowGrey },
  { library: 'TensorFlow', call: 'tf.io.decode_png(tf.io.read_file(path), channels=3)', read: tensorFlowRgb },
];

/**
 * What becomes of the ids.
 * - `kept`: each value is the id; of files that hold colours, the colour.
 * - `inChannel`: the first of several channels is the id.
 * - `changed`: each id has a value of its own, but another one.
 * - `lost`: ids that differ have the same value.
 */
export type Verdict = 'kept' | 'inChannel' | 'changed' | 'lost';

/** Ids that a reader can no longer tell apart. */
export interface Collision {
  readonly value: readonly number[];
  /** Ascending; two or more. */
  readonly ids: readonly number[];
}

/** What a reader makes of one mask. */
export interface Reading {
  readonly reader: Reader;
  readonly array: ReaderArray;
  /** Height, width and channels, if any. */
  readonly shape: readonly number[];
  readonly verdict: Verdict;
  /** By the smallest of their ids. */
  readonly collisions: readonly Collision[];
  /** Whether a larger id has a larger value; null where ids are kept or colours, or values have several channels. */
  readonly keepsOrder: boolean | null;
  /** What Pillow 9.4 returns, where it differs for the ids in use. */
  readonly older: ReaderArray | null;
}

/**
 * What every reader makes of a mask. Interlacing plays no part: all of them undo it.
 *
 * @param ids that occur, ascending
 */
export function readingsOf(readable: ReadableMask, ids: ArrayLike<number>): Reading[] {
  return READERS.map((reader) => {
    const array = reader.read(readable, '12.3');
    const older = reader.library === 'Pillow' ? reader.read(readable, '9.4') : array;
    const collisions = collisionsOf(array, ids);
    const verdict = collisions.length > 0 ? 'lost' : verdictOf(array, readable, ids);
    const { mask } = readable;
    return {
      reader,
      array,
      shape: [mask.height, mask.width, ...(array.channels === null ? [] : [array.channels])],
      verdict,
      collisions,
      keepsOrder: hasOrder(array, verdict, mask) ? isAscending(array, ids) : null,
      older: differs(array, older, ids) ? older : null,
    };
  });
}

function hasOrder({ channels }: ReaderArray, verdict: Verdict, { encoding }: Mask): boolean {
  return verdict !== 'kept' && encoding !== 'colour' && (channels ?? 1) === 1;
}

function verdictOf(array: ReaderArray, { mask }: ReadableMask, ids: ArrayLike<number>): Exclude<Verdict, 'lost'> {
  const all = (isRight: (value: readonly number[], id: number) => boolean): boolean =>
    every(ids, (id) => isRight(array.value(id), id));
  if (mask.encoding === 'colour') {
    const colour = rgbaOf(mask, blackOutside);
    return all((value, id) => value.length >= 3 && value.every((sample, at) => sample === colour(id)[at]))
      ? 'kept'
      : 'changed';
  }
  if (!all(([first], id) => first === id)) return 'changed';
  return (array.channels ?? 1) === 1 ? 'kept' : 'inChannel';
}

function collisionsOf({ value }: ReaderArray, ids: ArrayLike<number>): Collision[] {
  const byValue = new Map<string | number, { value: readonly number[]; ids: number[] }>();
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at] as number;
    const result = value(id);
    const key = keyOf(result);
    const same = byValue.get(key);
    if (same === undefined) byValue.set(key, { value: result, ids: [id] });
    else same.ids.push(id);
  }
  return [...byValue.values()].filter((group) => group.ids.length > 1);
}

/** A number where 53 bits hold the value, which is far quicker to look up. */
function keyOf(value: readonly number[]): string | number {
  if (value.length > 3) return value.join();
  let key = 0;
  for (const sample of value) key = key * 65_537 + sample + 1;
  return key;
}

function isAscending({ value }: ReaderArray, ids: ArrayLike<number>): boolean {
  let last = -1;
  return every(ids, (id) => {
    const [first = 0] = value(id);
    const isLarger = first > last;
    last = first;
    return isLarger;
  });
}

function differs(array: ReaderArray, older: ReaderArray, ids: ArrayLike<number>): boolean {
  if (array === older) return false;
  if (array.dtype !== older.dtype) return true;
  return !every(ids, (id) => {
    const before = older.value(id);
    return array.value(id).every((sample, channel) => sample === before[channel]);
  });
}

function every(ids: ArrayLike<number>, isTrue: (id: number) => boolean): boolean {
  for (let at = 0; at < ids.length; at++) if (!isTrue(ids[at] as number)) return false;
  return true;
}

/** A value as Python prints it; the pixel's alpha as a name. */
export function valueText({ dtype }: ReaderArray, value: readonly number[]): string {
  if (dtype === 'bool') return value[0] === 0 ? 'False' : 'True';
  const parts = value.map((sample) => (sample === PIXEL_ALPHA ? 'alpha' : String(sample)));
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(', ')})`;
}

/** Ids of a histogram that occur, ascending. */
export function idsInUse(counts: ArrayLike<number>): number[] {
  const ids: number[] = [];
  for (let id = 0; id < counts.length; id++) if ((counts[id] ?? 0) > 0) ids.push(id);
  return ids;
}

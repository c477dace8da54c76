import type { NpyType } from '../formats/npy.ts';
import type { Mask, MaskKind } from './mask.ts';

/** Files that hold ids and nothing else: grey PNGs whose samples are the ids, and NumPy arrays. */
export type IdFormat = 'grey8' | 'grey16' | 'npy';

export type IdExportProblem =
  /** 8 bits hold 0 to 255. */
  | 'idsAbove255'
  /** RGB and RGBA of any kind but panoptic have no ids. */
  | 'coloursNotIds'
  /** Panoptic ids of RGB files have 24 bits. */
  | 'segmentsNotGrey'
  /** Panoptic ids are made of three bytes, not of 16-bit samples. */
  | 'segmentsNot8Bit';

/** Ids as they are written, row-major. */
export type RawIds = Uint8Array | Uint16Array | Uint32Array;

/**
 * Why the ids of a mask cannot be written in a format; null where they can.
 *
 * @param largestId of those that occur
 */
export function idExportProblem(
  mask: Pick<Mask, 'encoding' | 'bitDepth'>,
  kind: MaskKind,
  format: IdFormat,
  largestId: number,
): IdExportProblem | null {
  if (mask.encoding === 'colour') {
    if (kind !== 'panoptic') return 'coloursNotIds';
    if (mask.bitDepth !== 8) return 'segmentsNot8Bit';
    return format === 'npy' ? null : 'segmentsNotGrey';
  }
  return format === 'grey8' && largestId > 255 ? 'idsAbove255' : null;
}

/**
 * The ids of a mask: samples as they are, or R + 256·G + 65536·B of panoptic colours (COCO panoptic format). Of grey
 * with alpha the grey.
 *
 * @see https://cocodataset.org/#format-data
 */
export function rawIds({ ids, colours }: Pick<Mask, 'ids' | 'colours'>): RawIds {
  if (colours === null) return ids;
  return Uint32Array.from(
    ids,
    (row) => (colours[4 * row] ?? 0) + 256 * (colours[4 * row + 1] ?? 0) + 65_536 * (colours[4 * row + 2] ?? 0),
  );
}

/** The element type of ids in a NumPy array. */
export function npyTypeOf(ids: RawIds): NpyType {
  if (ids instanceof Uint8Array) return 'u1';
  return ids instanceof Uint16Array ? 'u2' : 'u4';
}

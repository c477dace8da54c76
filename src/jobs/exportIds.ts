import { readFile, stat } from 'node:fs/promises';
import { npyHeader } from '../core/formats/npy.ts';
import { applyEdits, EditError, type EditProblemCode, type MaskEdit } from '../core/mask/edits.ts';
import { isPhotograph, maskFromPng } from '../core/mask/fromPng.ts';
import { histogramById } from '../core/mask/histogram.ts';
import {
  idExportProblem,
  npyTypeOf,
  rawIds,
  type IdExportProblem,
  type IdFormat,
  type RawIds,
} from '../core/mask/idExport.ts';
import type { Mask, MaskKind } from '../core/mask/mask.ts';
import { PngError } from '../core/png/errors.ts';
import type { PngImage } from '../core/png/types.ts';
import { atomicWrite } from '../platform/atomicWrite.ts';
import { encodeIds } from './encodeIds.ts';
import { readImage } from './readImage.ts';

/** Which ids to write, and where. */
export interface IdExport {
  /** The file that the edits start from. */
  readonly bytes: ArrayBuffer;
  readonly edits: readonly MaskEdit[];
  readonly kind: MaskKind;
  readonly format: IdFormat;
  /** Path of the mask itself, which is never written; null where it lies on no disk. */
  readonly source: string | null;
  /** Path to write; null: the file is given back. */
  readonly output: string | null;
}

/** A file of ids that was written and read again, or why there is none. */
export type IdExportOutcome =
  | {
      /** The file where no path was given, else null. */
      readonly file: Uint8Array | null;
      readonly width: number;
      readonly height: number;
      /** Bits a pixel. */
      readonly bits: 8 | 16 | 32;
      /** How many different ids it holds. */
      readonly ids: number;
    }
  | { readonly problem: IdExportProblem; readonly largestId: number }
  | { readonly problem: EditProblemCode | 'isMask' | 'damaged' }
  /** The file system's words. */
  | { readonly problem: 'unwritable'; readonly reason: string };

/**
 * Writes the ids of a mask with its edits as a grey PNG, whose samples are the ids and whose chunks say nothing of
 * colours, or as a NumPy array of height × width. The file is read again and every id compared; it appears whole or not
 * at all.
 *
 * @throws Error when what was written does not hold the ids
 */
export async function exportIds({ bytes, edits, kind, format, source, output }: IdExport): Promise<IdExportOutcome> {
  if (source !== null && output !== null && (await isSameFile(source, output))) return { problem: 'isMask' };
  const image = readable(new Uint8Array(bytes));
  if (image === null) return { problem: 'damaged' };
  const base = maskFromPng(image, { force: true });
  if (isPhotograph(base)) return { problem: 'coloursNotIds', largestId: 0 };
  let mask: Mask;
  try {
    mask = applyEdits(base, edits);
  } catch (error) {
    if (error instanceof EditError) return { problem: error.code };
    throw error;
  }
  const counts = histogramById(mask.ids);
  const largestId = counts.findLastIndex((pixels) => pixels > 0);
  const problem = idExportProblem(mask, kind, format, largestId);
  if (problem !== null) return { problem, largestId };

  const ids = rawIds(mask);
  const file = format === 'npy' ? npyFile(ids, mask) : greyFile(ids, image, format);
  requireIds(file, ids, mask, format);
  if (output !== null) {
    try {
      await atomicWrite(output, file);
    } catch (error) {
      return { problem: 'unwritable', reason: error instanceof Error ? error.message : String(error) };
    }
    requireIds(await readFile(output), ids, mask, format);
  }
  return {
    file: output === null ? file : null,
    width: mask.width,
    height: mask.height,
    bits: format === 'grey8' ? 8 : format === 'grey16' ? 16 : ({ u1: 8, u2: 16, u4: 32 } as const)[npyTypeOf(ids)],
    ids: distinct(ids, counts),
  };
}

function readable(bytes: Uint8Array): PngImage | null {
  try {
    return readImage(bytes);
  } catch (error) {
    if (error instanceof PngError) return null;
    throw error;
  }
}

function greyFile(ids: RawIds, image: PngImage, format: 'grey8' | 'grey16'): Uint8Array {
  if (ids instanceof Uint32Array) throw new Error('Ids of 24 bits do not fit grey.');
  const bitDepth = format === 'grey8' ? 8 : 16;
  // Whatever the file says of its colours does not hold of plain ids.
  return encodeIds(ids, image, { kind: 'grey', bitDepth }, { isRenumbered: true });
}

function npyFile(ids: RawIds, { width, height }: Mask): Uint8Array {
  const header = npyHeader(npyTypeOf(ids), [height, width]);
  const file = new Uint8Array(header.length + ids.byteLength);
  file.set(header);
  file.set(new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength), header.length);
  return file;
}

/** Compares the ids of a file, as a reader of its format finds them, with those that it should hold. */
function requireIds(file: Uint8Array, ids: RawIds, { width, height }: Mask, format: IdFormat): void {
  const found = format === 'npy' ? elementsOf(file, ids, [height, width]) : samplesOf(file, width, height);
  const isProven = found?.length === ids.length && found.every((id, pixel) => id === ids[pixel]);
  if (!isProven) throw new Error('The file that was written does not hold the ids of the mask.');
}

function samplesOf(file: Uint8Array, width: number, height: number): RawIds | null {
  const { header, samples } = readImage(file);
  return header.width === width && header.height === height ? samples : null;
}

function elementsOf(file: Uint8Array, ids: RawIds, shape: readonly number[]): RawIds | null {
  const header = npyHeader(npyTypeOf(ids), shape);
  if (Buffer.compare(file.subarray(0, header.length), header) !== 0) return null;
  const bytes = Uint8Array.from(file.subarray(header.length)).buffer;
  if (ids instanceof Uint8Array) return new Uint8Array(bytes);
  return ids instanceof Uint16Array ? new Uint16Array(bytes) : new Uint32Array(bytes);
}

/** Colours that differ in alpha alone are one segment. */
function distinct(ids: RawIds, counts: Uint32Array): number {
  return ids instanceof Uint32Array ? new Set(ids).size : counts.filter((pixels) => pixels > 0).length;
}

/** Also by another name: a link to the mask is the mask. */
async function isSameFile(a: string, b: string): Promise<boolean> {
  try {
    const [one, other] = await Promise.all([stat(a, { bigint: true }), stat(b, { bigint: true })]);
    return one.dev === other.dev && one.ino === other.ino;
  } catch {
    return false;
  }
}

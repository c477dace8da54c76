import { join, sep } from 'node:path';
import { imageProblem, readImageHeader } from '../../core/dataset/imageHeader.ts';
import { recordMask } from '../../core/dataset/maskRecord.ts';
import type {
  BrokenRecord,
  FileProblem,
  FileRecord,
  FileVersion,
  ImageRecord,
  MaskRecord,
} from '../../core/dataset/records.ts';
import { PngError } from '../../core/png/errors.ts';
import { createSha256, sha256Hex } from '../../platform/hash.ts';
import { FileError, fileProblem } from '../../platform/readFile.ts';
import { readHead } from '../../platform/readHead.ts';
import { takeSnapshot } from '../../platform/snapshot.ts';
import { readImage } from '../readImage.ts';
import { versionOf } from './listDataset.ts';

/** What a file of a dataset is looked at as. `hashed`: an original whose bytes are hashed as well. */
export type ScanAs = 'mask' | 'original' | 'hashed';

export interface FileToScan {
  /** In the dataset. */
  readonly path: string;
  readonly as: ScanAs;
}

/** Headers stand in the first bytes; a JPEG's behind its thumbnail and colour profile. */
const HEAD_BYTES = 4096;
const LONG_HEAD_BYTES = 1 << 20;

/** How often a file that is written meanwhile is read again; what is read last tells of its version then. */
const ATTEMPTS = 3;

/** Reads one file of a dataset. Never throws for what is wrong with it. */
export function scanFile(root: string, { path, as }: FileToScan): FileRecord {
  for (let attempt = 1; ; attempt++) {
    const version = versionOf(root, path) ?? { path, size: 0, modified: 0 };
    const record = as === 'mask' ? scanMask(root, version) : scanOriginal(root, version, as === 'hashed');
    const after = versionOf(root, path);
    const isSteady = after !== null && after.size === version.size && after.modified === version.modified;
    if (isSteady || attempt === ATTEMPTS || after === null) return record;
  }
}

function scanMask(root: string, version: FileVersion): FileRecord {
  let bytes: Uint8Array;
  try {
    bytes = takeSnapshot(join(root, version.path)).bytes;
  } catch (error) {
    return broken(version, error);
  }
  const record = decodedMask(root, version, bytes);
  // By its bytes a review knows it again.
  return record.type === 'broken' ? { ...record, hash: sha256Hex(bytes) } : record;
}

function decodedMask(root: string, version: FileVersion, bytes: Uint8Array): MaskRecord | BrokenRecord {
  try {
    return recordMask(version, readImage(bytes), createSha256, root.split(sep).join('/'));
  } catch (error) {
    return broken(version, error);
  }
}

function scanOriginal(root: string, version: FileVersion, isHashed: boolean): ImageRecord | BrokenRecord {
  try {
    const path = join(root, version.path);
    const hash = isHashed ? sha256Hex(takeSnapshot(path).bytes) : null;
    const header = readImageHeader(readHead(path, HEAD_BYTES)) ?? readImageHeader(readHead(path, LONG_HEAD_BYTES));
    const problem = header === null ? imageProblem(readHead(path, HEAD_BYTES)) : null;
    if (problem !== null) return { ...version, type: 'broken', problem };
    const { width = 0, height = 0, orientation = null } = header ?? {};
    return { ...version, type: 'image', width, height, orientation, hash };
  } catch (error) {
    return broken(version, error);
  }
}

/** A file that cannot be read or decoded. */
export function broken(version: FileVersion, error: unknown): BrokenRecord {
  if (error instanceof PngError) {
    const { code, details, offset } = error;
    return { ...version, type: 'broken', problem: { code, details: { ...details }, offset: offset ?? null } };
  }
  const problem = fileProblem(error);
  if (problem instanceof FileError) {
    const code: FileProblem = problem.code === 'tooLarge' ? 'fileTooLarge' : problem.code;
    return { ...version, type: 'broken', problem: { code, details: problem.details, offset: null } };
  }
  const reason = problem instanceof Error ? problem.message : String(problem);
  return { ...version, type: 'broken', problem: { code: 'crashed', details: { reason }, offset: null } };
}

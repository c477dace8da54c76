import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { fillTemplate, PNG_PROBLEMS, PngError } from '../core/png/errors.ts';
import { NoIdsError } from '../jobs/noIdsError.ts';
import { DEFAULT_MAX_FILE_BYTES, FileError, fileProblem, readFile } from '../platform/readFile.ts';

const STDIN = 0;

const SYSTEM_PROBLEMS: Readonly<Record<string, string>> = {
  ENOENT: 'The file or its folder does not exist',
  ENOTDIR: 'A folder is expected, but the path leads to a file or through one',
  EEXIST: 'Something else is there already',
  EACCES: 'Permission denied',
  EPERM: 'Permission denied',
  EISDIR: 'This is a directory; give the files in it',
  ELOOP: 'Too many symbolic links',
  ENAMETOOLONG: 'The name is too long',
  ENOSPC: 'No space is left on the device',
  EROFS: 'The file system is read-only',
};

/**
 * A whole file, a pipe (`<(…)`), or standard input for `-`; 1 GiB at most. Throws what {@link describeProblem} puts
 * into words.
 */
export async function readInput(file: string): Promise<Uint8Array> {
  if (file === '-') return readToEnd(STDIN);
  const facts = statSync(file);
  if (facts.isDirectory()) throw Object.assign(new Error(file), { code: 'EISDIR' });
  if (!facts.isFIFO()) return readFile(file);
  const descriptor = openSync(file, 'r');
  try {
    return readToEnd(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What is wrong and where, in one line without a full stop; null for errors that are not about a file. */
export function describeProblem(error: unknown): string | null {
  if (error instanceof PngError) {
    const where = error.offset === undefined ? '' : `, at byte ${error.offset}`;
    return withoutStop(fillTemplate(PNG_PROBLEMS[error.code], error.details)) + where;
  }
  if (error instanceof FileError || error instanceof NoIdsError) return withoutStop(error.message);
  if (error instanceof RangeError && /allocation|array length/i.test(error.message)) {
    return 'There is not enough memory for this image';
  }
  const problem = fileProblem(error);
  if (problem instanceof FileError && problem.code === 'nameNotUtf8') return withoutStop(problem.message);
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) return null;
  return SYSTEM_PROBLEMS[code] ?? `The file cannot be used (${code})`;
}

/** The file that an option or an argument names cannot be read. The message says which, why, and what to do. */
export class GivenFileError extends Error {
  override readonly name = 'GivenFileError';
}

/**
 * The error to throw where a single file cannot be read.
 *
 * @param what names it on the command line, such as `--scores`
 * @returns errors that are not about a file as they are
 */
export function givenFileProblem(error: unknown, path: string, what: string): unknown {
  if (isFolder(path)) {
    return new GivenFileError(`${path}: This is a folder; ${what} takes one file`);
  }
  const problem = describeProblem(error);
  return problem === null ? error : new GivenFileError(`${path}: ${problem}; check the path after ${what}`);
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function withoutStop(sentence: string): string {
  return sentence.replace(/\.$/, '');
}

function readToEnd(descriptor: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const part = new Uint8Array(1 << 16);
    const count = readSome(descriptor, part);
    if (count === 0) return Buffer.concat(parts, length);
    parts.push(part.subarray(0, count));
    length += count;
    if (length > DEFAULT_MAX_FILE_BYTES) {
      throw new FileError('tooLarge', { size: `more than ${DEFAULT_MAX_FILE_BYTES}`, limit: DEFAULT_MAX_FILE_BYTES });
    }
  }
}

/** Bytes read; 0 at the end. Waits where standard input is non-blocking and has nothing yet. */
function readSome(descriptor: number, target: Uint8Array): number {
  for (;;) {
    try {
      return readSync(descriptor, target);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

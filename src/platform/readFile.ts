import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { FILE_PROBLEMS, type FileProblemCode } from '../core/formats/fileProblems.ts';

/** Why a file cannot be read: {@link FILE_PROBLEMS}. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly code: FileProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: FileProblemCode, details: Readonly<Record<string, string | number>> = {}) {
    super(FILE_PROBLEMS[code].replace(/\{(\w+)\}/g, (whole, key: string) => String(details[key] ?? whole)));
    this.code = code;
    this.details = details;
  }
}

// O_NONBLOCK does not exist on Windows, nor do named pipes in folders.
const NON_BLOCKING_READ = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0);

/** 1 GiB: more than any image within the reader's own limits compresses to. */
export const DEFAULT_MAX_FILE_BYTES = 2 ** 30;

/**
 * Reads a whole file into memory of its own (which can be transferred). Never takes more than its size, which is
 * checked first; a file that grows meanwhile is read up to the size that was checked.
 *
 * @throws FileError
 */
export async function readFile(path: string, maxBytes = DEFAULT_MAX_FILE_BYTES): Promise<Uint8Array<ArrayBuffer>> {
  try {
    // Non-blocking, because opening a named pipe would wait for a writer.
    const file = await open(path, NON_BLOCKING_READ);
    try {
      const facts = await file.stat();
      if (!facts.isFile()) throw new FileError('notAFile');
      if (facts.size > maxBytes) throw new FileError('tooLarge', { size: facts.size, limit: maxBytes });
      const bytes = new Uint8Array(facts.size);
      let length = 0;
      while (length < bytes.length) {
        const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return length === bytes.length ? bytes : bytes.slice(0, length);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileProblem(error);
  }
}

/** A {@link FileError} for what the file system says; other errors as they are, those with codes of their own, too. */
export function fileProblem(error: unknown): unknown {
  if (error instanceof FileError) return error;
  const { code, errno, syscall, message, path = '' } = error as NodeJS.ErrnoException;
  // Node reads names as UTF-8 and cannot find again what is none.
  if (code === 'ENOENT' && path.includes('\uFFFD')) return new FileError('nameNotUtf8');
  if (code === 'ENOENT' || code === 'ENOTDIR') return new FileError('notFound');
  if (code === 'EACCES' || code === 'EPERM') return new FileError('forbidden');
  if (code === 'EISDIR') return new FileError('notAFile');
  const isOfSystem = errno !== undefined || syscall !== undefined;
  return isOfSystem ? new FileError('unreadable', { reason: message }) : error;
}

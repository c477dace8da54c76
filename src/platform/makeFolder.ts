import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A folder cannot be made. `code` is what the file system said, such as `ENOSPC`. */
export class FolderError extends Error {
  override readonly name = 'FolderError';
  readonly code: string;
  /** The folder, absolute. */
  readonly path: string;
  /** What the file system says. */
  readonly reason: string;

  constructor(path: string, { code = 'UNKNOWN', message }: NodeJS.ErrnoException) {
    const reason = message.replace(/, mkdir '.*'$/s, '');
    super(`cannot create ${path}: ${reason}`);
    this.code = code;
    this.path = path;
    this.reason = reason;
  }
}

/**
 * Makes a folder with those above it that are missing; one that exists is fine. Step by step, because Node's own
 * `recursive` never returns where a file system answers ENOENT below a folder that exists, as /proc does.
 *
 * @param folder absolute
 * @throws FolderError
 */
export function makeFolder(folder: string): void {
  const missing: string[] = [];
  let nearest = folder;
  for (; !existsSync(nearest) && dirname(nearest) !== nearest; nearest = dirname(nearest)) missing.push(nearest);
  for (const one of missing.reverse()) makeOne(one);
  if (missing.length === 0 && !statSync(folder).isDirectory()) {
    throw new FolderError(folder, { name: 'Error', code: 'ENOTDIR', message: 'ENOTDIR: a file of this name exists' });
  }
}

function makeOne(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    // Another process, or a worker of ours, was quicker.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return;
    throw new FolderError(folder, error as NodeJS.ErrnoException);
  }
}

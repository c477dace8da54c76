import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Copies a file to where none is: whole or not at all, and never over another one. Folders are made.
 *
 * @returns false where there is a file already; rejects with the system's error where copying fails
 */
export async function copyNew(from: string, to: string): Promise<boolean> {
  const folder = dirname(to);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.maskscope-${randomBytes(8).toString('hex')}.tmp`);
  try {
    await copyFile(from, temporary, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    // A link, unlike a rename, fails where there is something.
    return await isDone(link(temporary, to)).catch((error: unknown) => {
      if (!NO_LINKS.has(codeOf(error))) throw error;
      return isDone(copyFile(temporary, to, constants.COPYFILE_EXCL));
    });
  } finally {
    await rm(temporary, { force: true });
  }
}

/** What file systems without hard links answer. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

async function isDone(work: Promise<void>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

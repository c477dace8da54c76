import {
  closeSync,
  copyFileSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileIdentity } from './snapshot.ts';

/** Errors of file systems that know no hard links, or none across their borders. */
const NO_LINKS = new Set(['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'UNKNOWN']);

/**
 * Saves a file under a second name before it is replaced. Where possible that is a hard link: it costs no copy, keeps
 * everything about the file, and its data is as durable as it was. Where the file system has none, or the file has
 * other names already (a program that writes through one of them would change the saved one too), a synced copy.
 *
 * @throws the file system's error, EEXIST among them
 */
export function saveOriginal(path: string, saved: string, identity: FileIdentity): void {
  if (identity.links === 1) {
    try {
      linkSync(path, saved);
      return;
    } catch (error) {
      if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
  // A copy that was broken off has another name.
  const unfinished = `${saved}.part`;
  copyFileSync(path, unfinished);
  syncFile(unfinished);
  renameSync(unfinished, saved);
}

/**
 * Replaces or creates a file by renaming a temporary one over it: whoever reads it meanwhile sees the old bytes or the
 * new ones. The data is not synced; the caller keeps what recovers the file, or calls `syncFiles` afterwards.
 *
 * @param temporaryName file name for the meantime; one that a killed process left is overwritten
 * @param like mode and owner of the new file; those of any new file when null
 * @throws the file system's error; the temporary file is removed
 */
export function replaceFile(
  path: string,
  bytes: Uint8Array,
  temporaryName: string,
  like: Pick<FileIdentity, 'mode' | 'owner' | 'group'> | null,
): void {
  const temporary = join(dirname(path), temporaryName);
  try {
    const file = openSync(temporary, 'w', like?.mode ?? 0o666);
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      if (like !== null) {
        keepOwner(file, like);
        // The mode given to open() is masked by the umask.
        fchmodSync(file, like.mode);
      }
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Only root can give a file away, and only root replaces the files of others by accident. */
function keepOwner(file: number, { owner, group }: Pick<FileIdentity, 'owner' | 'group'>): void {
  if (process.getuid?.() !== 0) return;
  if (owner !== 0 || group !== 0) fchownSync(file, owner, group);
}

/** Waits until a file's data is on the disk. */
function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

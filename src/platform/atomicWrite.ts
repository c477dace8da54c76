import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { open, readlink, rename, rm, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

/** Links followed before a chain counts as a loop (Linux allows 40). */
const MAX_LINKS = 40;

/**
 * Writes a file so that it holds either its old or its new bytes, whatever is interrupted: a temporary file in the
 * same folder is synced, then renamed over it. A symbolic link stays one and its target is written; the mode of an
 * existing file is kept, and its owner where root writes. On an error the temporary file is removed and the old file is
 * untouched.
 *
 * A device, pipe or socket is written as it is: it holds nothing to keep, and a rename would put a file in its place.
 *
 * @param signal gives up, with its reason as the error, while the old file is still there
 */
export async function atomicWrite(path: string, bytes: Uint8Array, signal?: AbortSignal): Promise<void> {
  const options = signal === undefined ? {} : { signal };
  const existing = await statsOf(path);
  if (existing !== null && !existing.isFile()) {
    await writeFile(path, bytes, options);
    return;
  }
  const target = await linkTarget(path);
  const folder = dirname(target);
  const mode = existing === null ? null : existing.mode & 0o7777;
  const temporary = join(folder, `.maskscope-${randomBytes(8).toString('hex')}.tmp`);
  try {
    const file = await open(temporary, 'wx', mode ?? 0o666);
    try {
      await file.writeFile(bytes, options);
      if (existing !== null) await keepOwner(file, existing);
      // The mode given to open() is masked by the umask.
      if (mode !== null) await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
    signal?.throwIfAborted();
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Only root can give a file away, and only root replaces the files of others by accident. */
async function keepOwner(file: FileHandle, { uid, gid }: Stats): Promise<void> {
  if (process.getuid?.() === 0 && (uid !== 0 || gid !== 0)) await file.chown(uid, gid);
}

/** The file at the end of a chain of symbolic links; it need not exist. */
async function linkTarget(path: string): Promise<string> {
  let target = resolve(path);
  for (let links = 0; links < MAX_LINKS; links++) {
    try {
      target = resolve(dirname(target), await readlink(target));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Not a link, or nothing there yet.
      if (code === 'EINVAL' || code === 'ENOENT' || code === 'UNKNOWN') return target;
      throw error;
    }
  }
  throw Object.assign(new Error(`Too many symbolic links: ${path}`), { code: 'ELOOP' });
}

/** What is at the end of a path's links, or null where nothing is. */
async function statsOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Makes the rename itself durable; not every system can open a folder, and the data is safe without it. */
async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | null = null;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    return;
  } finally {
    await handle?.close();
  }
}

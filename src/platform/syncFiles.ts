import { execFile } from 'node:child_process';
import { open } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Files synced at a time where each needs a call of its own. */
const AT_A_TIME = 16;

/**
 * Waits until the data of many written files, and their names, are on the disk.
 * On Linux one call for the whole file system (`sync -f`, syncfs(2)) takes the time of one file; elsewhere, and where
 * that program is missing, each file and folder is synced by itself. Files that are gone are left out.
 *
 * @param files absolute paths on one file system
 * @param folders the folders that hold them
 */
export async function syncFiles(files: readonly string[], folders: readonly string[]): Promise<void> {
  if (process.platform === 'linux' && (await syncsFileSystems(folders))) return;
  await inTurns([...files, ...folders], syncPath);
}

async function syncsFileSystems(folders: readonly string[]): Promise<boolean> {
  try {
    // A command line holds some 2 MB; a thousand folders stay below it.
    for (let from = 0; from < folders.length; from += 1000) {
      await promisify(execFile)('sync', ['-f', '--', ...folders.slice(from, from + 1000)]);
    }
    return true;
  } catch {
    return false;
  }
}

async function inTurns(paths: readonly string[], visit: (path: string) => Promise<void>): Promise<void> {
  let next = 0;
  const turn = async (): Promise<void> => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) await visit(path);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, turn));
}

/** Not every system can open a folder, and a read-only file cannot be opened for writing: best effort. */
async function syncPath(path: string): Promise<void> {
  try {
    const file = await open(path, 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  } catch {
    return;
  }
}

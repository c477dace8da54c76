import { readdirSync } from 'node:fs';
import { parse, sep } from 'node:path';
import { findOriginal, type FolderEntries } from '../../core/dataset/originalOf.ts';

/** The original of a mask in the folders around it, as the editor finds it; null where there is none. @param mask absolute */
export async function siblingOriginal(mask: string): Promise<string | null> {
  const posix = mask.split(sep).join('/');
  const found = await findOriginal(posix, { list: (folder) => Promise.resolve(entriesOf(folder)), top: topOf(mask) });
  return found === null ? null : found.split('/').join(sep);
}

function topOf(mask: string): string {
  return parse(mask).root.split(sep).join('/').replace(/\/$/, '');
}

function entriesOf(folder: string): FolderEntries | null {
  try {
    const entries = readdirSync(folder === '' ? '/' : folder, { withFileTypes: true });
    return {
      files: entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name),
      folders: entries.filter((entry) => entry.isDirectory()).map(({ name }) => name),
    };
  } catch {
    // A folder that may not be listed holds no original for this user.
    return null;
  }
}

import { lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { collisionKey, isReservedName } from '../../core/labelbox/outputNames.ts';
import { DownloadError } from '../../core/download/problems.ts';
import { JOURNAL_FOLDER } from '../journal.ts';

const MAX_SEGMENT_BYTES = 255;

/** The folder that downloads go into. No name, and no link inside it, leads out of it. */
export class OutputFolder {
  /** Absolute, links resolved. */
  readonly path: string;
  /** Folders that were made or looked at, by the part of the names before the last `/`. */
  readonly #folders = new Map<string, string>();

  /** @throws what the file system says where the folder cannot be made */
  constructor(path: string) {
    mkdirSync(path, { recursive: true });
    this.path = realpathSync(resolve(path));
  }

  /** Folders that files may have been written to. */
  get folders(): readonly string[] {
    return [...new Set([this.path, ...this.#folders.values()])];
  }

  /**
   * Where a file of this name is; its folder exists afterwards.
   *
   * @param name parts separated by `/`
   * @throws DownloadError `nameUnsafe`, `writeFailed`
   */
  place(name: string): string {
    const parts = name.split('/');
    if (!parts.every(isSafePart) || collisionKey(parts[0] ?? '') === JOURNAL_FOLDER) {
      throw new DownloadError('nameUnsafe', { name: shownName(name) });
    }
    const path = join(this.path, ...parts);
    const inner = parts.slice(0, -1).join('/');
    if (inner === '') return path;
    let folder = this.#folders.get(inner);
    if (folder === undefined) {
      folder = this.#realFolder(dirname(path), name);
      this.#folders.set(inner, folder);
    }
    return join(folder, parts.at(-1) ?? '');
  }

  /** Makes the folders one by one, so that none is made beyond a link that leads out. */
  #realFolder(folder: string, name: string): string {
    let path = this.path;
    for (const part of folder.slice(this.path.length + 1).split(sep)) {
      try {
        mkdirSync(join(path, part), { recursive: true });
        path = realpathSync(join(path, part));
      } catch (error) {
        throw writeProblem(error);
      }
      const isInside = path.startsWith(this.path.endsWith(sep) ? this.path : this.path + sep);
      if (!isInside) throw new DownloadError('nameUnsafe', { name: shownName(name) });
    }
    return path;
  }
}

/** Whether something has this path, be it a link that leads nowhere. */
export function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** What the file system says, as a problem of the file that was to be written. */
export function writeProblem(error: unknown): DownloadError {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new DownloadError('noSpace');
  return new DownloadError('writeFailed', { reason: code ?? 'unknown' });
}

function isSafePart(part: string): boolean {
  return (
    part !== '' &&
    !/^\.{1,2}$/.test(part) &&
    !/[\u0000-\u001f\u007f<>:"\\|?*]/.test(part) &&
    !/[. ]$/.test(part) &&
    !isReservedName(part) &&
    Buffer.byteLength(part) <= MAX_SEGMENT_BYTES
  );
}

/** A name of the list as a message may hold it. */
export function shownName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '').slice(0, 200);
}

import { existsSync, lstatSync, readdirSync, realpathSync, rmdirSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { collisionKey, isReservedName } from '../../core/labelbox/outputNames.ts';
import { DownloadError } from '../../core/download/problems.ts';
import { JOURNAL_FOLDER } from '../journal.ts';
import { makeFolder } from '../makeFolder.ts';

const MAX_SEGMENT_BYTES = 255;

/** The folder that downloads go into. No name, and no link inside it, leads out of it. */
export class OutputFolder {
  /** Absolute, links resolved. */
  readonly path: string;
  /** Folders that were made or looked at, by the part of the names before the last `/`. */
  readonly #folders = new Map<string, string>();

  /** Folders that did not exist before, the outermost first. */
  readonly #made: string[] = [];

  /** @throws FolderError, or what else the file system says, where the folder cannot be made */
  constructor(path: string) {
    this.#make(resolve(path));
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
   * @throws DownloadError `nameUnsafe`, `linkLeadsOut`, `writeFailed`
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
      folder = this.#realFolder(inner);
      this.#folders.set(inner, folder);
    }
    return join(folder, parts.at(-1) ?? '');
  }

  /** Removes again those of the folders that were made here in vain. */
  removeEmpty(): void {
    try {
      for (const folder of this.#made.reverse()) if (readdirSync(folder).length === 0) rmdirSync(folder);
    } catch {
      // Somebody else has begun to use it, or removed it.
    }
  }

  #make(folder: string): void {
    const missing: string[] = [];
    for (let one = folder; !existsSync(one) && dirname(one) !== one; one = dirname(one)) missing.push(one);
    makeFolder(folder);
    this.#made.push(...missing.reverse());
  }

  /** Makes the folders one by one, so that none is made beyond a link that leads out. */
  #realFolder(inner: string): string {
    let path = this.path;
    const parts = inner.split('/');
    for (const [at, part] of parts.entries()) {
      try {
        this.#make(join(path, part));
        path = realpathSync(join(path, part));
      } catch (error) {
        throw writeProblem(error);
      }
      const isInside = path.startsWith(this.path.endsWith(sep) ? this.path : this.path + sep);
      if (!isInside) throw new DownloadError('linkLeadsOut', { link: shownName(parts.slice(0, at + 1).join('/')) });
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

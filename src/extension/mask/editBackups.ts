// Loaded when edits are kept for the next window, or may have come from the last one.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  BackupError,
  BACKUP_PROBLEMS,
  decodeBackup,
  encodeBackup,
  MAX_BACKUP_BYTES,
} from '../../core/mask/editBackup.ts';
import type { EditBackup } from '../../core/mask/editBackup.ts';
import { atomicWrite } from '../../platform/atomicWrite.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { readFile } from '../../platform/readFile.ts';
import { crc32 } from '../../platform/zlib.ts';
import type { EditedFile } from './editedFile.ts';
import { failureMessage } from './jobFailure.ts';

const LEFT = '.left';

/**
 * The unsaved edits of masks, kept in a file for each mask. VS Code remembers which file belongs to which tab, but writes
 * that down only now and then; so the names follow from the masks, and what a killed window left is found again. That
 * gets a name of its own before anything else is kept for the mask.
 */
export class EditBackups {
  readonly #folder: string;
  readonly #viewType: string;
  /** The newest backup of each file that this window kept; VS Code deletes the one before after it has the next. */
  readonly #newest = new Map<string, symbol>();

  constructor(folder: vscode.Uri, viewType: string) {
    this.#folder = folder.fsPath;
    this.#viewType = viewType;
  }

  /**
   * @param uri the name that the file has or will have
   * @throws Error where there is nothing to keep, it is too large, or it cannot be written
   * @throws CancellationError where it was not written any more
   */
  async write(
    file: EditedFile,
    uri = file.uri,
    token?: vscode.CancellationToken,
  ): Promise<vscode.CustomDocumentBackup> {
    const backup = await file.backup();
    if (backup === undefined) throw new Error(vscode.l10n.t('There are no edits to keep: the file cannot be read.'));
    const bytes = encoded(backup);
    const path = this.#pathOf(uri);
    const before = this.#newest.get(path);
    if (before === undefined) await this.#setAside(path);
    const own = Symbol('backup');
    const aborting = new AbortController();
    const cancelling = token?.onCancellationRequested(() => aborting.abort());
    try {
      if (token?.isCancellationRequested === true) throw new vscode.CancellationError();
      this.#newest.set(path, own);
      await mkdir(this.#folder, { recursive: true });
      await atomicWrite(path, bytes, aborting.signal);
    } catch (error) {
      if (this.#newest.get(path) === own && before !== undefined) this.#newest.set(path, before);
      throw aborting.signal.aborted ? new vscode.CancellationError() : error;
    } finally {
      cancelling?.dispose();
    }
    return {
      id: path,
      delete: () => {
        if (this.#newest.get(path) === own) void this.discard(uri);
      },
    };
  }

  /** The edits of which VS Code knows this id. Undefined: they cannot be read, of which the user is told. */
  async read(uri: vscode.Uri, id: string): Promise<EditBackup | undefined> {
    const own = this.#pathOf(uri);
    const [left] = await this.#leftOf(own);
    // Another window of the same folder may have asked about them, and left it undecided.
    if (id === own && left !== undefined && !existsSync(own)) await rename(left, own);
    const backup = await this.#read(uri, id);
    if (backup !== undefined && id === own) this.#newest.set(own, Symbol('backup'));
    return backup;
  }

  /**
   * What windows that ended left of a mask, and the user has not decided about, newest first. It is out of the way of
   * what is kept from now on.
   */
  async left(uri: vscode.Uri): Promise<string[]> {
    const path = this.#pathOf(uri);
    if (!this.#newest.has(path)) await this.#setAside(path).catch(() => undefined);
    return this.#leftOf(path);
  }

  /** Edits that {@link left} found. Undefined: they cannot be read, of which the user is told. */
  readLeft(uri: vscode.Uri, path: string): Promise<EditBackup | undefined> {
    return this.#read(uri, path);
  }

  /** Deletes edits that {@link left} found. */
  async discardLeft(path: string): Promise<void> {
    await rm(path, { force: true });
  }

  /** Deletes what this window kept of a mask. */
  async discard(uri: vscode.Uri): Promise<void> {
    const path = this.#pathOf(uri);
    if (this.#newest.delete(path)) await rm(path, { force: true });
  }

  async #read(uri: vscode.Uri, path: string): Promise<EditBackup | undefined> {
    try {
      return decodeBackup(await readFile(path, MAX_BACKUP_BYTES), crc32);
    } catch (error) {
      const isLost = error instanceof BackupError && error.code !== 'newerVersion';
      const moving = isLost ? rename(path, `${this.#pathOf(uri)}.damaged`) : this.#setAside(path);
      // Where it cannot be moved, nothing is written over it either.
      await moving.catch(() => undefined);
      const reason = error instanceof BackupError ? vscode.l10n.t(BACKUP_PROBLEMS[error.code]) : failureMessage(error);
      const name = vscode.workspace.asRelativePath(uri);
      void vscode.window.showErrorMessage(
        isLost || isMissing(error)
          ? vscode.l10n.t(
              'The unsaved changes of {0} could not be restored; the saved file is shown. {1}',
              name,
              reason,
            )
          : vscode.l10n.t(
              'The unsaved changes of {0} cannot be restored now; the saved file is shown. They stay kept until the mask is opened again. {1}',
              name,
              reason,
            ),
      );
      return undefined;
    }
  }

  /** Renames a backup, if there is one, so that none is written over it. */
  async #setAside(path: string): Promise<void> {
    if (path.endsWith(LEFT)) return;
    const name = `${path}.${Date.now().toString().padStart(15, '0')}-${randomBytes(4).toString('hex')}${LEFT}`;
    await rename(path, name).catch((error: unknown) => {
      if (!isMissing(error)) throw error;
    });
  }

  async #leftOf(path: string): Promise<string[]> {
    const names = await readdir(this.#folder).catch(() => []);
    return names
      .map((name) => join(this.#folder, name))
      .filter((left) => left.startsWith(`${path}.`) && left.endsWith(LEFT))
      .sort()
      .reverse();
  }

  #pathOf(uri: vscode.Uri): string {
    return join(this.#folder, sha256Hex(Buffer.from(`${this.#viewType}\n${uri.toString()}`)));
  }
}

function encoded(backup: EditBackup): Uint8Array {
  try {
    return encodeBackup(backup, crc32);
  } catch (error) {
    throw error instanceof BackupError ? new Error(vscode.l10n.t(BACKUP_PROBLEMS[error.code])) : error;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === 'notFound' || code === 'ENOENT';
}

// Loaded when edits are kept for the next window, or may have come from the last one.
import { mkdir, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { BackupError, BACKUP_PROBLEMS, decodeBackup, encodeBackup } from '../../core/mask/editBackup.ts';
import type { EditBackup } from '../../core/mask/editBackup.ts';
import { atomicWrite } from '../../platform/atomicWrite.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { readFile } from '../../platform/readFile.ts';
import { crc32 } from '../../platform/zlib.ts';
import type { EditedFile } from './editedFile.ts';
import { failureMessage } from './jobFailure.ts';

/**
 * The unsaved edits of masks, kept in a file for each mask. VS Code remembers which file belongs to which tab, but writes
 * that down only now and then; so the names follow from the masks, and what a killed window left is found again.
 */
export class EditBackups {
  readonly #folder: vscode.Uri;
  readonly #viewType: string;
  /** The newest backup of each file; VS Code deletes the one before after it has the next. */
  readonly #newest = new Map<string, symbol>();

  constructor(folder: vscode.Uri, viewType: string) {
    this.#folder = folder;
    this.#viewType = viewType;
  }

  /**
   * @param uri the name that the file has or will have
   * @throws Error where there is nothing to keep, or it cannot be written
   */
  async write(file: EditedFile, uri = file.uri): Promise<vscode.CustomDocumentBackup> {
    const backup = await file.backup();
    if (backup === undefined) throw new Error(vscode.l10n.t('There are no edits to keep: the file cannot be read.'));
    const path = this.#pathOf(uri);
    const own = Symbol('backup');
    this.#newest.set(path, own);
    await mkdir(this.#folder.fsPath, { recursive: true });
    await atomicWrite(path, encodeBackup(backup, crc32));
    return {
      id: path,
      delete: () => {
        if (this.#newest.get(path) === own) void this.discard(uri);
      },
    };
  }

  /**
   * The edits that an earlier window kept under an id, or without one for this mask. Undefined: none, or they cannot be
   * read, of which the user is told.
   */
  async read(uri: vscode.Uri, id?: string): Promise<EditBackup | undefined> {
    try {
      return decodeBackup(await readFile(id ?? this.#pathOf(uri)), crc32);
    } catch (error) {
      if (id === undefined && isMissing(error)) return undefined;
      await this.discard(uri);
      const reason = error instanceof BackupError ? vscode.l10n.t(BACKUP_PROBLEMS[error.code]) : failureMessage(error);
      const name = vscode.workspace.asRelativePath(uri);
      void vscode.window.showErrorMessage(
        vscode.l10n.t('The unsaved changes of {0} could not be restored; the saved file is shown. {1}', name, reason),
      );
      return undefined;
    }
  }

  async discard(uri: vscode.Uri): Promise<void> {
    const path = this.#pathOf(uri);
    this.#newest.delete(path);
    await rm(path, { force: true });
  }

  #pathOf(uri: vscode.Uri): string {
    const name = sha256Hex(Buffer.from(`${this.#viewType}\n${uri.toString()}`));
    return vscode.Uri.joinPath(this.#folder, name).fsPath;
  }
}

function isMissing(error: unknown): boolean {
  return (error as { readonly code?: unknown }).code === 'notFound';
}

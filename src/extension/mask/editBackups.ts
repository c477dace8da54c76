// Loaded when edits are kept for the next window, or come from the last one.
import * as vscode from 'vscode';
import { BackupError, BACKUP_PROBLEMS, decodeBackup, encodeBackup } from '../../core/mask/editBackup.ts';
import type { EditBackup } from '../../core/mask/editBackup.ts';
import { crc32 } from '../../platform/zlib.ts';
import type { EditedFile } from './editedFile.ts';
import { failureMessage } from './jobFailure.ts';

/** Keeps the unsaved edits of a document where VS Code wants them. */
export async function writeBackup(file: EditedFile, destination: vscode.Uri): Promise<vscode.CustomDocumentBackup> {
  const backup = await file.backup();
  if (backup === undefined) throw new Error(vscode.l10n.t('There are no edits to keep: the file cannot be read.'));
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(destination, '..'));
  await vscode.workspace.fs.writeFile(destination, encodeBackup(backup, crc32));
  return {
    id: destination.toString(),
    // One that is gone already needs no deletion.
    delete: () => void vscode.workspace.fs.delete(destination).then(undefined, () => undefined),
  };
}

/** The edits of an earlier window; undefined where they cannot be read, of which the user is told. */
export async function readBackup(uri: vscode.Uri, id: string): Promise<EditBackup | undefined> {
  try {
    return decodeBackup(await vscode.workspace.fs.readFile(vscode.Uri.parse(id)), crc32);
  } catch (error) {
    const reason = error instanceof BackupError ? vscode.l10n.t(BACKUP_PROBLEMS[error.code]) : failureMessage(error);
    const name = vscode.workspace.asRelativePath(uri);
    void vscode.window.showErrorMessage(
      vscode.l10n.t('The unsaved changes of {0} could not be restored; the saved file is shown. {1}', name, reason),
    );
    return undefined;
  }
}

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Editability } from '../../protocol/mask.ts';
import { isReadonlyBySettings } from './readonlySettings.ts';

/** The write bit of a file's owner; without it a file is read-only for VS Code too, even where root could write. */
const OWNER_MAY_WRITE = 0o200;

/** Whether a file could be saved where it is. A file that is not there could be. Never rejects. */
export async function writability(uri: vscode.Uri): Promise<Editability> {
  if (uri.scheme === 'git') {
    return refused(vscode.l10n.t('This is a version that Git holds. Open the file itself to edit it.'));
  }
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) {
    return refused(vscode.l10n.t('The folder is read-only. Save the mask elsewhere to edit it.'));
  }
  if (isReadonlyBySettings(uri)) {
    return refused(
      vscode.l10n.t(
        'The setting "files.readonlyInclude" makes the file read-only. Change the setting, or save the mask elsewhere.',
      ),
    );
  }
  try {
    if (uri.scheme === 'file') {
      const { mode } = await stat(uri.fsPath);
      if ((mode & OWNER_MAY_WRITE) === 0) return readOnlyFile();
      await access(uri.fsPath, constants.W_OK);
      return { ok: true };
    }
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) === 0 ? { ok: true } : readOnlyFile();
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    return code === 'EACCES' || code === 'EPERM' || code === 'EROFS' ? readOnlyFile() : { ok: true };
  }
}

function readOnlyFile(): Editability {
  return refused(vscode.l10n.t('The file is read-only. Change its permissions, or save the mask elsewhere.'));
}

function refused(reason: string): Editability {
  return { ok: false, reason };
}

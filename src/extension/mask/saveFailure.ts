import * as vscode from 'vscode';
import { failureMessage } from './jobFailure.ts';

/** An error of saving, for a person to read: what is wrong and what to do. The edits stay in the editor. */
export function saveFailure(error: unknown): Error {
  if (error instanceof vscode.CancellationError) return error;
  const { code } = error as { readonly code?: unknown };
  return new Error(sentenceOf(typeof code === 'string' ? code : '') ?? failureMessage(error));
}

function sentenceOf(code: string): string | undefined {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'NoPermissions':
      return vscode.l10n.t(
        'You have no permission to write in this folder. Change it, or save the mask elsewhere; your changes are kept.',
      );
    case 'EROFS':
      return vscode.l10n.t('The disk is read-only. Save the mask elsewhere; your changes are kept.');
    case 'ENOSPC':
    case 'EDQUOT':
      return vscode.l10n.t('The disk is full. Make room and save again; your changes are kept.');
    case 'ENOENT':
    case 'ENOTDIR':
    case 'FileNotFound':
      return vscode.l10n.t('The folder of the mask is gone. Save the mask elsewhere; your changes are kept.');
    case 'Unavailable':
      return vscode.l10n.t('The folder cannot be reached. Connect to it and save again; your changes are kept.');
    default:
      return undefined;
  }
}

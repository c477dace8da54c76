import * as vscode from 'vscode';

/**
 * In Restricted Mode nothing is written: a stranger's dataset may hold links and journals that lead elsewhere.
 *
 * @param message why, for the user
 */
export async function mayWrite(message: string): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  if ((await vscode.window.showWarningMessage(message, manage)) === manage) {
    await vscode.commands.executeCommand('workbench.trust.manage');
  }
  return false;
}

import * as vscode from 'vscode';

/**
 * The command that shows a file or folder in its place: the explorer has what lies in the workspace; a file manager is
 * there only for a window on the same machine. Null where neither can.
 */
export function revealCommand(target: vscode.Uri): string | null {
  if (vscode.workspace.getWorkspaceFolder(target) !== undefined) return 'revealInExplorer';
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  return isHere && target.scheme === 'file' ? 'revealFileInOS' : null;
}

/** Shows a folder; offers a window of its own where nothing else can. */
export async function openFolder(folder: vscode.Uri): Promise<void> {
  const command = revealCommand(folder);
  if (command !== null) return void (await vscode.commands.executeCommand(command, folder));
  const open = vscode.l10n.t('Open in New Window');
  const message = vscode.l10n.t('The folder {0} is not in this workspace.', folder.fsPath);
  if ((await vscode.window.showInformationMessage(message, open)) === open) {
    await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: true });
  }
}

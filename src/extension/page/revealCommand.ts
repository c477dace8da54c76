import * as vscode from 'vscode';

/**
 * The command that shows a file or folder where it lies: the explorer has what is in the workspace; a file manager is there
 * only for a window on the same machine. Null where neither can.
 */
export function revealCommand(target: vscode.Uri): string | null {
  if (vscode.workspace.getWorkspaceFolder(target) !== undefined) return 'revealInExplorer';
  const isHere = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  return isHere && target.scheme === 'file' ? 'revealFileInOS' : null;
}

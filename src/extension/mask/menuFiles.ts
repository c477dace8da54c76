import * as vscode from 'vscode';

/** More at once is asked about first. */
const MANY = 20;

/**
 * Menus pass the clicked resource and, in the explorer, the whole selection; menus of source control pass states of resources.
 * Undefined where they passed none.
 */
export function menuFiles(clicked: unknown, selected: unknown): vscode.Uri[] | undefined {
  const state = clicked as Partial<vscode.SourceControlResourceState> | null | undefined;
  if (!(clicked instanceof vscode.Uri) && state?.resourceUri instanceof vscode.Uri) return [state.resourceUri];
  if (Array.isArray(selected) && selected.length > 1) {
    return selected.filter((one): one is vscode.Uri => one instanceof vscode.Uri);
  }
  return clicked instanceof vscode.Uri ? [clicked] : undefined;
}

/** Those of the files that are PNGs. Tells where none is, and asks where they are many; then none may be left. */
export async function pngsToOpen(files: readonly vscode.Uri[]): Promise<vscode.Uri[]> {
  const pngs = files.filter(isPng);
  if (pngs.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t('None of the selected files is a PNG.'));
  }
  if (pngs.length <= MANY) return pngs;
  const open = vscode.l10n.t('Open');
  const question = vscode.l10n.t('Open {0} files, each in a tab of its own?', pngs.length);
  return (await vscode.window.showWarningMessage(question, { modal: true }, open)) === open ? pngs : [];
}

export function isPng({ path }: vscode.Uri): boolean {
  return /\.png$/i.test(path);
}

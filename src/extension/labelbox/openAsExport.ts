import * as vscode from 'vscode';
import { activeFile } from '../mask/openAsMask.ts';
import { menuFiles } from '../mask/menuFiles.ts';
import { EXPORT_VIEW, mayBeExport } from './exportViews.ts';

/** Opens files as exports: those that a menu gives, else the file of the active tab, else what the user picks. */
export async function openAsExport(clicked?: unknown, selected?: unknown): Promise<void> {
  const files = menuFiles(clicked, selected)?.filter(({ path }) => mayBeExport(path)) ?? active() ?? (await pick());
  for (const uri of files) {
    await vscode.commands.executeCommand('vscode.openWith', uri, EXPORT_VIEW, { preview: false });
  }
}

/** Who asks from an export wants another one. */
function active(): vscode.Uri[] | undefined {
  const uri = activeFile();
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isOpen = input instanceof vscode.TabInputCustom && input.viewType === EXPORT_VIEW;
  return uri === undefined || isOpen || !mayBeExport(uri.path) ? undefined : [uri];
}

async function pick(): Promise<vscode.Uri[]> {
  const title = vscode.l10n.t('Open as Labelbox Export');
  const filters = { Labelbox: ['json', 'ndjson', 'jsonl', 'csv', 'tsv'] };
  return (await vscode.window.showOpenDialog({ title, canSelectMany: true, filters })) ?? [];
}

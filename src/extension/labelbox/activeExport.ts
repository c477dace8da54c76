import * as vscode from 'vscode';
import { mayBeExport } from './exportViews.ts';

const CONTEXT_KEY = 'maskscope.activeFileIsExport';

/** Watches the active text editor, and sets a context key (for a button in its title) while its file is an export. */
export function watchActiveText(log: vscode.LogOutputChannel): vscode.Disposable {
  let shown: string | undefined;
  let isExport = false;

  const set = (value: boolean): void => {
    if (value === isExport) return;
    isExport = value;
    void vscode.commands.executeCommand('setContext', CONTEXT_KEY, value);
  };
  const look = async (): Promise<void> => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const uri = input instanceof vscode.TabInputText && mayBeExport(input.uri.path) ? input.uri : undefined;
    const key = uri?.toString();
    if (key === shown) return;
    shown = key;
    set(false);
    if (uri === undefined) return;
    try {
      const { isExportFile } = await import('./recogniseExport.ts');
      const result = await isExportFile(uri);
      if (shown === key) set(result);
    } catch (error) {
      log.debug(`${uri.toString()} is not recognised: ${String(error)}`);
    }
  };
  void look();
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(() => void look()),
    vscode.window.tabGroups.onDidChangeTabGroups(() => void look()),
  );
}

import * as vscode from 'vscode';
import { patternOf } from './fileSource.ts';
import { PREVIEW_VIEW } from './maskViews.ts';

const CONTEXT_KEY = 'maskscope.activeFileIsMask';

/**
 * Watches what the built-in image preview shows, and sets a context key (for a button in its title) while that is
 * recognised as a mask.
 */
export function watchActivePreview(log: vscode.LogOutputChannel): vscode.Disposable {
  let shown: string | undefined;
  let isMask = false;
  let watcher: vscode.Disposable | undefined;

  const set = (value: boolean): void => {
    if (value === isMask) return;
    isMask = value;
    void vscode.commands.executeCommand('setContext', CONTEXT_KEY, value);
  };
  const look = async (): Promise<void> => {
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    const isPreview = input instanceof vscode.TabInputCustom && input.viewType === PREVIEW_VIEW;
    const uri = isPreview && /\.png$/i.test(input.uri.path) ? input.uri : undefined;
    const key = uri?.toString();
    if (key === shown) return;
    shown = key;
    set(false);
    watcher?.dispose();
    watcher = uri && watch(uri, () => void recognise(uri));
    if (uri !== undefined) await recognise(uri);
  };
  const recognise = async (uri: vscode.Uri): Promise<void> => {
    const key = uri.toString();
    try {
      const { isMaskFile } = await import('./recogniseFile.ts');
      const result = await isMaskFile(uri);
      if (shown === key) set(result);
    } catch (error) {
      if (shown === key) set(false);
      log.debug(`${uri.toString()} is not recognised: ${String(error)}`);
    }
  };
  void look();
  return vscode.Disposable.from(
    vscode.window.tabGroups.onDidChangeTabs(() => void look()),
    vscode.window.tabGroups.onDidChangeTabGroups(() => void look()),
    new vscode.Disposable(() => {
      watcher?.dispose();
    }),
  );
}

function watch(uri: vscode.Uri, changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(patternOf(uri));
  return vscode.Disposable.from(watcher, watcher.onDidChange(changed), watcher.onDidCreate(changed));
}

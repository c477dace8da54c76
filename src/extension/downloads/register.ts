import * as vscode from 'vscode';
import type { Downloads } from './downloads.ts';
import { DOWNLOADS_VIEW, DownloadsTree } from './downloadsTree.ts';

/** The view of downloads and its commands; all but the tree is loaded with the first of them, or where some are left. */
export function registerDownloads(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  onDownloaded: (exportUri: vscode.Uri) => void,
): vscode.Disposable[] {
  const tree = new DownloadsTree();
  const view = vscode.window.createTreeView(DOWNLOADS_VIEW, { treeDataProvider: tree });
  let loaded: Promise<Downloads> | undefined;
  let source: Downloads | undefined;
  const load = async (): Promise<Downloads> => {
    const { Downloads } = await import('./downloads.ts');
    source = new Downloads({
      ...{ log, state: context.workspaceState, secrets: context.secrets, onDownloaded },
      script: context.asAbsolutePath('dist/downloadProcess.js'),
    });
    tree.source = source;
    source.onDidChange(() => {
      const running = source?.tasks.filter(({ isActive }) => isActive).length ?? 0;
      view.badge = running === 0 ? undefined : { value: running, tooltip: view.title ?? '' };
    });
    return source;
  };
  const run = async (action: (downloads: Downloads) => unknown): Promise<void> => {
    try {
      await action(await (loaded ??= load()));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.error(message);
      void vscode.window.showErrorMessage(message);
    }
  };
  if (context.workspaceState.get<readonly unknown[]>('maskscope.downloads', []).length > 0) void run(() => undefined);
  const commands = {
    downloadExport: (clicked?: unknown, selected?: unknown) => run((downloads) => downloads.begin(clicked, selected)),
    pauseDownload: (node?: unknown) => run((downloads) => downloads.pause(node)),
    resumeDownload: (node?: unknown) => run((downloads) => downloads.resume(node)),
    stopDownload: (node?: unknown) => run((downloads) => downloads.stop(node)),
    retryDownload: (node?: unknown) => run((downloads) => downloads.retry(node)),
    openDownloadFolder: (node?: unknown) => run((downloads) => downloads.openFolder(node)),
    removeDownload: (node?: unknown) => run((downloads) => downloads.remove(node)),
    setApiKey: () => run((downloads) => downloads.setKey()),
    forgetApiKey: () => run((downloads) => downloads.forgetKey()),
    manageDownloadHosts: () => run((downloads) => downloads.manageHosts()),
  };
  return [
    view,
    { dispose: () => source?.dispose() },
    ...Object.entries(commands).map(([name, command]) => vscode.commands.registerCommand(`maskscope.${name}`, command)),
  ];
}

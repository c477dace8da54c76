import * as vscode from 'vscode';
import type { ExportDocument } from './exportDocument.ts';
import type { ExportEditors } from './exportEditors.ts';
import { watchActiveText } from './activeExport.ts';
import type { FindingsTree } from '../findings/findingsTree.ts';
import { EXPORT_VIEW } from './exportViews.ts';
import { openAsExport } from './openAsExport.ts';
import { RenamedExports } from './renamedExports.ts';

/**
 * The editor of Labelbox exports, its commands and its findings; all of it is loaded with the first export.
 *
 * @param onDownloaded images of an export have come to the disk
 */
export function registerExports(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  tree: FindingsTree,
  onDownloaded: vscode.Event<vscode.Uri>,
): vscode.Disposable[] {
  let loaded: Promise<ExportEditors> | undefined;
  const load = async (): Promise<ExportEditors> => {
    const { ExportEditors } = await import('./exportEditors.ts');
    return new ExportEditors({
      ...{ extensionUri: context.extensionUri, log, state: context.workspaceState, tree },
      script: context.asAbsolutePath('dist/labelboxProcess.js'),
    });
  };
  const editors = (): Promise<ExportEditors> => (loaded ??= load());
  const provider: vscode.CustomReadonlyEditorProvider<ExportDocument> = {
    openCustomDocument: async (uri) => (await editors()).open(uri),
    resolveCustomEditor: async (document, panel) => (await editors()).resolve(document, panel),
  };
  const commands = {
    openAsExport,
    async revealFinding(node?: unknown) {
      try {
        await (await editors()).revealFinding(node);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        log.error(message);
        void vscode.window.showErrorMessage(message);
      }
    },
  };
  return [
    vscode.window.registerCustomEditorProvider(EXPORT_VIEW, provider, {
      supportsMultipleEditorsPerDocument: true,
      webviewOptions: { enableFindWidget: false },
    }),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`maskscope.${name}`, run)),
    watchActiveText(log),
    new RenamedExports(context.workspaceState, log),
    onDownloaded((uri) => void loaded?.then((one) => one.renewOriginals(uri))),
    { dispose: () => void loaded?.then((one) => one.dispose()) },
  ];
}

import * as vscode from 'vscode';
import type { ConvertCommands } from './convertCommands.ts';

/** The command that makes masks of an export; what it needs is loaded at its first use. */
export function registerConvert(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): vscode.Disposable[] {
  let loaded: Promise<ConvertCommands> | undefined;
  const load = async (): Promise<ConvertCommands> => {
    const { ConvertCommands } = await import('./convertCommands.ts');
    return new ConvertCommands({
      ...{ extensionUri: context.extensionUri, log, state: context.workspaceState },
      script: context.asAbsolutePath('dist/labelboxConvertProcess.js'),
    });
  };
  const commands = {
    async convertExport(clicked?: unknown, selected?: unknown): Promise<void> {
      try {
        await (await (loaded ??= load())).start(clicked, selected);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        log.error(message);
        void vscode.window.showErrorMessage(message);
      }
    },
  };
  return Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`maskscope.${name}`, run));
}

import * as vscode from 'vscode';

/** The commands that export pictures of pairs; what they need is loaded with the first of them. */
export function registerPictures(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const commands = {
    exportOverlays: 'overlay',
    exportSheet: 'sheet',
    exportCutouts: 'cutout',
    exportFocus: 'focus',
    transformPairs: 'transform',
  } as const;
  return Object.entries(commands).map(([name, kind]) =>
    vscode.commands.registerCommand(`maskscope.${name}`, async (clicked?: unknown, selected?: unknown) => {
      try {
        const { startPictures } = await import('./picturesCommands.ts');
        return await startPictures(kind, clicked, selected, context, log);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        log.error(message);
        void vscode.window.showErrorMessage(message);
        return undefined;
      }
    }),
  );
}

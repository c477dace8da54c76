import * as vscode from 'vscode';
import type { BatchCommands } from './batchCommands.ts';
import { MEND_MASKS, type MendingOrder } from './mendingOrder.ts';
import { takeInterrupted } from './writingBatches.ts';

/**
 * The commands over many masks; what they need is loaded with the first of them.
 *
 * @param masksWritten is called after a batch or its undo wrote files
 */
export function registerBatches(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  masksWritten: () => void,
): vscode.Disposable[] {
  let loaded: Promise<BatchCommands> | undefined;
  const load = async (): Promise<BatchCommands> => {
    const { BatchCommands } = await import('./batchCommands.ts');
    return new BatchCommands({
      ...{ extensionUri: context.extensionUri, log, state: context.workspaceState, masksWritten },
      script: context.asAbsolutePath('dist/batchProcess.js'),
    });
  };
  const run = async (action: (commands: BatchCommands) => Promise<unknown>): Promise<unknown> => {
    try {
      return await action(await (loaded ??= load()));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.error(message);
      void vscode.window.showErrorMessage(message);
      return undefined;
    }
  };
  // In Restricted Mode nothing could be done about them; they are told once the workspace is trusted.
  const interrupted = vscode.workspace.isTrusted ? takeInterrupted(context.workspaceState) : [];
  for (const one of interrupted) void run((batch) => batch.tellInterrupted(one));
  const commands = {
    reencode: (clicked?: unknown, selected?: unknown) => run((batch) => batch.start('reencode', clicked, selected)),
    drawBorder: (clicked?: unknown, selected?: unknown) => run((batch) => batch.start('draw', clicked, selected)),
    removeBorder: (clicked?: unknown, selected?: unknown) => run((batch) => batch.start('remove', clicked, selected)),
    fillSpecks: (clicked?: unknown, selected?: unknown) => run((batch) => batch.start('specks', clicked, selected)),
    // A page names the folder of its own journal, and is told what the undo did.
    undoBatch: (clicked?: unknown, root?: unknown) =>
      run((batch) => batch.undo(clicked, typeof root === 'string' ? root : null)),
  };
  return [
    vscode.commands.registerCommand(MEND_MASKS, (order: MendingOrder) => run((batch) => batch.mend(order))),
    ...Object.entries(commands).map(([name, command]) => vscode.commands.registerCommand(`maskscope.${name}`, command)),
  ];
}

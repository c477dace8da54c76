import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension } from './support.ts';

describe('commands', () => {
  it('are registered exactly as declared', async () => {
    await extension().activate();
    const { contributes } = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const declared = contributes.commands.map(({ command }) => command).sort();
    const registered = (await vscode.commands.getCommands(true)).filter((command) => command.startsWith('maskscope.'));
    assert.deepEqual(registered.sort(), declared);
  });

  it('do nothing, and no harm, where no mask is open', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const command of ['zoomIn', 'goTo', 'setKind', 'chooseClassMap', 'openWithPreview', 'copyIdentifyReport']) {
      await vscode.commands.executeCommand(`maskscope.${command}`);
    }
  });
});

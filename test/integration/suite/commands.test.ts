import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { writeCommand } from '../../../src/extension/openTerminal.ts';
import { closeAll, extension, makeFolder, mask, played, until, write } from './support.ts';

describe('commands', () => {
  after(closeAll);

  it('are registered exactly as declared', async () => {
    await extension().activate();
    const { contributes } = extension().packageJSON as {
      contributes: { commands: { command: string }[]; views: Record<string, { id: string }[]> };
    };
    const declared = contributes.commands.map(({ command }) => command).sort();
    // VS Code adds its own for each view.
    const ofViews = Object.values(contributes.views).flatMap((views) =>
      views.flatMap(({ id }) =>
        ['focus', 'open', 'removeView', 'resetViewLocation', 'toggleVisibility'].map((action) => `${id}.${action}`),
      ),
    );
    const registered = (await vscode.commands.getCommands(true)).filter(
      (command) => command.startsWith('maskscope.') && !ofViews.includes(command),
    );
    assert.deepEqual(registered.sort(), declared);
  });

  for (const command of [
    'setKind',
    'chooseClassMap',
    'renameClass',
    'writeClassMap',
    'copyIdentifyReport',
    'openIdentifyReport',
    'compareReports',
    'exportIds',
  ]) {
    it(`say what is missing where no mask is open: ${command}`, async () => {
      await closeAll();
      const { shown, end } = played('showInformationMessage', undefined);
      await vscode.commands.executeCommand(`maskscope.${command}`);
      end();
      assert.deepEqual(shown, ['Open a mask first.']);
      assert.equal(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length, 0);
    });
  }

  it('mean the mask that was looked at last where another editor is active', async () => {
    const file = await write(makeFolder('commands'), 'a.mask.png', mask());
    await vscode.commands.executeCommand('vscode.open', file, { preview: false });
    await vscode.commands.executeCommand('workbench.action.files.newUntitledFile');
    await vscode.commands.executeCommand('maskscope.openIdentifyReport');
    await until(() => vscode.window.activeTextEditor?.document.uri.scheme === 'maskscope-identify');
    assert.equal(vscode.window.activeTextEditor?.document.uri.query, file.toString());
  });
});

describe('the command in the terminal', () => {
  it('runs the command line tool, wherever it lies', async function () {
    if (process.platform === 'win32') this.skip();
    const storage = vscode.Uri.joinPath(makeFolder('terminal'), "it's here").fsPath;
    const folder = await writeCommand(storage, join(extension().extensionPath, 'dist', 'cli.js'));
    const file = await write(makeFolder('terminal'), 'a b.mask.png', mask());
    const { stdout } = await promisify(execFile)(join(folder, 'maskscope'), ['identify', file.fsPath]);
    assert.match(stdout, /^ {2}Geometry: 8x4\+0\+0$/m);
  });
});

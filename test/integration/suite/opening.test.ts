import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activeViewType, closeAll, makeFolder, mask, until, write } from './support.ts';

describe('opening', () => {
  const folder = makeFolder('opening');
  after(closeAll);

  for (const name of ['SegmentationClass/a.png', 'SegmentationObject/b.png', 'c.mask.png']) {
    it(`opens ${name} as a mask by itself`, async () => {
      const uri = await write(folder, name, mask());
      await vscode.commands.executeCommand('vscode.open', uri);
      await until(() => activeViewType() === 'maskscope.mask');
    });
  }

  it('leaves other PNGs to the built-in preview, and opens them by command in its place', async () => {
    const uri = await write(folder, 'plain.png', mask());
    await vscode.commands.executeCommand('vscode.open', uri);
    await until(() => activeViewType() === 'imagePreview.previewEditor');
    await vscode.commands.executeCommand('maskscope.openAsMask');
    await until(() => activeViewType() === 'maskscope.mask.any');
    const tabs = vscode.window.tabGroups.activeTabGroup.tabs.filter(
      ({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString(),
    );
    assert.equal(tabs.length, 1);
    await vscode.commands.executeCommand('maskscope.openWithPreview');
    await until(() => activeViewType() === 'imagePreview.previewEditor');
  });

  it('takes the file that a menu gives', async () => {
    const uri = await write(folder, 'menu.png', mask());
    await vscode.commands.executeCommand('maskscope.openAsMask', uri, [uri]);
    await until(() => activeViewType() === 'maskscope.mask.any');
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { activeViewType, closeAll, makeFolder, mask, played, until, write } from './support.ts';

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

  const tabsOf = (uri: vscode.Uri) =>
    vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString());

  it('shows the tab of a file that is open as a mask already, whatever its view and group', async () => {
    await closeAll();
    const one = await write(folder, 'one.mask.png', mask());
    const other = await write(folder, 'other.png', mask());
    await vscode.commands.executeCommand('vscode.open', one, { preview: false });
    await vscode.commands.executeCommand('maskscope.openAsMask', one, [one]);
    assert.equal(activeViewType(), 'maskscope.mask');
    assert.equal(tabsOf(one)[0]?.isPreview, false);
    await vscode.commands.executeCommand('vscode.openWith', other, 'maskscope.mask.any', vscode.ViewColumn.Two);
    await until(() => activeViewType() === 'maskscope.mask.any');
    await vscode.commands.executeCommand('maskscope.openAsMask', one, [one]);
    await until(() => tabsOf(one)[0]?.group.isActive === true);
    await vscode.commands.executeCommand('maskscope.openAsMask', other, [other]);
    await until(() => tabsOf(other)[0]?.group.isActive === true);
    assert.deepEqual(
      [...tabsOf(one), ...tabsOf(other)].map(({ group }) => group.viewColumn),
      [1, 2],
    );
    await closeAll();
  });

  it('opens the PNGs of a selection, and nothing else of it', async () => {
    await closeAll();
    const pngs = await Promise.all(['x.png', 'Y.PNG', 'z.mask.png'].map((name) => write(folder, name, mask())));
    const names = await write(folder, 'classes.txt', 'a');
    const selection = [...pngs, names, folder];
    await vscode.commands.executeCommand('maskscope.openAsMask', names, selection);
    await until(() => vscode.window.tabGroups.activeTabGroup.tabs.length === 3);
    assert.deepEqual(
      pngs.map((uri) => tabsOf(uri).length),
      [1, 1, 1],
    );
    await vscode.commands.executeCommand('maskscope.openIdentifyReport', names, selection);
    assert.equal(vscode.window.tabGroups.activeTabGroup.tabs.length, 6);
    const { shown, end } = played('showInformationMessage', undefined);
    await vscode.commands.executeCommand('maskscope.openAsMask', names, [names, folder]);
    end();
    assert.deepEqual(shown, ['None of the selected files is a PNG.']);
    await closeAll();
  });

  it('asks before it opens many', async () => {
    const many = Array.from({ length: 21 }, (_, at) => vscode.Uri.joinPath(folder, `many/${at}.png`));
    const { shown, end } = played('showWarningMessage', undefined);
    await vscode.commands.executeCommand('maskscope.openAsMask', many[0], many);
    end();
    assert.deepEqual(shown, ['Open 21 files, each in a tab of its own?']);
    assert.equal(vscode.window.tabGroups.activeTabGroup.tabs.length, 0);
  });
});

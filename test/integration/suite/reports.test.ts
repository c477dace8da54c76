import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { identifyBytes, renderIdentifyReport, renderIdSection } from '../../../src/jobs/identify.ts';
import { reportUri } from '../../../src/extension/mask/identifyReports.ts';
import { closeAll, makeFolder, mask, played, until, write } from './support.ts';

const reportOf = (file: vscode.Uri, bytes: Uint8Array) => {
  const facts = identifyBytes(bytes, vscode.workspace.asRelativePath(file, false));
  return `${renderIdentifyReport(facts)}\n${renderIdSection(facts)}`;
};

describe('the identify report as a document', () => {
  const folder = makeFolder('reports');
  after(closeAll);

  const open = async (name: string, bytes: Uint8Array): Promise<[vscode.Uri, vscode.TextDocument]> => {
    const file = await write(folder, name, bytes);
    await vscode.commands.executeCommand('maskscope.openIdentifyReport', file);
    const document = vscode.window.activeTextEditor?.document;
    assert.ok(document !== undefined);
    return [file, document];
  };

  const isComparison = (original: vscode.Uri, modified: vscode.Uri, title: string): boolean => {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    if (!(tab?.input instanceof vscode.TabInputTextDiff)) return false;
    const uris = [tab.input.original, tab.input.modified].map(String);
    return tab.label === title && uris.join() === [original, modified].map(String).join();
  };

  /** Runs a command that shows a list, and takes its first item. */
  const pickFirst = async (command: string): Promise<void> => {
    let isDone = false;
    const running = vscode.commands.executeCommand(command).then(() => (isDone = true));
    try {
      // Accepting does nothing until the list has its first item; once it was taken, nothing else is to be accepted.
      await until(async () => {
        if (!isDone) await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return isDone;
      }, 30_000);
    } finally {
      // A list that stayed open would be in the way of the next attempt.
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      await running;
    }
  };

  it('says what the report says, and cannot be edited', async () => {
    const bytes = mask();
    const [file, document] = await open('one.mask.png', bytes);
    assert.equal(document.uri.scheme, 'maskscope-identify');
    assert.equal(document.getText(), reportOf(file, bytes));
    for (const line of [
      '  Geometry: 8x4+0+0',
      '  Colors: 3',
      '  Colormap entries: 3',
      '    16: (  0,  0,  0) #000000 black',
    ]) {
      assert.ok(document.getText().includes(line), line);
    }
    assert.equal(vscode.workspace.fs.isWritableFileSystem('maskscope-identify'), undefined);
  });

  it('follows the file: changed, deleted, back', async () => {
    const [file, document] = await open('changing.mask.png', mask());
    const second = mask([0, 2]);
    await vscode.workspace.fs.writeFile(file, second);
    await until(() => document.getText() === reportOf(file, second));
    await vscode.workspace.fs.delete(file);
    await until(() => document.getText().startsWith('The file does not exist'));
    await vscode.workspace.fs.writeFile(file, mask());
    await until(() => document.getText() === reportOf(file, mask()));
  });

  it('can be compared with another', async () => {
    await closeAll();
    const [, one] = await open('left.mask.png', mask());
    const [, other] = await open('right.mask.png', mask([1]));
    await vscode.commands.executeCommand('maskscope.compareReports', one.uri, { groupId: 0 });
    await until(() => isComparison(one.uri, other.uri, 'left.mask.png ↔ right.mask.png (identify)'));
  });

  it('can be compared with that of another mask, selected with it or picked', async () => {
    await closeAll();
    const files = await Promise.all(['a/m.png', 'b/m.png', 'c.png'].map((name) => write(folder, name, mask())));
    const [one, other, third] = files;
    assert.ok(one !== undefined && other !== undefined && third !== undefined);
    await vscode.commands.executeCommand('maskscope.compareReports', other, [one, other]);
    const title = `${one.path} ↔ ${other.path} (identify)`;
    await until(() => isComparison(reportUri(one), reportUri(other), title));
    await closeAll();
    const { shown, end } = played('showInformationMessage', undefined);
    await vscode.commands.executeCommand('maskscope.compareReports', one, files);
    end();
    assert.deepEqual(shown, ['Select two masks to compare.']);
    assert.equal(vscode.window.tabGroups.activeTabGroup.tabs.length, 0);
    await vscode.commands.executeCommand('vscode.openWith', third, 'maskscope.mask.any', { preview: false });
    await vscode.commands.executeCommand('vscode.openWith', one, 'maskscope.mask.any', { preview: false });
    // On a busy machine the tab comes to the front after the command that opens it has returned.
    await until(() => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputCustom && input.uri.toString() === one.toString();
    }, 30_000);
    // A page that takes the keyboard when it has loaded closes the list: then it is asked for again.
    await until(async () => {
      await pickFirst('maskscope.compareReports');
      return isComparison(reportUri(one), reportUri(third), 'm.png ↔ c.png (identify)');
    }, 60_000);
  });

  it('is named after the version of the file', () => {
    const file = vscode.Uri.file('/data/a.png');
    const at = (ref: string) => file.with({ scheme: 'git', query: JSON.stringify({ path: file.fsPath, ref }) });
    const names = [
      file,
      at('HEAD'),
      at('~'),
      at('origin/main'),
      at('0123456789'.repeat(4)),
      file.with({ scheme: 'zip' }),
    ];
    assert.deepEqual(
      names.map((version) => reportUri(version).path.split('/').at(-1)),
      ['', ' (HEAD)', ' (index)', ' (origin-main)', ' (01234567)', ' (zip)'].map((part) => `a.png${part}.identify.txt`),
    );
  });

  it('says what is wrong with a damaged file', async () => {
    const bytes = Buffer.from(mask());
    const at = bytes.indexOf('IDAT');
    bytes[at + 6] = (bytes[at + 6] ?? 0) ^ 0xff;
    const [, document] = await open('damaged.mask.png', bytes);
    assert.match(
      document.getText(),
      /damaged\.mask\.png: Chunk IDAT is damaged: the CRC computed from its bytes is 0x[0-9a-f]{8}, the CRC stored in it 0x/,
    );
  });
});

import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Choices } from '../../../src/extension/mask/choices.ts';
import type { MaskEditors } from '../../../src/extension/mask/maskEditors.ts';
import { RenamedMasks } from '../../../src/extension/mask/renamedMasks.ts';
import { makeFolder, mask, memento, until, write } from './support.ts';

describe('renaming a mask that is open', () => {
  const folder = makeFolder('renaming');
  const at = (path: string) => vscode.Uri.joinPath(folder, path);

  async function rename(from: vscode.Uri, to: vscode.Uri): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(from, to);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }

  it('hands its state to the editor of the same group, once, and moves what was chosen for it', async () => {
    const file = await write(folder, 'masks/a.png', mask());
    const all = [1, 2].map((viewColumn) => ({ document: { uri: file }, panel: { viewColumn }, state: { viewColumn } }));
    const unsaved = { document: { uri: file }, panel: { viewColumn: 3 }, state: undefined };
    const choices = new Choices(memento());
    await choices.setKind(file, 'file', { kind: 'instance' });
    const renamed = new RenamedMasks({ all: [...all, unsaved] } as unknown as MaskEditors, choices);
    await rename(file, at('masks/b.png'));
    assert.equal(renamed.take(at('masks/a.png'), 1), undefined);
    assert.deepEqual(renamed.take(at('masks/b.png'), 2), { viewColumn: 2 });
    assert.deepEqual(renamed.take(at('masks/b.png'), 2), { viewColumn: 1 });
    assert.equal(renamed.take(at('masks/b.png'), 1), undefined);
    await until(() => choices.kindOf(at('masks/b.png'))?.kind === 'instance');
    renamed.dispose();
  });

  it('follows a folder', async () => {
    const file = await write(folder, 'old/눈 a.png', mask());
    const editors = { all: [{ document: { uri: file }, panel: { viewColumn: 1 }, state: 'here' }] };
    const renamed = new RenamedMasks(editors as unknown as MaskEditors, new Choices(memento()));
    await rename(at('old'), at('new'));
    assert.equal(renamed.take(at('new/눈 a.png'), 1), 'here');
    renamed.dispose();
  });
});

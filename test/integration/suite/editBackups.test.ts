import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { EditBackups } from '../../../src/extension/mask/editBackups.ts';
import { EditedFile } from '../../../src/extension/mask/editedFile.ts';
import type { DoneEdit } from '../../../src/extension/mask/editedFile.ts';
import { makeFolder, mask, until, write } from './support.ts';

const folder = makeFolder('backups');
const merge = (from: number, to: number) => ({
  kind: 'lut',
  table: Uint16Array.from({ length: 256 }, (_, id) => (id === from ? to : id)),
});

type Backup = ConstructorParameters<typeof EditedFile>[2];

function opened(uri: vscode.Uri, backup?: Backup) {
  const file = new EditedFile(uri, (bytes) => Promise.resolve(bytes), backup);
  const edits: DoneEdit[] = [];
  let divergences = 0;
  file.onDidPush((edit) => edits.push(edit));
  file.onDidDiverge(() => divergences++);
  return { file, edits, divergences: () => divergences };
}

async function edited(uri: vscode.Uri, ...labels: string[]) {
  const one = opened(uri);
  await one.file.read();
  for (const label of labels) assert.ok(one.file.take(merge(1, 2), label, 1, one.file.editing.revision));
  return one;
}

/** The texts of error messages that are shown until `end` is called. */
function errors(): { readonly shown: string[]; readonly end: () => void } {
  const shown: string[] = [];
  const window = vscode.window as unknown as Record<'showErrorMessage', unknown>;
  const before = window.showErrorMessage;
  window.showErrorMessage = (text: string) => {
    shown.push(text);
    return Promise.resolve(undefined);
  };
  return { shown, end: () => (window.showErrorMessage = before) };
}

describe('unsaved edits that are kept', () => {
  const kept = vscode.Uri.joinPath(folder, 'kept');
  const backups = new EditBackups(kept, 'maskscope.mask');

  it('are found again without their id, and go on where they were', async () => {
    const uri = await write(folder, 'a.png', mask());
    const before = await edited(uri, 'first', 'second');
    await backups.write(before.file);
    before.file.dispose();
    const after = opened(uri, await new EditBackups(kept, 'maskscope.mask').read(uri));
    await after.file.read();
    assert.deepEqual([after.file.isDirty, after.file.disk, after.file.editing.applied], [true, 'same', 2]);
    after.file.replay();
    assert.deepEqual(
      after.edits.map(({ label }) => label),
      ['first', 'second'],
    );
    assert.equal(after.divergences(), 0);
    after.edits[1]?.undo();
    after.edits[0]?.undo();
    assert.equal(after.file.isDirty, false);
    after.edits[0]?.redo();
    assert.equal(after.file.editing.applied, 1);
    after.file.dispose();
  });

  it('are of one kind of editor, and none for other masks', async () => {
    const uri = await write(folder, 'b.png', mask());
    const { file } = await edited(uri, 'one');
    await backups.write(file);
    assert.equal(await new EditBackups(kept, 'maskscope.mask.any').read(uri), undefined);
    assert.equal(await backups.read(vscode.Uri.joinPath(folder, 'c.png')), undefined);
    file.dispose();
  });

  it('stay when VS Code deletes the backup before, and go with the last', async () => {
    const uri = await write(folder, 'd.png', mask());
    const { file } = await edited(uri, 'one');
    const first = await backups.write(file);
    const second = await backups.write(file);
    first.delete();
    assert.equal((await backups.read(uri))?.entries.length, 1);
    second.delete();
    await until(() => !existsSync(second.id));
    assert.deepEqual(
      readdirSync(kept.fsPath).filter((name) => name.endsWith('.tmp')),
      [],
    );
    file.dispose();
  });

  it('are not applied to another file, but shown as they were, with a word about it', async () => {
    const uri = await write(folder, 'e.png', mask());
    const before = await edited(uri, 'one');
    await backups.write(before.file);
    before.file.dispose();
    await write(folder, 'e.png', mask([2]));
    const after = opened(uri, await backups.read(uri));
    const { bytes } = await after.file.read();
    assert.deepEqual([after.file.disk, after.file.editing.applied], ['changed', 1]);
    assert.deepEqual(Buffer.from(bytes ?? new ArrayBuffer(0)), Buffer.from(mask()));
    after.file.replay();
    assert.equal(after.divergences(), 1);
    // Kept once more, they still belong to the file that they were made for.
    await backups.write(after.file);
    const again = opened(uri, await backups.read(uri));
    await again.file.read();
    assert.equal(again.file.disk, 'changed');
    await again.file.revert();
    assert.deepEqual([again.file.disk, again.file.isDirty], ['same', false]);
    assert.deepEqual(readFileSync(uri.fsPath), Buffer.from(mask([2])));
    after.file.dispose();
    again.file.dispose();
  });

  it('are told lost where they are damaged, and the file is shown without them', async () => {
    const uri = await write(folder, 'f.png', mask());
    const { file } = await edited(uri, 'one');
    const { id } = await backups.write(file);
    const bytes = readFileSync(id);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    writeFileSync(id, bytes);
    const messages = errors();
    try {
      assert.equal(await backups.read(uri, id), undefined);
    } finally {
      messages.end();
    }
    assert.match(messages.shown.join(), /f\.png could not be restored; the saved file is shown\. .* damaged/);
    assert.equal(await backups.read(uri), undefined);
    file.dispose();
  });

  it('are taken up by a mask that is open without edits, and by no other', async () => {
    const uri = await write(folder, 'g.png', mask());
    const before = await edited(uri, 'kept');
    await backups.write(before.file);
    const backup = await backups.read(uri);
    assert.ok(backup);
    assert.equal(await before.file.adopt(backup), false);
    before.file.dispose();
    const after = opened(uri);
    await after.file.read();
    assert.ok(await after.file.adopt(backup));
    assert.deepEqual([after.file.base?.generation, after.file.editing.applied, after.edits.length], [2, 1, 1]);
    after.edits[0]?.undo();
    assert.equal(after.file.isDirty, false);
    after.file.dispose();
  });
});

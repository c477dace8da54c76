import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { EditBackups } from '../../../src/extension/mask/editBackups.ts';
import { EditedFile } from '../../../src/extension/mask/editedFile.ts';
import type { DoneEdit } from '../../../src/extension/mask/editedFile.ts';
import { KeptEdits } from '../../../src/extension/mask/keptEdits.ts';
import { MaskDocument } from '../../../src/extension/mask/maskDocument.ts';
import type { MaskSaving } from '../../../src/extension/mask/maskSaving.ts';
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

const documentServices = {
  chosenKind: () => undefined,
  onDidChangeChoices: () => new vscode.Disposable(() => undefined),
  watchClassMap: () => new vscode.Disposable(() => undefined),
  findClassMap: () => Promise.resolve(null),
  encodeEdits: (bytes: ArrayBuffer) => Promise.resolve(bytes),
};

/** What windows that ended left of a mask, newest first. */
async function leftOf(backups: EditBackups, uri: vscode.Uri): Promise<NonNullable<Backup>[]> {
  const found = await Promise.all((await backups.left(uri)).map((path) => backups.readLeft(uri, path)));
  return found.filter((backup) => backup !== undefined);
}

const labelsOf = (file: EditedFile) => file.backup().then((backup) => backup?.entries.map(({ label }) => label));

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
    const [left] = await leftOf(new EditBackups(kept, 'maskscope.mask'), uri);
    const after = opened(uri, left);
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
    assert.deepEqual(await new EditBackups(kept, 'maskscope.mask.any').left(uri), []);
    assert.deepEqual(await new EditBackups(kept, 'maskscope.mask').left(vscode.Uri.joinPath(folder, 'c.png')), []);
    file.dispose();
  });

  it('stay when VS Code deletes the backup before, and go with the last', async () => {
    const uri = await write(folder, 'd.png', mask());
    const { file } = await edited(uri, 'one');
    const first = await backups.write(file);
    const second = await backups.write(file);
    first.delete();
    assert.equal((await backups.read(uri, second.id))?.entries.length, 1);
    const third = await backups.write(file);
    third.delete();
    await until(() => !existsSync(third.id));
    assert.deepEqual(
      readdirSync(kept.fsPath).filter((name) => name.endsWith('.tmp')),
      [],
    );
    file.dispose();
  });

  it('are not applied to another file, but shown as they were, with a word about it', async () => {
    const uri = await write(folder, 'e.png', mask());
    const before = await edited(uri, 'one');
    const { id } = await backups.write(before.file);
    before.file.dispose();
    await write(folder, 'e.png', mask([2]));
    const after = opened(uri, await backups.read(uri, id));
    const { bytes } = await after.file.read();
    assert.deepEqual([after.file.disk, after.file.editing.applied], ['changed', 1]);
    assert.deepEqual(Buffer.from(bytes ?? new ArrayBuffer(0)), Buffer.from(mask()));
    after.file.replay();
    assert.equal(after.divergences(), 1);
    // Kept once more, they still belong to the file that they were made for.
    await backups.write(after.file);
    const again = opened(uri, await backups.read(uri, id));
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
    assert.deepEqual(await new EditBackups(kept, 'maskscope.mask').left(uri), []);
    assert.deepEqual(readFileSync(`${id}.damaged`), bytes);
    file.dispose();
  });

  it('stay where they cannot be read now, and nothing is written over them', async () => {
    const uri = await write(folder, 'newer.png', mask());
    const { file } = await edited(uri, 'one');
    const { id } = await backups.write(file);
    const bytes = readFileSync(id);
    bytes.writeUInt32LE(2, 4);
    writeFileSync(id, bytes);
    const messages = errors();
    try {
      const next = new EditBackups(kept, 'maskscope.mask');
      assert.equal(await next.read(uri, id), undefined);
      await next.write(file);
      const [left = ''] = await next.left(uri);
      assert.deepEqual(readFileSync(left), bytes);
      assert.equal(await next.readLeft(uri, left), undefined);
      assert.ok(existsSync(left));
    } finally {
      messages.end();
    }
    assert.match(messages.shown[0] ?? '', /newer\.png cannot be restored now; .* stay kept .* newer version/);
    file.dispose();
  });

  it('are not written once they need not be kept any more', async () => {
    const uri = await write(folder, 'cancelled.png', mask());
    const { file } = await edited(uri, 'one');
    const source = new vscode.CancellationTokenSource();
    const writing = backups.write(file, uri, source.token);
    source.cancel();
    await assert.rejects(writing, vscode.CancellationError);
    assert.deepEqual(await new EditBackups(kept, 'maskscope.mask').left(uri), []);
    file.dispose();
  });

  it('are taken up by a mask that is open without edits, and by no other', async () => {
    const uri = await write(folder, 'g.png', mask());
    const before = await edited(uri, 'kept');
    const { id } = await backups.write(before.file);
    const backup = await backups.read(uri, id);
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

describe('edits that a killed window left', () => {
  let folders = 0;

  /** A mask with edits that a window left, opened in the next one, and the answers to its questions. */
  async function next(...answers: (string | undefined)[]) {
    const kept = vscode.Uri.joinPath(folder, `left-${++folders}`);
    const uri = await write(folder, `left-${folders}.png`, mask());
    const killed = await edited(uri, 'left');
    await new EditBackups(kept, 'maskscope.mask').write(killed.file);
    killed.file.dispose();
    const window = vscode.window as unknown as Record<'showWarningMessage', unknown>;
    const before = window.showWarningMessage;
    const questions: string[] = [];
    const open: (() => void)[] = [];
    window.showWarningMessage = async (text: string) => {
      questions.push(text);
      const answer = answers.shift();
      if (answer !== 'later') return answer;
      await new Promise<void>((resolve) => open.push(resolve));
      return answers.shift();
    };
    const documents: MaskDocument[] = [];
    const start = () => {
      const edits = new KeptEdits(
        kept,
        'maskscope.mask',
        { tellOfDisk: () => undefined } as unknown as MaskSaving,
        (at, backup) => new MaskDocument(at, documentServices, { backup }),
        () => undefined,
      );
      const document = edits.open(uri, undefined);
      assert.ok(document instanceof MaskDocument);
      documents.push(document);
      edits.editorMade(document);
      return { edits, document };
    };
    const end = () => {
      window.showWarningMessage = before;
      for (const document of documents) document.dispose();
    };
    const files = () => readdirSync(kept.fsPath);
    return { uri, start, questions, answerLater: () => open.shift()?.(), files, end };
  }

  const { token } = new vscode.CancellationTokenSource();
  const take = async ({ file }: MaskDocument, label: string) => {
    const { generation } = await file.read();
    assert.ok(file.take(merge(1, 2), label, generation, file.editing.revision));
  };

  it('stay while nothing is decided, whatever is edited, and are asked about again', async () => {
    const window = await next(undefined, 'Restore');
    try {
      const first = window.start();
      await until(() => window.questions.length === 1);
      await take(first.document, 'new');
      await first.edits.write(first.document, token);
      assert.equal(window.files().length, 2);
      first.document.dispose();
      // The window is killed again: both are found, the newer ones first.
      const second = window.start();
      await until(() => window.questions.length === 3);
      assert.deepEqual(await labelsOf(second.document.file), ['new']);
      assert.match(window.questions[2] ?? '', /^Save or revert/);
    } finally {
      window.end();
    }
  });

  it('are gone once they were discarded, and what is edited now stays', async () => {
    const window = await next('later', 'Discard');
    try {
      const { edits, document } = window.start();
      await until(() => window.questions.length === 1);
      await take(document, 'new');
      const { id } = await edits.write(document, token);
      window.answerLater();
      await until(() => window.files().length === 1);
      assert.ok(existsSync(id));
      assert.deepEqual(await labelsOf(document.file), ['new']);
    } finally {
      window.end();
    }
  });

  it('are restored once, kept at once, and let go where they are undone', async () => {
    const window = await next('Restore');
    try {
      const { document } = window.start();
      await until(() => document.file.isDirty && window.files().length === 1);
      await until(() => window.files().every((name) => !name.endsWith('.left')));
      await document.file.revert();
      await until(() => window.files().length === 0);
    } finally {
      window.end();
    }
  });

  for (const answer of ['Restore', 'Discard']) {
    it(`stay where the answer is ${answer} after their tab was closed`, async () => {
      const window = await next('later', answer);
      try {
        const { document } = window.start();
        await until(() => window.questions.length === 1);
        document.dispose();
        window.answerLater();
        const again = window.start();
        await until(() => window.questions.length === 2);
        assert.equal(window.files().length, 1);
        assert.equal(again.document.file.isDirty, false);
      } finally {
        window.end();
      }
    });
  }

  it('are found for an id that another window has set aside', async () => {
    const window = await next();
    try {
      window.start();
      await until(() => window.questions.length === 1);
      const [left = ''] = window.files();
      const id = vscode.Uri.joinPath(folder, `left-${folders}`, left.slice(0, 64)).fsPath;
      const backups = new EditBackups(vscode.Uri.joinPath(folder, `left-${folders}`), 'maskscope.mask');
      assert.equal((await backups.read(window.uri, id))?.entries[0]?.label, 'left');
    } finally {
      window.end();
    }
  });
});

describe('edits of a mask that is renamed', () => {
  const kept = vscode.Uri.joinPath(folder, 'renamed-edits');
  it('wait for the new name as long as the window is open, even where it is renamed again', async () => {
    const uri = await write(folder, 'renamed/one/a.png', mask());
    const edits = new KeptEdits(
      kept,
      'maskscope.mask',
      { tellOfDisk: () => undefined } as unknown as MaskSaving,
      (at, backup) => new MaskDocument(at, documentServices, { backup }),
      () => undefined,
    );
    const document = edits.open(uri, undefined);
    assert.ok(document instanceof MaskDocument);
    await document.read();
    assert.ok(document.file.take(merge(1, 2), 'kept', 1, 0));
    for (const [from, to] of [
      ['one', 'two'],
      ['two', 'three'],
    ] as const) {
      const edit = new vscode.WorkspaceEdit();
      edit.renameFile(vscode.Uri.joinPath(folder, 'renamed', from), vscode.Uri.joinPath(folder, 'renamed', to));
      assert.ok(await vscode.workspace.applyEdit(edit));
      if (from === 'one') {
        await until(() => edits.isLeaving(document));
        document.dispose();
      }
    }
    const renamed = vscode.Uri.joinPath(folder, 'renamed/three/a.png');
    let after: MaskDocument | undefined;
    await until(async () => {
      after = await edits.open(renamed, undefined);
      await after.read();
      return after.file.isDirty;
    });
    assert.deepEqual(after && (await labelsOf(after.file)), ['kept']);
    assert.equal(after?.file.disk, 'same');
    after?.dispose();
    edits.dispose();
  });

  it('stay with the old name where the rename fails', async () => {
    const uri = await write(folder, 'failing/a.png', mask());
    const file = await write(folder, 'failing/file', 'no folder');
    const dirty: MaskDocument[] = [];
    const folderOfFailed = vscode.Uri.joinPath(folder, 'failed-edits');
    const edits = new KeptEdits(
      folderOfFailed,
      'maskscope.mask',
      { tellOfDisk: () => undefined } as unknown as MaskSaving,
      (at, backup) => new MaskDocument(at, documentServices, { backup }),
      (document) => dirty.push(document),
    );
    const document = edits.open(uri, undefined);
    assert.ok(document instanceof MaskDocument);
    await document.read();
    assert.ok(document.file.take(merge(1, 2), 'kept', 1, 0));
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(uri, vscode.Uri.joinPath(file, 'b.png'));
    await Promise.resolve(vscode.workspace.applyEdit(edit)).catch(() => false);
    assert.ok(existsSync(uri.fsPath));
    await until(() => readdirSync(folderOfFailed.fsPath).length === 1);
    assert.ok(edits.isLeaving(document));
    await until(() => dirty.length === 1, 20_000);
    assert.equal(edits.isLeaving(document), false);
    assert.deepEqual(readdirSync(folderOfFailed.fsPath), []);
    document.dispose();
    edits.dispose();
  }).timeout(40_000);
});

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { crc32 } from 'node:zlib';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { MaskEdit } from '../../../src/core/mask/edits.ts';
import { EditedFile } from '../../../src/extension/mask/editedFile.ts';
import type { DoneEdit, EncodeEdits } from '../../../src/extension/mask/editedFile.ts';
import type { MaskDocument } from '../../../src/extension/mask/maskDocument.ts';
import type { MaskEditors } from '../../../src/extension/mask/maskEditors.ts';
import { MaskSaving } from '../../../src/extension/mask/maskSaving.ts';
import { saveFailure } from '../../../src/extension/mask/saveFailure.ts';
import { writability } from '../../../src/extension/mask/writability.ts';
import { encodeEditedMask } from '../../../src/jobs/editedMask.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { makeFolder, mask, palettedPng, played, until, write } from './support.ts';

const folder = makeFolder('saving');
const { token } = new vscode.CancellationTokenSource();
const encode: EncodeEdits = (base, edits) => {
  const outcome = encodeEditedMask(new Uint8Array(base), edits);
  return 'problem' in outcome
    ? Promise.reject(new Error(outcome.problem))
    : Promise.resolve(new Uint8Array(outcome.bytes).buffer);
};

/** Every pixel of one id becomes another. */
const merge = (from: number, to: number): MaskEdit => ({
  kind: 'lut',
  table: Uint16Array.from({ length: 256 }, (_, id) => (id === from ? to : id)),
});

const FIRST_IDS = [0, 0, 1, 1, 2, 2, 0, 0];
const idsOf = (bytes: Uint8Array) => decodeIndependently(bytes).samples.slice(0, 8);
const idsOn = (uri: vscode.Uri) => idsOf(readFileSync(uri.fsPath));

/** A document as an editor has it, with what it told. */
class Opened {
  readonly file: EditedFile;
  readonly edits: DoneEdit[] = [];
  readonly told: string[] = [];
  readonly saving: MaskSaving;
  readonly document: MaskDocument;

  constructor(
    uri: vscode.Uri,
    { encodeEdits = encode, visible = true }: { encodeEdits?: EncodeEdits; visible?: boolean } = {},
  ) {
    this.file = new EditedFile(uri, encodeEdits);
    // What saving needs of a document and of its editors.
    this.document = { file: this.file, uri } as unknown as MaskDocument;
    const editor = { document: this.document, panel: { visible, viewType: 'maskscope.mask' } };
    this.saving = new MaskSaving({ all: [editor] } as unknown as MaskEditors);
    this.saving.watch(this.document);
    this.file.onDidPush((edit) => this.edits.push(edit));
    this.file.onDidReplace(({ generation }) => this.told.push(`replaced ${generation}`));
    this.file.onDidDiverge(() => this.told.push('diverged'));
    this.file.onDidChangeState(() => this.told.push(`disk ${this.file.disk}`));
  }

  /** As a page edits. */
  async edit(edit: MaskEdit): Promise<boolean> {
    const { generation } = await this.file.read();
    return this.file.take(edit, 'test', generation, this.file.editing.revision);
  }

  save(cancellation = token): Promise<void> {
    return this.saving.save(this.document, cancellation);
  }
}

const open: Opened[] = [];
async function opened(uri: vscode.Uri, options?: ConstructorParameters<typeof Opened>[1]): Promise<Opened> {
  const one = new Opened(uri, options);
  open.push(one);
  await one.file.read();
  return one;
}

/** Something that another program does, again until it is noticed: nothing announces that a watcher has started. */
async function untilNoticed(action: () => void, noticed: () => boolean): Promise<void> {
  await until(async () => {
    action();
    await delay(500);
    return noticed();
  });
}

afterEach(() => {
  for (const { file } of open.splice(0)) file.dispose();
});

describe('saving a mask', () => {
  it('replaces the file whole, keeps its mode and its symbolic link, and leaves nothing else', async () => {
    mkdirSync(vscode.Uri.joinPath(folder, 'linked').fsPath);
    const target = await write(folder, 'linked/target.png', mask());
    chmodSync(target.fsPath, 0o640);
    const link = vscode.Uri.joinPath(folder, 'linked/link.png');
    symlinkSync('target.png', link.fsPath);
    const one = await opened(link);
    assert.ok(await one.edit(merge(1, 2)));
    await one.save();
    assert.deepEqual(idsOn(target), [0, 0, 2, 2, 2, 2, 0, 0]);
    assert.ok(lstatSync(link.fsPath).isSymbolicLink());
    assert.equal(statSync(target.fsPath).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(vscode.Uri.joinPath(folder, 'linked').fsPath).sort(), ['link.png', 'target.png']);
  });

  it('is no change from elsewhere, and undo leads past it', async () => {
    const uri = await write(folder, 'own.png', mask());
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    await one.edit(merge(2, 0));
    await one.save();
    await delay(1_500);
    assert.deepEqual([one.told, one.file.isDirty, one.file.editing.applied], [[], false, 2]);
    one.edits[1]?.undo();
    assert.ok(one.file.isDirty);
    await one.save();
    assert.deepEqual(idsOn(uri), [0, 0, 2, 2, 2, 2, 0, 0]);
    one.edits[0]?.undo();
    await one.save();
    assert.deepEqual(readFileSync(uri.fsPath), Buffer.from(mask()));
  });

  it('leaves a mask dirty that was edited meanwhile', async () => {
    const uri = await write(folder, 'meanwhile.png', mask());
    let release = (): void => undefined;
    const one = await opened(uri, {
      encodeEdits: async (base, edits) => {
        await new Promise<void>((resolve) => (release = resolve));
        return encode(base, edits);
      },
    });
    await one.edit(merge(1, 2));
    const saved = one.save();
    await delay(50);
    await one.edit(merge(2, 0));
    release();
    await saved;
    assert.deepEqual(idsOn(uri), [0, 0, 2, 2, 2, 2, 0, 0]);
    assert.ok(one.file.isDirty);
    // VS Code took the second edit for saved.
    await until(() => one.told.includes('diverged'));
    const again = one.save();
    await delay(50);
    release();
    await again;
    assert.deepEqual([idsOn(uri), one.file.isDirty], [[0, 0, 0, 0, 0, 0, 0, 0], false]);
  });

  it('is done one after the other, and not at all once it was cancelled', async () => {
    const uri = await write(folder, 'twice.png', mask());
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    const source = new vscode.CancellationTokenSource();
    const [first, second] = [one.save(), one.save(source.token)];
    source.cancel();
    await first;
    await assert.rejects(second, vscode.CancellationError);
    assert.equal(one.file.isDirty, false);
  });

  it('elsewhere leaves the file, and shows it again', async () => {
    const uri = await write(folder, 'source.png', mask());
    const copy = vscode.Uri.joinPath(folder, 'new/copy.png');
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    await one.saving.saveAs(one.document, copy);
    assert.deepEqual([idsOn(uri), idsOn(copy)], [FIRST_IDS, [0, 0, 2, 2, 2, 2, 0, 0]]);
    assert.deepEqual([one.file.editing.edits.length, one.file.isDirty], [0, false]);
    assert.throws(() => one.edits[0]?.undo(), /were saved to another file/);
  });

  it('tells once which chunks would be untrue of the edited mask', async () => {
    const png = mask();
    // After signature and IHDR; PNG specification, 11.3.2.3: significant bits of red, green and blue.
    const sBIT = Uint8Array.of(0, 0, 0, 3, 0x73, 0x42, 0x49, 0x54, 1, 1, 1, 0, 0, 0, 0);
    new DataView(sBIT.buffer).setUint32(11, crc32(sBIT.subarray(4, 11)));
    const uri = await write(folder, 'chunks.png', Buffer.concat([png.subarray(0, 33), sBIT, png.subarray(33)]));
    const one = await opened(uri);
    const rgb = Uint8Array.of(0, 0, 0, 255, 0, 0, 1, 2, 3);
    const alpha = new Uint8Array(3).fill(255);
    const told = played('showInformationMessage', undefined);
    try {
      await one.edit(merge(1, 2));
      await one.save();
      assert.deepEqual(told.shown, []);
      await one.edit({ kind: 'palette', palette: { rgb, alpha, transparencyEntries: 0 } });
      await one.save();
      await one.edit(merge(2, 0));
      await one.save();
    } finally {
      told.end();
    }
    assert.equal(told.shown.length, 1);
    assert.match(told.shown[0] ?? '', /^chunks\.png was saved without sBIT:/);
  });

  it('says what is wrong and what to do, and keeps the edits', () => {
    const sentence = (code: string) => saveFailure(Object.assign(new Error(code), { code })).message;
    for (const code of ['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT', 'ENOENT', 'NoPermissions', 'Unavailable']) {
      assert.match(sentence(code), /your changes are kept/, code);
    }
    assert.match(sentence('ENOSPC'), /^The disk is full/);
    const cancelled = new vscode.CancellationError();
    assert.equal(saveFailure(cancelled), cancelled);
  });
});

describe('a file that something else replaces', () => {
  const theirs = mask([2]);

  it('is shown anew where there are no edits, and older edits cannot be undone', async () => {
    const uri = await write(folder, 'clean.png', mask());
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    await one.save();
    await untilNoticed(
      () => writeFileSync(uri.fsPath, theirs),
      () => one.told.includes('replaced 2'),
    );
    assert.deepEqual([one.file.editing.edits, one.file.isDirty], [[], false]);
    assert.throws(() => one.edits[0]?.undo(), /replaced in the meantime/);
    assert.deepEqual(idsOn(uri), [2, 2, 2, 2, 2, 2, 2, 2]);
  });

  it('is not overwritten before the user decides where there are edits, nor are they lost', async () => {
    const uri = await write(folder, 'contested.png', mask());
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    await untilNoticed(
      () => writeFileSync(uri.fsPath, theirs),
      () => one.file.disk === 'changed',
    );
    assert.deepEqual(one.told.slice(0, 2), ['diverged', 'disk changed']);
    // An automatic save comes while the user types: nothing may be asked.
    const asked = played('showWarningMessage', 'Overwrite');
    try {
      await assert.rejects(one.save(), /^Error: contested\.png was changed on the disk\. Choose/);
    } finally {
      asked.end();
    }
    assert.deepEqual(asked.shown, []);
    assert.deepEqual([idsOn(uri), one.file.editing.applied], [[2, 2, 2, 2, 2, 2, 2, 2], 1]);
    assert.deepEqual([one.file.disk, one.file.saveProblem], ['changed', null]);
    one.file.keepMine();
    await one.save();
    assert.deepEqual([idsOn(uri), one.file.disk, one.file.isDirty], [[0, 0, 2, 2, 2, 2, 0, 0], 'same', false]);
  });

  it('is noticed while saving, before any watcher tells', async () => {
    const uri = await write(folder, 'race.png', mask());
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    writeFileSync(uri.fsPath, theirs);
    await assert.rejects(one.save(), /^Error: race\.png was changed on the disk/);
    assert.deepEqual([idsOn(uri), one.file.disk], [[2, 2, 2, 2, 2, 2, 2, 2], 'changed']);
    // The decision is about what the disk held at that moment.
    one.file.keepMine();
    await one.save();
    assert.deepEqual(idsOn(uri), [0, 0, 2, 2, 2, 2, 0, 0]);
  });

  it('may be overwritten after the user kept the edits, and is still dirty whatever is undone', async () => {
    const uri = await write(folder, 'kept.png', mask());
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    await untilNoticed(
      () => writeFileSync(uri.fsPath, theirs),
      () => one.file.disk === 'changed',
    );
    one.file.keepMine();
    assert.equal(one.file.disk, 'same');
    one.edits[0]?.undo();
    assert.ok(one.file.isDirty);
    await one.save();
    assert.deepEqual([idsOn(uri), one.file.isDirty], [FIRST_IDS, false]);
  });

  it('is shown after the edits were reverted', async () => {
    const uri = await write(folder, 'reverted.png', mask());
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    writeFileSync(uri.fsPath, theirs);
    await one.file.revert();
    assert.deepEqual([one.file.base?.generation, one.file.isDirty, one.file.disk], [2, false, 'same']);
    assert.deepEqual(idsOf(new Uint8Array(one.file.base?.bytes ?? new ArrayBuffer(0))), [2, 2, 2, 2, 2, 2, 2, 2]);
  });

  it('is as before once it has its old content again', async () => {
    const uri = await write(folder, 'back.png', mask());
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    await untilNoticed(
      () => writeFileSync(uri.fsPath, theirs),
      () => one.file.disk === 'changed',
    );
    writeFileSync(uri.fsPath, mask());
    await until(() => one.file.disk === 'same');
    await one.save();
    assert.deepEqual(idsOn(uri), [0, 0, 2, 2, 2, 2, 0, 0]);
  });

  it('in another of our editors is shown anew, or told as a change where there are edits, and nothing is asked', async () => {
    const uri = await write(folder, 'twofold.png', mask());
    const [one, clean, edited] = [await opened(uri), await opened(uri), await opened(uri)];
    const asked = played('showWarningMessage', 'Overwrite');
    try {
      await one.edit(merge(1, 2));
      await edited.edit(merge(2, 0));
      await untilNoticed(
        // Saved again, should no watcher have started before.
        () => (one.file.isDirty ? void one.save() : writeFileSync(uri.fsPath, readFileSync(uri.fsPath))),
        () => clean.told.includes('replaced 2') && edited.file.disk === 'changed',
      );
      assert.deepEqual([clean.file.isDirty, one.file.isDirty, one.file.disk], [false, false, 'same']);
      await assert.rejects(edited.save(), /twofold\.png was changed on the disk/);
      edited.file.keepMine();
      await edited.save();
      await until(() => one.told.includes('replaced 2'));
      assert.deepEqual([idsOn(uri), one.file.isDirty], [[0, 0, 1, 1, 0, 0, 0, 0], false]);
    } finally {
      asked.end();
    }
    assert.deepEqual(asked.shown, []);
  });

  it('is told of where its tab is hidden', async () => {
    const uri = await write(folder, 'hidden.png', mask());
    const hidden = await opened(uri, { visible: false });
    await hidden.edit(merge(1, 2));
    const warning = played('showWarningMessage', undefined);
    try {
      await untilNoticed(
        () => writeFileSync(uri.fsPath, theirs),
        () => hidden.file.disk === 'changed',
      );
      rmSync(uri.fsPath);
      await until(() => hidden.file.disk === 'deleted');
    } finally {
      warning.end();
    }
    assert.deepEqual(warning.shown, [
      'hidden.png was changed on the disk. Your unsaved changes are kept.',
      'hidden.png was deleted. Your unsaved changes are kept; saving writes it again.',
    ]);
  });
});

describe('a checkout', () => {
  const repository = vscode.Uri.joinPath(folder, 'repository');
  const uri = vscode.Uri.joinPath(repository, 'a.png');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
      cwd: repository.fsPath,
      stdio: 'pipe',
    });

  before(() => {
    mkdirSync(repository.fsPath);
    git('init', '-q', '-b', 'main');
    for (const [branch, ids] of [
      ['first', FIRST_IDS],
      ['second', [2]],
    ] as const) {
      git('checkout', '-q', '-b', branch);
      writeFileSync(uri.fsPath, mask(ids));
      git('add', '.');
      git('commit', '-q', '-m', branch);
    }
    git('checkout', '-q', 'first');
  });

  for (const visible of [true, false]) {
    it(`replaces a mask without edits${visible ? '' : ' in a hidden tab'}`, async () => {
      const one = await opened(uri, { visible });
      let branch = 'first';
      await untilNoticed(
        () => git('checkout', '-q', (branch = branch === 'first' ? 'second' : 'first')),
        () => one.told.includes('replaced 2'),
      );
      git('checkout', '-q', 'first');
      await until(() => idsOf(new Uint8Array(one.file.base?.bytes ?? new ArrayBuffer(0))).join() === FIRST_IDS.join());
    });
  }

  it('takes no edits away, and the working tree stays as it was checked out until they are saved', async () => {
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    let branch = 'first';
    await untilNoticed(
      () => git('checkout', '-q', (branch = branch === 'first' ? 'second' : 'first')),
      () => one.file.disk === 'changed',
    );
    git('checkout', '-q', 'second');
    assert.equal(String(git('status', '--porcelain')), '');
    await until(() => one.file.disk === 'changed');
    assert.equal(one.file.editing.applied, 1);
    one.file.keepMine();
    await one.save();
    assert.equal(String(git('status', '--porcelain')).trim(), 'M a.png');
    assert.deepEqual(idsOn(uri), [0, 0, 2, 2, 2, 2, 0, 0]);
  });
});

describe('a file that is deleted', () => {
  it('is shown as gone where there are no edits, and again once it is back', async () => {
    const uri = await write(folder, 'deleted.png', mask());
    const one = await opened(uri);
    await untilNoticed(
      () => (existsSync(uri.fsPath) ? rmSync(uri.fsPath) : writeFileSync(uri.fsPath, mask())),
      () => one.file.base?.failure?.code === 'deleted',
    );
    assert.ok(one.told.some((told) => told.startsWith('replaced')));
    assert.equal(one.file.editability.ok, false);
    assert.equal(await one.edit(merge(1, 2)), false);
    writeFileSync(uri.fsPath, mask());
    await until(() => one.file.editability.ok);
    assert.ok(await one.edit(merge(1, 2)));
  });

  it('goes on from memory where there are edits, and is written again with its folder', async () => {
    const uri = await write(folder, 'lost/deleted.png', mask());
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    // A watcher that has not started yet misses the first time.
    await untilNoticed(
      () => (existsSync(uri.fsPath) ? rmSync(uri.fsPath) : writeFileSync(uri.fsPath, mask())),
      () => one.file.disk === 'deleted',
    );
    rmSync(vscode.Uri.joinPath(folder, 'lost').fsPath, { recursive: true });
    assert.ok(await one.edit(merge(0, 1)));
    one.edits[1]?.undo();
    await one.save();
    assert.deepEqual([idsOn(uri), one.file.disk, one.file.isDirty], [[0, 0, 2, 2, 2, 2, 0, 0], 'same', false]);
    assert.equal(
      one.told.some((told) => told.startsWith('replaced')),
      false,
    );
  });
});

describe('a mask that cannot be edited', () => {
  it('says so where the file loses its permission, and takes edits again after it has it', async () => {
    const uri = await write(folder, 'permission.png', mask());
    const one = await opened(uri);
    assert.ok(await one.edit(merge(1, 2)));
    chmodSync(uri.fsPath, 0o444);
    await assert.rejects(one.save(), /The file is read-only/);
    assert.match(JSON.stringify(one.file.editability), /read-only/);
    assert.match(one.file.saveProblem ?? '', /read-only/);
    assert.equal(await one.edit(merge(2, 0)), false);
    assert.deepEqual([idsOn(uri), one.file.editing.applied], [FIRST_IDS, 1]);
    chmodSync(uri.fsPath, 0o644);
    await one.file.lookAgain();
    await one.save();
    assert.deepEqual([idsOn(uri), one.file.saveProblem], [[0, 0, 2, 2, 2, 2, 0, 0], null]);
  });

  it('has no problem of saving any more once nothing is left to save', async () => {
    const uri = await write(folder, 'undone.png', mask());
    const one = await opened(uri);
    await one.edit(merge(1, 2));
    chmodSync(uri.fsPath, 0o444);
    await assert.rejects(one.save(), /The file is read-only/);
    one.edits[0]?.undo();
    assert.equal(one.file.saveProblem, null);
  });

  it('is of colours, damaged, or a version that Git holds', async () => {
    const reasonOf = async (uri: vscode.Uri) => {
      const { editability } = (await opened(uri)).file;
      return editability.ok ? '' : editability.reason;
    };
    const rgb = palettedPng(8, 4, new Uint8Array(32), new Uint8Array(3));
    // An RGB header is all that is looked at.
    rgb[25] = 2;
    assert.match(await reasonOf(await write(folder, 'rgb.png', rgb)), /are colours, not ids/);
    assert.match(await reasonOf(await write(folder, 'text.png', 'no image')), /cannot be read/);
    const damaged = await opened(await write(folder, 'damaged.png', mask()));
    damaged.file.markDamaged(1);
    assert.match(JSON.stringify(damaged.file.editability), /cannot be read/);
    const git = await writability(vscode.Uri.from({ scheme: 'git', path: '/a.png' }));
    assert.equal(git.ok, false);
  });

  it('drops edits of another revision or generation, or that are no edits', async () => {
    const one = await opened(await write(folder, 'stale.png', mask()));
    const take = (edit: unknown, generation: number, revision: number, label: unknown = 'test') =>
      one.file.take(edit, label, generation, revision);
    assert.equal(take(merge(1, 2), 1, 1), false);
    assert.equal(take(merge(1, 2), 2, 0), false);
    assert.equal(take({ kind: 'pixels', runs: Uint32Array.of(0, 33, 0, 1) }, 1, 0), false);
    assert.equal(take(merge(1, 2), 1, 0, { toString: 'x' }), false);
    assert.equal(take(merge(1, 2), 1, 0), true);
    assert.equal(take(merge(1, 2), 1, 0), false);
    assert.equal(one.edits.length, 1);
  });
});

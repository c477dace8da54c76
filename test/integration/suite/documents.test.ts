import assert from 'node:assert/strict';
import { symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import { FileSource, patternOf } from '../../../src/extension/mask/fileSource.ts';
import type { FileVersion } from '../../../src/extension/mask/fileSource.ts';
import { MaskDocument } from '../../../src/extension/mask/maskDocument.ts';
import type { DocumentServices } from '../../../src/extension/mask/maskDocument.ts';
import type { ClassMapFacts } from '../../../src/protocol/mask.ts';
import { grey16, makeFolder, mask, until, write } from './support.ts';

const folder = makeFolder('documents');

describe('a file as a source of bytes', () => {
  it('gives the bytes alone, however it is asked', async () => {
    const file = await write(folder, 'bytes.png', mask());
    const source = new FileSource(file);
    const [one, other] = await Promise.all([source.read(), source.read()]);
    assert.equal(one, other);
    assert.equal(one.generation, 1);
    assert.deepEqual(new Uint8Array(one.bytes ?? new ArrayBuffer(0)), new Uint8Array(mask()));
    source.dispose();
  });

  it('counts a generation for each new content, and none for a touch', async () => {
    const file = await write(folder, '[odd] {name}*.png'.replace('*', '!'), mask());
    const source = new FileSource(file);
    const versions: FileVersion[] = [await source.read()];
    source.onDidChange((version) => versions.push(version));
    await vscode.workspace.fs.writeFile(file, mask());
    // A watcher needs a moment to start, which nothing announces.
    await until(async () => {
      await vscode.workspace.fs.writeFile(file, mask([2]));
      // Long enough for one event to settle; without a pause the file would be read while it is written.
      await delay(500);
      return versions.length === 2;
    });
    await vscode.workspace.fs.delete(file);
    await until(() => versions.length === 3);
    await vscode.workspace.fs.writeFile(file, mask([1]));
    await until(() => versions.length === 4);
    assert.deepEqual(
      versions.map(({ generation, failure }) => [generation, failure?.code]),
      [
        [1, undefined],
        [2, undefined],
        [3, 'deleted'],
        [4, undefined],
      ],
    );
    source.dispose();
  });

  it('follows a file in a linked folder of the workspace, and one of which nothing is told when it is looked at', async () => {
    const target = makeFolder('linked');
    const file = await write(target, 'mask.png', mask());
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(workspace !== undefined);
    const link = vscode.Uri.joinPath(workspace.uri, 'linked masks');
    symlinkSync(target.fsPath, link.fsPath);
    try {
      const source = new FileSource(vscode.Uri.joinPath(link, 'mask.png'));
      const versions: FileVersion[] = [await source.read()];
      source.onDidChange((version) => versions.push(version));
      await until(async () => {
        writeFileSync(file.fsPath, mask([2]));
        await delay(500);
        return versions.length === 2;
      });
      // What this source writes itself is no change, looked at or not.
      const own = new Uint8Array(mask([1])).buffer;
      await source.write(own, () => Promise.resolve(writeFileSync(file.fsPath, new Uint8Array(own))));
      await source.look();
      await delay(700);
      assert.equal(versions.length, 2);
      assert.equal(source.current?.bytes, own);
      source.dispose();
    } finally {
      unlinkSync(link.fsPath);
    }
  });

  it('reads a file again that is another when it is looked at', async () => {
    const file = await write(folder, 'quiet.png', mask());
    const source = new FileSource(file);
    const versions: FileVersion[] = [await source.read()];
    source.onDidChange((version) => versions.push(version));
    // A watcher that has not started yet, as any other that misses a change.
    writeFileSync(file.fsPath, mask([2, 1]));
    await until(async () => {
      await source.look();
      return versions.length === 2;
    });
    assert.deepEqual(new Uint8Array(versions[1]?.bytes ?? new ArrayBuffer(0)), new Uint8Array(mask([2, 1])));
    source.dispose();
  });

  it('reads a file that is written without a pause', async () => {
    const file = await write(folder, 'busy.png', mask());
    const source = new FileSource(file);
    await source.read();
    let changes = 0;
    source.onDidChange(() => (changes += 1));
    let writes = 0;
    await until(async () => {
      writes += 1;
      await vscode.workspace.fs.writeFile(file, mask([writes % 3]));
      return changes > 0;
    });
    source.dispose();
  });

  it('says that a file is missing, or that it cannot be read', async () => {
    const missing = new FileSource(vscode.Uri.joinPath(folder, 'missing.png'));
    assert.deepEqual((await missing.read()).failure, { code: 'deleted' });
    const directory = new FileSource(folder);
    assert.equal((await directory.read()).failure?.code, 'unreadable');
    missing.dispose();
    directory.dispose();
  });

  it('watches a name literally', () => {
    assert.equal(patternOf(vscode.Uri.file('/a/b[1]{x}*?.png')).pattern, 'b[[]1[]][{]x[}][*][?].png');
  });
});

describe('a mask document', () => {
  const services = (overrides: Partial<DocumentServices> = {}): DocumentServices => ({
    chosenKind: () => undefined,
    onDidChangeChoices: new vscode.EventEmitter<void>().event,
    watchClassMap: () => new vscode.Disposable(() => undefined),
    findClassMap: () => Promise.resolve(null),
    encodeEdits: (bytes) => Promise.resolve(bytes),
    ...overrides,
  });

  it('knows header and kind from the first bytes', async () => {
    const document = new MaskDocument(await write(folder, 'SegmentationObject/a.png', mask()), services());
    await document.read();
    assert.deepEqual(document.head?.header, { width: 8, height: 4, bitDepth: 8, colourType: 3, interlaced: false });
    assert.deepEqual(document.kind, {
      kind: 'instance',
      reason: 'Recognised by the folder SegmentationObject.',
      chosenByUser: false,
    });
    assert.equal(document.context.fileName, 'a.png');
    document.dispose();
  });

  it('lets the user decide over its kind', async () => {
    const chosenKind = () => ({ kind: 'classInstance', divisor: 256, folder: 'x' }) as const;
    const document = new MaskDocument(await write(folder, 'x/a.png', mask()), services({ chosenKind }));
    assert.deepEqual(document.kind, {
      kind: 'classInstance',
      divisor: 256,
      reason: 'Set by you for the folder x.',
      chosenByUser: true,
    });
    document.dispose();
  });

  it('recognises class × instance by the ids of the current generation', async () => {
    const document = new MaskDocument(await write(folder, 'plain/a.png', grey16()), services());
    const { generation } = await document.read();
    assert.equal(document.kind.kind, 'semantic');
    document.takeIds(generation + 1, [0, 24_001, 26_002]);
    assert.equal(document.kind.kind, 'semantic');
    let told = 0;
    document.onDidChangeContext(() => told++);
    document.takeIds(generation, [0, 24_001, 26_002]);
    await until(() => told === 1);
    assert.deepEqual([document.kind.kind, document.kind.divisor], ['classInstance', 1000]);
    document.dispose();
  });

  it('tells when class names arrive or change, and forgets the late ones', async () => {
    const found = { source: 'test', matchBy: 'id', entries: [{ id: 1, name: 'cat' }], problems: [] } as const;
    const answers: ((classMap: ClassMapFacts | null) => void)[] = [];
    let searchAgain = (): void => undefined;
    const document = new MaskDocument(
      await write(folder, 'late.png', mask()),
      services({
        findClassMap: () => new Promise((resolve) => answers.push(resolve)),
        watchClassMap(_, changed) {
          searchAgain = changed;
          return new vscode.Disposable(() => undefined);
        },
      }),
    );
    let told = 0;
    document.onDidChangeContext(() => told++);
    await document.read();
    await until(() => answers.length === 1);
    searchAgain();
    answers[0]?.({ ...found, source: 'late' });
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(told, 0);
    answers[1]?.(found);
    await until(() => told === 1);
    assert.equal(document.context.classMap?.source, 'test');
    searchAgain();
    answers[2]?.({ ...found });
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(told, 1);
    document.dispose();
    searchAgain();
    answers[3]?.(null);
    await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(told, 1);
  });
});

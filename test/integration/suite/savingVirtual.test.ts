import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { EditedFile } from '../../../src/extension/mask/editedFile.ts';
import type { MaskDocument } from '../../../src/extension/mask/maskDocument.ts';
import type { MaskEditors } from '../../../src/extension/mask/maskEditors.ts';
import { MaskSaving } from '../../../src/extension/mask/maskSaving.ts';
import { encodeEditedMask } from '../../../src/jobs/editedMask.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { mask } from './support.ts';

/** Files in memory, which can be written until something is in the way. */
class WritableFiles implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;
  readonlyPath = '';
  obstacle: vscode.FileSystemError | undefined;

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }
  stat(uri: vscode.Uri): vscode.FileStat {
    if (uri.path === '/masks') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const permissions = uri.path === this.readonlyPath ? { permissions: vscode.FilePermission.Readonly } : {};
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.readFile(uri).length, ...permissions };
  }
  readFile(uri: vscode.Uri): Uint8Array {
    const content = this.files.get(uri.path);
    if (content === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }
  writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    if (this.obstacle !== undefined) return Promise.reject(this.obstacle);
    this.files.set(uri.path, Uint8Array.from(content));
    return Promise.resolve();
  }
  readDirectory(): [string, vscode.FileType][] {
    return [];
  }
  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}

describe('a mask in a folder that is not on the disk', () => {
  const { token } = new vscode.CancellationTokenSource();
  const memory = new WritableFiles();
  const saving = new MaskSaving({ all: [] } as unknown as MaskEditors);
  const registrations: vscode.Disposable[] = [];
  const uriOf = (scheme: string, name: string) => vscode.Uri.from({ scheme, path: `/masks/${name}.png` });

  before(() => {
    registrations.push(
      vscode.workspace.registerFileSystemProvider('maskscope-writable', memory),
      vscode.workspace.registerFileSystemProvider('maskscope-readonly', memory, { isReadonly: true }),
    );
  });
  after(() => registrations.forEach((registration) => void registration.dispose()));

  async function open(uri: vscode.Uri): Promise<EditedFile> {
    memory.files.set(uri.path, mask());
    const file = new EditedFile(uri, (base, edits) => {
      const outcome = encodeEditedMask(new Uint8Array(base), edits);
      if ('problem' in outcome) return Promise.reject(new Error(outcome.problem));
      return Promise.resolve(new Uint8Array(outcome.bytes).buffer);
    });
    await file.read();
    return file;
  }

  const merge = {
    kind: 'lut',
    table: Uint16Array.from({ length: 256 }, (_, id) => (id === 1 ? 2 : id)),
  };
  const save = (file: EditedFile) => saving.save({ file, uri: file.uri } as unknown as MaskDocument, token);

  it('is saved through VS Code, and keeps its edits where that fails', async () => {
    const file = await open(uriOf('maskscope-writable', 'a'));
    assert.ok(file.take(merge, 'test', 1, 0));
    memory.obstacle = vscode.FileSystemError.Unavailable('away');
    await assert.rejects(save(file), /cannot be reached\. Connect to it and save again; your changes are kept/);
    memory.obstacle = vscode.FileSystemError.NoPermissions('no');
    await assert.rejects(save(file), /no permission to write/);
    assert.ok(file.isDirty);
    memory.obstacle = undefined;
    await save(file);
    assert.equal(file.isDirty, false);
    const saved = memory.files.get('/masks/a.png') ?? new Uint8Array(0);
    assert.deepEqual(decodeIndependently(saved).samples.slice(0, 8), [0, 0, 2, 2, 2, 2, 0, 0]);
    file.dispose();
  });

  it('is not edited where the folder or the file is read-only', async () => {
    const inFolder = await open(uriOf('maskscope-readonly', 'b'));
    assert.match(JSON.stringify(inFolder.editability), /folder is read-only/);
    assert.equal(inFolder.take(merge, 'test', 1, 0), false);
    memory.readonlyPath = '/masks/c.png';
    const alone = await open(uriOf('maskscope-writable', 'c'));
    assert.match(JSON.stringify(alone.editability), /file is read-only/);
    inFolder.dispose();
    alone.dispose();
  });
});

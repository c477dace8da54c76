import assert from 'node:assert/strict';
import { posix } from 'node:path';
import * as vscode from 'vscode';
import { FileSource } from '../../../src/extension/mask/fileSource.ts';
import { factsOf, searchClassMap } from '../../../src/extension/mask/classMaps.ts';
import { activeViewType, closeAll, mask, until } from './support.ts';

const SCHEME = 'maskscope-test';

/** Files in memory, as a virtual workspace has them. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;

  change(uri: vscode.Uri, content: Uint8Array | null): void {
    const type = content === null ? vscode.FileChangeType.Deleted : vscode.FileChangeType.Changed;
    if (content === null) this.files.delete(uri.path);
    else this.files.set(uri.path, content);
    this.#changed.fire([{ type, uri }]);
  }
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }
  stat(uri: vscode.Uri): vscode.FileStat {
    const isFolder = [...this.files.keys()].some((file) => file.startsWith(`${uri.path}/`));
    if (isFolder) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.readFile(uri).length };
  }
  readFile(uri: vscode.Uri): Uint8Array {
    const content = this.files.get(uri.path);
    if (content === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }
  readDirectory({ path }: vscode.Uri): [string, vscode.FileType][] {
    const files = [...this.files.keys()].filter((file) => posix.dirname(file) === path);
    return files.map((file) => [posix.basename(file), vscode.FileType.File]);
  }
  createDirectory(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  writeFile(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  delete(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
  rename(): void {
    throw vscode.FileSystemError.NoPermissions();
  }
}

describe('a folder that is not on the disk', () => {
  const memory = new MemoryFiles();
  const file = vscode.Uri.from({ scheme: SCHEME, path: '/data/SegmentationClass/a.png' });
  let registration: vscode.Disposable;

  before(() => {
    registration = vscode.workspace.registerFileSystemProvider(SCHEME, memory, { isReadonly: true });
    memory.files.set(file.path, mask());
    memory.files.set('/data/class_names.txt', Buffer.from('background\ncat\ndog\n'));
  });
  after(async () => {
    await closeAll();
    registration.dispose();
  });

  it('opens its masks, names their classes and follows changes', async () => {
    await vscode.commands.executeCommand('vscode.open', file);
    await until(() => activeViewType() === 'maskscope.mask');
    const found = factsOf(await searchClassMap(file, { paletteRgb: null, isColour: false }, undefined));
    assert.equal(found?.source, 'class_names.txt in data');

    const source = new FileSource(file);
    let generation = (await source.read()).generation;
    source.onDidChange((version) => (generation = version.generation));
    memory.change(file, mask([2]));
    await until(() => generation === 2);
    memory.change(file, null);
    await until(() => source.current?.failure?.code === 'deleted');
    source.dispose();
  });

  it('reports on them', async () => {
    memory.change(file, mask());
    await vscode.commands.executeCommand('maskscope.openIdentifyReport', file);
    await until(() => vscode.window.activeTextEditor?.document.uri.scheme === 'maskscope-identify');
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /Geometry: 8x4\+0\+0/);
  });
});

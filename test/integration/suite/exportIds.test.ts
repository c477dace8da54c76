import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import * as vscode from 'vscode';
import { closeAll, makeFolder, mask, palettedPng, write } from './support.ts';

/** The window's questions, answered in the user's place. */
interface Answers {
  /** Label of the format that is picked. */
  readonly format: string;
  readonly target: vscode.Uri | undefined;
}

interface Told {
  readonly errors: string[];
  readonly messages: { readonly text: string; readonly buttons: readonly string[] }[];
  /** The name that the save dialog proposed. */
  proposed: vscode.Uri | undefined;
}

type Replaced = 'showQuickPick' | 'showSaveDialog' | 'showErrorMessage' | 'showInformationMessage';

/** Runs the command for the open mask. */
async function exported({ format, target }: Answers): Promise<Told> {
  const told: Told = { errors: [], messages: [], proposed: undefined };
  const window = vscode.window as unknown as Record<Replaced, unknown>;
  const { showQuickPick, showSaveDialog, showErrorMessage, showInformationMessage } = window;
  window.showQuickPick = (items: readonly { readonly label: string }[]) =>
    Promise.resolve(items.find(({ label }) => label === format));
  window.showSaveDialog = ({ defaultUri }: vscode.SaveDialogOptions) => {
    told.proposed = defaultUri;
    return Promise.resolve(target);
  };
  window.showErrorMessage = (text: string) => {
    told.errors.push(text);
    return Promise.resolve(undefined);
  };
  window.showInformationMessage = (text: string, ...buttons: string[]) => {
    told.messages.push({ text, buttons });
    return Promise.resolve(undefined);
  };
  try {
    await vscode.commands.executeCommand('maskscope.exportIds').then(undefined, (error: Error) => {
      told.errors.push(error.message);
    });
  } finally {
    Object.assign(window, { showQuickPick, showSaveDialog, showErrorMessage, showInformationMessage });
  }
  return told;
}

/** Files in memory, as a virtual workspace has them. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  readonly onDidChangeFile = new vscode.EventEmitter<vscode.FileChangeEvent[]>().event;

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }
  stat(uri: vscode.Uri): vscode.FileStat {
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: this.readFile(uri).length };
  }
  readFile(uri: vscode.Uri): Uint8Array {
    const content = this.files.get(uri.path);
    if (content === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return content;
  }
  writeFile({ path }: vscode.Uri, content: Uint8Array): void {
    this.files.set(path, content);
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

describe('the export of ids', () => {
  const folder = makeFolder('export');
  const at = (name: string) => vscode.Uri.joinPath(folder, name);
  after(closeAll);

  async function open(name: string, bytes: Uint8Array): Promise<vscode.Uri> {
    const file = await write(folder, name, bytes);
    await vscode.commands.executeCommand('vscode.open', file, { preview: false });
    return file;
  }

  it('writes a NumPy array beside the mask', async () => {
    await open('a.mask.png', mask());
    const told = await exported({ format: 'NumPy .npy', target: at('a.mask.npy') });
    assert.deepEqual(told.errors, []);
    assert.equal(told.proposed?.toString(), at('a.mask.npy').toString());
    assert.match(told.messages[0]?.text ?? '', /a\.mask\.npy: 8 × 4, 8 bits, 3 different ids/);
    const file = Buffer.from(await vscode.workspace.fs.readFile(at('a.mask.npy')));
    assert.match(file.toString('latin1', 0, 128), /^.NUMPY.*'descr': '\|u1'.*'shape': \(4, 8\)/s);
    assert.deepEqual([...file.subarray(-8)], [0, 0, 1, 1, 2, 2, 0, 0]);
  });

  it('proposes names that tell the depths apart, and writes nothing when the dialog is given up', async () => {
    for (const [format, name] of [
      ['8-bit grey PNG', 'a.mask.ids.png'],
      ['16-bit grey PNG', 'a.mask.ids16.png'],
    ] as const) {
      const told = await exported({ format, target: undefined });
      assert.equal(told.proposed?.toString(), at(name).toString());
      assert.deepEqual([told.errors, told.messages], [[], []]);
      assert.equal(existsSync(at(name).fsPath), false);
    }
  });

  it('never writes the mask itself', async () => {
    const before = await vscode.workspace.fs.readFile(at('a.mask.png'));
    const told = await exported({ format: '8-bit grey PNG', target: at('a.mask.png') });
    assert.match(told.errors.join(), /the mask itself/);
    assert.deepEqual(await vscode.workspace.fs.readFile(at('a.mask.png')), before);
  });

  it('offers to open what it wrote, and says why a place cannot be written', async () => {
    const written = await exported({ format: '8-bit grey PNG', target: at('a.ids.png') });
    assert.ok(written.messages[0]?.buttons.includes('Open'));
    const told = await exported({ format: '8-bit grey PNG', target: at('absent/a.png') });
    assert.match(told.errors.join(), /could not be written: .*ENOENT/);
  });

  it('keeps ids outside the palette', async () => {
    await open('outside.mask.png', palettedPng(2, 1, Uint8Array.of(7, 255), Uint8Array.of(0, 0, 0)));
    const told = await exported({ format: 'NumPy .npy', target: at('outside.npy') });
    assert.deepEqual(told.errors, []);
    assert.deepEqual([...(await vscode.workspace.fs.readFile(at('outside.npy')))].slice(-2), [7, 255]);
  });

  it('writes into folders that are not on the disk', async () => {
    const memory = new MemoryFiles();
    const registration = vscode.workspace.registerFileSystemProvider('maskscope-export', memory);
    try {
      const source = vscode.Uri.from({ scheme: 'maskscope-export', path: '/a.mask.png' });
      memory.files.set(source.path, mask());
      await vscode.commands.executeCommand('vscode.openWith', source, 'maskscope.mask');
      const told = await exported({ format: 'NumPy .npy', target: source.with({ path: '/a.npy' }) });
      assert.deepEqual(told.errors, []);
      assert.deepEqual([...(memory.files.get('/a.npy') ?? [])].slice(-8), [0, 0, 1, 1, 2, 2, 0, 0]);
      const refused = await exported({ format: '8-bit grey PNG', target: source });
      assert.match(refused.errors.join(), /the mask itself/);
    } finally {
      await closeAll();
      registration.dispose();
    }
  });
});

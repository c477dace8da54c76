import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { DiskState } from '../../protocol/mask.ts';
import { DiskChanged } from './editedFile.ts';
import { leftOutChunks } from './leftOutChunks.ts';
import type { MaskDocument } from './maskDocument.ts';
import type { MaskEditor } from './maskEditor.ts';
import type { MaskEditors } from './maskEditors.ts';
import { saveFailure } from './saveFailure.ts';
import { writability } from './writability.ts';

/** How long a tab may take to come to the front. */
const REVEAL_MS = 2_000;
/** VS Code has heard of a refusal by then. */
const REFUSAL_MS = 200;

/** Saves documents, and tells the user where the disk holds something else than they start from. */
export class MaskSaving {
  readonly #editors: MaskEditors;
  /** What was told of the disk. */
  readonly #told = new WeakMap<MaskDocument, DiskState>();

  /** Chunks that were told to be left out. */
  readonly #leftOut = new WeakMap<MaskDocument, string>();

  constructor(editors: MaskEditors) {
    this.#editors = editors;
  }

  /**
   * @throws Error that says what to do; the edits are kept
   */
  async save({ file, uri }: MaskDocument, token: vscode.CancellationToken): Promise<void> {
    try {
      await file.save((bytes) => writeMask(uri, bytes), false, token);
    } catch (error) {
      const failure = saveFailure(error);
      // A page tells of a change on the disk, and asks.
      const isTold = error instanceof DiskChanged || error instanceof vscode.CancellationError;
      if (!isTold) file.markSaveProblem(failure.message);
      throw failure;
    }
  }

  async saveAs(document: MaskDocument, destination: vscode.Uri): Promise<void> {
    const { file, uri } = document;
    try {
      if (destination.toString() === uri.toString()) {
        const { token } = new vscode.CancellationTokenSource();
        await file.save((bytes) => writeMask(uri, bytes), true, token);
      } else {
        await file.read();
        await writeMask(destination, await file.encoded());
        // VS Code takes the document for saved from here on, so it has to be what its own file holds.
        file.leaveToDisk();
      }
    } catch (error) {
      throw saveFailure(error);
    }
  }

  /** What a page decided about a file that changed on the disk. */
  async resolveDisk(editor: MaskEditor, choice: 'reload' | 'keep'): Promise<void> {
    if (choice === 'keep') editor.document.file.keepMine();
    else await reload(editor);
  }

  /** Tells of changes on the disk that no visible page tells of, and keeps the tab as clean as the document is. */
  watch(document: MaskDocument): void {
    document.file.onDidChangeState(() => this.tellOfDisk(document));
    document.file.onDidSave((bytes) => this.#tellOfChunks(document, bytes));
    document.file.onDidRefuse(() => this.#cleanLater(document));
  }

  /** Once for a document: what its first save leaves out, the next ones lack as well. */
  #tellOfChunks(document: MaskDocument, bytes: ArrayBuffer): void {
    const before = document.file.base?.bytes;
    const types = before === undefined ? '' : leftOutChunks(before, bytes).join(', ');
    if (types === '' || types === this.#leftOut.get(document)) return;
    this.#leftOut.set(document, types);
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        '{0} was saved without {1}: what these chunks of the PNG file said is not true of the edited mask.',
        nameOf(document.uri),
        types,
      ),
    );
  }

  tellOfDisk(document: MaskDocument): void {
    const { disk } = document.file;
    const before = this.#told.get(document) ?? 'same';
    this.#told.set(document, disk);
    if (disk === 'same' || disk === before) return;
    const editors = this.#editors.all.filter((editor) => editor.document === document);
    const [editor] = editors;
    if (editor !== undefined && !editors.some(({ panel }) => panel.visible)) void showDisk(editor, disk);
  }

  /** VS Code counts an undo before it asks for it, and so takes the document for dirty even where it was refused. */
  #cleanLater(document: MaskDocument): void {
    setTimeout(() => {
      const editor = this.#editors.all.find((one) => one.document === document && isInFront(one));
      if (editor !== undefined && !document.file.isDirty) {
        void vscode.commands.executeCommand('workbench.action.files.revert');
      }
    }, REFUSAL_MS);
  }
}

async function writeMask(uri: vscode.Uri, bytes: ArrayBuffer): Promise<void> {
  const canWrite = await writability(uri);
  if (!canWrite.ok) throw new Error(canWrite.reason);
  if (uri.scheme === 'file') {
    const { atomicWrite } = await import('../../platform/atomicWrite.ts');
    const { makeFolder } = await import('../../platform/makeFolder.ts');
    makeFolder(dirname(uri.fsPath));
    await atomicWrite(uri.fsPath, new Uint8Array(bytes));
  } else await vscode.workspace.fs.writeFile(uri, new Uint8Array(bytes));
}

async function showDisk({ document, panel }: MaskEditor, disk: Exclude<DiskState, 'same'>): Promise<void> {
  const name = nameOf(document.uri);
  const message =
    disk === 'changed'
      ? vscode.l10n.t('{0} was changed on the disk. Your unsaved changes are kept.', name)
      : vscode.l10n.t('{0} was deleted. Your unsaved changes are kept; saving writes it again.', name);
  const show = vscode.l10n.t('Show');
  if ((await vscode.window.showWarningMessage(message, show)) === show) {
    await vscode.commands.executeCommand('vscode.openWith', document.uri, panel.viewType);
  }
}

/** Through VS Code's own command, which acts on the active editor: nothing else makes a document clean. */
async function reload(editor: MaskEditor): Promise<void> {
  const { panel } = editor;
  panel.reveal(undefined, false);
  const end = Date.now() + REVEAL_MS;
  while (!isInFront(editor)) {
    if (Date.now() > end) throw new Error(vscode.l10n.t('Show the mask, then run "File: Revert File".'));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await vscode.commands.executeCommand('workbench.action.files.revert');
}

function isInFront({ document, panel, isActive }: MaskEditor): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const isTab = input instanceof vscode.TabInputCustom && input.viewType === panel.viewType;
  return isActive && isTab && input.uri.toString() === document.uri.toString();
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

import * as vscode from 'vscode';
import type { EditBackup } from '../../core/mask/editBackup.ts';
import type { EditBackups } from './editBackups.ts';
import type { MaskDocument } from './maskDocument.ts';
import type { MaskSaving } from './maskSaving.ts';
import { RenamedEdits } from './renamedEdits.ts';

/**
 * Lets the unsaved edits of masks outlive their documents: VS Code keeps them over the end of a window, but forgets them
 * where the window was killed before it wrote down which tab they belong to, and where a file is renamed.
 */
export class KeptEdits implements vscode.Disposable {
  readonly #folder: vscode.Uri;
  readonly #viewType: string;
  readonly #saving: MaskSaving;
  readonly #makeDocument: (uri: vscode.Uri, backup?: EditBackup) => MaskDocument;
  readonly #documents = new Set<MaskDocument>();
  /** What is still to be done for a document once its first editor is made: VS Code knows it only then. */
  readonly #opening = new Map<MaskDocument, () => Promise<void>>();
  readonly #renamed: RenamedEdits;
  #backups: EditBackups | undefined;

  /**
   * @param viewType of the editors; each kind has documents of its own
   * @param markDirty lets VS Code take a document for dirty
   */
  constructor(
    folder: vscode.Uri,
    viewType: string,
    saving: MaskSaving,
    makeDocument: (uri: vscode.Uri, backup?: EditBackup) => MaskDocument,
    markDirty: (document: MaskDocument) => void,
  ) {
    this.#folder = folder;
    this.#viewType = viewType;
    this.#saving = saving;
    this.#makeDocument = makeDocument;
    this.#renamed = new RenamedEdits({
      viewType,
      documents: this.#documents,
      backups: () => this.#editBackups(),
      markDirty,
    });
  }

  /** Returns at once where neither VS Code nor a rename speaks of edits: the file is read while the webview starts. */
  open(uri: vscode.Uri, backupId: string | undefined): MaskDocument | Promise<MaskDocument> {
    const renamed = this.#renamed.take(uri);
    if (renamed !== undefined) return renamed.then((backup) => this.#restored(uri, backup));
    if (backupId !== undefined) return this.#restore(uri, backupId);
    const document = this.#add(this.#makeDocument(uri));
    const wasDirty = this.#isTabDirty(uri);
    this.#opening.set(document, () => this.#takeUpLeft(document, wasDirty));
    return document;
  }

  /** To be called for each editor of a document. */
  editorMade(document: MaskDocument): void {
    const opening = this.#opening.get(document);
    this.#opening.delete(document);
    void opening?.();
  }

  /** @throws CancellationError where the edits need not be kept any more, or under another name */
  async write(document: MaskDocument, token: vscode.CancellationToken): Promise<vscode.CustomDocumentBackup> {
    if (this.isLeaving(document)) throw new vscode.CancellationError();
    return (await this.#editBackups()).write(document.file, document.uri, token);
  }

  /** Whether the edits of a document belong to the new name of its file: under the old one nothing is saved any more. */
  isLeaving(document: MaskDocument): boolean {
    return this.#renamed.isLeaving(document);
  }

  dispose(): void {
    this.#renamed.dispose();
  }

  #add(document: MaskDocument): MaskDocument {
    this.#documents.add(document);
    document.file.onDidDispose(() => this.#documents.delete(document));
    return document;
  }

  async #restore(uri: vscode.Uri, id: string): Promise<MaskDocument> {
    return this.#restored(uri, await (await this.#editBackups()).read(uri, id));
  }

  #restored(uri: vscode.Uri, backup: EditBackup | undefined): MaskDocument {
    const document = this.#add(this.#makeDocument(uri, backup));
    this.#opening.set(document, async () => {
      await document.read();
      this.#discardOnceClean(document);
      document.file.replay();
      this.#saving.tellOfDisk(document);
      await this.#takeUpLeft(document, false);
    });
    return document;
  }

  /** Edits that a killed window kept, of which VS Code knows nothing any more or only that there were some. */
  async #takeUpLeft(document: MaskDocument, wasDirty: boolean): Promise<void> {
    const { file, uri } = document;
    const backups = await this.#editBackups();
    const left = await backups.left(uri);
    for (const path of left) {
      const backup = await backups.readLeft(uri, path);
      if (backup === undefined) continue;
      const isWanted = await this.#offer(document, backup, wasDirty && path === left[0]);
      if (isWanted === undefined) return;
      if (isWanted) {
        this.#saving.tellOfDisk(document);
        this.#discardOnceClean(document);
        await backups.write(file);
      }
      await backups.discardLeft(path);
    }
  }

  /**
   * Takes edits up if they are wanted.
   *
   * @returns whether they were; undefined where nothing was decided while the document was open
   */
  async #offer(document: MaskDocument, backup: EditBackup, isKnownWanted: boolean): Promise<boolean | undefined> {
    const { file, uri } = document;
    let isWanted = isKnownWanted || (await askForLeft(uri, file.isDirty));
    while (isWanted === true && this.#documents.has(document)) {
      if (await file.adopt(backup)) return true;
      if (this.#documents.has(document)) isWanted = await askForLeft(uri, true);
    }
    return this.#documents.has(document) ? isWanted : undefined;
  }

  /** VS Code deletes the backups that it asked for; those that it did not ask for stay until it asks. */
  #discardOnceClean(document: MaskDocument): void {
    const { file, uri } = document;
    const discard = (): void => {
      if (!file.isDirty) void this.#editBackups().then((backups) => backups.discard(uri));
    };
    file.onDidEdit(discard);
    file.onDidSave(discard);
    file.onDidReplace(discard);
  }

  #isTabDirty(uri: vscode.Uri): boolean {
    return vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .some(({ input, isDirty }) => {
        const isOwn = input instanceof vscode.TabInputCustom && input.viewType === this.#viewType;
        return isDirty && isOwn && input.uri.toString() === uri.toString();
      });
  }

  async #editBackups(): Promise<EditBackups> {
    const { EditBackups } = await import('./editBackups.ts');
    return (this.#backups ??= new EditBackups(this.#folder, this.#viewType));
  }
}

/**
 * Asks whether edits of an earlier window are wanted back; undefined where nothing was decided.
 *
 * @param isDirty whether there are other edits now, which they would replace
 */
async function askForLeft(uri: vscode.Uri, isDirty = false): Promise<boolean | undefined> {
  const name = vscode.workspace.asRelativePath(uri);
  const restore = vscode.l10n.t('Restore');
  const discard = vscode.l10n.t('Discard');
  const question = isDirty
    ? vscode.l10n.t('Save or revert {0} first; then its unsaved changes from another window can be restored.', name)
    : vscode.l10n.t('There are unsaved changes of {0} from another window.', name);
  const answer = await vscode.window.showWarningMessage(question, restore, discard);
  return answer === undefined ? undefined : answer === restore;
}

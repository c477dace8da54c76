import * as vscode from 'vscode';
import type { EditBackup } from '../../core/mask/editBackup.ts';
import { moved } from './choices.ts';
import type { EditBackups } from './editBackups.ts';
import type { MaskDocument } from './maskDocument.ts';
import type { MaskSaving } from './maskSaving.ts';

/** A rename that has not led to a new editor by then was given up. */
const RENAME_MS = 10_000;

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
  /** Masks that are being renamed while they are edited, by their new names. */
  readonly #renaming = new Map<string, Promise<string | undefined>>();
  readonly #subscriptions: vscode.Disposable;
  #backups: EditBackups | undefined;

  /** @param viewType of the editors; each kind has documents of its own */
  constructor(
    folder: vscode.Uri,
    viewType: string,
    saving: MaskSaving,
    makeDocument: (uri: vscode.Uri, backup?: EditBackup) => MaskDocument,
  ) {
    this.#folder = folder;
    this.#viewType = viewType;
    this.#saving = saving;
    this.#makeDocument = makeDocument;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onWillRenameFiles((event) => this.#keepRenamed(event)),
      vscode.workspace.onDidRenameFiles(({ files }) => this.#forgetRenamed(files)),
    );
  }

  /** Returns at once where neither VS Code nor a rename speaks of edits: the file is read while the webview starts. */
  open(uri: vscode.Uri, backupId: string | undefined): MaskDocument | Promise<MaskDocument> {
    const renaming = this.#renaming.get(uri.toString());
    this.#renaming.delete(uri.toString());
    if (backupId !== undefined) return this.#restore(uri, backupId);
    if (renaming !== undefined) return renaming.then((id) => this.#restore(uri, id));
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

  async write(document: MaskDocument): Promise<vscode.CustomDocumentBackup> {
    return (await this.#editBackups()).write(document.file);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #add(document: MaskDocument): MaskDocument {
    this.#documents.add(document);
    document.file.onDidDispose(() => this.#documents.delete(document));
    return document;
  }

  async #restore(uri: vscode.Uri, id: string | undefined): Promise<MaskDocument> {
    const backups = await this.#editBackups();
    const document = this.#add(this.#makeDocument(uri, await backups.read(uri, id)));
    this.#opening.set(document, async () => {
      await document.read();
      document.file.replay();
      this.#saving.tellOfDisk(document);
    });
    return document;
  }

  /** Edits that a killed window kept, of which VS Code knows nothing any more or only that there were some. */
  async #takeUpLeft(document: MaskDocument, wasDirty: boolean): Promise<void> {
    const backups = await this.#editBackups();
    const backup = await backups.read(document.uri);
    if (backup === undefined) return;
    let isWanted: boolean | undefined = wasDirty || (await askForLeft(document.uri));
    while (isWanted === true && !(await document.file.adopt(backup))) isWanted = await askForLeft(document.uri, true);
    if (isWanted === true) this.#saving.tellOfDisk(document);
    if (isWanted === false && !document.file.isDirty) await backups.discard(document.uri);
  }

  /** VS Code closes the editors of the old name and opens others on the new one, which know of no edits. */
  #keepRenamed(event: vscode.FileWillRenameEvent): void {
    for (const document of this.#documents) {
      if (!document.file.isDirty) continue;
      for (const { oldUri, newUri } of event.files) {
        const address = moved(document.uri.toString(), oldUri, newUri);
        if (address === undefined) continue;
        const written = this.#editBackups()
          .then((backups) => backups.write(document.file, vscode.Uri.parse(address)))
          .then(({ id }) => id);
        this.#renaming.set(address, written);
        setTimeout(() => this.#renaming.delete(address), RENAME_MS).unref();
        event.waitUntil(written);
      }
    }
  }

  #forgetRenamed(files: readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[]): void {
    for (const { uri } of this.#documents) {
      const isRenamed = files.some(({ oldUri, newUri }) => moved(uri.toString(), oldUri, newUri) !== undefined);
      if (isRenamed) void this.#editBackups().then((backups) => backups.discard(uri));
    }
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

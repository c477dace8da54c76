import * as vscode from 'vscode';
import type { EditBackup } from '../../core/mask/editBackup.ts';
import type { EditBackups } from './editBackups.ts';
import type { DocumentServices } from './maskDocument.ts';
import { MaskDocument } from './maskDocument.ts';
import { MaskEditor } from './maskEditor.ts';
import type { EditorServices } from './maskEditor.ts';
import type { MaskEditors } from './maskEditors.ts';
import { maskPage, pageRoot } from './maskPage.ts';
import type { MaskSaving } from './maskSaving.ts';
import type { RenamedMasks } from './renamedMasks.ts';

/** What VS Code is told of edits: one that it can undo, or that a document is dirty whatever is undone. */
type DocumentChange =
  vscode.CustomDocumentEditEvent<MaskDocument> | vscode.CustomDocumentContentChangeEvent<MaskDocument>;

export class MaskEditorProvider implements vscode.CustomEditorProvider<MaskDocument>, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #editors: MaskEditors;
  readonly #documentServices: DocumentServices;
  readonly #editorServices: EditorServices;
  readonly #renamed: RenamedMasks;
  readonly #saving: MaskSaving;
  readonly #changed = new vscode.EventEmitter<DocumentChange>();
  // VS Code tells the two kinds of events apart by their members, though its types speak of one of them.
  readonly onDidChangeCustomDocument = this.#changed.event as vscode.Event<
    vscode.CustomDocumentEditEvent<MaskDocument>
  >;
  /** What is still to be done for a document once its first editor is made. */
  readonly #opening = new Map<MaskDocument, () => Promise<void>>();
  readonly #backupFolder: vscode.Uri;
  readonly #viewType: string;
  #backups: EditBackups | undefined;

  /** @param viewType the one that it is registered for */
  constructor(
    viewType: string,
    context: Pick<vscode.ExtensionContext, 'extensionUri' | 'storageUri' | 'globalStorageUri'>,
    editors: MaskEditors,
    documentServices: DocumentServices,
    editorServices: EditorServices,
    renamed: RenamedMasks,
    saving: MaskSaving,
  ) {
    this.#viewType = viewType;
    this.#extensionUri = context.extensionUri;
    this.#backupFolder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'unsaved');
    this.#editors = editors;
    this.#documentServices = documentServices;
    this.#editorServices = editorServices;
    this.#renamed = renamed;
    this.#saving = saving;
  }

  /** Returns at once where VS Code speaks of no backup: the file is read while the webview starts. */
  openCustomDocument(
    uri: vscode.Uri,
    { backupId }: vscode.CustomDocumentOpenContext,
  ): MaskDocument | Promise<MaskDocument> {
    if (backupId !== undefined) return this.#restore(uri, backupId);
    const document = this.#documentOf(uri);
    const wasDirty = this.#isTabDirty(uri);
    this.#opening.set(document, () => this.#takeUpLeft(document, wasDirty));
    return document;
  }

  saveCustomDocument(document: MaskDocument, token: vscode.CancellationToken): Promise<void> {
    return this.#saving.save(document, token);
  }

  saveCustomDocumentAs(document: MaskDocument, destination: vscode.Uri): Promise<void> {
    return this.#saving.saveAs(document, destination);
  }

  revertCustomDocument(document: MaskDocument): Promise<void> {
    return document.file.revert();
  }

  async backupCustomDocument(document: MaskDocument): Promise<vscode.CustomDocumentBackup> {
    return (await this.#editBackups()).write(document.file);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  resolveCustomEditor(document: MaskDocument, panel: vscode.WebviewPanel): void {
    const editor = new MaskEditor(document, panel, this.#editorServices);
    this.#editors.add(editor);
    // VS Code knows a document only once its first editor is made.
    const opening = this.#opening.get(document);
    this.#opening.delete(document);
    void opening?.();
    panel.onDidDispose(() => {
      editor.dispose();
      this.#editors.remove(editor);
    });
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(this.#extensionUri)] };
    const renderer = vscode.workspace.getConfiguration('maskscope.mask', document.uri).get<string>('renderer');
    panel.webview.html = maskPage(panel.webview, this.#extensionUri, {
      renderer: renderer === '2d' ? '2d' : 'auto',
      state: this.#renamed.take(document.uri, panel.viewColumn),
    });
  }
  async #restore(uri: vscode.Uri, backupId: string): Promise<MaskDocument> {
    const backups = await this.#editBackups();
    const backup = await backups.read(uri, backupId);
    const document = this.#documentOf(uri, backup);
    this.#opening.set(document, async () => {
      await document.read();
      document.file.replay();
      this.#saving.tellOfDisk(document);
      if (backup === undefined || backups.isOwn(uri, backupId)) return;
      // The mask was renamed: from here on its edits are kept under its new name.
      await backups.write(document.file);
      await backups.discardId(backupId);
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
    return (this.#backups ??= new EditBackups(this.#backupFolder, this.#viewType));
  }

  #documentOf(uri: vscode.Uri, backup?: EditBackup): MaskDocument {
    const document = new MaskDocument(uri, this.#documentServices, backup);
    // The document disposes of the events that are listened to here.
    document.file.onDidPush((edit) => this.#changed.fire({ document, ...edit }));
    document.file.onDidDiverge(() => this.#changed.fire({ document }));
    this.#saving.watch(document);
    return document;
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

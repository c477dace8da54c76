import * as vscode from 'vscode';
import type { EditBackup } from '../../core/mask/editBackup.ts';
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
  /** Documents that came out of a backup of whose edits VS Code has not been told. */
  readonly #restored = new Set<MaskDocument>();

  constructor(
    extensionUri: vscode.Uri,
    editors: MaskEditors,
    documentServices: DocumentServices,
    editorServices: EditorServices,
    renamed: RenamedMasks,
    saving: MaskSaving,
  ) {
    this.#extensionUri = extensionUri;
    this.#editors = editors;
    this.#documentServices = documentServices;
    this.#editorServices = editorServices;
    this.#renamed = renamed;
    this.#saving = saving;
  }

  /** Returns at once where there is no backup: the file is read while the webview starts. */
  openCustomDocument(
    uri: vscode.Uri,
    { backupId }: vscode.CustomDocumentOpenContext,
  ): MaskDocument | Promise<MaskDocument> {
    return backupId === undefined ? this.#documentOf(uri) : this.#restore(uri, backupId);
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

  async backupCustomDocument(
    document: MaskDocument,
    { destination }: vscode.CustomDocumentBackupContext,
  ): Promise<vscode.CustomDocumentBackup> {
    const { writeBackup } = await import('./editBackups.ts');
    return writeBackup(document.file, destination);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  resolveCustomEditor(document: MaskDocument, panel: vscode.WebviewPanel): void {
    const editor = new MaskEditor(document, panel, this.#editorServices);
    this.#editors.add(editor);
    void this.#replay(document);
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
    const { readBackup } = await import('./editBackups.ts');
    const backup = await readBackup(uri, backupId);
    const document = this.#documentOf(uri, backup);
    if (backup !== undefined) this.#restored.add(document);
    return document;
  }

  #documentOf(uri: vscode.Uri, backup?: EditBackup): MaskDocument {
    const document = new MaskDocument(uri, this.#documentServices, backup);
    // The document disposes of the events that are listened to here.
    document.file.onDidPush((edit) => this.#changed.fire({ document, ...edit }));
    document.file.onDidDiverge(() => this.#changed.fire({ document }));
    this.#saving.watch(document);
    return document;
  }

  /** VS Code knows a document only once its first editor is made. */
  async #replay(document: MaskDocument): Promise<void> {
    if (!this.#restored.delete(document)) return;
    await document.read();
    document.file.replay();
    this.#saving.tellOfDisk(document);
  }
}

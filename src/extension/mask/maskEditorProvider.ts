import * as vscode from 'vscode';
import { completeStep } from '../walkthrough.ts';
import type { EditBackup } from '../../core/mask/editBackup.ts';
import { KeptEdits } from './keptEdits.ts';
import type { DocumentServices } from './maskDocument.ts';
import { MaskDocument } from './maskDocument.ts';
import { pageRoot } from '../page/pageHtml.ts';
import type { MaskSaving } from './maskSaving.ts';
import type { RenamedMasks } from './renamedMasks.ts';

/** What VS Code is told of edits: one that it can undo, or that a document is dirty whatever is undone. */
type DocumentChange =
  vscode.CustomDocumentEditEvent<MaskDocument> | vscode.CustomDocumentContentChangeEvent<MaskDocument>;

export class MaskEditorProvider implements vscode.CustomEditorProvider<MaskDocument>, vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #documentServices: DocumentServices;
  readonly #openEditor: (document: MaskDocument, panel: vscode.WebviewPanel) => void;
  readonly #renamed: RenamedMasks;
  readonly #saving: MaskSaving;
  readonly #changed = new vscode.EventEmitter<DocumentChange>();
  // VS Code tells the two kinds of events apart by their members, though its types speak of one of them.
  readonly onDidChangeCustomDocument = this.#changed.event as vscode.Event<
    vscode.CustomDocumentEditEvent<MaskDocument>
  >;
  readonly #kept: KeptEdits;

  /** @param viewType the one that it is registered for */
  constructor(
    viewType: string,
    context: Pick<vscode.ExtensionContext, 'extensionUri' | 'storageUri' | 'globalStorageUri'>,
    documentServices: DocumentServices,
    openEditor: (document: MaskDocument, panel: vscode.WebviewPanel) => void,
    renamed: RenamedMasks,
    saving: MaskSaving,
  ) {
    this.#extensionUri = context.extensionUri;
    this.#documentServices = documentServices;
    this.#openEditor = openEditor;
    this.#renamed = renamed;
    this.#saving = saving;
    const folder = vscode.Uri.joinPath(context.storageUri ?? context.globalStorageUri, 'unsaved');
    this.#kept = new KeptEdits(
      folder,
      viewType,
      saving,
      (uri, backup) => this.#documentOf(uri, backup),
      (document) => this.#changed.fire({ document }),
    );
  }

  openCustomDocument(
    uri: vscode.Uri,
    { backupId }: vscode.CustomDocumentOpenContext,
  ): MaskDocument | Promise<MaskDocument> {
    return this.#kept.open(uri, backupId);
  }

  saveCustomDocument(document: MaskDocument, token: vscode.CancellationToken): Promise<void> {
    // The edits are in the editor of the file's new name, to be saved there.
    if (this.#kept.isLeaving(document)) return Promise.resolve();
    return this.#saving.save(document, token);
  }

  saveCustomDocumentAs(document: MaskDocument, destination: vscode.Uri): Promise<void> {
    return this.#saving.saveAs(document, destination);
  }

  revertCustomDocument(document: MaskDocument): Promise<void> {
    if (this.#kept.isLeaving(document)) return Promise.resolve();
    return document.file.revert();
  }

  backupCustomDocument(
    document: MaskDocument,
    _context: vscode.CustomDocumentBackupContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CustomDocumentBackup> {
    return this.#kept.write(document, token);
  }

  dispose(): void {
    this.#kept.dispose();
    this.#changed.dispose();
  }

  async resolveCustomEditor(document: MaskDocument, panel: vscode.WebviewPanel): Promise<void> {
    this.#openEditor(document, panel);
    this.#kept.editorMade(document);
    let isGone = false;
    panel.onDidDispose(() => (isGone = true));
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageRoot(this.#extensionUri)] };
    const state = this.#renamed.take(document.uri, panel.viewColumn);
    const { maskHtml, rendererOf } = await import('./maskHtml.ts');
    if (isGone) return;
    panel.webview.html = maskHtml(panel.webview, this.#extensionUri, { renderer: rendererOf(document.uri), state });
  }

  #documentOf(uri: vscode.Uri, backup?: EditBackup): MaskDocument {
    const document = new MaskDocument(uri, this.#documentServices, { backup });
    // The document disposes of the events that are listened to here.
    document.file.onDidPush((edit) => {
      this.#changed.fire({ document, ...edit });
      void completeStep('maskscope.maskEdited');
    });
    document.file.onDidDiverge(() => {
      if (!this.#kept.isLeaving(document)) this.#changed.fire({ document });
    });
    this.#saving.watch(document);
    return document;
  }
}

import * as vscode from 'vscode';
import { completeStep } from '../walkthrough.ts';
import type { EditBackup } from '../../core/mask/editBackup.ts';
import { KeptEdits } from './keptEdits.ts';
import type { DocumentOpening, MaskDocument } from './maskDocument.ts';
import type { MaskSaving } from './maskSaving.ts';
import type { RenamedMasks } from './renamedMasks.ts';

/** What VS Code is told of edits: one that it can undo, or that a document is dirty whatever is undone. */
type DocumentChange =
  vscode.CustomDocumentEditEvent<MaskDocument> | vscode.CustomDocumentContentChangeEvent<MaskDocument>;

/** Makes the editor of a tab; `state` is what an earlier page of the document saved. */
type OpenEditor = (document: MaskDocument, panel: vscode.WebviewPanel, state: unknown) => void;

export class MaskEditorProvider implements vscode.CustomEditorProvider<MaskDocument>, vscode.Disposable {
  readonly #openDocument: (uri: vscode.Uri, opening: DocumentOpening) => MaskDocument;
  readonly #openEditor: OpenEditor;
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
    context: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>,
    openDocument: (uri: vscode.Uri, opening: DocumentOpening) => MaskDocument,
    openEditor: OpenEditor,
    renamed: RenamedMasks,
    saving: MaskSaving,
  ) {
    this.#openDocument = openDocument;
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

  resolveCustomEditor(document: MaskDocument, panel: vscode.WebviewPanel): void {
    this.#openEditor(document, panel, this.#renamed.take(document.uri, panel.viewColumn));
    this.#kept.editorMade(document);
  }

  #documentOf(uri: vscode.Uri, backup?: EditBackup): MaskDocument {
    const document = this.#openDocument(uri, { backup });
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

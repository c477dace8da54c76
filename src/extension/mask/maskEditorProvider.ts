import * as vscode from 'vscode';
import type { DocumentServices } from './maskDocument.ts';
import { MaskDocument } from './maskDocument.ts';
import { MaskEditor } from './maskEditor.ts';
import type { EditorServices } from './maskEditor.ts';
import type { MaskEditors } from './maskEditors.ts';
import { maskPage, pageRoot } from './maskPage.ts';
import type { RenamedMasks } from './renamedMasks.ts';

export class MaskEditorProvider implements vscode.CustomReadonlyEditorProvider<MaskDocument> {
  readonly #extensionUri: vscode.Uri;
  readonly #editors: MaskEditors;
  readonly #documentServices: DocumentServices;
  readonly #editorServices: EditorServices;
  readonly #renamed: RenamedMasks;

  constructor(
    extensionUri: vscode.Uri,
    editors: MaskEditors,
    documentServices: DocumentServices,
    editorServices: EditorServices,
    renamed: RenamedMasks,
  ) {
    this.#extensionUri = extensionUri;
    this.#editors = editors;
    this.#documentServices = documentServices;
    this.#editorServices = editorServices;
    this.#renamed = renamed;
  }

  /** Returns at once: the file is read while the webview starts. */
  openCustomDocument(uri: vscode.Uri): MaskDocument {
    return new MaskDocument(uri, this.#documentServices);
  }

  resolveCustomEditor(document: MaskDocument, panel: vscode.WebviewPanel): void {
    const editor = new MaskEditor(document, panel, this.#editorServices);
    this.#editors.add(editor);
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
}

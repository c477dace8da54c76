// Loaded with the first export that is opened.
import * as vscode from 'vscode';
import { ExportDocument } from './exportDocument.ts';
import { ExportEditor, type ExportEditorServices } from './exportEditor.ts';
import { ExportMemory } from './exportMemory.ts';
import type { FindingsTree } from '../findings/findingsTree.ts';
import { ExportFindings, type RevealedFinding } from './exportFindings.ts';
import { ExportProblems } from './exportProblems.ts';
import { RowTexts, revealPlace, revealRowText } from './rowText.ts';

export interface ExportServices {
  readonly extensionUri: vscode.Uri;
  /** Path of the bundle of the process that reads an export. */
  readonly script: string;
  readonly log: vscode.LogOutputChannel;
  readonly state: vscode.Memento;
  readonly tree: FindingsTree;
}

/** The open exports and their pages. */
export class ExportEditors implements vscode.Disposable {
  readonly #services: ExportServices;
  readonly #memory: ExportMemory;
  readonly #editors = new Set<ExportEditor>();
  readonly #findings = new Map<ExportDocument, ExportFindings>();
  readonly #rowTexts = new RowTexts();
  readonly #editorServices: ExportEditorServices;
  #textFocus = false;

  constructor(services: ExportServices) {
    this.#services = services;
    this.#memory = new ExportMemory(services.state);
    this.#editorServices = {
      ...{ extensionUri: services.extensionUri, log: services.log },
      update: () => this.#update(),
      chooseOriginals,
      revealText: (document, entry) => revealRowText(this.#rowTexts, document, entry),
      showFindings: async (document) => {
        const findings = this.#findings.get(document);
        if (findings !== undefined) services.tree.reveal(findings);
        await vscode.commands.executeCommand('maskscope.findings.focus');
      },
    };
  }

  get all(): readonly ExportEditor[] {
    return [...this.#editors];
  }

  /** The editor that has the focus. */
  get active(): ExportEditor | undefined {
    return this.all.find(({ isActive }) => isActive);
  }

  open(uri: vscode.Uri): ExportDocument {
    const { script, log, tree } = this.#services;
    const document = new ExportDocument(uri, { script, log, memory: this.#memory });
    const problems = new ExportProblems(document, log);
    const findings = new ExportFindings(document);
    tree.add(findings);
    this.#findings.set(document, findings);
    document.onDidDispose(() => {
      problems.dispose();
      tree.remove(findings);
      findings.dispose();
      this.#findings.delete(document);
    });
    return document;
  }

  async resolve(document: ExportDocument, panel: vscode.WebviewPanel): Promise<void> {
    const folder = await document.originalsFolder();
    const editor = new ExportEditor(document, panel, this.#editorServices, folder);
    this.#editors.add(editor);
    panel.onDidDispose(() => {
      editor.dispose();
      this.#editors.delete(editor);
      this.#update();
    });
    this.#update();
  }

  /** Shows the row of a finding of the tree in the editor over its export, else the line of the file. */
  async revealFinding(node: unknown): Promise<void> {
    const { document, finding } = node as RevealedFinding;
    const { row } = finding;
    const entry = row === null ? null : await document.ask('entryOfRow', { row });
    // Rows that could not be read are not in the table.
    if (entry === null) return revealPlace(this.#rowTexts, document, finding);
    this.all.find((editor) => editor.document === document)?.select(entry);
  }

  /** Images of an export have come to the disk. */
  async renewOriginals(exportUri: vscode.Uri): Promise<void> {
    const its = [...this.#findings.keys()].filter(({ uri }) => uri.toString() === exportUri.toString());
    await Promise.all(its.map((document) => document.renewOriginals()));
  }

  dispose(): void {
    this.#rowTexts.dispose();
  }

  #update(): void {
    const focused = this.active?.textFocus ?? false;
    if (focused === this.#textFocus) return;
    this.#textFocus = focused;
    void vscode.commands.executeCommand('setContext', 'maskscope.textFocus', focused);
  }
}

async function chooseOriginals(document: ExportDocument): Promise<void> {
  const before = await document.originalsFolder();
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Folder of Originals'),
      canSelectFiles: false,
      canSelectFolders: true,
      defaultUri: before ?? vscode.Uri.joinPath(document.uri, '..'),
    })) ?? [];
  if (folder !== undefined) await document.setOriginals(folder);
}

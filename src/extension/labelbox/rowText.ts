import * as vscode from 'vscode';
import type { ExportDocument } from './exportDocument.ts';
import { ROW_SCHEME } from './exportViews.ts';

/** Larger files never reach an extension as text. */
const MAX_TEXT_BYTES = 50 * 1024 * 1024;

/**
 * Shows an entry's row as it is written: at its place in the text editor where the file is small enough for one, else
 * as a document of its own.
 */
export async function revealRowText(document: ExportDocument, entry: number): Promise<void> {
  const { line, characters, text, name } = await document.ask('text', { entry });
  // A preview of the export would give its place to the text.
  await vscode.commands.executeCommand('workbench.action.keepEditor');
  const { size } = await vscode.workspace.fs.stat(document.uri);
  if (size <= MAX_TEXT_BYTES) {
    const start = new vscode.Position(line - 1, characters);
    const editor = await vscode.window.showTextDocument(document.uri, { preview: true });
    const end = editor.document.positionAt(editor.document.offsetAt(start) + text.length);
    editor.selection = new vscode.Selection(start, end);
    editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  const uri = rowTexts.add(document, entry, name, prettyText(text));
  const shown = await vscode.workspace.openTextDocument(uri);
  await vscode.window.showTextDocument(shown, { preview: true });
}

/** JSON with its fields on lines of their own; other texts, and broken JSON, as they are. */
function prettyText(text: string): string {
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    return text;
  }
}

/** Texts of rows that are shown, by address; what a closed document held is forgotten. */
class RowTexts implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();

  constructor() {
    vscode.workspace.registerTextDocumentContentProvider(ROW_SCHEME, this);
    vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString()));
  }

  add(document: ExportDocument, entry: number, name: string | null, text: string): vscode.Uri {
    // A name from a stranger becomes a single segment of the path.
    const title = (name ?? String(entry)).replace(/[/\\\u0000-\u001f]/g, '_').slice(0, 100);
    const uri = vscode.Uri.from({
      scheme: ROW_SCHEME,
      path: `/${title}.json`,
      query: `${document.uri.toString()}#${entry}`,
    });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? vscode.l10n.t('Reveal this row again from its export.');
  }
}

const rowTexts = new RowTexts();

import * as vscode from 'vscode';
import type { ExportDocument } from './exportDocument.ts';
import { ROW_SCHEME } from './exportViews.ts';

/** Larger files never reach an extension as text. */
const MAX_TEXT_BYTES = 50 * 1024 * 1024;

/**
 * Shows an entry's row as it is written: at its place in the text editor where the file is small enough for one, else
 * as a document of its own.
 *
 * @param largest bytes of a file that the text editor shows
 */
export async function revealRowText(
  texts: RowTexts,
  document: ExportDocument,
  entry: number,
  largest = MAX_TEXT_BYTES,
): Promise<void> {
  const { line, characters, text, name } = await document.ask('text', { entry });
  // A preview of the export would give its place to the text.
  await vscode.commands.executeCommand('workbench.action.keepEditor');
  if (await isShown(document.uri, largest)) {
    const start = new vscode.Position(line - 1, characters);
    const editor = await vscode.window.showTextDocument(document.uri, { preview: true });
    const end = editor.document.positionAt(editor.document.offsetAt(start) + text.length);
    editor.selection = new vscode.Selection(start, end);
    editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  const uri = texts.add(document, `${name ?? entry}.json`, prettyText(text));
  await vscode.window.showTextDocument(uri, { preview: true });
}

/**
 * Shows the place of what is not in the table: its line in the text editor, else what is written around it as a document
 * of its own.
 *
 * @param largest bytes of a file that the text editor shows
 */
export async function revealPlace(
  texts: RowTexts,
  document: ExportDocument,
  { line, offset }: { readonly line: number; readonly offset: number },
  largest = MAX_TEXT_BYTES,
): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.keepEditor');
  if (await isShown(document.uri, largest)) {
    const at = new vscode.Position(line - 1, 0);
    await vscode.window.showTextDocument(document.uri, { selection: new vscode.Range(at, at) });
    return;
  }
  const { text, before } = await document.ask('textAt', { offset });
  const uri = texts.add(document, `${vscode.l10n.t('line {0}', line)}.txt`, text);
  const editor = await vscode.window.showTextDocument(uri, { preview: true });
  const at = editor.document.positionAt(before);
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function isShown(uri: vscode.Uri, largest: number): Promise<boolean> {
  return (await vscode.workspace.fs.stat(uri)).size <= largest;
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
export class RowTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;

  constructor() {
    this.#subscriptions = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerTextDocumentContentProvider(ROW_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  /** @param name of the document, with its extension */
  add(document: ExportDocument, name: string, text: string): vscode.Uri {
    // A name from a stranger becomes a single segment of the path.
    const title = name.replace(/[/\\\u0000-\u001f]/g, '_').slice(-100);
    const uri = vscode.Uri.from({ scheme: ROW_SCHEME, path: `/${title}`, query: document.uri.toString() });
    this.#texts.set(uri.toString(), text);
    // It may be open with what the file had before.
    this.#changed.fire(uri);
    return uri;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? vscode.l10n.t('Reveal this row again from its export.');
  }
}

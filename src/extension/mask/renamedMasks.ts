import * as vscode from 'vscode';
import { moved } from './choices.ts';
import type { Choices } from './choices.ts';
import type { MaskEditors } from './maskEditors.ts';

/** A rename that has not led to a new editor by then was given up. */
const KEPT_MS = 10_000;

interface KeptState {
  readonly uri: string;
  readonly column: vscode.ViewColumn | undefined;
  readonly state: unknown;
}

/**
 * Where a file or folder is renamed, VS Code closes the editors of the old names and opens others on the new ones. This
 * hands on what their pages had saved, and what the user chose for the files.
 */
export class RenamedMasks implements vscode.Disposable {
  readonly #editors: MaskEditors;
  readonly #kept = new Set<KeptState>();
  readonly #subscriptions: vscode.Disposable;

  constructor(editors: MaskEditors, choices: Choices) {
    this.#editors = editors;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onWillRenameFiles(({ files }) => {
        for (const { oldUri, newUri } of files) this.#keep(oldUri, newUri);
      }),
      vscode.workspace.onDidRenameFiles(({ files }) => void choices.move(files)),
    );
  }

  /** What the page saved that showed the file under its old name, in the same group if there were several; once. */
  take(uri: vscode.Uri, column: vscode.ViewColumn | undefined): unknown {
    const candidates = [...this.#kept].filter((kept) => kept.uri === uri.toString());
    const kept = candidates.find((one) => one.column === column) ?? candidates[0];
    if (kept === undefined) return undefined;
    this.#kept.delete(kept);
    return kept.state;
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #keep(from: vscode.Uri, to: vscode.Uri): void {
    for (const { document, panel, state } of this.#editors.all) {
      const uri = moved(document.uri.toString(), from, to);
      if (uri === undefined || state === undefined) continue;
      const kept = { uri, column: panel.viewColumn, state };
      this.#kept.add(kept);
      setTimeout(() => this.#kept.delete(kept), KEPT_MS).unref();
    }
  }
}

import * as vscode from 'vscode';

/** A tree that is empty until its provider is loaded. */
export class LazyTree implements vscode.TreeDataProvider<unknown> {
  readonly #changed = new vscode.EventEmitter<unknown>();
  readonly onDidChangeTreeData = this.#changed.event;
  #source: vscode.TreeDataProvider<unknown> | null = null;

  set source(source: vscode.TreeDataProvider<unknown>) {
    this.#source = source;
    source.onDidChangeTreeData?.((node) => this.#changed.fire(node));
    this.#changed.fire(undefined);
  }

  getChildren(node?: unknown): vscode.ProviderResult<unknown[]> {
    return this.#source?.getChildren(node) ?? [];
  }

  getTreeItem(node: unknown): vscode.TreeItem | Thenable<vscode.TreeItem> {
    return this.#source?.getTreeItem(node) ?? new vscode.TreeItem('');
  }
}

import * as vscode from 'vscode';
import { FINDINGS_VIEW } from './findingsView.ts';
import type { FindingsTree } from './findingsTree.ts';

/** The view of findings. */
export function registerFindings(tree: FindingsTree): [vscode.TreeView<unknown>, ...vscode.Disposable[]] {
  const commands = {
    showMoreFindings: (node?: unknown) => tree.showMore(node),
  };
  return [
    vscode.window.createTreeView(FINDINGS_VIEW, { treeDataProvider: tree, showCollapseAll: true }),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`maskscope.${name}`, run)),
  ];
}

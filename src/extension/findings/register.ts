import * as vscode from 'vscode';
import { FINDINGS_VIEW } from './findingsView.ts';
import type { FindingsTree } from './findingsTree.ts';

/** The view of findings. */
export function registerFindings(tree: FindingsTree): vscode.Disposable[] {
  const commands = {
    showMoreFindings: (node?: unknown) => tree.showMore(node),
  };
  return [
    vscode.window.registerTreeDataProvider(FINDINGS_VIEW, tree),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`maskscope.${name}`, run)),
  ];
}

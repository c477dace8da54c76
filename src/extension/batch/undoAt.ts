import * as vscode from 'vscode';

/** What an undo tells. */
export interface UndoneFacts {
  /** In a sentence. */
  readonly message: string;
}

/** Undoes the last run whose journal lies in a folder, as the command does; null where that did not happen. */
export async function undoAt(root: string): Promise<UndoneFacts | null> {
  const command = 'maskscope.undoBatch';
  return (await vscode.commands.executeCommand<UndoneFacts | null | undefined>(command, undefined, root)) ?? null;
}

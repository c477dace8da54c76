import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';

type Globs = Readonly<Record<string, unknown>>;

/** Whether the settings make any file read-only: where not, nothing needs to be asked of single files. */
export function hasReadonlySettings(): boolean {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return [undefined, ...folders.map(({ uri }) => uri)].some((scope) => globsOf('readonlyInclude', scope).length > 0);
}

/**
 * Whether `files.readonlyInclude` makes a file read-only and `files.readonlyExclude` does not except it. As in VS Code,
 * patterns start from the workspace folder unless they are absolute.
 */
export function isReadonlyBySettings(uri: vscode.Uri): boolean {
  const matches = (globs: readonly string[]): boolean => globs.some((glob) => isMatch(uri, glob));
  return matches(globsOf('readonlyInclude', uri)) && !matches(globsOf('readonlyExclude', uri));
}

function globsOf(name: 'readonlyInclude' | 'readonlyExclude', scope: vscode.Uri | undefined): string[] {
  const globs = vscode.workspace.getConfiguration('files', scope ?? null).get<Globs>(name, {});
  return Object.keys(globs).filter((glob) => globs[glob] === true);
}

/** By VS Code's own globs, which it offers for documents: of these only the address counts here. */
function isMatch(uri: vscode.Uri, glob: string): boolean {
  const folder = isAbsolute(glob) ? undefined : vscode.workspace.getWorkspaceFolder(uri);
  const pattern = folder === undefined ? glob : new vscode.RelativePattern(folder, glob);
  return vscode.languages.match({ pattern }, { uri, languageId: '' } as vscode.TextDocument) > 0;
}

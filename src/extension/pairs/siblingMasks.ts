import * as vscode from 'vscode';
import { isPng } from '../mask/menuFiles.ts';
import type { PairList } from './pairList.ts';

/** The PNG files beside a file, itself included, in the order of the explorer. Rejects where the folder cannot be read. */
export async function siblingMasks(file: vscode.Uri): Promise<PairList> {
  const folder = vscode.Uri.joinPath(file, '..');
  const entries = await vscode.workspace.fs.readDirectory(folder);
  const names = entries.filter(([, type]) => (type & vscode.FileType.File) !== 0).map(([name]) => name);
  const order = new Intl.Collator(undefined, { numeric: true });
  const pairs = names
    .map((name) => ({ name, mask: vscode.Uri.joinPath(folder, name) }))
    .filter(({ mask }) => isPng(mask))
    .sort((a, b) => order.compare(a.name, b.name));
  return { title: vscode.workspace.asRelativePath(folder), pairs };
}

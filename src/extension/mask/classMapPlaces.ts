import * as vscode from 'vscode';
import { CLASSES_JSON } from '../../core/formats/classMapJson.ts';
import { fileOf, foldersAbove } from './classMapFolders.ts';

/** Nobody has more class maps beside each other. */
const MOST_NUMBERS = 1000;

/**
 * Where a new class map of the masks in a folder belongs: beside that folder, so that it holds for the images and
 * other masks there too; in it, where it is the uppermost that is searched. The file does not exist yet.
 *
 * @param ending of the name; before it stands the folder's
 */
export async function newClassMapFile(mask: vscode.Uri, ending: string = CLASSES_JSON): Promise<vscode.Uri> {
  const [own = vscode.Uri.joinPath(fileOf(mask), '..'), above = own] = foldersAbove(mask);
  const stem = own.path.slice(own.path.lastIndexOf('/') + 1) || 'masks';
  for (let number = 1; number < MOST_NUMBERS; number++) {
    const uri = vscode.Uri.joinPath(above, `${number === 1 ? stem : `${stem}-${number}`}${ending}`);
    if (!(await exists(uri))) return uri;
  }
  throw new Error(vscode.l10n.t('{0} holds too many class maps.', above.path));
}

/** Where a class map with a name of its own belongs, whether it exists or not. */
export function classMapPlace(mask: vscode.Uri, fileName: string): vscode.Uri {
  const [own = vscode.Uri.joinPath(fileOf(mask), '..'), above = own] = foldersAbove(mask);
  return vscode.Uri.joinPath(above, fileName);
}

export async function openFile(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(uri, { preview: false });
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

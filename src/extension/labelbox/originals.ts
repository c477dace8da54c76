import { posix } from 'node:path';
import * as vscode from 'vscode';

/** Files that a browser can show. */
const IMAGE = /\.(?:jpe?g|jfif|png|gif|webp|bmp|avif)$/i;
/** Folders below the chosen one that are looked into, and files that are remembered. */
const DEEPEST = 4;
const MOST_FILES = 500_000;
/** Folders beside an export in which originals, or masks, usually lie; before them its own, where downloads lead to. */
const USUAL_FOLDERS = ['originals', 'images', 'JPEGImages', 'img'];
const USUAL_MASKS = ['masks'];

/** By which names an original is looked for. */
export interface OriginalNames {
  /** External id, global key or data row's id, as the table shows it. */
  readonly name: string | null;
  readonly dataRowId: string | null;
}

/** The images of a folder, found by name: names of an export are only compared with them, never made into paths. */
export class Originals {
  readonly folder: vscode.Uri;
  readonly #byName = new Map<string, vscode.Uri>();
  readonly #byStem = new Map<string, vscode.Uri>();

  private constructor(folder: vscode.Uri) {
    this.folder = folder;
  }

  /** Lists a folder. Rejects where there is none. */
  static async read(folder: vscode.Uri): Promise<Originals> {
    const originals = new Originals(folder);
    await originals.#list(folder, 0);
    return originals;
  }

  get size(): number {
    return this.#byName.size;
  }

  /** The image of one of these names, with or without its extension, in any case. */
  find({ name, dataRowId }: OriginalNames): vscode.Uri | null {
    for (const text of [name, dataRowId]) {
      const last = text?.split(/[/\\]/).at(-1)?.toLowerCase() ?? '';
      if (last === '') continue;
      const found = this.#byName.get(last) ?? this.#byStem.get(last) ?? this.#byStem.get(last.replace(IMAGE, ''));
      if (found !== undefined) return found;
    }
    return null;
  }

  async #list(folder: vscode.Uri, depth: number): Promise<void> {
    const folders: vscode.Uri[] = [];
    for (const [name, type] of await vscode.workspace.fs.readDirectory(folder)) {
      const uri = vscode.Uri.joinPath(folder, name);
      if ((type & vscode.FileType.Directory) !== 0) {
        // Links to folders may lead in circles.
        if ((type & vscode.FileType.SymbolicLink) === 0 && !name.startsWith('.')) folders.push(uri);
      } else if (IMAGE.test(name) && this.#byName.size < MOST_FILES) {
        const lower = name.toLowerCase();
        // Of several with one name the one nearest to the chosen folder counts.
        if (!this.#byName.has(lower)) this.#byName.set(lower, uri);
        const stem = lower.replace(IMAGE, '');
        if (!this.#byStem.has(stem)) this.#byStem.set(stem, uri);
      }
    }
    if (depth >= DEEPEST) return;
    for (const one of folders) await this.#list(one, depth + 1).catch(() => undefined);
  }
}

/** Where originals of an export lie unless the user has chosen: by the setting, else in its own folder or beside it. */
export async function usualFolder(exportUri: vscode.Uri): Promise<vscode.Uri | null> {
  const setting = vscode.workspace
    .getConfiguration('maskscope.labelbox', exportUri)
    .get<string>('originals', '')
    .trim();
  if (setting !== '') return folderOf(setting, exportUri);
  return firstFolder(exportUri, ['originals'], USUAL_FOLDERS);
}

/** Where downloaded masks of an export lie: in its own folder, else beside it. */
export async function usualMasks(exportUri: vscode.Uri): Promise<vscode.Uri | null> {
  return firstFolder(exportUri, ['masks'], USUAL_MASKS);
}

/** @param own names in the folder that is called like the export, without its extension */
async function firstFolder(
  exportUri: vscode.Uri,
  own: readonly string[],
  beside: readonly string[],
): Promise<vscode.Uri | null> {
  const parent = vscode.Uri.joinPath(exportUri, '..');
  const { name } = posix.parse(exportUri.path);
  const folders = [
    ...own.map((one) => vscode.Uri.joinPath(parent, name, one)),
    ...beside.map((one) => vscode.Uri.joinPath(parent, one)),
  ];
  for (const folder of folders) if (await isFolder(folder)) return folder;
  return null;
}

function folderOf(path: string, exportUri: vscode.Uri): vscode.Uri {
  const isAbsolute = path.startsWith('/') || /^[A-Za-z]:[\\/]|^\\\\/.test(path);
  if (isAbsolute) return exportUri.scheme === 'file' ? vscode.Uri.file(path) : exportUri.with({ path });
  const base = vscode.workspace.getWorkspaceFolder(exportUri)?.uri ?? vscode.Uri.joinPath(exportUri, '..');
  return vscode.Uri.joinPath(base, path);
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

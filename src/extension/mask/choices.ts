import * as vscode from 'vscode';
import type { MaskKind } from '../../core/mask/mask.ts';

/** A kind that the user set; `folder` names the folder it holds for, else it holds for the file alone. */
export interface ChosenKind {
  readonly kind: MaskKind;
  readonly divisor?: number;
  readonly folder?: string;
}

/** A class map that the user picked for a folder: a preset, a file, or none at all. */
export type ChosenClassMap =
  | { readonly from: 'preset'; readonly preset: string }
  | { readonly from: 'file'; readonly uri: string }
  | { readonly from: 'none' };

type KindRecord = { readonly kind: MaskKind; readonly divisor?: number };

const KINDS = 'maskscope.kinds';
const CLASS_MAPS = 'maskscope.classMaps';

/** What the user chose for files and folders of this workspace. A folder's choice holds for all below it. */
export class Choices implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  kindOf(uri: vscode.Uri): ChosenKind | undefined {
    const kinds = this.#state.get<Record<string, KindRecord>>(KINDS, {});
    const [own, ...folders] = keysOf(uri);
    const ownKind = own === undefined ? undefined : kinds[own];
    if (ownKind !== undefined) return ownKind;
    for (const folder of folders) {
      const kind = kinds[folder];
      if (kind !== undefined) return { ...kind, folder: decodeURIComponent(folder.slice(folder.lastIndexOf('/') + 1)) };
    }
    return undefined;
  }

  /** `undefined` forgets the choices for the file and its folder. */
  async setKind(uri: vscode.Uri, scope: 'file' | 'folder', kind: KindRecord | undefined): Promise<void> {
    const [file = '', folder = ''] = keysOf(uri);
    const kinds = { ...this.#state.get<Record<string, KindRecord>>(KINDS, {}) };
    delete kinds[file];
    if (kind === undefined) {
      for (const key of keysOf(uri)) delete kinds[key];
    } else {
      kinds[scope === 'file' ? file : folder] = kind;
    }
    await this.#state.update(KINDS, kinds);
    this.#changed.fire();
  }

  classMapOf(uri: vscode.Uri): ChosenClassMap | undefined {
    const folder = this.classMapFolderOf(uri);
    return folder && this.#state.get<Record<string, ChosenClassMap>>(CLASS_MAPS, {})[folder.toString()];
  }

  /** The nearest folder above a file that the user picked a class map for. */
  classMapFolderOf(uri: vscode.Uri): vscode.Uri | undefined {
    const classMaps = this.#state.get<Record<string, ChosenClassMap>>(CLASS_MAPS, {});
    const key = keysOf(uri)
      .slice(1)
      .find((folder) => classMaps[folder] !== undefined);
    return key === undefined ? undefined : vscode.Uri.parse(key);
  }

  /** For the folder that holds `uri`; `undefined` forgets the choices above it too. */
  async setClassMap(uri: vscode.Uri, choice: ChosenClassMap | undefined): Promise<void> {
    const folders = keysOf(uri).slice(1);
    const classMaps = { ...this.#state.get<Record<string, ChosenClassMap>>(CLASS_MAPS, {}) };
    if (choice === undefined) for (const folder of folders) delete classMaps[folder];
    else if (folders[0] !== undefined) classMaps[folders[0]] = choice;
    await this.#state.update(CLASS_MAPS, classMaps);
    this.#changed.fire();
  }

  /** Takes the choices along when files or folders are renamed. */
  async move(files: readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[]): Promise<void> {
    const kinds = this.#state.get<Record<string, KindRecord>>(KINDS, {});
    const classMaps = this.#state.get<Record<string, ChosenClassMap>>(CLASS_MAPS, {});
    const addressOf = (address: string): string =>
      files.reduce((now, { oldUri, newUri }) => moved(now, oldUri, newUri) ?? now, address);
    const movedKeys = <T>(record: Record<string, T>) =>
      Object.fromEntries(Object.entries(record).map(([key, value]) => [addressOf(key), value]));
    const movedKinds = movedKeys(kinds);
    const movedMaps = movedKeys(classMaps);
    for (const [key, choice] of Object.entries(movedMaps)) {
      if (choice.from === 'file') movedMaps[key] = { from: 'file', uri: addressOf(choice.uri) };
    }
    if (JSON.stringify([movedKinds, movedMaps]) === JSON.stringify([kinds, classMaps])) return;
    await Promise.all([this.#state.update(KINDS, movedKinds), this.#state.update(CLASS_MAPS, movedMaps)]);
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

/** The new address of what lies at or below a renamed file or folder; undefined for everything else. */
export function moved(address: string, from: vscode.Uri, to: vscode.Uri): string | undefined {
  const old = from.toString();
  return address === old || address.startsWith(`${old}/`) ? to.toString() + address.slice(old.length) : undefined;
}

/** The file's key, then its folders', nearest first. A `git:` version shares the choices of its file. */
function keysOf(uri: vscode.Uri): string[] {
  let at = (uri.scheme === 'git' ? uri.with({ scheme: 'file', query: '' }) : uri).with({ fragment: '' });
  const keys: string[] = [];
  while (at.path.length > 1 && keys.length < 64) {
    keys.push(at.toString());
    at = vscode.Uri.joinPath(at, '..');
  }
  return keys;
}

import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { ChosenClassMap } from './choices.ts';
import { patternOf } from './fileSource.ts';

/** How far up a class map is looked for where no workspace folder ends the search. */
const LEVELS_OUTSIDE_WORKSPACE = 3;

/** Folders that may hold a mask's class map: its own and those above it up to the workspace folder, nearest first. */
export function foldersAbove(mask: vscode.Uri): vscode.Uri[] {
  const uri = mask.scheme === 'git' ? mask.with({ scheme: 'file', query: '' }) : mask;
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.path;
  const folders: vscode.Uri[] = [];
  for (let at = vscode.Uri.joinPath(uri, '..'); ; at = vscode.Uri.joinPath(at, '..')) {
    folders.push(at);
    const isLast = root === undefined ? folders.length === LEVELS_OUTSIDE_WORKSPACE : at.path.length <= root.length;
    if (isLast || at.path === '/' || folders.length > 64) return folders;
  }
}

/** The class map file that the settings name for a mask; relative paths start at the workspace folder. */
export function configuredFile(mask: vscode.Uri): vscode.Uri | undefined {
  const path = vscode.workspace.getConfiguration('maskscope.classMap', mask).get<string>('path', '').trim();
  if (path === '') return undefined;
  const folder = vscode.workspace.getWorkspaceFolder(mask) ?? vscode.workspace.workspaceFolders?.[0];
  const base = folder?.uri ?? vscode.Uri.joinPath(mask, '..');
  if (!isAbsolute(path)) return vscode.Uri.joinPath(base, path);
  return base.scheme === 'file' ? vscode.Uri.file(path) : base.with({ path });
}

/** Events come in bursts, from a checkout for one. */
const SETTLE_MS = 150;

/** Tells open masks when a class map or its settings may have changed. One watcher serves the whole workspace. */
export class ClassMapWatcher implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  /** Files elsewhere that a setting or choice named, with what watches them. */
  readonly #elsewhere = new Map<string, vscode.Disposable>();
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    this.#disposables.push(
      ...this.#watch('**/*.txt'),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('maskscope.classMap')) this.#schedule();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#schedule()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#schedule()),
    );
  }

  /** Calls back until disposed. Folders outside the workspace are watched for as long. */
  watch(mask: vscode.Uri, changed: () => void): vscode.Disposable {
    const isInside = vscode.workspace.getWorkspaceFolder(mask) !== undefined;
    const folders = isInside || mask.scheme === 'git' ? [] : foldersAbove(mask);
    const watchers = folders.flatMap((folder) => this.#watch(new vscode.RelativePattern(folder, '*.txt')));
    return vscode.Disposable.from(this.#changed.event(changed), ...watchers);
  }

  /** Watches a file that was named outright, if nothing watches it yet. */
  watchNamed(mask: vscode.Uri, choice: ChosenClassMap | undefined): void {
    const file = configuredFile(mask) ?? (choice?.from === 'file' ? vscode.Uri.parse(choice.uri) : undefined);
    if (file === undefined || this.#elsewhere.has(file.toString())) return;
    if (vscode.workspace.getWorkspaceFolder(file) !== undefined && /\.txt$/i.test(file.path)) return;
    this.#elsewhere.set(file.toString(), vscode.Disposable.from(...this.#watch(patternOf(file))));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of this.#elsewhere.values()) disposable.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #watch(pattern: vscode.GlobPattern): vscode.Disposable[] {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const schedule = () => this.#schedule();
    return [watcher, watcher.onDidChange(schedule), watcher.onDidCreate(schedule), watcher.onDidDelete(schedule)];
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(), SETTLE_MS);
  }
}

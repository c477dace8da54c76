import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import type { ChosenClassMap } from './choices.ts';
import { CLASS_MAP_PATTERNS } from '../../core/formats/classMapFile.ts';
import { patternOf } from './fileSource.ts';

/** How far up a class map is looked for where no workspace folder ends the search. */
const LEVELS_OUTSIDE_WORKSPACE = 3;

/** The file that a `git:` version is one of; any other URI itself. */
export function fileOf(uri: vscode.Uri): vscode.Uri {
  return uri.scheme === 'git' ? uri.with({ scheme: 'file', query: '' }) : uri;
}

/** Folders that may hold a mask's class map: its own and those above it up to the workspace folder, nearest first. */
export function foldersAbove(mask: vscode.Uri): vscode.Uri[] {
  const uri = fileOf(mask);
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri.path;
  const folders: vscode.Uri[] = [];
  for (let at = vscode.Uri.joinPath(uri, '..'); ; at = vscode.Uri.joinPath(at, '..')) {
    folders.push(at);
    const isLast = root === undefined ? folders.length === LEVELS_OUTSIDE_WORKSPACE : at.path.length <= root.length;
    if (isLast || at.path === '/' || folders.length > 64) return folders;
  }
}

/** The class map file that the settings name for a mask; relative paths start at the workspace folder. */
export function configuredFile(version: vscode.Uri): vscode.Uri | undefined {
  const mask = fileOf(version);
  const path = vscode.workspace.getConfiguration('maskscope.classMap', mask).get<string>('path', '').trim();
  if (path === '') return undefined;
  const folder = vscode.workspace.getWorkspaceFolder(mask) ?? vscode.workspace.workspaceFolders?.[0];
  const base = folder?.uri ?? vscode.Uri.joinPath(mask, '..');
  if (!isAbsolute(path)) return vscode.Uri.joinPath(base, path);
  return base.scheme === 'file' ? vscode.Uri.file(path) : base.with({ path });
}

/** Events come in bursts, from a checkout for one. */
const SETTLE_MS = 150;
/** However long a burst lasts, it is looked at so often. */
const LONGEST_SETTLE_MS = 1000;

/** Names in any case, as the folders are searched, whether or not the file system tells cases apart. */
const CLASS_MAP_PATTERN = `{${CLASS_MAP_PATTERNS.join(',')}}`.replace(
  /[a-z]/g,
  (letter) => `[${letter}${letter.toUpperCase()}]`,
);

/** What watches a file that a setting or choice named outright, and the masks that it was named for. */
interface NamedFile {
  readonly watcher: vscode.Disposable;
  readonly masks: Set<object>;
}

/** Tells open masks when a class map or its settings may have changed. One watcher serves the whole workspace. */
export class ClassMapWatcher implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  readonly #named = new Map<string, NamedFile>();
  readonly #appliedChanged = new vscode.EventEmitter<void>();
  /** Another file applies to an open mask, or the file that applies was read again. */
  readonly onDidApply = this.#appliedChanged.event;
  /** The open masks, each with the file that applies to it. */
  readonly #open = new Map<object, vscode.Uri | undefined>();
  #timer: NodeJS.Timeout | undefined;
  #burstStart = 0;

  constructor() {
    this.#disposables.push(
      ...this.#watch(`**/${CLASS_MAP_PATTERN}`),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('maskscope.classMap')) this.#schedule();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#schedule()),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#schedule()),
    );
  }

  /** Calls back until disposed. Folders outside the workspace, and the file named for it, are watched for as long. */
  watch(mask: { readonly uri: vscode.Uri }, changed: () => void): vscode.Disposable {
    const isInside = vscode.workspace.getWorkspaceFolder(fileOf(mask.uri)) !== undefined;
    const folders = isInside ? [] : foldersAbove(mask.uri);
    const watchers = folders.flatMap((folder) => this.#watch(new vscode.RelativePattern(folder, CLASS_MAP_PATTERN)));
    this.#open.set(mask, undefined);
    const forget = new vscode.Disposable(() => {
      this.#forgetNamed(mask);
      this.#open.delete(mask);
      this.#appliedChanged.fire();
    });
    return vscode.Disposable.from(this.#changed.event(changed), ...watchers, forget);
  }

  /** Takes note of the file that applies to a mask; undefined where none does. */
  setApplied(mask: object, file: vscode.Uri | undefined): void {
    if (!this.#open.has(mask)) return;
    this.#open.set(mask, file);
    this.#appliedChanged.fire();
  }

  /** The class map files that apply to open masks. */
  get applied(): readonly vscode.Uri[] {
    return [...this.#open.values()].filter((file) => file !== undefined);
  }

  /** Watches the file that a setting or choice names for a mask, instead of the one that was named before. */
  watchNamed(mask: { readonly uri: vscode.Uri }, choice: ChosenClassMap | undefined): void {
    const file = configuredFile(mask.uri) ?? (choice?.from === 'file' ? vscode.Uri.parse(choice.uri) : undefined);
    const key = file?.toString();
    this.#forgetNamed(mask, key);
    if (file === undefined || key === undefined) return;
    const named = this.#named.get(key);
    if (named !== undefined) named.masks.add(mask);
    else {
      const watcher = vscode.Disposable.from(...this.#watch(patternOf(file)));
      this.#named.set(key, { watcher, masks: new Set([mask]) });
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const { watcher } of this.#named.values()) watcher.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
    this.#appliedChanged.dispose();
  }

  #watch(pattern: vscode.GlobPattern): vscode.Disposable[] {
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const schedule = () => this.#schedule();
    return [watcher, watcher.onDidChange(schedule), watcher.onDidCreate(schedule), watcher.onDidDelete(schedule)];
  }

  #forgetNamed(mask: object, but?: string): void {
    for (const [key, { watcher, masks }] of this.#named) {
      if (key === but || !masks.delete(mask) || masks.size > 0) continue;
      watcher.dispose();
      this.#named.delete(key);
    }
  }

  #schedule(): void {
    const now = Date.now();
    if (this.#timer === undefined) this.#burstStart = now;
    clearTimeout(this.#timer);
    const left = this.#burstStart + LONGEST_SETTLE_MS - now;
    this.#timer = setTimeout(
      () => {
        this.#timer = undefined;
        this.#changed.fire();
      },
      Math.max(0, Math.min(SETTLE_MS, left)),
    );
  }
}

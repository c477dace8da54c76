import * as vscode from 'vscode';

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

/** Events come in bursts, from a checkout for one. */
const SETTLE_MS = 150;

/** Tells open masks when a class map or its settings may have changed. One watcher serves the whole workspace. */
export class ClassMapWatcher implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[] = [this.#changed];
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

  dispose(): void {
    clearTimeout(this.#timer);
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

import * as vscode from 'vscode';

/** Files that count for a dataset, and folders, whose name may have no ending. */
const COUNTS = /\.(?:png|jpe?g|webp|gif|bmp|tiff?|avif|txt|lst|json|csv)$|(?:^|\/)[^./]+$/i;
/** A burst of events is over after so many milliseconds. */
const QUIET = 1000;
/** Where events never end, they are answered after so long, or after as many scans' time. */
const LONGEST = 15_000;
const SCANS = 10;

export interface WatchedFolder {
  readonly folder: vscode.Uri;
  /** A batch of ours writes, or a scan runs: it is asked again later. */
  readonly isBusy: () => boolean;
  /** Resolves when the folder was scanned again. */
  readonly rescan: () => Promise<unknown>;
}

/** Scans a folder again after its files changed: once for a burst of events, however many they are. */
export class DatasetWatcher implements vscode.Disposable {
  readonly #watched: WatchedFolder;
  readonly #watcher: vscode.FileSystemWatcher;
  #timer: NodeJS.Timeout | undefined;
  #since: number | null = null;
  /** Milliseconds that the last scan took. */
  #took = 0;

  constructor(watched: WatchedFolder) {
    this.#watched = watched;
    this.#watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(watched.folder, '**/*'));
    const event = ({ path }: vscode.Uri): void => {
      const inside = path.slice(watched.folder.path.length);
      if (COUNTS.test(inside) && !/\/\.|\/node_modules\/|\/maskscope\.review\./.test(inside)) this.look();
    };
    this.#watcher.onDidCreate(event);
    this.#watcher.onDidChange(event);
    this.#watcher.onDidDelete(event);
  }

  /** Something has changed. */
  look(): void {
    const now = Date.now();
    this.#since ??= now;
    const latest = this.#since + Math.max(LONGEST, SCANS * this.#took);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#rescan(), Math.max(0, Math.min(QUIET, latest - now)));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watcher.dispose();
  }

  async #rescan(): Promise<void> {
    if (this.#watched.isBusy()) {
      this.#timer = setTimeout(() => void this.#rescan(), QUIET);
      return;
    }
    this.#since = null;
    const started = Date.now();
    // What fails is told by the dataset.
    await this.#watched.rescan().catch(() => undefined);
    this.#took = Date.now() - started;
  }
}

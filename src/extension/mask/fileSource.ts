import { realpath } from 'node:fs/promises';
import * as vscode from 'vscode';

/** Why a file's bytes could not be had. */
export type ReadFailure =
  | { readonly code: 'deleted' }
  | { readonly code: 'tooLarge'; readonly size: number; readonly limit: number }
  | { readonly code: 'unreadable'; readonly reason: string };

/** The bytes of a file, or why there are none. */
export type VersionContent =
  | { readonly bytes: ArrayBuffer; readonly failure?: undefined }
  | { readonly bytes?: undefined; readonly failure: ReadFailure };

/** One version of a file. Generations count up from 1. */
export type FileVersion = VersionContent & { readonly generation: number };

/** A mask's file is compressed; beyond this it is something else, or meant to take memory. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;

/** File events come in bursts while another program writes. */
const SETTLE_MS = 120;

/** A file that is written without a pause is read all the same. */
const LONGEST_SETTLE_MS = 1000;

/** A file as bytes, read through `workspace.fs` and read again when it changes, is deleted or comes back. */
export class FileSource implements vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly #changed = new vscode.EventEmitter<FileVersion>();
  /** Fires with each new version after the first. */
  readonly onDidChange = this.#changed.event;
  readonly #disposables: vscode.Disposable[] = [this.#changed];
  #first: Promise<FileVersion> | undefined;
  /** The file's facts just before it was read last; undefined where it was written since. */
  #stamp: string | undefined;
  #current: FileVersion | undefined;
  #timer: NodeJS.Timeout | undefined;
  #burstStart: number | undefined;
  #reading: Promise<void> | undefined;
  /** Somebody writes the file through {@link write}. */
  #writing = false;
  #stale = false;
  #disposed = false;

  constructor(uri: vscode.Uri) {
    this.uri = uri;
    this.#watch(uri);
    void this.#watchTarget();
  }

  /** The version read last, if the first read has ended. */
  get current(): FileVersion | undefined {
    return this.#current;
  }

  /** Starts the first read, or waits for it; later calls answer with the version read last. Never rejects. */
  read(): Promise<FileVersion> {
    if (this.#current !== undefined) return Promise.resolve(this.#current);
    this.#first ??= this.#load(1).then((version) => (this.#current ??= version));
    return this.#first;
  }

  /** Looks whether the file is still the one that was read last: not every change is told of. Never rejects. */
  async look(): Promise<void> {
    await this.read();
    const stamp = await stampOf(this.uri);
    if (!this.#disposed && stamp !== this.#stamp) this.#schedule();
  }

  /** Reads the file now, without telling those who listen. */
  async refresh(): Promise<FileVersion> {
    const before = await this.read();
    await this.#reading;
    const version = await this.#load(before.generation + 1);
    this.#current = version;
    return version;
  }

  /** Writes the file. What was written is then the version read last, and no change of which anybody is told. */
  async write(bytes: ArrayBuffer, write: () => Promise<void>): Promise<void> {
    const before = await this.read();
    this.#writing = true;
    try {
      await this.#reading;
      await write();
      this.#stamp = undefined;
      this.#current = { generation: before.generation + 1, bytes };
    } finally {
      this.#writing = false;
      // Another program may have written as well.
      if (!this.#disposed) this.#schedule();
    }
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #watch(uri: vscode.Uri): void {
    const watcher = vscode.workspace.createFileSystemWatcher(patternOf(uri));
    const reread = () => this.#schedule();
    this.#disposables.push(
      watcher,
      watcher.onDidChange(reread),
      watcher.onDidCreate(reread),
      watcher.onDidDelete(reread),
    );
  }

  /** The watcher of a workspace does not look into linked folders: there the file is watched where it really lies. */
  async #watchTarget(): Promise<void> {
    if (this.uri.scheme !== 'file') return;
    const path = await realpath(this.uri.fsPath).catch(() => this.uri.fsPath);
    if (path !== this.uri.fsPath && !this.#disposed) this.#watch(vscode.Uri.file(path));
  }

  /** The facts are taken first: of a file that changes while it is read they are out of date. */
  async #load(generation: number): Promise<FileVersion> {
    const stamp = await stampOf(this.uri);
    const version = await readVersion(this.uri, generation);
    this.#stamp = stamp;
    return version;
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    const now = Date.now();
    this.#burstStart ??= now;
    const left = this.#burstStart + LONGEST_SETTLE_MS - now;
    this.#timer = setTimeout(
      () => {
        this.#burstStart = undefined;
        void this.#reread();
      },
      Math.max(0, Math.min(SETTLE_MS, left)),
    );
  }

  async #reread(): Promise<void> {
    if (this.#reading !== undefined || this.#writing) {
      this.#stale = true;
      return;
    }
    this.#reading = this.#compare();
    await this.#reading;
    this.#reading = undefined;
    if (this.#stale && !this.#disposed) {
      this.#stale = false;
      this.#schedule();
    }
  }

  async #compare(): Promise<void> {
    const before = await this.read();
    const version = await this.#load(before.generation + 1);
    if (this.#disposed || sameContent(before, version)) return;
    this.#current = version;
    this.#changed.fire(version);
  }
}

/** Reads a file as it is now. Never rejects. */
export async function readVersion(uri: vscode.Uri, generation = 1): Promise<FileVersion> {
  const tooLarge = (size: number): FileVersion => ({
    generation,
    failure: { code: 'tooLarge', size, limit: MAX_FILE_BYTES },
  });
  try {
    // Git does not say how large a version is.
    if (uri.scheme !== 'git') {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > MAX_FILE_BYTES) return tooLarge(size);
    }
    const bytes = await vscode.workspace.fs.readFile(uri);
    return bytes.byteLength > MAX_FILE_BYTES ? tooLarge(bytes.byteLength) : { generation, bytes: exactBuffer(bytes) };
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
      return { generation, failure: { code: 'deleted' } };
    }
    const reason = error instanceof Error ? error.message : String(error);
    return { generation, failure: { code: 'unreadable', reason } };
  }
}

/** What tells one version of a file from another without reading it. Never rejects. */
async function stampOf(uri: vscode.Uri): Promise<string> {
  try {
    const { mtime, ctime, size } = await vscode.workspace.fs.stat(uri);
    return `${mtime} ${ctime} ${size}`;
  } catch (error) {
    return error instanceof vscode.FileSystemError ? error.code : String(error);
  }
}

/** The bytes alone: a view on a pooled buffer would send the whole pool to the webview. */
function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  if (buffer instanceof ArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength) return buffer;
  return new Uint8Array(bytes).buffer;
}

export function sameContent(a: VersionContent, b: VersionContent): boolean {
  if (a.bytes !== undefined && b.bytes !== undefined) return Buffer.from(a.bytes).equals(Buffer.from(b.bytes));
  return a.failure !== undefined && b.failure !== undefined && JSON.stringify(a.failure) === JSON.stringify(b.failure);
}

/** Matches this file alone, whatever glob characters its name has. */
export function patternOf(uri: vscode.Uri): vscode.RelativePattern {
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), name.replace(/[*?[\]{}]/g, '[$&]'));
}

import * as vscode from 'vscode';
import { FileSource } from './fileSource.ts';
import type { FileVersion } from './fileSource.ts';

export const REPORT_SCHEME = 'maskscope-identify';

/**
 * The read-only document that holds the report of a file; the file's own address is its query. The version that a
 * scheme other than `file` stands for is part of the name, so that the tabs of two versions can be told apart.
 */
export function reportUri(file: vscode.Uri): vscode.Uri {
  const version = versionOf(file);
  const name = version === '' ? file.path : `${file.path} (${version.replaceAll('/', '-')})`;
  return vscode.Uri.from({ scheme: REPORT_SCHEME, path: `${name}.identify.txt`, query: file.toString() });
}

/** Empty for the file on the disk; `HEAD`, a commit or a branch of what Git holds; else the scheme. */
function versionOf({ scheme, query }: vscode.Uri): string {
  if (scheme === 'file') return '';
  if (scheme !== 'git') return scheme;
  const ref = /"ref":"([^"]*)"/.exec(query)?.[1] ?? '';
  if (/^~?$/.test(ref)) return 'index';
  return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 8) : ref;
}

/** Serves identify reports as text documents, which can be compared with each other, and keeps them up to date. */
export class IdentifyReports implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #report: (file: vscode.Uri, version: FileVersion) => Promise<string>;
  readonly #sources = new Map<string, FileSource>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #closing: vscode.Disposable;

  /** `report` makes the text of one version of a file; it never rejects for what is wrong with the file. */
  constructor(report: (file: vscode.Uri, version: FileVersion) => Promise<string>) {
    this.#report = report;
    this.#closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri));
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const source = this.#sourceOf(uri);
    return this.#report(source.uri, await source.read());
  }

  async open(file: vscode.Uri): Promise<void> {
    const document = await vscode.workspace.openTextDocument(reportUri(file));
    await vscode.window.showTextDocument(document, { preview: false });
  }

  dispose(): void {
    this.#closing.dispose();
    this.#changed.dispose();
    for (const source of this.#sources.values()) source.dispose();
  }

  #sourceOf(uri: vscode.Uri): FileSource {
    const key = uri.toString();
    let source = this.#sources.get(key);
    if (source === undefined) {
      source = new FileSource(vscode.Uri.parse(uri.query));
      source.onDidChange(() => this.#changed.fire(uri));
      this.#sources.set(key, source);
    }
    return source;
  }

  #forget(uri: vscode.Uri): void {
    if (uri.scheme !== REPORT_SCHEME) return;
    this.#sources.get(uri.toString())?.dispose();
    this.#sources.delete(uri.toString());
  }
}

import * as vscode from 'vscode';
import { failureMessage } from '../mask/jobFailure.ts';
import { pageRoot } from './pageHtml.ts';

export interface PreviewPanelOptions<From> {
  readonly view: string;
  readonly title: string;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly html: (webview: vscode.Webview) => string;
  /** A failure is logged and shown. */
  readonly receive: (message: From) => Promise<void>;
  readonly onClose: () => void;
  /** The tab of an earlier window; absent: a new one. */
  readonly restored?: vscode.WebviewPanel | undefined;
}

/** The tab of a batch or a conversion, which holds what was streamed to it. Messages wait for its script. */
export class PreviewPanel<From, To> {
  readonly #panel: vscode.WebviewPanel;
  #waiting: To[] | null = [];
  #isOpen = true;

  constructor({ view, title, extensionUri, log, html, receive, onClose, restored }: PreviewPanelOptions<From>) {
    const options = { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
    this.#panel =
      restored ??
      vscode.window.createWebviewPanel(view, title, vscode.ViewColumn.Active, {
        ...options,
        retainContextWhenHidden: true,
        enableFindWidget: true,
      });
    this.#panel.webview.options = options;
    this.#panel.title = title;
    this.#panel.webview.onDidReceiveMessage((message: From) => {
      receive(message).catch((error: unknown) => {
        log.error(failureMessage(error));
        void vscode.window.showErrorMessage(failureMessage(error));
      });
    });
    this.#panel.onDidDispose(() => {
      this.#isOpen = false;
      this.#waiting = null;
      onClose();
    });
    this.#panel.webview.html = html(this.#panel.webview);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  set title(title: string) {
    if (this.#isOpen) this.#panel.title = title;
  }

  post(message: To): void {
    if (this.#waiting !== null) this.#waiting.push(message);
    else if (this.#isOpen) void this.#panel.webview.postMessage(message);
  }

  /** The page's script listens. */
  ready(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const message of waiting) this.post(message);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }
}

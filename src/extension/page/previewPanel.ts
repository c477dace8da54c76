import * as vscode from 'vscode';
import { failureMessage } from '../mask/jobFailure.ts';
import { pageRoot } from './pageHtml.ts';

export interface PreviewPanelOptions<From, To extends PageMessage> {
  readonly view: string;
  readonly title: string;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  readonly html: (webview: vscode.Webview) => string;
  /** A failure is logged and shown. */
  readonly receive: (message: From) => Promise<void>;
  readonly onClose: () => void;
  /**
   * Types of messages that make no difference to what the page shows in the end. All others since the last `start` are kept for
   * a page whose script begins anew, as it does where webviews are reloaded. Absent: who owns the tab tells such a page itself.
   */
  readonly fleeting?: readonly To['type'][];
  /** The tab of an earlier window; absent: a new one. */
  readonly restored?: vscode.WebviewPanel | undefined;
}

/** To a page, which forgets what it shows where the type is `start`. */
interface PageMessage {
  readonly type: string;
}

/** The tab of a batch or a conversion, which holds what was streamed to it. Messages wait for its script. */
export class PreviewPanel<From, To extends PageMessage> {
  readonly #panel: vscode.WebviewPanel;
  readonly #fleeting: readonly To['type'][] | null;
  #waiting: To[] | null = [];
  /** What makes the page what it is. */
  #kept: To[] = [];
  #isOpen = true;

  constructor(options: PreviewPanelOptions<From, To>) {
    const { view, title, extensionUri, log, html, receive, onClose, fleeting = null, restored } = options;
    this.#fleeting = fleeting;
    const setting = { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
    this.#panel =
      restored ??
      vscode.window.createWebviewPanel(view, title, vscode.ViewColumn.Active, {
        ...setting,
        retainContextWhenHidden: true,
        enableFindWidget: true,
      });
    this.#panel.webview.options = setting;
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
      this.#kept = [];
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
    if (!this.#isOpen) return;
    if (message.type === 'start') this.#kept = [];
    if (this.#fleeting?.includes(message.type) === false) this.#kept.push(message);
    if (this.#waiting === null) this.#send(message);
    else this.#waiting.push(message);
  }

  /** The page's script listens, for the first time or anew. */
  ready(): void {
    const messages = this.#waiting ?? this.#kept;
    this.#waiting = null;
    for (const message of messages) this.#send(message);
  }

  #send(message: To): void {
    void this.#panel.webview.postMessage(message);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }
}

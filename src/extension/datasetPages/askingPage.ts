import * as vscode from 'vscode';
import type { Outcome } from '../../protocol/rpc.ts';
import { failureMessage } from '../mask/jobFailure.ts';
import { pageRoot } from '../page/pageHtml.ts';

type RequestMap<Requests> = { [K in keyof Requests]: { params: unknown; result: unknown } };

/** What a page's questions are answered with. */
export type Answers<Requests extends RequestMap<Requests>> = {
  readonly [K in keyof Requests]: (params: Requests[K]['params']) => Promise<Requests[K]['result']>;
};

interface Response {
  readonly type: 'response';
  readonly page: number;
  readonly id: number;
  readonly method: string;
  readonly outcome: Outcome<unknown>;
}

interface AnyMessage {
  readonly type: string;
  readonly page?: number;
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
}

export interface AskingPageOptions<Requests extends RequestMap<Requests>, From> {
  readonly view: string;
  readonly title: string;
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** The tab of an earlier window; absent: one is made. */
  readonly panel: vscode.WebviewPanel | null;
  readonly html: (webview: vscode.Webview) => string;
  readonly answers: Answers<Requests>;
  /** For what is no question. A failure is logged and shown. */
  readonly act: (message: From) => Promise<void> | void;
  readonly onClose: () => void;
}

/** A tab whose page asks for what it shows, so that nothing is lost when it is hidden and made anew. */
export class AskingPage<Requests extends RequestMap<Requests>, From extends object, To extends object> {
  readonly #panel: vscode.WebviewPanel;
  readonly #options: AskingPageOptions<Requests, From>;
  /** Numbers itself; null while there is none. */
  #page: number | null = null;

  constructor(options: AskingPageOptions<Requests, From>) {
    const { view, title, extensionUri, html, onClose } = options;
    this.#options = options;
    const content = { enableScripts: true, localResourceRoots: [pageRoot(extensionUri)] };
    this.#panel =
      options.panel ??
      vscode.window.createWebviewPanel(view, title, vscode.ViewColumn.Active, { ...content, enableFindWidget: true });
    this.#panel.title = title;
    this.#panel.webview.options = content;
    this.#panel.webview.onDidReceiveMessage((message: AnyMessage) => this.#receive(message));
    this.#panel.onDidChangeViewState(() => {
      if (!this.#panel.visible) this.#page = null;
    });
    this.#panel.onDidDispose(onClose);
    this.#panel.webview.html = html(this.#panel.webview);
  }

  post(message: To): void {
    if (this.#page !== null) void this.#panel.webview.postMessage(message);
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #receive(message: AnyMessage): void {
    if (message.type === 'ready') {
      this.#page = message.page ?? null;
      return;
    }
    if (message.type === 'request') {
      void this.#answer(message.id ?? 0, message.method ?? '', message.params);
      return;
    }
    // Wrapped, so that what fails at once is told as well.
    Promise.resolve()
      .then(() => this.#options.act(message as unknown as From))
      .catch((error: unknown) => {
        this.#options.log.error(failureMessage(error));
        void vscode.window.showErrorMessage(failureMessage(error));
      });
  }

  async #answer(id: number, method: string, params: unknown): Promise<void> {
    const page = this.#page;
    let outcome: Outcome<unknown>;
    try {
      const { answers } = this.#options;
      if (!Object.hasOwn(answers, method)) throw new Error(`unknown request ${method}`);
      const answer = answers[method as keyof Requests];
      outcome = { ok: true, value: await answer(params) };
    } catch (error) {
      outcome = { ok: false, message: failureMessage(error) };
    }
    const response: Response = { type: 'response', page: page ?? -1, id, method, outcome };
    if (page !== null && page === this.#page) void this.#panel.webview.postMessage(response);
  }
}

/** The page's side of a VS Code webview: messages out of {@link Outgoing}, a JSON state that outlives the page. */
export interface VsCodeApi<Outgoing> {
  postMessage(message: Outgoing): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi<Outgoing>(): VsCodeApi<Outgoing>;

/** May be called once a page; VS Code throws at a second call. */
export function vscodeApi<Outgoing>(): VsCodeApi<Outgoing> {
  return acquireVsCodeApi<Outgoing>();
}

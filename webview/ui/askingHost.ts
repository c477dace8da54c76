import { Requests, type ResponseMessage } from './requests.ts';
import { vscodeApi } from './vscodeApi.ts';

/** The extension host as a page sees it that asks for what it shows. */
export interface AskingHost<Known, From, To, Bootstrap> {
  readonly bootstrap: Bootstrap;
  /** What the page before saved; not to be trusted. */
  readonly saved: unknown;
  save(state: object): void;
  post(message: From): void;
  ask<K extends keyof Known & string>(
    method: K,
    params: Known[K] extends { params: infer P } ? P : never,
  ): Promise<Known[K] extends { result: infer R } ? R : never>;
  /** To be called once; the host learns then that the page is there. */
  listen(receive: (message: Exclude<To, { type: 'response' }>) => void): void;
}

/** Connects the page to the host; to be called once. */
export function askingHost<
  Known extends { [K in keyof Known]: { params: unknown; result: unknown } },
  From extends object,
  To extends { readonly type: string },
  Bootstrap,
>(): AskingHost<Known, From, To, Bootstrap> {
  const api = vscodeApi<object>();
  const [page = 0] = crypto.getRandomValues(new Uint32Array(1));
  const requests = new Requests<Known>(page, (request) => api.postMessage({ type: 'request', ...request }));
  return {
    bootstrap: JSON.parse(document.getElementById('bootstrap')?.textContent ?? '{}') as Bootstrap,
    saved: api.getState(),
    save: (state) => api.setState(state),
    post: (message) => api.postMessage(message),
    ask: (method, params) => requests.ask(method, params) as never,
    listen: (receive) => {
      window.addEventListener('message', ({ data }: MessageEvent<To>) => {
        if (data.type === 'response') requests.answer(data as unknown as ResponseMessage);
        else receive(data as Exclude<To, { type: 'response' }>);
      });
      api.postMessage({ type: 'ready', page });
    },
  };
}

import type { ExportBootstrap, ExportRequests, FromExportPage, ToExportPage } from '../../src/protocol/labelbox.ts';
import { Requests } from '../ui/requests.ts';
import { vscodeApi } from '../ui/vscodeApi.ts';

/** Messages of the host that are not answers to requests. */
export type ExportMessage = Exclude<ToExportPage, { type: 'response' }>;

/** The extension host as the page sees it. */
export interface ExportHost {
  readonly bootstrap: ExportBootstrap;
  /** Tells this page from those that its tab showed before. */
  readonly page: number;
  /** What the page before saved; not to be trusted. */
  readonly saved: unknown;
  save(state: object): void;
  post(message: FromExportPage): void;
  ask<K extends keyof ExportRequests>(
    method: K,
    params: ExportRequests[K]['params'],
  ): Promise<ExportRequests[K]['result']>;
  listen(receive: (message: ExportMessage) => void): void;
}

/** Connects the page to the host; to be called once. */
export function exportHost(): ExportHost {
  const api = vscodeApi<FromExportPage>();
  const [page = 0] = crypto.getRandomValues(new Uint32Array(1));
  const requests = new Requests<ExportRequests>(page, (request) =>
    api.postMessage({ type: 'request', ...request } as FromExportPage),
  );
  return {
    bootstrap: JSON.parse(document.getElementById('bootstrap')?.textContent ?? '{}') as ExportBootstrap,
    page,
    saved: api.getState(),
    save: (state) => api.setState(state),
    post: (message) => api.postMessage(message),
    ask: (method, params) => requests.ask(method, params),
    listen: (receive) => {
      window.addEventListener('message', ({ data }: MessageEvent<ToExportPage>) => {
        if (data.type === 'response') requests.answer(data);
        else receive(data);
      });
    },
  };
}

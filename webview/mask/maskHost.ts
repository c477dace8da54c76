import type { FromMaskWebview, MaskBootstrap, MaskRequests, ToMaskWebview } from '../../src/protocol/mask.ts';
import { Requests } from '../ui/requests.ts';
import { vscodeApi } from '../ui/vscodeApi.ts';
import { readSavedState, type SavedState } from './savedState.ts';

/** Messages of the host that are not answers to requests. */
export type HostMessage = Exclude<ToMaskWebview, { type: 'response' }>;

/** The extension host as the page sees it. */
export interface MaskHost {
  readonly bootstrap: MaskBootstrap;
  readonly saved: SavedState;
  /** Tells this page from those that its tab showed before. */
  readonly page: number;
  save(state: SavedState): void;
  post(message: FromMaskWebview): void;
  ask<K extends keyof MaskRequests>(method: K, params: MaskRequests[K]['params']): Promise<MaskRequests[K]['result']>;
  listen(receive: (message: HostMessage) => void): void;
}

/** Connects the page to the host; to be called once. */
export function maskHost(): MaskHost {
  const api = vscodeApi<FromMaskWebview>();
  const json = document.getElementById('bootstrap')?.textContent ?? '{}';
  const bootstrap = JSON.parse(json) as MaskBootstrap;
  const [page = 0] = crypto.getRandomValues(new Uint32Array(1));
  const requests = new Requests<MaskRequests>(page, (request) =>
    api.postMessage({ type: 'request', ...request } as FromMaskWebview),
  );
  return {
    bootstrap,
    saved: readSavedState(api.getState() ?? bootstrap.state),
    page,
    save: (state) => {
      api.setState(state);
      api.postMessage({ type: 'state', state });
    },
    post: (message) => api.postMessage(message),
    ask: (method, params) => requests.ask(method, params),
    listen: (receive) => {
      window.addEventListener('message', ({ data }: MessageEvent<ToMaskWebview>) => {
        if (data.type === 'response') {
          requests.answer(data);
        } else {
          receive(data);
        }
      });
    },
  };
}

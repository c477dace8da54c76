import type { BatchBootstrap, FromBatchPage, ToBatchPage } from '../../src/protocol/batch.ts';
import { vscodeApi } from '../ui/vscodeApi.ts';

/** The extension host as the page sees it. */
export interface BatchHost {
  readonly bootstrap: BatchBootstrap;
  post(message: FromBatchPage): void;
  listen(receive: (message: ToBatchPage) => void): void;
}

/** Connects the page to the host; to be called once. */
export function batchHost(): BatchHost {
  const api = vscodeApi<FromBatchPage>();
  return {
    bootstrap: JSON.parse(document.getElementById('bootstrap')?.textContent ?? '{}') as BatchBootstrap,
    post: (message) => api.postMessage(message),
    listen: (receive) => {
      window.addEventListener('message', ({ data }: MessageEvent<ToBatchPage>) => receive(data));
    },
  };
}

import type { FromSplitPage, SplitBootstrap, ToSplitPage } from '../../src/protocol/split.ts';
import { vscodeApi } from '../ui/vscodeApi.ts';

/** The extension host as the page sees it. */
export interface SplitHost {
  readonly bootstrap: SplitBootstrap;
  post(message: FromSplitPage): void;
  listen(receive: (message: ToSplitPage) => void): void;
}

/** Connects the page to the host; to be called once. */
export function splitHost(): SplitHost {
  const api = vscodeApi<FromSplitPage>();
  return {
    bootstrap: JSON.parse(document.getElementById('bootstrap')?.textContent ?? '{}') as SplitBootstrap,
    post: (message) => api.postMessage(message),
    listen: (receive) => {
      window.addEventListener('message', ({ data }: MessageEvent<ToSplitPage>) => receive(data));
    },
  };
}

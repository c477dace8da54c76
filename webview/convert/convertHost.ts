import type { ConvertBootstrap, FromConvertPage, ToConvertPage } from '../../src/protocol/convert.ts';
import { vscodeApi } from '../ui/vscodeApi.ts';

/** The extension host as the page sees it. */
export interface ConvertHost {
  readonly bootstrap: ConvertBootstrap;
  post(message: FromConvertPage): void;
  listen(receive: (message: ToConvertPage) => void): void;
}

/** Connects the page to the host; to be called once. */
export function convertHost(): ConvertHost {
  const api = vscodeApi<FromConvertPage>();
  return {
    bootstrap: JSON.parse(document.getElementById('bootstrap')?.textContent ?? '{}') as ConvertBootstrap,
    post: (message) => api.postMessage(message),
    listen: (receive) => {
      window.addEventListener('message', ({ data }: MessageEvent<ToConvertPage>) => receive(data));
    },
  };
}

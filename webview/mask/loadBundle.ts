import { element } from '../ui/element.ts';

/** Loads a bundle with its styles. Rejects where it cannot be loaded. */
export async function loadBundle(src: string, href: string, nonce: string): Promise<void> {
  const script = element('script', { src, nonce });
  const style = element('link', { rel: 'stylesheet', href });
  const loaded = Promise.all([script, style].map((part) => loading(part)));
  document.head.append(style, script);
  await loaded;
}

function loading(part: HTMLElement): Promise<void> {
  return new Promise((resolve, reject) => {
    part.addEventListener('load', () => resolve());
    part.addEventListener('error', () => reject(new Error('The bundle could not be loaded.')));
  });
}

import type { MaskBootstrap } from '../../src/protocol/mask.ts';
import { element } from '../ui/element.ts';
import type { Panes } from './panes.ts';

/** Loads the bundle of the panes with its styles. Rejects where it cannot be loaded. */
export async function loadPanes({ panesUri, panesStyleUri, nonce }: MaskBootstrap): Promise<Panes> {
  const script = element('script', { src: panesUri, nonce });
  const style = element('link', { rel: 'stylesheet', href: panesStyleUri });
  const loaded = Promise.all([script, style].map((part) => loading(part)));
  document.head.append(style, script);
  await loaded;
  if (globalThis.maskscopePanes === undefined) {
    throw new Error('The panes did not start.');
  }
  return globalThis.maskscopePanes;
}

function loading(part: HTMLElement): Promise<void> {
  return new Promise((resolve, reject) => {
    part.addEventListener('load', () => resolve());
    part.addEventListener('error', () => reject(new Error('The panes could not be loaded.')));
  });
}

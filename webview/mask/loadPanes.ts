import type { MaskBootstrap } from '../../src/protocol/mask.ts';
import { loadBundle } from './loadBundle.ts';
import type { Panes } from './panes.ts';

/** Loads the bundle of the panes with its styles. Rejects where it cannot be loaded. */
export async function loadPanes({ panesUri, panesStyleUri, nonce }: MaskBootstrap): Promise<Panes> {
  await loadBundle(panesUri, panesStyleUri, nonce);
  if (globalThis.maskscopePanes === undefined) {
    throw new Error('The panes did not start.');
  }
  return globalThis.maskscopePanes;
}

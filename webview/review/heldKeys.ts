import { isReviewing } from '../mask/reviewSlot.ts';

/** Keys that a finger may rest on: they lead from pair to pair and from region to region, and tag nothing. */
const STEPS: ReadonlySet<string> = new Set(['n', 'p', 'pageup', 'pagedown', 'f7']);

/**
 * Keeps the repeats of a held key from the window's key bindings while a review is on: what somebody has seen is tagged by
 * a key that is pressed for it. The page itself has taken the key before.
 */
export function leaveHeldKeysHere(root: HTMLElement): void {
  root.addEventListener('keydown', (event) => {
    if (event.repeat && isReviewing() && !STEPS.has(event.key.toLowerCase())) event.stopPropagation();
  });
}

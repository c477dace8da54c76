// The bar of a review in the page of a mask: a bundle of its own, loaded when a review begins.
import './review.css';
import { leaveHeldKeysHere } from './heldKeys.ts';
import { ReviewBar } from './reviewBar.ts';

declare global {
  /** Set by the bundle of the review. */
  var maskscopeReview: typeof ReviewBar | undefined;
}

globalThis.maskscopeReview = ReviewBar;
leaveHeldKeysHere(document.body);

import type { ReviewBarState } from '../../src/protocol/review.ts';
import type { ReviewBar } from '../review/reviewBar.ts';
import { element } from '../ui/element.ts';
import { loadBundle } from './loadBundle.ts';
import type { MaskHost } from './maskHost.ts';

/** Class of the body while a review is on: letters are keys of the review then. */
const REVIEWING = 'reviewing';

export function isReviewing(): boolean {
  return document.body.classList.contains(REVIEWING);
}

/** Where the bar of a review is put; its bundle is loaded with the first one. */
export class ReviewSlot {
  readonly element = element('div', { class: 'review-slot' });
  readonly #host: MaskHost;
  #bar: ReviewBar | null = null;
  #loading: Promise<void> | null = null;
  #state: ReviewBarState | null = null;

  constructor(host: MaskHost) {
    this.#host = host;
  }

  /** @param state null: there is no review */
  show(state: ReviewBarState | null): void {
    this.#state = state;
    document.body.classList.toggle(REVIEWING, state !== null);
    if (state === null) {
      this.#bar = null;
      this.element.replaceChildren();
    } else if (globalThis.maskscopeReview === undefined) {
      const { reviewUri, reviewStyleUri, nonce } = this.#host.bootstrap;
      this.#loading ??= loadBundle(reviewUri, reviewStyleUri, nonce).then(() => this.show(this.#state));
    } else {
      if (this.#bar === null) {
        const bar = new globalThis.maskscopeReview(state, this.#host.bootstrap.locale, (action) =>
          this.#host.post({ type: 'review', action }),
        );
        this.#bar = bar;
        this.element.replaceChildren(bar.element);
      }
      this.#bar.show(state);
    }
  }
}

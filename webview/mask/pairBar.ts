import type { PairPlace } from '../../src/protocol/mask.ts';
import { iconButton } from '../ui/controls.ts';
import { element, setText } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import { fill } from '../ui/texts.ts';
import { isReviewing } from './reviewSlot.ts';
import type { Wording } from './wording.ts';

export interface PairBar {
  readonly element: HTMLElement;
  show(place: PairPlace): void;
}

/** The line above the picture that says which pair it is, with the steps to its neighbours. */
export function pairBar(wording: Wording, step: (by: number) => void, openInEditor: () => void): PairBar {
  const { strings } = wording;
  const button = (name: 'previous' | 'next', label: string, by: number): HTMLButtonElement =>
    iconButton(icon(name), { label, onClick: () => step(by) });
  const previous = button('previous', strings.previousPair, -1);
  const next = button('next', strings.nextPair, 1);
  const open = iconButton(strings.openInEditor, {
    label: strings.openInEditor,
    onClick: openInEditor,
    class: 'text-button',
  });
  const count = element('span', { class: 'pair-count' });
  const name = element('strong', { class: 'pair-name' });
  const spoken = element('div', { class: 'spoken', role: 'status' });
  const bar = element(
    'nav',
    { class: 'pair-bar', 'aria-label': strings.pairs },
    previous,
    count,
    next,
    name,
    open,
    spoken,
  );
  return {
    element: bar,
    show: (place) => {
      const words = fill(strings.pairCount, wording.number(place.index + 1), wording.number(place.total));
      setText(count, words);
      setText(name, place.name);
      name.title = place.name;
      // A review says it with what was tagged.
      setText(spoken, isReviewing() ? '' : `${words}: ${place.name}`);
      // Not disabled, which would take the focus away from whoever steps to the end.
      previous.setAttribute('aria-disabled', String(place.index === 0));
      next.setAttribute('aria-disabled', String(place.index + 1 === place.total));
    },
  };
}

import type { MaskStrings } from '../../../src/protocol/maskStrings.ts';
import { element } from '../../ui/element.ts';
import { fill } from '../../ui/texts.ts';

export interface SwipeDivider {
  readonly element: HTMLElement;
  /** @param part of the view's width, 0 … 1 */
  place(part: number): void;
}

const KEY_STEP = 0.01;
const LARGE_KEY_STEP = 0.1;

/**
 * The line between original and mask: a slider by the ARIA practices. It is dragged; arrow keys move it (with Shift
 * further), Home and End go to the edges, a double click to the middle.
 */
export function swipeDivider(strings: MaskStrings, onMove: (part: number) => void): SwipeDivider {
  const line = element(
    'div',
    {
      class: 'swipe-divider',
      role: 'slider',
      tabindex: 0,
      'aria-orientation': 'horizontal',
      'aria-label': strings.swipeDivider,
      'aria-valuemin': '0',
      'aria-valuemax': '100',
    },
    element('div', { class: 'swipe-grip' }),
  );
  let now = 0.5;
  const move = (part: number): void => onMove(Math.min(1, Math.max(0, part)));
  line.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.stopPropagation();
    line.focus({ preventScroll: true });
    line.setPointerCapture(event.pointerId);
    const drag = (moved: PointerEvent): void => {
      const area = line.parentElement?.getBoundingClientRect();
      if (area !== undefined && area.width > 0) move((moved.clientX - area.left) / area.width);
    };
    line.addEventListener('pointermove', drag);
    line.addEventListener('lostpointercapture', () => line.removeEventListener('pointermove', drag), { once: true });
  });
  line.addEventListener('dblclick', () => move(0.5));
  line.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? LARGE_KEY_STEP : KEY_STEP;
    const to = {
      ArrowLeft: now - step,
      ArrowDown: now - step,
      ArrowRight: now + step,
      ArrowUp: now + step,
      Home: 0,
      End: 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    move(to);
  });
  return {
    element: line,
    place: (part) => {
      now = part;
      const percent = Math.round(100 * part);
      line.style.left = `${100 * part}%`;
      line.setAttribute('aria-valuenow', String(percent));
      line.setAttribute('aria-valuetext', fill(strings.swipeValue, percent, 100 - percent));
    },
  };
}

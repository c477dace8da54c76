import { element } from './element.ts';

export interface SplitterOptions {
  readonly label: string;
  /** Id of the element whose width changes; it lies to the right of the splitter. */
  readonly controls: string;
  readonly minimum: number;
  /** Pixels available right now; read at each change because the window may have been resized. */
  readonly maximum: () => number;
  /** The width as long as nobody has chosen one; read like `maximum`. */
  readonly initial: () => number;
  /** The chosen width; null for the initial one. */
  readonly width: number | null;
  readonly onChange: (width: number | null) => void;
}

/** A vertical sash that changes the width of the pane to its right. */
export interface Splitter {
  readonly element: HTMLElement;
  /** Applies the bounds again, e.g. after the window was resized. Gives the width in use. */
  refresh(): number;
}

const KEY_STEP = 16;
const LARGE_KEY_STEP = 80;

/**
 * Makes a splitter by the window-splitter pattern of the ARIA practices: arrow keys move it (with Shift further), Home
 * and End go to the bounds, a double click goes back to the initial width.
 */
export function splitter(options: SplitterOptions): Splitter {
  const sash = element('div', {
    class: 'splitter',
    role: 'separator',
    tabindex: 0,
    'aria-orientation': 'vertical',
    'aria-label': options.label,
    'aria-controls': options.controls,
  });
  let wanted = options.width;

  const inUse = (): number =>
    Math.round(Math.max(options.minimum, Math.min(wanted ?? options.initial(), options.maximum())));
  const refresh = (): number => {
    const width = inUse();
    sash.setAttribute('aria-valuemin', String(options.minimum));
    sash.setAttribute('aria-valuemax', String(Math.max(options.minimum, Math.round(options.maximum()))));
    sash.setAttribute('aria-valuenow', String(width));
    return width;
  };
  const move = (width: number): void => {
    wanted = width;
    wanted = refresh();
    options.onChange(wanted);
  };

  sash.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) {
      return;
    }
    event.preventDefault();
    sash.focus({ preventScroll: true });
    sash.setPointerCapture(event.pointerId);
    sash.classList.add('dragging');
    const startX = event.clientX;
    const startWidth = inUse();
    const drag = (moved: PointerEvent): void => move(startWidth + startX - moved.clientX);
    const end = (): void => {
      sash.classList.remove('dragging');
      sash.removeEventListener('pointermove', drag);
      sash.removeEventListener('lostpointercapture', end);
    };
    sash.addEventListener('pointermove', drag);
    sash.addEventListener('lostpointercapture', end);
  });
  sash.addEventListener('dblclick', () => {
    wanted = null;
    refresh();
    options.onChange(null);
  });
  sash.addEventListener('keydown', (event) => {
    const step = event.shiftKey ? LARGE_KEY_STEP : KEY_STEP;
    const width = {
      ArrowLeft: inUse() + step,
      ArrowRight: inUse() - step,
      Home: options.maximum(),
      End: options.minimum,
    }[event.key];
    if (width !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      move(width);
    }
  });
  return { element: sash, refresh };
}

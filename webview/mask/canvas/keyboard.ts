/** How a key moves the pixel cursor. */
export type CursorMove =
  /** Move the pixel cursor by image pixels. */
  | { readonly do: 'move'; readonly dx: number; readonly dy: number }
  /** Move the pixel cursor to the next pixel with another id. */
  | { readonly do: 'jump'; readonly dx: number; readonly dy: number }
  /** Move the pixel cursor by the height of the viewport. */
  | { readonly do: 'page'; readonly direction: 1 | -1 }
  /** Move the pixel cursor to an edge; `null` keeps the coordinate. */
  | { readonly do: 'edge'; readonly x: 'first' | 'last'; readonly y: 'first' | 'last' | null };

/** What a key does on the canvas. */
export type KeyAction =
  | CursorMove
  /** Move the picture by a part of the viewport. */
  | { readonly do: 'pan'; readonly dx: number; readonly dy: number }
  | { readonly do: 'zoomIn' | 'zoomOut' | 'fit' | 'actualSize' | 'pick' | 'drop' };

/** The part of a keyboard event that decides. */
export interface KeyFacts {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

const SIMPLE: Readonly<Record<string, KeyAction>> = {
  '+': { do: 'zoomIn' },
  '=': { do: 'zoomIn' },
  '-': { do: 'zoomOut' },
  _: { do: 'zoomOut' },
  '0': { do: 'fit' },
  '1': { do: 'actualSize' },
  Enter: { do: 'pick' },
  ' ': { do: 'pick' },
  Escape: { do: 'drop' },
};

const LARGE_STEP = 10;

/**
 * The action of a key, or null for keys that are not ours. Combinations with Alt are left alone, and so are Ctrl or
 * Cmd with letters, digits and signs: a webview's keys reach the key bindings of VS Code as well.
 *
 * Arrows move the pixel cursor (Shift: by ten; Ctrl or Cmd with Shift: to the next different id), Ctrl or Cmd with arrows
 * pans; Home and End go to the ends of the row (Ctrl or Cmd: of the image), Page Up and Page Down move by a viewport.
 */
export function keyAction(event: KeyFacts): KeyAction | null {
  if (event.altKey) return null;
  const command = event.ctrlKey || event.metaKey;
  const arrow = ARROWS[event.key];
  if (arrow !== undefined) {
    const [dx, dy] = arrow;
    if (command) return { do: event.shiftKey ? 'jump' : 'pan', dx, dy };
    const step = event.shiftKey ? LARGE_STEP : 1;
    return { do: 'move', dx: dx * step, dy: dy * step };
  }
  if (event.key === 'Home') return { do: 'edge', x: 'first', y: command ? 'first' : null };
  if (event.key === 'End') return { do: 'edge', x: 'last', y: command ? 'last' : null };
  if (command) return null;
  if (event.key === 'PageUp') return { do: 'page', direction: -1 };
  if (event.key === 'PageDown') return { do: 'page', direction: 1 };
  return SIMPLE[event.key] ?? null;
}

import { expect, test } from 'vitest';
import { movedCursor } from '../../../webview/mask/canvas/cursor.ts';
import { keyAction, type CursorMove } from '../../../webview/mask/canvas/keyboard.ts';

const key = (name: string, ...modifiers: ('shift' | 'ctrl' | 'meta' | 'alt')[]) =>
  keyAction({
    key: name,
    shiftKey: modifiers.includes('shift'),
    ctrlKey: modifiers.includes('ctrl'),
    metaKey: modifiers.includes('meta'),
    altKey: modifiers.includes('alt'),
  });

test('arrows move, leap, jump and pan', () => {
  expect(key('ArrowLeft')).toEqual({ do: 'move', dx: -1, dy: 0 });
  expect(key('ArrowDown', 'shift')).toEqual({ do: 'move', dx: 0, dy: 10 });
  expect(key('ArrowUp', 'ctrl', 'shift')).toEqual({ do: 'jump', dx: 0, dy: -1 });
  expect(key('ArrowRight', 'meta')).toEqual({ do: 'pan', dx: 1, dy: 0 });
});

test('signs and digits zoom, with the shift that some keyboards need', () => {
  expect(key('+', 'shift')).toEqual({ do: 'zoomIn' });
  expect(key('=')).toEqual({ do: 'zoomIn' });
  expect(key('-')).toEqual({ do: 'zoomOut' });
  expect(key('0')).toEqual({ do: 'fit' });
  expect(key('1')).toEqual({ do: 'actualSize' });
});

test('key bindings of VS Code are left alone', () => {
  for (const name of ['=', '-', '0', '1', 'Enter', 'PageDown', 'f']) expect(key(name, 'ctrl')).toBeNull();
  for (const name of ['ArrowLeft', 'Home', '1', 'Enter']) expect(key(name, 'alt')).toBeNull();
  expect(key('Tab')).toBeNull();
  expect(key('a')).toBeNull();
});

test('the cursor goes where its move says and never leaves the image', () => {
  const image = { width: 5, height: 3, ids: Uint8Array.from([0, 0, 0, 7, 7, 1, 1, 1, 1, 1, 0, 2, 2, 2, 2]) };
  const from = { x: 1, y: 0 };
  const moved = (move: CursorMove, at = from) => movedCursor(move, at, image, 2);
  expect(moved({ do: 'move', dx: 1, dy: 0 })).toEqual({ x: 2, y: 0 });
  expect(moved({ do: 'move', dx: -10, dy: 0 })).toEqual({ x: 0, y: 0 });
  expect(moved({ do: 'jump', dx: 1, dy: 0 })).toEqual({ x: 3, y: 0 });
  expect(moved({ do: 'jump', dx: 1, dy: 0 }, { x: 3, y: 0 })).toEqual({ x: 4, y: 0 });
  expect(moved({ do: 'jump', dx: 0, dy: 1 })).toEqual({ x: 1, y: 1 });
  expect(moved({ do: 'jump', dx: 0, dy: -1 })).toEqual(from);
  expect(moved({ do: 'page', direction: 1 })).toEqual({ x: 1, y: 2 });
  expect(moved({ do: 'edge', x: 'last', y: null })).toEqual({ x: 4, y: 0 });
  expect(moved({ do: 'edge', x: 'last', y: 'last' })).toEqual({ x: 4, y: 2 });
  expect(moved({ do: 'edge', x: 'first', y: 'first' })).toEqual({ x: 0, y: 0 });
});

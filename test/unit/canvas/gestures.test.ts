import { expect, test } from 'vitest';
import { startsLikeMouseWheel, wheelZoomFactor } from '../../../webview/mask/canvas/gestures.ts';

const wheel = (deltaX: number, deltaY: number, wheelDeltaY: number, deltaMode = 0) => ({
  deltaX,
  deltaY,
  deltaMode,
  wheelDeltaY,
});

test.each([
  ['Chromium, one notch down', wheel(0, 100, -120), true],
  ['Chromium on Windows, notch at 125 %', wheel(0, 80, -120), true],
  ['Chromium on Linux, two notches up', wheel(0, -240, 240), true],
  ['Firefox, three lines', { deltaX: 0, deltaY: 3, deltaMode: 1 }, true],
  ['a browser without the legacy field', { deltaX: 0, deltaY: 100, deltaMode: 0 }, true],
  ['two fingers, slow', wheel(0, 2, -6), false],
  ['two fingers, askew', wheel(3, 100, -300), false],
  ['two fingers, sideways', wheel(12, 0, 0), false],
  ['two fingers, fast', wheel(0, 53, -159), false],
  ['a smooth wheel without the legacy field', { deltaX: 0, deltaY: 4.5, deltaMode: 0 }, false],
])('%s', (_, event, expected) => {
  expect(startsLikeMouseWheel(event)).toBe(expected);
});

test('zooming in and out by the same movement cancels out, and one event never jumps', () => {
  expect(wheelZoomFactor(100, false) * wheelZoomFactor(-100, false)).toBeCloseTo(1, 12);
  expect(wheelZoomFactor(-100, false)).toBeCloseTo(1.197, 3);
  expect(wheelZoomFactor(-1e6, true)).toBe(1.25);
  expect(wheelZoomFactor(1e6, false)).toBe(0.8);
  expect(wheelZoomFactor(0, true)).toBe(1);
});

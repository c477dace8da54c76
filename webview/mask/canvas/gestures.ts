import type { Point } from './viewTransform.ts';

/** What the user does with mouse, wheel, trackpad or fingers; points are CSS pixels from the element's corner. */
export interface GestureHandler {
  /** The pointer moved over the element (null: it left). */
  onHover(at: Point | null): void;
  /** Show what lies this many CSS pixels to the right and below; `pointer` is where the mouse is then. */
  onPan(dx: number, dy: number, pointer: Point | null): void;
  /** Multiply the scale. */
  onZoomBy(factor: number, at: Point): void;
  /** Go to the next zoom level. */
  onZoomStep(direction: 1 | -1, at: Point): void;
  /** A click or tap that was not a drag. */
  onPick(at: Point): void;
}

/** CSS pixels that a pressed pointer may wander and still click. */
const CLICK_SLOP = 3;
/** Events closer together than this belong to one movement of the wheel or the fingers. Milliseconds. */
const SAME_MOVEMENT = 250;
/** CSS pixels of a wheel that reports lines (Firefox) or pages. */
const LINE = 40;
const PAGE = 400;

/** The part of a wheel event that tells a mouse wheel from a trackpad. */
export interface WheelFacts {
  readonly deltaX: number;
  readonly deltaY: number;
  readonly deltaMode: number;
  /** Chromium's legacy field: ±120 a notch of a mouse wheel, whatever `deltaY` says. */
  readonly wheelDeltaY?: number;
}

/**
 * Whether a movement that starts with this event comes from a notched mouse wheel: vertical only, and in whole
 * notches (or, where the browser does not say, in lines or by a large whole number of pixels). Everything else is taken for two
 * fingers on a trackpad.
 */
export function startsLikeMouseWheel(event: WheelFacts): boolean {
  if (event.deltaX !== 0 || event.deltaY === 0) return false;
  if (event.deltaMode !== 0) return true;
  const notches = event.wheelDeltaY;
  if (notches !== undefined && notches !== 0) return Math.abs(notches) % 120 === 0 && Math.abs(event.deltaY) >= 50;
  return Number.isInteger(event.deltaY) && Math.abs(event.deltaY) >= 100;
}

/** The factor by which a vertical wheel movement of CSS pixels changes the scale: about 1.2 a notch, at most 1.25. */
export function wheelZoomFactor(deltaY: number, pinch: boolean): number {
  const factor = Math.exp(-deltaY * (pinch ? 0.01 : 0.0018));
  return Math.min(1.25, Math.max(0.8, factor));
}

/**
 * Listens to mouse, wheel and touch. The gestures are those of the built-in image preview, except that a plain click
 * picks a pixel (double click zooms in) and that a mouse wheel zooms without a key:
 * - wheel of a mouse; pinch; Ctrl, Cmd or Alt with any wheel: zoom at the pointer
 * - two fingers on a trackpad, Shift with the wheel: pan
 * - drag with the left or middle button, one finger on a touch screen: pan; two fingers: pan and zoom
 * - click or tap: pick; double click: zoom in; Ctrl- or Alt-click: zoom out
 *
 * @returns a function that stops listening
 */
export function listenToGestures(element: HTMLElement, handler: GestureHandler): () => void {
  const listening = new AbortController();
  const { signal } = listening;
  /** Pressed pointers by id: where each was last. */
  const pressed = new Map<number, Point>();
  let pressedAt: Point | null = null;
  let dragging = false;
  let lastWheel = { time: -Infinity, isMouse: false };

  const pointOf = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left - element.clientLeft, y: event.clientY - box.top - element.clientTop };
  };

  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const continues = event.timeStamp - lastWheel.time < SAME_MOVEMENT;
    const isMouse = continues ? lastWheel.isMouse : startsLikeMouseWheel(event);
    lastWheel = { time: event.timeStamp, isMouse };
    const unit = event.deltaMode === 0 ? 1 : event.deltaMode === 1 ? LINE : PAGE;
    const dx = event.deltaX * unit;
    const dy = event.deltaY * unit;
    // A pinch arrives as a wheel with Ctrl.
    const zoomKey = event.ctrlKey || event.metaKey || event.altKey;
    if (zoomKey || (isMouse && !event.shiftKey)) handler.onZoomBy(wheelZoomFactor(dy, zoomKey), pointOf(event));
    else if (event.shiftKey && dx === 0) handler.onPan(dy, 0, pointOf(event));
    else handler.onPan(dx, dy, pointOf(event));
  };

  const onDown = (event: PointerEvent): void => {
    if (event.button > 1) return;
    const at = pointOf(event);
    element.focus({ preventScroll: true });
    if (event.button === 1) event.preventDefault();
    element.setPointerCapture(event.pointerId);
    pressed.set(event.pointerId, at);
    if (pressed.size === 1) {
      pressedAt = at;
      // The middle button only pans.
      dragging = event.button === 1;
    } else {
      dragging = true;
    }
  };

  const onMove = (event: PointerEvent): void => {
    const at = pointOf(event);
    const before = pressed.get(event.pointerId);
    if (before === undefined) {
      handler.onHover(at);
      return;
    }
    if (!dragging && pressedAt !== null && distance(at, pressedAt) <= CLICK_SLOP) return;
    // The picture follows from where the pointer went down, the slop included.
    dragging = true;
    const other = [...pressed].find(([id]) => id !== event.pointerId)?.[1];
    pressed.set(event.pointerId, at);
    if (other === undefined) {
      handler.onPan(before.x - at.x, before.y - at.y, event.pointerType === 'touch' ? null : at);
      return;
    }
    const middle = { x: (at.x + other.x) / 2, y: (at.y + other.y) / 2 };
    handler.onPan((before.x - at.x) / 2, (before.y - at.y) / 2, null);
    handler.onZoomBy(distance(at, other) / Math.max(1, distance(before, other)), middle);
  };

  const onUp = (event: PointerEvent): void => {
    if (!pressed.delete(event.pointerId)) return;
    if (pressed.size > 0) return;
    const clicked = !dragging && event.type === 'pointerup';
    dragging = false;
    pressedAt = null;
    const at = pointOf(event);
    if (!clicked) return;
    if (event.ctrlKey || event.metaKey || event.altKey) handler.onZoomStep(-1, at);
    else handler.onPick(at);
  };

  element.addEventListener('wheel', onWheel, { passive: false, signal });
  element.addEventListener('pointerdown', onDown, { signal });
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerup', onUp, { signal });
  element.addEventListener('pointercancel', onUp, { signal });
  element.addEventListener(
    'pointerleave',
    () => {
      if (pressed.size === 0) handler.onHover(null);
    },
    { signal },
  );
  element.addEventListener(
    'dblclick',
    (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) handler.onZoomStep(1, pointOf(event));
    },
    { signal },
  );
  return () => {
    listening.abort();
  };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

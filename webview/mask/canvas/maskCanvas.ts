import type { Mask } from '../../../src/core/mask/mask.ts';
import type { MaskStrings } from '../../../src/protocol/maskStrings.ts';
import { fill } from '../../ui/texts.ts';
import { createCanvasElement, observeTheme } from './canvasElement.ts';
import { clampToImage, idAt, movedCursor } from './cursor.ts';
import { listenToGestures, type GestureHandler } from './gestures.ts';
import { keyAction, type KeyAction } from './keyboard.ts';
import { Overlay } from './overlay.ts';
import { Painter } from './painter.ts';
import { paletteTexels, type PaletteTexels } from './paletteTexels.ts';
import type { RegionRuns } from './regionOutline.ts';
import { paletteSize, type RendererCounters } from './renderer.ts';
import type { Appearance, Box, MaskCanvas, MaskCanvasEvents, PictureLayer, Readout, ViewState } from './types.ts';
import {
  clampView,
  effectiveScale,
  frameOf,
  panBy,
  pixelAt,
  reveal,
  viewOfBox,
  zoomAt,
  zoomStep,
  type Frame,
  type Point,
  type Viewport,
} from './viewTransform.ts';
import { observeViewport, viewportOf } from './viewport.ts';

/** CSS pixels that stay between the pixel cursor and the viewport's edge. */
const REVEAL_MARGIN = 24;
/** Part of the viewport by which a key pans. */
const PAN_PART = 0.2;

export interface MaskCanvasOptions {
  /** `2d` never tries WebGL2. */
  readonly renderer?: 'auto' | '2d';
}

/**
 * Creates the pannable, zoomable picture inside `container`, which it fills.
 *
 * @throws Error when the browser offers neither WebGL2 nor a 2D canvas
 */
export function createMaskCanvas(
  container: HTMLElement,
  events: MaskCanvasEvents,
  strings: MaskStrings,
  options: MaskCanvasOptions = {},
): MaskCanvas {
  return new PannableMask(container, events, strings, options);
}

const UNSHOWN: ViewState = { centreX: 0, centreY: 0, scale: null, cursor: null };

class PannableMask implements MaskCanvas, GestureHandler {
  readonly element: HTMLElement;
  readonly #events: MaskCanvasEvents;
  readonly #strings: MaskStrings;
  readonly #painter: Painter;
  readonly #overlay: Overlay;
  readonly #stop: (() => void)[];
  #mask: Mask | null = null;
  #texels: PaletteTexels = new Uint8Array(0);
  #viewport: Viewport;
  #view: ViewState = UNSHOWN;
  #readout: Readout | null = null;
  #region: RegionRuns | null = null;
  /** CSS pixels; null while the mouse is elsewhere. */
  #pointer: Point | null = null;
  /** What moved last: the readout follows it where both the mouse and the keyboard cursor point at a pixel. */
  #lastMoved: Readout['from'] = 'mouse';
  #pendingPaint = 0;

  constructor(container: HTMLElement, events: MaskCanvasEvents, strings: MaskStrings, options: MaskCanvasOptions) {
    this.#events = events;
    this.#strings = strings;
    this.element = createCanvasElement(strings);
    container.append(this.element);
    this.#painter = new Painter(this.element, options.renderer ?? 'auto', (kind) => {
      events.onRenderer(kind);
    });
    this.#overlay = new Overlay(this.element, events);
    this.#viewport = viewportOf(this.element);
    this.#stop = [
      listenToGestures(this.element, this),
      observeViewport(this.element, (viewport) => {
        this.#resize(viewport);
      }),
      observeTheme(() => {
        this.#painter.invalidate();
        this.#requestPaint();
      }),
    ];
    this.element.addEventListener('keydown', this.#onKey);
    events.onRenderer(this.#painter.kind);
  }

  get view(): ViewState {
    return this.#view;
  }

  get readout(): Readout | null {
    return this.#readout;
  }

  get counters(): RendererCounters {
    return this.#painter.counters;
  }

  show(mask: Mask, appearance: Appearance, view: ViewState | null): void {
    this.#mask = mask;
    this.#region = null;
    this.#texels = paletteTexels(appearance, paletteSize(mask));
    this.#viewport = viewportOf(this.element);
    this.#painter.setMask(mask, appearance);
    this.element.ariaLabel = fill(this.#strings.canvasLabel, mask.width, mask.height);
    this.#view = this.#shownView(view ?? UNSHOWN, mask);
    this.#paint();
    this.#announceView();
  }

  edit(mask: Mask, appearance: Appearance): void {
    this.#mask = mask;
    this.#texels = paletteTexels(appearance, paletteSize(mask));
    this.#painter.editMask(mask, appearance);
    this.#updateReadout();
    this.#requestPaint();
  }

  outline(region: RegionRuns | null): void {
    this.#region = region;
    this.#requestPaint();
  }

  setAppearance(appearance: Appearance): void {
    if (this.#mask === null) return;
    this.#texels = paletteTexels(appearance, paletteSize(this.#mask));
    this.#painter.setAppearance(appearance);
    this.#requestPaint();
  }

  setLayer(layer: PictureLayer | null): void {
    this.#painter.setLayer(layer);
    this.#requestPaint();
  }

  zoomIn(): void {
    this.onZoomStep(1, null);
  }

  zoomOut(): void {
    this.onZoomStep(-1, null);
  }

  fit(): void {
    this.#setView({ ...this.#view, scale: null });
  }

  actualSize(): void {
    this.zoomTo(1);
  }

  zoomTo(scale: number): void {
    this.#zoomTo(scale, null);
  }

  goTo(x: number, y: number): void {
    if (this.#mask === null) return;
    const cursor = clampToImage({ x, y }, this.#mask);
    this.#lastMoved = 'keyboard';
    this.#setView(reveal({ ...this.#view, cursor }, cursor, REVEAL_MARGIN, this.#mask, this.#viewport));
  }

  showBox(box: Box, cursor: Point): void {
    if (this.#mask === null) return;
    this.#lastMoved = 'keyboard';
    this.#setView(viewOfBox(box, cursor, this.#mask, this.#viewport));
  }

  look(view: ViewState): void {
    this.#setView(view);
  }

  dispose(): void {
    for (const stop of this.#stop) stop();
    cancelAnimationFrame(this.#pendingPaint);
    this.#painter.dispose();
    this.#overlay.dispose();
    this.element.remove();
  }

  onHover(at: Point | null): void {
    this.#pointer = at;
    this.#lastMoved = 'mouse';
    this.#updateReadout();
  }

  onPan(dx: number, dy: number, pointer: Point | null = this.#pointer): void {
    if (this.#mask === null) return;
    this.#pointer = pointer;
    this.#setView(panBy(this.#view, dx, dy, this.#mask, this.#viewport));
  }

  onZoomBy(factor: number, at: Point): void {
    this.#zoomTo(this.#scale * factor, at);
  }

  onZoomStep(direction: 1 | -1, at: Point | null): void {
    this.#zoomTo(zoomStep(this.#scale, direction), at);
  }

  onPick(at: Point): void {
    const pixel = this.#pixelAt(at);
    if (pixel === null || this.#mask === null) return;
    this.#lastMoved = 'mouse';
    this.#setView({ ...this.#view, cursor: pixel });
    this.#events.onPick({ ...pixel, id: idAt(this.#mask, pixel), from: 'mouse' });
  }

  get #scale(): number {
    return this.#mask === null ? 1 : effectiveScale(this.#view, this.#mask, this.#viewport);
  }

  #zoomTo(scale: number, at: Point | null): void {
    if (this.#mask === null) return;
    this.#setView(zoomAt(this.#view, scale, at && this.#toDevice(at), this.#mask, this.#viewport));
  }

  #toDevice(at: Point): Point {
    return { x: at.x * this.#viewport.pixelRatio, y: at.y * this.#viewport.pixelRatio };
  }

  #pixelAt(at: Point): Point | null {
    const frame = this.#frame();
    return frame && this.#mask && pixelAt(frame, this.#mask, this.#toDevice(at));
  }

  /** Null while there is nothing to draw or nowhere to draw it. */
  #frame(): Frame | null {
    if (this.#mask === null || this.#viewport.width === 0 || this.#viewport.height === 0) return null;
    return frameOf(this.#view, this.#mask, this.#viewport);
  }

  #resize(viewport: Viewport): void {
    const { width, height, pixelRatio } = this.#viewport;
    if (viewport.width === width && viewport.height === height && viewport.pixelRatio === pixelRatio) return;
    this.#viewport = viewport;
    if (this.#mask === null) return;
    this.#setView(this.#view);
    // Now, not with the next frame: until then the old picture would be stretched to the new size.
    this.#paint();
  }

  #setView(view: ViewState): void {
    if (this.#mask === null) return;
    this.#view = this.#shownView(view, this.#mask);
    this.#requestPaint();
    this.#announceView();
  }

  /** A view cannot be fitted to an element without a size (a hidden tab); it stays as it is until there is one. */
  #shownView(view: ViewState, mask: Mask): ViewState {
    return this.#viewport.width === 0 || this.#viewport.height === 0 ? view : clampView(view, mask, this.#viewport);
  }

  #announceView(): void {
    this.#events.onViewChange(this.#view, this.#scale);
    this.#updateReadout();
  }

  /** Paints with the next frame; however many changes come until then, once. */
  #requestPaint(): void {
    this.#painter.expectPaint();
    if (this.#pendingPaint !== 0) return;
    this.#pendingPaint = requestAnimationFrame(() => {
      this.#paint();
    });
  }

  #paint(): void {
    cancelAnimationFrame(this.#pendingPaint);
    this.#pendingPaint = 0;
    const frame = this.#frame();
    if (frame === null || this.#mask === null) return;
    this.#painter.paint(frame);
    this.#overlay.draw({
      image: this.#mask,
      texels: this.#texels,
      frame,
      cursor: this.#view.cursor,
      region: this.#region,
    });
  }

  #updateReadout(): void {
    if (this.#mask === null) return;
    const hovered = this.#pointer && this.#pixelAt(this.#pointer);
    const { cursor } = this.#view;
    const byMouse = hovered && (this.#lastMoved === 'mouse' || cursor === null);
    const pixel = byMouse ? hovered : cursor;
    const next: Readout | null = pixel && {
      x: pixel.x,
      y: pixel.y,
      id: idAt(this.#mask, pixel),
      from: byMouse ? 'mouse' : 'keyboard',
    };
    const last = this.#readout;
    if (last?.x === next?.x && last?.y === next?.y && last?.id === next?.id && last?.from === next?.from) return;
    this.#readout = next;
    this.#events.onReadout(next);
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const action = keyAction(event);
    if (action === null || this.#mask === null) return;
    if (action.do === 'drop' && this.#view.cursor === null) return;
    event.preventDefault();
    this.#perform(action, this.#mask);
  };

  #perform(action: KeyAction, mask: Mask): void {
    const { pixelRatio, width, height } = this.#viewport;
    const { cursor, centreX, centreY } = this.#view;
    const at = cursor ?? clampToImage({ x: centreX, y: centreY }, mask);
    switch (action.do) {
      case 'move':
      case 'jump':
      case 'page':
      case 'edge': {
        const pageRows = Math.max(1, Math.floor(height / pixelRatio / this.#scale));
        // The first arrow shows the cursor in the middle of what is seen, before any other moves it.
        const next = cursor === null && action.do === 'move' ? at : movedCursor(action, at, mask, pageRows);
        this.goTo(next.x, next.y);
        break;
      }
      case 'pan':
        this.onPan((action.dx * PAN_PART * width) / pixelRatio, (action.dy * PAN_PART * height) / pixelRatio);
        break;
      case 'zoomIn':
      case 'zoomOut':
        this.#zoomByKey(action.do === 'zoomIn' ? 1 : -1);
        break;
      case 'fit':
        this.fit();
        break;
      case 'actualSize':
        this.actualSize();
        break;
      case 'pick':
        this.goTo(at.x, at.y);
        this.#events.onPick({ ...at, id: idAt(mask, at), from: 'keyboard' });
        break;
      case 'drop':
        this.#setView({ ...this.#view, cursor: null });
        break;
    }
  }

  /** Zooms at the pixel cursor where there is one, so that keys alone lead to any cell. */
  #zoomByKey(direction: 1 | -1): void {
    const frame = this.#frame();
    const { cursor } = this.#view;
    if (frame === null || cursor === null) {
      this.onZoomStep(direction, null);
      return;
    }
    const { pixelRatio } = this.#viewport;
    this.onZoomStep(direction, {
      x: (frame.originX + (cursor.x + 0.5) * frame.scale) / pixelRatio,
      y: (frame.originY + (cursor.y + 0.5) * frame.scale) / pixelRatio,
    });
  }
}

import type { Box, ViewState } from './types.ts';

/** Width and height, in image pixels, CSS pixels or device pixels as said where it is used. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The viewport: its size in device pixels and how many of them make a CSS pixel. */
export interface Viewport extends Size {
  readonly pixelRatio: number;
}

/** Where the image lies on the canvas, in device pixels. */
export interface Frame extends Size {
  /** Device pixel at which the image's left and top edge lies; whole, so that 1:1 is exact. */
  readonly originX: number;
  readonly originY: number;
  /** Device pixels per image pixel. */
  readonly scale: number;
  readonly pixelRatio: number;
}

/**
 * CSS pixels per image pixel that zooming steps through: those of the built-in image preview (0.1 … 20), extended
 * downwards for masks that do not fit at 0.1 and upwards for the ids inside the cells.
 */
export const ZOOM_LEVELS: readonly number[] = [
  0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 45, 64,
  96, 128,
];
export const MAX_SCALE = 128;
const MIN_SCALE = 0.1;
const MAX_FIT_ENLARGEMENT = 32;

/**
 * Moves sampling points this far (in image pixels) to the right of and below a device pixel's centre. At scales such
 * as 1.5 centres fall exactly between two image pixels; the bias makes CPU and GPU take the same one.
 */
export const TIE_BIAS = 1 / 4096;

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/**
 * CSS pixels per image pixel that shows the whole image. Smaller images are enlarged by a whole number of device
 * pixels (at most 32) so that all cells have the same size.
 */
export function fitScale(image: Size, viewport: Viewport): number {
  const device = Math.min(viewport.width / image.width, viewport.height / image.height);
  const crisp = device >= 1 ? Math.min(Math.floor(device), MAX_FIT_ENLARGEMENT) : device;
  return crisp / viewport.pixelRatio;
}

/** The scale in use, in CSS pixels per image pixel. */
export function effectiveScale(view: ViewState, image: Size, viewport: Viewport): number {
  return view.scale ?? fitScale(image, viewport);
}

/** Smallest scale that zooming out reaches: 0.1 as in the built-in preview, or less where only that fits. */
export function minimumScale(image: Size, viewport: Viewport): number {
  return Math.min(MIN_SCALE, fitScale(image, viewport));
}

/**
 * A view that can be shown: finite, scale within the zoom range, the viewport's centre on the image (any edge can be
 * brought to the middle, and the image cannot be lost), the cursor inside the image.
 */
export function clampView(view: ViewState, image: Size, viewport: Viewport): ViewState {
  const finite = (value: number, otherwise: number): number => (Number.isFinite(value) ? value : otherwise);
  const fit = view.scale === null || !Number.isFinite(view.scale) || view.scale <= 0;
  const cursor = view.cursor && {
    x: clamp(Math.floor(finite(view.cursor.x, 0)), 0, image.width - 1),
    y: clamp(Math.floor(finite(view.cursor.y, 0)), 0, image.height - 1),
  };
  if (fit) return { centreX: image.width / 2, centreY: image.height / 2, scale: null, cursor };
  return {
    centreX: clamp(finite(view.centreX, image.width / 2), 0, image.width),
    centreY: clamp(finite(view.centreY, image.height / 2), 0, image.height),
    scale: clamp(view.scale, minimumScale(image, viewport), MAX_SCALE),
    cursor,
  };
}

/** Places the image on the canvas. */
export function frameOf(view: ViewState, image: Size, viewport: Viewport): Frame {
  const scale = effectiveScale(view, image, viewport) * viewport.pixelRatio;
  const centreX = view.scale === null ? image.width / 2 : view.centreX;
  const centreY = view.scale === null ? image.height / 2 : view.centreY;
  return {
    width: viewport.width,
    height: viewport.height,
    originX: Math.round(viewport.width / 2 - centreX * scale),
    originY: Math.round(viewport.height / 2 - centreY * scale),
    scale,
    pixelRatio: viewport.pixelRatio,
  };
}

/** Whether two frames place the image alike. */
export function sameFrame(a: Frame, b: Frame): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.originX === b.originX &&
    a.originY === b.originY &&
    a.scale === b.scale &&
    a.pixelRatio === b.pixelRatio
  );
}

/** Image coordinate, fractional, of a device coordinate along one axis. */
export function toImage(device: number, origin: number, scale: number): number {
  return (device - origin) / scale;
}

/** The image pixel that is drawn at the centre of a device pixel, along one axis; may lie outside the image. */
export function nearestPixel(devicePixel: number, origin: number, scale: number): number {
  return Math.floor(toImage(devicePixel + 0.5, origin, scale) + TIE_BIAS);
}

/**
 * The first device pixel whose centre shows image pixel `pixel` or a later one: cells and tiles are the half-open
 * ranges between two of these, so neighbours share no device pixel and leave none out.
 */
export function firstDevicePixel(pixel: number, origin: number, scale: number): number {
  return Math.ceil(origin + (pixel - TIE_BIAS) * scale - 0.5);
}

/** The image pixel shown under a point in device pixels, or null outside the image. */
export function pixelAt(frame: Frame, image: Size, point: Point): Point | null {
  const x = nearestPixel(Math.floor(point.x), frame.originX, frame.scale);
  const y = nearestPixel(Math.floor(point.y), frame.originY, frame.scale);
  return x >= 0 && y >= 0 && x < image.width && y < image.height ? { x, y } : null;
}

/**
 * Changes the scale and keeps the image point under `anchor` where it is, as far as the clamp of
 * {@link clampView} lets it.
 *
 * @param scale - CSS pixels per image pixel
 * @param anchor - device pixels; the viewport's centre when null
 */
export function zoomAt(
  view: ViewState,
  scale: number,
  anchor: Point | null,
  image: Size,
  viewport: Viewport,
): ViewState {
  const before = effectiveScale(view, image, viewport);
  const after = clamp(scale, minimumScale(image, viewport), MAX_SCALE);
  const centreX = view.scale === null ? image.width / 2 : view.centreX;
  const centreY = view.scale === null ? image.height / 2 : view.centreY;
  const dx = ((anchor?.x ?? viewport.width / 2) - viewport.width / 2) / viewport.pixelRatio;
  const dy = ((anchor?.y ?? viewport.height / 2) - viewport.height / 2) / viewport.pixelRatio;
  const moved = {
    centreX: centreX + dx / before - dx / after,
    centreY: centreY + dy / before - dy / after,
    scale: after,
    cursor: view.cursor,
  };
  return clampView(moved, image, viewport);
}

/** The next level of {@link ZOOM_LEVELS} above (`+1`) or below (`-1`) a scale; the scale's bounds at the ends. */
export function zoomStep(scale: number, direction: 1 | -1): number {
  // A scale that came from a fit may differ from a level by rounding only.
  const tolerance = scale * 1e-6;
  if (direction > 0) return ZOOM_LEVELS.find((level) => level > scale + tolerance) ?? MAX_SCALE;
  return ZOOM_LEVELS.findLast((level) => level < scale - tolerance) ?? 0;
}

/** Moves what is shown by CSS pixels: positive `dx` shows what lies to the right. Leaves "fit". */
export function panBy(view: ViewState, dx: number, dy: number, image: Size, viewport: Viewport): ViewState {
  const scale = effectiveScale(view, image, viewport);
  const centreX = view.scale === null ? image.width / 2 : view.centreX;
  const centreY = view.scale === null ? image.height / 2 : view.centreY;
  const moved = { centreX: centreX + dx / scale, centreY: centreY + dy / scale, scale, cursor: view.cursor };
  return clampView(moved, image, viewport);
}

/** Scrolls as little as possible so that an image pixel lies inside the viewport, `margin` CSS pixels from its edge. */
export function reveal(view: ViewState, pixel: Point, margin: number, image: Size, viewport: Viewport): ViewState {
  if (view.scale === null) return view;
  const { scale } = view;
  const along = (centre: number, at: number, device: number): number => {
    const half = device / viewport.pixelRatio / 2 / scale;
    // The margin gives way in viewports too small for it, and to cells larger than the viewport.
    const inset = Math.min(margin / scale, Math.max(0, half - 0.5));
    const low = at + 1 + inset - half;
    const high = at - inset + half;
    return low <= high ? clamp(centre, low, high) : at + 0.5;
  };
  const moved = {
    ...view,
    centreX: along(view.centreX, pixel.x, viewport.width),
    centreY: along(view.centreY, pixel.y, viewport.height),
  };
  return clampView(moved, image, viewport);
}

/** Nearer than this, one pixel fills what is seen, and nothing of its surroundings is left. */
const NEAR_SCALE = 20;
/** What lies around a box takes so many times its own size. */
const SURROUNDINGS = 3;

/** A view of a box in the middle with what lies around it, at a level of the zoom; the whole image where that is larger. */
export function viewOfBox(box: Box, cursor: Point, image: Size, viewport: Viewport): ViewState {
  const across = (box.right - box.left + 1) * SURROUNDINGS * viewport.pixelRatio;
  const down = (box.bottom - box.top + 1) * SURROUNDINGS * viewport.pixelRatio;
  const most = Math.min(viewport.width / across, viewport.height / down, NEAR_SCALE);
  const level = ZOOM_LEVELS.findLast((one) => one <= most) ?? 0;
  const isSmaller = level > fitScale(image, viewport);
  const centre = { centreX: (box.left + box.right + 1) / 2, centreY: (box.top + box.bottom + 1) / 2 };
  return clampView({ ...centre, scale: isSmaller ? level : null, cursor }, image, viewport);
}

/** A half-open rectangle of pixels. */
export interface PixelRect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The image pixels of which at least a part lies on the canvas; empty (`right <= left`) when none does. */
export function visiblePixels(frame: Frame, image: Size): PixelRect {
  return {
    left: clamp(Math.floor(toImage(0, frame.originX, frame.scale)), 0, image.width),
    top: clamp(Math.floor(toImage(0, frame.originY, frame.scale)), 0, image.height),
    right: clamp(Math.ceil(toImage(frame.width, frame.originX, frame.scale)), 0, image.width),
    bottom: clamp(Math.ceil(toImage(frame.height, frame.originY, frame.scale)), 0, image.height),
  };
}

/** The device pixels that the image touches on the canvas. */
export function coveredDevicePixels(frame: Frame, image: Size): PixelRect {
  return {
    left: clamp(frame.originX, 0, frame.width),
    top: clamp(frame.originY, 0, frame.height),
    right: clamp(Math.ceil(frame.originX + image.width * frame.scale), 0, frame.width),
    bottom: clamp(Math.ceil(frame.originY + image.height * frame.scale), 0, frame.height),
  };
}

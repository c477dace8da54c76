import type { IdImage } from './averaging.ts';
import { idAt } from './cursor.ts';
import type { Rgb } from './backdrop.ts';
import type { PaletteTexels } from './paletteTexels.ts';
import type { MaskCanvasEvents } from './types.ts';
import { firstDevicePixel, visiblePixels, type Frame, type PixelRect } from './viewTransform.ts';

/** CSS pixels of a cell's side from which grid lines and ids are drawn. */
export const MIN_GRID_CELL = 12;
export const MIN_LABEL_CELL = 28;
const MIN_NAME_CELL = 64;
const MAX_FONT = 18;
/** Width of a digit in the height of a sans-serif font. */
const DIGIT = 0.6;

/** Whether cells are large enough to hold their id. */
export function showsLabels(frame: Frame): boolean {
  return frame.scale / frame.pixelRatio >= MIN_LABEL_CELL;
}

/** Whether cells are large enough for lines between them. */
export function showsGrid(frame: Frame): boolean {
  return frame.scale / frame.pixelRatio >= MIN_GRID_CELL;
}

/** Size, in device pixels, of the digits of an id: at most 0.42 of the cell, and narrow enough for all digits. */
export function labelFontSize(cell: number, digits: number, pixelRatio: number): number {
  return Math.min(0.42 * cell, (0.88 * cell) / (DIGIT * digits), MAX_FONT * pixelRatio);
}

/**
 * Whether black text is easier to read than white text on cells of an id: ITU-R BT.601 luma of its colour over the
 * checkerboard at or above one half.
 *
 * @param under - a colour of the checkerboard
 */
export function prefersBlackText(texels: PaletteTexels, id: number, under: Rgb): boolean {
  const at = 4 * id;
  const bare = 1 - (texels[at + 3] ?? 0) / 255;
  const channel = (k: 0 | 1 | 2): number => (texels[at + k] ?? 0) + bare * under[k];
  return 0.299 * channel(0) + 0.587 * channel(1) + 0.114 * channel(2) >= 127.5;
}

/** The device pixels of one image pixel. */
export function cellRect(frame: Frame, x: number, y: number): PixelRect {
  return {
    left: firstDevicePixel(x, frame.originX, frame.scale),
    top: firstDevicePixel(y, frame.originY, frame.scale),
    right: firstDevicePixel(x + 1, frame.originX, frame.scale),
    bottom: firstDevicePixel(y + 1, frame.originY, frame.scale),
  };
}

/** Draws faint lines between the visible cells. */
export function drawGrid(context: CanvasRenderingContext2D, image: IdImage, frame: Frame): void {
  const visible = visiblePixels(frame, image);
  const from = cellRect(frame, visible.left, visible.top);
  const to = cellRect(frame, visible.right - 1, visible.bottom - 1);
  context.fillStyle = 'rgba(128, 128, 128, 0.45)';
  for (let x = visible.left; x <= visible.right; x++) {
    const at = firstDevicePixel(x, frame.originX, frame.scale);
    context.fillRect(at, from.top, 1, to.bottom - from.top);
  }
  for (let y = visible.top; y <= visible.bottom; y++) {
    const at = firstDevicePixel(y, frame.originY, frame.scale);
    context.fillRect(from.left, at, to.right - from.left, 1);
  }
}

/** What the cells say of an id. */
export type CellWords = Pick<MaskCanvasEvents, 'idText' | 'className'>;

/**
 * Writes the id into every visible cell, and the class name below it where cells are large: black or white, whichever
 * stands out, with a halo of the other for patterned cells.
 */
export function drawLabels(
  context: CanvasRenderingContext2D,
  image: IdImage,
  texels: PaletteTexels,
  frame: Frame,
  under: Rgb,
  words: CellWords,
): void {
  const visible = visiblePixels(frame, image);
  const withNames = frame.scale / frame.pixelRatio >= MIN_NAME_CELL;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  const names = new Map<number, string>();
  for (let y = visible.top; y < visible.bottom; y++) {
    for (let x = visible.left; x < visible.right; x++) {
      const id = idAt(image, { x, y });
      const cell = cellRect(frame, x, y);
      const middle = (cell.left + cell.right) / 2;
      const black = prefersBlackText(texels, id, under);
      context.fillStyle = black ? '#000' : '#fff';
      context.strokeStyle = black ? 'rgba(255, 255, 255, 0.75)' : 'rgba(0, 0, 0, 0.75)';
      const text = words.idText(id);
      const size = labelFontSize(frame.scale, text.length, frame.pixelRatio);
      context.lineWidth = size / 5;
      context.font = `${size}px sans-serif`;
      const centre = (cell.top + cell.bottom) / 2;
      write(context, text, middle, withNames ? centre - size * 0.3 : centre);
      if (!withNames) continue;
      const small = Math.min(size, 12 * frame.pixelRatio);
      context.font = `${small}px sans-serif`;
      context.lineWidth = small / 5;
      let name = names.get(id);
      if (name === undefined) {
        name = shorten(context, words.className(id) ?? '', frame.scale * 0.9);
        names.set(id, name);
      }
      if (name !== '') write(context, name, middle, centre + small);
    }
  }
}

function write(context: CanvasRenderingContext2D, text: string, x: number, y: number): void {
  context.strokeText(text, x, y);
  context.fillText(text, x, y);
}

/** Cuts a text to a width, with an ellipsis. */
function shorten(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let end = text.length;
  while (end > 0 && context.measureText(`${text.slice(0, end)}…`).width > width) end--;
  return end === 0 ? '' : `${text.slice(0, end)}…`;
}

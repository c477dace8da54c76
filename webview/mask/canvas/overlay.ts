import type { IdImage } from './averaging.ts';
import { backdropOf, themeOf } from './backdrop.ts';
import { type CellWords, cellRect, drawGrid, drawLabels, showsGrid, showsLabels } from './cellLabels.ts';
import { cover } from './painter.ts';
import type { PaletteTexels } from './paletteTexels.ts';
import { drawRegion, type RegionRuns } from './regionOutline.ts';
import type { Frame, Point } from './viewTransform.ts';

/** What lies over the picture. */
export interface OverlayContent {
  readonly image: IdImage;
  readonly texels: PaletteTexels;
  readonly frame: Frame;
  readonly cursor: Point | null;
  /** Pixels to outline. */
  readonly region: RegionRuns | null;
}

/** CSS pixels that the cursor's outline measures at least, so that it is seen where cells are tiny. */
const MIN_CURSOR = 9;

/**
 * A transparent canvas over the picture for grid lines, ids and the pixel cursor; gone while there are none. Besides,
 * the picture's edge, which high contrast themes show: there a black mask lies on a black page.
 */
export class Overlay {
  readonly #edge = document.createElement('div');
  readonly #canvas = document.createElement('canvas');
  readonly #words: CellWords;

  constructor(parent: HTMLElement, words: CellWords) {
    this.#words = words;
    this.#canvas.className = 'mask-overlay';
    this.#canvas.ariaHidden = 'true';
    cover(this.#canvas);
    this.#canvas.style.pointerEvents = 'none';
    this.#canvas.style.display = 'none';
    this.#edge.className = 'mask-edge';
    this.#edge.style.cssText =
      'position: absolute; pointer-events: none; outline: 1px solid var(--vscode-contrastBorder, transparent)';
    parent.append(this.#edge, this.#canvas);
  }

  draw({ image, texels, frame, cursor, region }: OverlayContent): void {
    this.#placeEdge(image, frame);
    const isNeeded = cursor !== null || region !== null || showsGrid(frame);
    const context = isNeeded ? this.#canvas.getContext('2d') : null;
    // A transparent layer of the viewport's size costs time in every frame where there is no graphics processor.
    this.#canvas.style.display = context === null ? 'none' : 'block';
    if (context === null) return;
    this.#canvas.width = frame.width;
    this.#canvas.height = frame.height;
    // First: it replaces what lies below.
    if (region !== null) drawRegion(context, image, frame, region);
    if (showsGrid(frame)) drawGrid(context, image, frame);
    if (showsLabels(frame)) {
      const [under] = backdropOf(themeOf(document.body)).checker;
      drawLabels(context, image, texels, frame, under, this.#words);
    }
    if (cursor !== null) drawCursor(context, frame, cursor);
  }

  dispose(): void {
    this.#edge.remove();
    this.#canvas.remove();
  }

  #placeEdge(image: IdImage, frame: Frame): void {
    const { left, top } = cellRect(frame, 0, 0);
    const { right, bottom } = cellRect(frame, image.width - 1, image.height - 1);
    const css = (devicePixels: number): string => `${devicePixels / frame.pixelRatio}px`;
    Object.assign(this.#edge.style, {
      left: css(left),
      top: css(top),
      width: css(right - left),
      height: css(bottom - top),
    });
  }
}

/** A white outline between two black ones: one of them stands out on any colour. */
function drawCursor(context: CanvasRenderingContext2D, frame: Frame, cursor: Point): void {
  const cell = cellRect(frame, cursor.x, cursor.y);
  const line = Math.max(1, Math.round(frame.pixelRatio));
  const least = MIN_CURSOR * frame.pixelRatio;
  const grow = (low: number, high: number): number => Math.max(0, Math.ceil((least - (high - low)) / 2));
  const left = cell.left - grow(cell.left, cell.right);
  const top = cell.top - grow(cell.top, cell.bottom);
  const width = cell.right + grow(cell.left, cell.right) - left;
  const height = cell.bottom + grow(cell.top, cell.bottom) - top;
  const outline = (offset: number, colour: string): void => {
    context.strokeStyle = colour;
    context.lineWidth = line;
    const inset = (offset + 0.5) * line;
    context.strokeRect(left - inset, top - inset, width + 2 * inset, height + 2 * inset);
  };
  outline(0, '#000');
  outline(1, '#fff');
  outline(2, '#000');
}

import type { Mask } from '../../../src/core/mask/mask.ts';
import { colourRect } from './averaging.ts';
import type { Backdrop } from './backdrop.ts';
import type { Rows } from './changedRows.ts';
import { paletteTexels, type PaletteTexels } from './paletteTexels.ts';
import { paletteSize, type Renderer, type RendererCounters } from './renderer.ts';
import type { Sampling } from './sampling.ts';
import type { Appearance } from './types.ts';
import { coveredDevicePixels, type Frame, type PixelRect } from './viewTransform.ts';

/** Draws on the processor where WebGL2 is missing or was lost: the same picture, within rounding, but slower. */
export class Canvas2dRenderer implements Renderer {
  readonly kind = '2d';
  readonly lookupBudget = 6e6;
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #counters: RendererCounters;
  #mask: Mask | null = null;
  #texels: PaletteTexels = new Uint8Array(0);

  constructor(canvas: HTMLCanvasElement, counters: RendererCounters) {
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('The browser offers neither WebGL2 nor a 2D canvas.');
    this.canvas = canvas;
    this.#context = context;
    this.#counters = counters;
  }

  setMask(mask: Mask): boolean {
    this.#mask = mask;
    this.#counters.idUploads++;
    return true;
  }

  setRows(mask: Mask, rows: Rows | null): void {
    this.#mask = mask;
    if (rows !== null) this.#counters.idUploads++;
  }

  setAppearance(appearance: Appearance): void {
    if (this.#mask === null) return;
    this.#texels = paletteTexels(appearance, paletteSize(this.#mask));
    this.#counters.paletteUploads++;
  }

  draw(frame: Frame, sampling: Sampling, backdrop: Backdrop, band: PixelRect | null): void {
    if (this.#mask === null) return;
    const area = coveredDevicePixels(frame, this.#mask);
    const rect = band === null ? area : { ...area, top: band.top, bottom: band.bottom };
    if (band === null) {
      this.#context.clearRect(0, 0, frame.width, frame.height);
      this.#counters.draws++;
    } else {
      this.#counters.refinementDraws++;
    }
    const width = rect.right - rect.left;
    if (width <= 0 || rect.bottom <= rect.top) return;
    const pixels = colourRect(this.#mask, this.#texels, frame, sampling, backdrop, rect);
    this.#context.putImageData(new ImageData(pixels, width), rect.left, rect.top);
  }

  dispose(): void {
    this.#mask = null;
  }
}

import type { Mask } from '../../../src/core/mask/mask.ts';
import { backdropOf, themeOf } from './backdrop.ts';
import { Canvas2dRenderer } from './canvas2dRenderer.ts';
import { changedRows } from './changedRows.ts';
import { paletteSize, type Renderer, type RendererCounters } from './renderer.ts';
import { planSampling, refinementBands, type Sampling } from './sampling.ts';
import type { Appearance, PictureLayer } from './types.ts';
import { sameFrame, type Frame, type PixelRect } from './viewTransform.ts';
import { createWebglRenderer } from './webglRenderer.ts';

/** A lost WebGL context that is not back after this long is given up for the 2D canvas. Milliseconds. */
const RESTORE_PATIENCE = 1000;
/** Quiet time after a picture before its refinement starts. Milliseconds. */
const REFINE_DELAY = 80;

/**
 * Keeps a picture of the mask on the screen: chooses the renderer, survives the loss of its context, and replaces
 * quick pictures of very large masks by settled ones.
 */
export class Painter {
  readonly counters: RendererCounters = { idUploads: 0, paletteUploads: 0, draws: 0, refinementDraws: 0 };
  readonly #parent: HTMLElement;
  readonly #onRenderer: (kind: Renderer['kind']) => void;
  #renderer: Renderer;
  #contextLost = false;
  #mask: Mask | null = null;
  #appearance: Appearance | null = null;
  #layer: PictureLayer | null = null;
  #frame: Frame | null = null;
  /** Whether the canvas shows something else than the mask, colours and theme of now at {@link #frame}. */
  #stale = true;
  /** Bands that a refinement has still to draw. */
  #bandsLeft = 0;
  #refinementTimer = 0;
  #refinementFrame = 0;
  #patience = 0;

  /**
   * @param parent - gets the canvas element as its first child
   * @param choice - `2d` never tries WebGL2
   */
  constructor(parent: HTMLElement, choice: 'auto' | '2d', onRenderer: (kind: Renderer['kind']) => void) {
    this.#parent = parent;
    this.#onRenderer = onRenderer;
    this.#renderer = this.#create(choice);
  }

  get kind(): Renderer['kind'] {
    return this.#renderer.kind;
  }

  /** Takes a mask and its colours over; the picture follows with {@link paint}. */
  setMask(mask: Mask, appearance: Appearance): void {
    this.#mask = mask;
    this.#appearance = appearance;
    this.#stale = true;
    this.#upload();
  }

  /** Takes the mask after an edit: uploads the rows that changed. */
  editMask(mask: Mask, appearance: Appearance): void {
    const before = this.#mask;
    this.#mask = mask;
    this.#appearance = appearance;
    this.#stale = true;
    if (this.#contextLost) return;
    const isAlike =
      before?.width === mask.width && before.height === mask.height && paletteSize(before) === paletteSize(mask);
    if (!isAlike) {
      this.#upload();
      return;
    }
    this.#renderer.setRows(mask, changedRows(before.ids, mask.ids, mask.width));
    this.#colour();
  }

  setAppearance(appearance: Appearance): void {
    this.#appearance = appearance;
    this.#colour();
  }

  setLayer(layer: PictureLayer | null): void {
    this.#layer = layer;
    this.#colour();
  }

  /** Something changed that the next {@link paint} will show. */
  expectPaint(): void {
    this.#parent.dataset['picture'] = 'pending';
  }

  /** The theme changed: the next {@link paint} draws even where nothing moved. */
  invalidate(): void {
    this.#stale = true;
  }

  /**
   * Draws now, unless the picture would be the same. Where it takes a reduced number of samples, better pictures
   * follow in the next frames.
   */
  paint(frame: Frame): void {
    const same = !this.#stale && this.#frame !== null && sameFrame(this.#frame, frame);
    this.#frame = frame;
    if (this.#mask === null || this.#contextLost) return;
    if (same) {
      this.#tellProgress();
      return;
    }
    this.#stopRefining();
    this.#stale = false;
    const { canvas } = this.#renderer;
    // Setting a size clears the canvas, even to the size that it has.
    if (canvas.width !== frame.width) canvas.width = frame.width;
    if (canvas.height !== frame.height) canvas.height = frame.height;
    const plan = planSampling(frame, this.#mask, this.#renderer.lookupBudget);
    this.#draw(frame, plan.now, null);
    if (plan.rowsPerStep > 0) this.#refine(frame, plan.settled, refinementBands(frame, this.#mask, plan.rowsPerStep));
    this.#tellProgress();
  }

  dispose(): void {
    this.#stopRefining();
    clearTimeout(this.#patience);
    this.#stopListening();
    this.#renderer.dispose();
    this.#renderer.canvas.remove();
  }

  #draw(frame: Frame, sampling: Sampling, band: PixelRect | null): void {
    const backdrop = backdropOf(themeOf(document.body));
    this.#renderer.draw(frame, sampling, this.#layer?.isBare === true ? { ...backdrop, isBare: true } : backdrop, band);
    this.#layer?.draw(this.#renderer.canvas, frame);
  }

  #refine(frame: Frame, settled: Sampling, bands: readonly PixelRect[]): void {
    this.#bandsLeft = bands.length;
    const step = (): void => {
      const band = bands.at(-this.#bandsLeft);
      if (band === undefined || this.#contextLost) return;
      this.#draw(frame, settled, band);
      this.#bandsLeft--;
      this.#tellProgress();
      if (this.#bandsLeft === 0) return;
      // One band a frame: frames wait for the graphics process, so that no queue of bands delays the next gesture.
      this.#refinementFrame = requestAnimationFrame(step);
    };
    this.#refinementTimer = window.setTimeout(step, REFINE_DELAY);
  }

  #stopRefining(): void {
    clearTimeout(this.#refinementTimer);
    cancelAnimationFrame(this.#refinementFrame);
    this.#bandsLeft = 0;
  }

  /** Marks the element for whoever reads its pixels: `quick` while bands are still to come, then `settled`. */
  #tellProgress(): void {
    this.#parent.dataset['picture'] = this.#bandsLeft > 0 ? 'quick' : 'settled';
  }

  #colour(): void {
    this.#stale = true;
    if (this.#appearance === null || this.#contextLost) return;
    this.#renderer.setAppearance(this.#layer?.appearance(this.#appearance) ?? this.#appearance);
  }

  #upload(): void {
    if (this.#mask === null || this.#appearance === null || this.#contextLost) return;
    if (this.#renderer.setMask(this.#mask)) this.#colour();
    else this.#replace('2d');
  }

  #create(choice: 'auto' | '2d'): Renderer {
    const webgl = choice === 'auto' ? createWebglRenderer(this.#addCanvas(), this.counters) : null;
    if (webgl === null) {
      // A canvas that was asked for WebGL2 gives no 2D context any more.
      this.#parent.querySelector('canvas.mask-picture')?.remove();
      return new Canvas2dRenderer(this.#addCanvas(), this.counters);
    }
    webgl.canvas.addEventListener('webglcontextlost', this.#onLost);
    webgl.canvas.addEventListener('webglcontextrestored', this.#onRestored);
    return webgl;
  }

  readonly #onLost = (event: Event): void => {
    // Without this the browser never restores the context.
    event.preventDefault();
    if (event.target !== this.#renderer.canvas) return;
    this.#contextLost = true;
    this.#stopRefining();
    this.#patience = window.setTimeout(() => {
      this.#replace('2d');
    }, RESTORE_PATIENCE);
  };

  readonly #onRestored = (event: Event): void => {
    if (event.target !== this.#renderer.canvas) return;
    clearTimeout(this.#patience);
    // Nothing of the old context is left: program, textures and uniforms are made anew on the same element.
    const renewed = createWebglRenderer(this.#renderer.canvas, this.counters);
    if (renewed === null) {
      this.#replace('2d');
      return;
    }
    this.#renderer = renewed;
    this.#contextLost = false;
    this.#showAgain();
  };

  #replace(choice: '2d'): void {
    this.#stopListening();
    this.#renderer.canvas.remove();
    this.#renderer = this.#create(choice);
    this.#contextLost = false;
    this.#showAgain();
  }

  #stopListening(): void {
    const { canvas } = this.#renderer;
    canvas.removeEventListener('webglcontextlost', this.#onLost);
    canvas.removeEventListener('webglcontextrestored', this.#onRestored);
  }

  #showAgain(): void {
    this.#stale = true;
    this.#upload();
    if (this.#frame !== null) this.paint(this.#frame);
    this.#onRenderer(this.#renderer.kind);
  }

  #addCanvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.className = 'mask-picture';
    canvas.ariaHidden = 'true';
    cover(canvas);
    this.#parent.prepend(canvas);
    return canvas;
  }
}

/** Lays an element over the whole of its positioned parent. */
export function cover(element: HTMLElement): void {
  Object.assign(element.style, { position: 'absolute', inset: '0', width: '100%', height: '100%', display: 'block' });
}

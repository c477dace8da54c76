import type { Mask } from '../../../src/core/mask/mask.ts';
import type { Backdrop } from './backdrop.ts';
import type { Rows } from './changedRows.ts';
import type { Sampling } from './sampling.ts';
import type { Appearance } from './types.ts';
import type { Frame, PixelRect } from './viewTransform.ts';

/** Calls that a renderer made, by kind. */
export interface RendererCounters {
  /** Tiles of ids uploaded (2D: masks taken). */
  idUploads: number;
  paletteUploads: number;
  /** Tiles drawn for the picture that answers a user's action (2D: pictures). */
  draws: number;
  /** Tiles drawn later, in bands, to replace a quick picture by the settled one. */
  refinementDraws: number;
}

/** Draws a mask onto its own canvas element. */
export interface Renderer {
  readonly kind: 'webgl2' | '2d';
  readonly canvas: HTMLCanvasElement;
  /** Ids that it looks up in about 50 ms when averaging. */
  readonly lookupBudget: number;
  /** Takes the ids over; {@link setAppearance} must follow before drawing. False: there is no memory for them. */
  setMask(mask: Mask): boolean;
  /**
   * Takes the ids of a mask that differs from the one before in some rows; null: in none. Size and bytes an id are the
   * same.
   */
  setRows(mask: Mask, rows: Rows | null): void;
  setAppearance(appearance: Appearance): void;
  /** Draws the whole canvas, or replaces only the device rows of `band`. */
  draw(frame: Frame, sampling: Sampling, backdrop: Backdrop, band: PixelRect | null): void;
  dispose(): void;
}

/** How many palette entries a mask's ids can address. */
export function paletteSize(mask: Mask): number {
  return mask.ids instanceof Uint16Array ? 65_536 : 256;
}

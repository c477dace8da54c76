import type { Mask } from '../../../src/core/mask/mask.ts';
import type { RegionRuns } from './regionOutline.ts';
import type { Frame } from './viewTransform.ts';

/** Where the user looks: image pixel at the centre of the viewport, and CSS pixels per image pixel. */
export interface ViewState {
  /** Image coordinates of the viewport's centre; may be fractional. */
  readonly centreX: number;
  readonly centreY: number;
  /** Device-independent scale, e.g. 1 = one image pixel a CSS pixel; null: fit to the viewport. */
  readonly scale: number | null;
  /** The keyboard cursor's pixel; null before the first use. */
  readonly cursor: { readonly x: number; readonly y: number } | null;
}

/** Image pixels, ends inclusive. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Colours of ids: what the palette texture holds. Changing it never touches the id textures. */
export interface Appearance {
  /** RGBA bytes of ids 0 … n−1, 4 × n. */
  readonly colours: Uint8Array;
  /** Ids from here on lie outside the palette and are drawn as a hatch. */
  readonly outsideFrom: number;
  /** One byte per id, 1 = hidden (drawn as the checkerboard of the background); null: all are shown. */
  readonly hidden: Uint8Array | null;
}

/** The pixel under the mouse or the keyboard cursor. */
export interface Readout {
  readonly x: number;
  readonly y: number;
  readonly id: number;
  readonly from: 'mouse' | 'keyboard';
}

/** Draws over the picture of the mask, from it and from something else. */
export interface PictureLayer {
  /** Nothing is drawn below hidden and transparent ids, so that what lies below can be put there. */
  readonly isBare: boolean;
  /** What the mask's picture is drawn with for the layer. */
  appearance(own: Appearance): Appearance;
  /** Called whenever the mask's picture was drawn. */
  draw(picture: HTMLCanvasElement, frame: Frame): void;
}

export interface MaskCanvasEvents {
  /** `null` when the pointer leaves the image and there is no keyboard cursor. */
  onReadout(readout: Readout | null): void;
  onViewChange(view: ViewState, effectiveScale: number): void;
  /** The renderer in use, also after a context loss. */
  onRenderer(kind: 'webgl2' | '2d'): void;
  /** The user clicked or pressed Enter on this pixel. */
  onPick(readout: Readout): void;
  /** An id as the dataset counts it, for the cells; empty for a colour that is no id. */
  idText(id: number): string;
  /** The class name of an id for labels, or null. */
  className(id: number): string | null;
}

/** The pannable, zoomable picture of one mask. */
export interface MaskCanvas {
  /** Uploads the ids and paints at once (before it returns). `view` restores a place; null fits. */
  show(mask: Mask, appearance: Appearance, view: ViewState | null): void;
  /** The same image after an edit: only what changed is uploaded, and the place stays. */
  edit(mask: Mask, appearance: Appearance): void;
  /** Outlines these pixels; null: none. */
  outline(region: RegionRuns | null): void;
  /** New colours or visibility: a palette upload and a redraw. */
  setAppearance(appearance: Appearance): void;
  /** Lays something over the picture from now on, or draws the layer that is there anew; null: the mask alone. */
  setLayer(layer: PictureLayer | null): void;
  zoomIn(): void;
  zoomOut(): void;
  fit(): void;
  actualSize(): void;
  /** Zooms about the centre; `scale` is in CSS pixels an image pixel and kept within what the mask allows. */
  zoomTo(scale: number): void;
  /** Moves the keyboard cursor there and scrolls it into view; out-of-range coordinates are clamped. */
  goTo(x: number, y: number): void;
  /** Moves the keyboard cursor to a pixel of a box and shows the box, ends inclusive, with what lies around it. */
  showBox(box: Box, cursor: { readonly x: number; readonly y: number }): void;
  /** Shows a place, as another picture does; what it becomes within this picture is announced. */
  look(view: ViewState): void;
  readonly view: ViewState;
  /** What the mouse or keyboard cursor points at. */
  readonly readout: Readout | null;
  /**
   * The focusable element (role, label and key handling live here). Its `data-picture` says how far the picture is:
   * `pending` (changes are painted with the next frame), `quick` (fewer samples than it will get) or `settled`.
   */
  readonly element: HTMLElement;
  /**
   * GL calls since the last reset, by kind, for tests. `draws` answer a user's action, one a visible tile;
   * `refinementDraws` follow when a very large mask was first drawn with fewer samples.
   */
  readonly counters: { idUploads: number; paletteUploads: number; draws: number; refinementDraws: number };
  dispose(): void;
}

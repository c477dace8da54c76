import { blendColours, blendWeights } from '../../../src/core/compose/blend.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { backdropOf, fieldSize, themeOf } from '../canvas/backdrop.ts';
import type { Appearance, PictureLayer } from '../canvas/types.ts';
import { coveredDevicePixels, type Frame } from '../canvas/viewTransform.ts';
import type { OriginalImage } from './originalImage.ts';
import { outlinePixels } from './outlines.ts';
import type { OverlayState } from './overlayState.ts';

/** CSS pixels. */
const BLUR = 8;
/** What dimming leaves of an original. */
const DIMMED = 0.3;

/** What a picture of a mask and its original is made from. */
export interface OverlayContent {
  readonly mask: Mask;
  readonly original: OriginalImage;
  readonly state: OverlayState;
  /** The id that is shown alone; null: none is. */
  readonly isolated: number | null;
  /** Ids that the options hide: background and void; one byte an id, 1 = hidden. */
  readonly left: Uint8Array;
  /** The largest id of the mask. */
  readonly largest: number;
  /** The id that the yellow blend is for. */
  readonly value: number;
}

/** Lays an original and the mask's picture over each other, on a canvas between the picture and its cursor. */
export class OverlayLayer implements PictureLayer {
  readonly canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #scratch: CanvasRenderingContext2D;
  readonly #content: () => OverlayContent | null;
  #appearance: Appearance | null = null;

  /** @param content what to draw; null: nothing */
  constructor(content: () => OverlayContent | null) {
    this.#content = content;
    const context = this.canvas.getContext('2d');
    const scratch = document.createElement('canvas').getContext('2d');
    if (context === null || scratch === null) throw new Error('The browser offers no 2D canvas.');
    this.#context = context;
    this.#scratch = scratch;
    this.canvas.className = 'overlay-picture';
    this.canvas.ariaHidden = 'true';
  }

  get isBare(): boolean {
    return this.#content()?.state.mode === 'overlay';
  }

  appearance(own: Appearance): Appearance {
    const content = this.#content();
    this.#appearance = content?.state.mode === 'overlay' ? overlayAppearance(own, content) : own;
    return this.#appearance;
  }

  draw(picture: HTMLCanvasElement, frame: Frame): void {
    const content = this.#content();
    for (const { canvas } of [this.#context, this.#scratch]) {
      if (canvas.width !== frame.width) canvas.width = frame.width;
      if (canvas.height !== frame.height) canvas.height = frame.height;
    }
    const context = this.#context;
    context.clearRect(0, 0, frame.width, frame.height);
    if (content === null) return;
    context.save();
    const { mode, swipe } = content.state;
    if (mode === 'overlay') {
      this.#base(picture, frame, content);
      this.#colours(picture, frame, content);
    } else {
      const split = mode === 'swipe' ? Math.round(swipe * frame.width) : frame.width;
      context.save();
      clip(context, 0, split, frame.height);
      this.#original(context, frame, content);
      context.restore();
      clip(context, split, frame.width, frame.height);
      if (mode === 'swipe') context.drawImage(picture, 0, 0);
    }
    context.restore();
  }

  /** The original, or what surrounds a single class in its place. */
  #base(picture: HTMLCanvasElement, frame: Frame, content: OverlayContent): void {
    const context = this.#context;
    const { outside } = content.state;
    if (content.isolated === null || outside === 'original') {
      this.#original(context, frame, content);
      return;
    }
    if (outside === 'checker') this.#checker(context, frame, content.mask);
    else {
      if (outside === 'blur') context.filter = `blur(${BLUR * frame.pixelRatio}px)`;
      this.#original(context, frame, content);
      context.filter = 'none';
      if (outside === 'dim') this.#darken(frame, content.mask, DIMMED);
    }
    // The class itself, cut out by its own picture.
    const cut = this.#scratch;
    cut.save();
    cut.clearRect(0, 0, frame.width, frame.height);
    this.#original(cut, frame, content);
    cut.globalCompositeOperation = 'destination-in';
    cut.drawImage(picture, 0, 0);
    cut.restore();
    context.drawImage(cut.canvas, 0, 0);
  }

  #colours(picture: HTMLCanvasElement, frame: Frame, { mask, state }: OverlayContent): void {
    const context = this.#context;
    const weights = blendWeights(state.blend, state.opacity);
    if (state.style !== 'outlines') {
      context.save();
      if (weights === null) context.globalAlpha = state.opacity;
      else {
        this.#darken(frame, mask, weights.original);
        context.globalCompositeOperation = 'lighter';
        context.globalAlpha = weights.colour;
      }
      context.drawImage(picture, 0, 0);
      context.restore();
    }
    if (state.style === 'filled' || this.#appearance === null) return;
    const rect = coveredDevicePixels(frame, mask);
    const width = rect.right - rect.left;
    if (width <= 0 || rect.bottom <= rect.top) return;
    const { colours, hidden } = this.#appearance;
    const look = { colours, hidden, width: Math.max(1, Math.round(state.lineWidth * frame.pixelRatio)) };
    const lines = this.#scratch;
    lines.clearRect(0, 0, frame.width, frame.height);
    lines.putImageData(new ImageData(outlinePixels(mask, frame, rect, look), width), rect.left, rect.top);
    context.drawImage(lines.canvas, 0, 0);
  }

  /** The original over a checkerboard, which shows where it does not reach. */
  #original(context: CanvasRenderingContext2D, frame: Frame, { mask, original }: OverlayContent): void {
    const { drawn } = original.relation;
    if (drawn.width < mask.width || drawn.height < mask.height) this.#checker(context, frame, mask);
    original.draw(context, frame);
  }

  #darken(frame: Frame, { width, height }: Mask, left: number): void {
    this.#context.fillStyle = `rgb(0 0 0 / ${1 - left})`;
    this.#context.fillRect(frame.originX, frame.originY, width * frame.scale, height * frame.scale);
  }

  #checker(context: CanvasRenderingContext2D, frame: Frame, { width, height }: Mask): void {
    const field = fieldSize(frame);
    const tile = document.createElement('canvas');
    tile.width = tile.height = 2 * field;
    const fields = tile.getContext('2d');
    if (fields === null) return;
    const [even, odd] = backdropOf(themeOf(document.body)).checker;
    fields.fillStyle = `rgb(${odd.join(' ')})`;
    fields.fillRect(0, 0, 2 * field, 2 * field);
    fields.fillStyle = `rgb(${even.join(' ')})`;
    fields.fillRect(0, 0, field, field);
    fields.fillRect(field, field, field, field);
    context.save();
    context.translate(frame.originX, frame.originY);
    context.fillStyle = context.createPattern(tile, 'repeat') ?? '';
    context.fillRect(0, 0, width * frame.scale, height * frame.scale);
    context.restore();
  }
}

/** What the mask's picture is drawn with to lie over an original. */
function overlayAppearance(own: Appearance, content: OverlayContent): Appearance {
  const { state, isolated, left, largest, value } = content;
  const colours = blendColours(state.blend, { colours: own.colours, largest, value });
  if (isolated !== null) {
    // The class is cut out by its alpha.
    const opaque = colours.slice();
    opaque[4 * isolated + 3] = 255;
    return { ...own, colours: opaque };
  }
  // The published blends are of all pixels.
  if (state.blend !== 'normal') return { ...own, colours };
  const hidden = left.slice();
  if (own.hidden !== null) for (let id = 0; id < hidden.length; id++) if (own.hidden[id] === 1) hidden[id] = 1;
  return { ...own, colours, hidden };
}

function clip(context: CanvasRenderingContext2D, left: number, right: number, height: number): void {
  context.beginPath();
  context.rect(left, 0, right - left, height);
  context.clip();
}

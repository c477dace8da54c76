import type { Mask } from '../../src/core/mask/mask.ts';
import { createMaskCanvas } from '../mask/canvas/maskCanvas.ts';
import type { RegionRuns } from '../mask/canvas/regionOutline.ts';
import type { Appearance, Box, MaskCanvas, MaskCanvasEvents, ViewState } from '../mask/canvas/types.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import type { CompareWording } from './compareWording.ts';

export const VIEWS = ['swipe', 'toggle', 'sideBySide', 'difference'] as const;
export type View = (typeof VIEWS)[number];

const PANES = ['truth', 'prediction', 'difference'] as const;
export type PaneName = (typeof PANES)[number];

/** What a pane tells of its pixels. */
export type PaneWords = Pick<MaskCanvasEvents, 'idText' | 'className'>;

interface Pane {
  readonly holder: HTMLElement;
  readonly caption: HTMLElement;
  /** Where the pointer would be in this pane while it is over another one. */
  readonly twin: HTMLElement;
  readonly canvas: MaskCanvas;
  size: Pick<Mask, 'width' | 'height'> | null;
}

const SWIPE_STEP = 2;

/** The two masks and their difference map, which share place, zoom and cursor. */
export class LinkedCanvases {
  readonly element: HTMLElement;
  readonly #panes: Readonly<Record<PaneName, Pane>>;
  readonly #handle: HTMLElement;
  #view: View = 'swipe';
  /** Which mask the toggle shows. */
  #toggled: 'truth' | 'prediction' = 'truth';
  /** Per cent of the width that shows the truth. */
  #swipe = 50;
  #isLinking = false;

  constructor(
    wording: CompareWording,
    words: (pane: PaneName) => PaneWords,
    onReadout: (pixel: { readonly x: number; readonly y: number } | null) => void,
  ) {
    const pane = (name: PaneName): Pane => {
      const [holder, caption, twin] = [
        element('div', { class: `pane pane-${name}` }),
        element('div', { class: 'pane-caption' }),
        element('div', { class: 'pane-twin', hidden: true, 'aria-hidden': 'true' }),
      ];
      const events: MaskCanvasEvents = {
        ...words(name),
        onReadout,
        onViewChange: (view) => this.#link(name, view),
        onRenderer: () => undefined,
        onPick: () => undefined,
      };
      const canvas = createMaskCanvas(holder, events, wording.strings);
      holder.append(caption, twin);
      return { holder, caption, twin, canvas, size: null };
    };
    this.#panes = { truth: pane('truth'), prediction: pane('prediction'), difference: pane('difference') };
    this.#handle = element('div', {
      ...{ class: 'swipe-handle', role: 'slider', tabindex: 0, 'aria-orientation': 'horizontal' },
      ...{ 'aria-label': wording.strings.swipePlace, 'aria-valuemin': 0, 'aria-valuemax': 100 },
    });
    this.element = element('div', { class: 'stage' }, ...PANES.map((name) => this.#panes[name].holder), this.#handle);
    this.#listen();
    this.#place();
  }

  get view(): View {
    return this.#view;
  }

  get toggled(): 'truth' | 'prediction' {
    return this.#toggled;
  }

  /** The place that all panes show, with the keyboard's cursor. */
  get place(): ViewState {
    return this.#panes[this.#leading].canvas.view;
  }

  setView(view: View): void {
    this.#view = view;
    this.#place();
  }

  /** Shows the other mask in the place of the one that is shown. */
  toggle(): void {
    const isToggling = this.#view === 'toggle';
    this.#toggled = isToggling && this.#toggled === 'truth' ? 'prediction' : isToggling ? 'truth' : 'prediction';
    this.setView('toggle');
  }

  /** Shows a picture; one of the same size keeps the place. */
  show(name: PaneName, mask: Mask, appearance: Appearance, caption: string): void {
    const pane = this.#panes[name];
    const isSame = pane.size?.width === mask.width && pane.size.height === mask.height;
    pane.size = { width: mask.width, height: mask.height };
    setText(pane.caption, caption);
    setAttribute(pane.caption, 'title', caption);
    pane.canvas.show(mask, appearance, isSame ? pane.canvas.view : null);
    const label = pane.canvas.element.getAttribute('aria-label') ?? '';
    setAttribute(pane.canvas.element, 'aria-label', `${caption}. ${label}`);
  }

  recolour(appearance: Appearance): void {
    this.#panes.difference.canvas.setAppearance(appearance);
  }

  outline(region: RegionRuns | null): void {
    for (const name of PANES) this.#panes[name].canvas.outline(region);
  }

  /** Shows a box from near by, in all panes. */
  showBox(box: Box, cursor: { readonly x: number; readonly y: number }): void {
    this.#panes[this.#leading].canvas.showBox(box, cursor);
  }

  fit(): void {
    this.#panes[this.#leading].canvas.fit();
  }

  focus(): void {
    this.#panes[this.#leading].canvas.element.focus({ preventScroll: true });
  }

  /** The pane whose keys are used. */
  get #leading(): PaneName {
    if (this.#view === 'difference') return 'difference';
    return this.#view === 'toggle' ? this.#toggled : 'truth';
  }

  #isShown(name: PaneName): boolean {
    switch (this.#view) {
      case 'difference':
        return name === 'difference';
      case 'toggle':
        return name === this.#toggled;
      case 'swipe':
      case 'sideBySide':
        return name !== 'difference';
    }
  }

  #place(): void {
    const focused = this.element.contains(document.activeElement) ? document.activeElement : null;
    const place = PANES.map((name) => this.#panes[name]).find(({ size }) => size !== null)?.canvas.view;
    setAttribute(this.element, 'data-view', this.#view);
    this.element.style.setProperty('--swipe', `${this.#swipe}%`);
    for (const name of PANES) this.#panes[name].holder.hidden = !this.#isShown(name);
    this.#handle.hidden = this.#view !== 'swipe';
    setAttribute(this.#handle, 'aria-valuenow', this.#swipe);
    if (place !== undefined) this.#link('truth', place);
    // A browser takes the focus from what is hidden only with the next frame.
    if (focused !== null && focused.closest('[hidden]') !== null) this.focus();
  }

  /** Takes the others to where one of them is, as far as they are of its size. */
  #link(from: PaneName, view: ViewState): void {
    // The panes' own constructors announce nothing, but their first pictures come one by one.
    const panes = this.#panes as Readonly<Partial<Record<PaneName, Pane>>>;
    const size = panes[from]?.size ?? null;
    if (this.#isLinking || size === null) return;
    this.#isLinking = true;
    for (const name of PANES) {
      const pane = panes[name];
      if (name === from || pane?.size?.width !== size.width || pane.size.height !== size.height) continue;
      pane.canvas.look(view);
    }
    this.#isLinking = false;
  }

  #moveSwipe(percent: number): void {
    this.#swipe = Math.max(0, Math.min(100, Math.round(percent)));
    this.element.style.setProperty('--swipe', `${this.#swipe}%`);
    setAttribute(this.#handle, 'aria-valuenow', this.#swipe);
  }

  #listen(): void {
    this.#handle.addEventListener('pointerdown', (event) => {
      this.#handle.setPointerCapture(event.pointerId);
      event.preventDefault();
      this.#handle.focus();
    });
    this.#handle.addEventListener('pointermove', (event) => {
      if (!this.#handle.hasPointerCapture(event.pointerId)) return;
      const { left, width } = this.element.getBoundingClientRect();
      this.#moveSwipe((100 * (event.clientX - left)) / width);
    });
    this.#handle.addEventListener('keydown', (event) => {
      const step = event.shiftKey ? 5 * SWIPE_STEP : SWIPE_STEP;
      const moved = {
        ...{ ArrowLeft: this.#swipe - step, ArrowDown: this.#swipe - step },
        ...{ ArrowRight: this.#swipe + step, ArrowUp: this.#swipe + step },
        ...{ Home: 0, End: 100 },
      }[event.key];
      if (moved === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.#moveSwipe(moved);
    });
    for (const name of ['truth', 'prediction'] as const) {
      const other = this.#panes[name === 'truth' ? 'prediction' : 'truth'].twin;
      const { holder } = this.#panes[name];
      holder.addEventListener('pointermove', (event) => {
        const { left, top } = holder.getBoundingClientRect();
        other.hidden = this.#view !== 'sideBySide';
        other.style.translate = `${event.clientX - left}px ${event.clientY - top}px`;
      });
      holder.addEventListener('pointerleave', () => (other.hidden = true));
    }
  }
}

import { isSameDocument } from '../../../src/protocol/generations.ts';
import type { OriginalFacts, OverlayCommand } from '../../../src/protocol/mask.ts';
import { fill } from '../../ui/texts.ts';
import { takesLetters } from '../../ui/textFocus.ts';
import { debounce } from '../../ui/timing.ts';
import type { MaskCanvas } from '../canvas/types.ts';
import type { MaskHost } from '../maskHost.ts';
import type { MaskModel, OpenMask } from '../maskModel.ts';
import type { Wording } from '../wording.ts';
import { loadOriginal, type LoadedOriginal, type MaskOfOriginal } from './loadOriginal.ts';
import { OriginalsAhead } from './originalsAhead.ts';
import { overlayControls, type OverlayControls } from './overlayControls.ts';
import { OverlayLayer, type OverlayContent } from './overlayLayer.ts';
import { readOverlayState, type Mode, type OverlayState } from './overlayState.ts';
import { swipeDivider, type SwipeDivider } from './swipeDivider.ts';

export interface OverlayParts {
  readonly canvas: MaskCanvas;
  /** The whole editor. */
  readonly page: HTMLElement;
  /** Speaks to screen readers. */
  say(text: string): void;
}

const MODE_OF: Readonly<Record<Exclude<OverlayCommand, 'blinkOriginal'>, Mode>> = {
  showMask: 'mask',
  showOriginal: 'original',
  showOverlay: 'overlay',
  showSwipe: 'swipe',
};
const MODE_KEYS: Readonly<Record<string, Mode>> = { m: 'mask', i: 'original', o: 'overlay', w: 'swipe' };
const OPACITY_STEP = 0.05;
/** What is slid, and changes many times a second. */
const SLID: ReadonlySet<string> = new Set<keyof OverlayState>(['opacity', 'lineWidth', 'swipe']);
/** Milliseconds until what was slid is the default of the next mask. */
const KEEP_AFTER = 300;

/** The mask and its original: asks for the original where a mode needs it, and shows both in the way that was chosen. */
export class OverlayView {
  readonly #host: MaskHost;
  readonly #model: MaskModel;
  readonly #wording: Wording;
  readonly #parts: OverlayParts;
  readonly #controls: OverlayControls;
  readonly #divider: SwipeDivider;
  readonly #layer: OverlayLayer;
  readonly #keepSlid = debounce(KEEP_AFTER, () => this.#keep());
  #state: OverlayState;
  /** Shown in place of everything, for as long as a key is held or until it is pressed again. */
  #blink: 'held' | 'on' | null = null;
  /** Null as long as nobody asked, or none was found. */
  #facts: OriginalFacts | null = null;
  #loaded: LoadedOriginal | null = null;
  /** Masks that are likely to be shown next. */
  #near: readonly MaskOfOriginal[] = [];
  readonly #ahead: OriginalsAhead;
  #open: OpenMask | null = null;
  /** Counts what was asked for; answers to older questions are dropped. */
  #asked = 0;
  #isWanted = false;
  #isLaid = false;
  /** What the host knows to be on the screen with its original. */
  #told: number | null = null;

  constructor(host: MaskHost, model: MaskModel, wording: Wording, parts: OverlayParts) {
    this.#host = host;
    this.#model = model;
    this.#wording = wording;
    this.#parts = parts;
    this.#state = readOverlayState(model.state.overlay ?? host.bootstrap.overlay);
    this.#controls = overlayControls(wording.strings, this.#state, {
      change: (change) => this.#change(change),
      blink: () => this.run('blinkOriginal'),
      choose: () => host.post({ type: 'chooseOriginal' }),
    });
    this.#divider = swipeDivider(wording.strings, (swipe) => this.#change({ swipe }));
    this.#ahead = new OriginalsAhead((one) => loadOriginal(host, wording, one));
    this.#layer = new OverlayLayer(() => this.#content());
    const { page, canvas } = parts;
    const stage = canvas.element.parentElement ?? page;
    page.querySelector('.toolbar-space')?.before(this.#controls.tools);
    stage.append(this.#divider.element);
    stage.after(this.#controls.options);
    this.#listen();
    model.watch(['open', 'counts', 'hidden', 'isolated', 'selected'], () => this.#modelChanged());
    this.#modelChanged();
  }

  run(command: OverlayCommand): void {
    if (command === 'blinkOriginal') this.#setBlink(this.#blink === 'on' ? null : 'on');
    else this.#change({ mode: MODE_OF[command] });
  }

  /** Another original was chosen, or its file changed. */
  originalChanged(): void {
    this.#ahead.keep([]);
    this.#isWanted = false;
    this.#want();
  }

  /** The mode on the screen. */
  get #mode(): Mode {
    return this.#blink === null ? this.#state.mode : 'original';
  }

  #change(change: Partial<OverlayState>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    this.#model.set({ overlay: this.#state });
    // The page may be gone before a timer runs: what is chosen is the default of the next mask at once.
    if (Object.keys(change).every((key) => SLID.has(key))) this.#keepSlid();
    else this.#keep();
    const { strings } = this.#wording;
    if (change.mode !== undefined && change.mode !== before.mode) {
      this.#blink = null;
      const names = {
        mask: strings.modeMask,
        original: strings.modeOriginal,
        overlay: strings.modeOverlay,
        swipe: strings.modeSwipe,
      };
      this.#parts.say(names[change.mode]);
      this.prepare(this.#near);
    }
    this.#want();
    this.#draw();
  }

  #keep(): void {
    this.#host.post({ type: 'overlay', overlay: this.#state });
  }

  #setBlink(blink: 'held' | 'on' | null): void {
    const { strings } = this.#wording;
    this.#blink = blink;
    this.#parts.say(blink === null ? strings.blinkOff : strings.blinkOn);
    this.#want();
    this.#draw();
  }

  #listen(): void {
    // Bars above the editor are part of the page as well.
    window.addEventListener('keydown', (event) => {
      const { key, ctrlKey, metaKey, altKey, shiftKey, repeat, target } = event;
      if (ctrlKey || metaKey || altKey || event.defaultPrevented || !this.#parts.page.isConnected) return;
      if (takesLetters(target) || isSlider(target)) return;
      const mode = MODE_KEYS[key.toLowerCase()];
      if (key === '[' || key === ']') {
        const opacity = Math.round(100 * (this.#state.opacity + (key === ']' ? OPACITY_STEP : -OPACITY_STEP))) / 100;
        this.#change({ opacity: Math.min(1, Math.max(0, opacity)) });
        this.#parts.say(fill(this.#wording.strings.percent, Math.round(100 * this.#state.opacity)));
      } else if (key.toLowerCase() === 'b') {
        if (shiftKey) this.run('blinkOriginal');
        else if (!repeat && this.#blink === null) this.#setBlink('held');
      } else if (mode !== undefined && !shiftKey) this.#change({ mode });
      else return;
      event.preventDefault();
    });
    const release = (): void => {
      if (this.#blink === 'held') this.#setBlink(null);
    };
    window.addEventListener('keyup', ({ key }) => {
      if (key.toLowerCase() === 'b') release();
    });
    window.addEventListener('blur', release);
  }

  #modelChanged(): void {
    const { open } = this.#model.state;
    const before = this.#open;
    this.#open = open;
    if (open !== null && open.generation !== before?.generation) {
      const isSame =
        before !== null &&
        isSameDocument(before.generation, open.generation) &&
        before.mask.width === open.mask.width &&
        before.mask.height === open.mask.height;
      if (isSame && this.#near.length === 0) {
        // Until the original is there anew, that of a file which was saved elsewhere still fits.
        this.#isWanted = false;
        this.#want();
      } else {
        this.#facts = null;
        this.#replace(before, open);
      }
    }
    this.#draw();
  }

  /** Takes the original of the mask that is shown now, where it is there; else the place is empty until it is. */
  #replace(before: OpenMask | null, open: OpenMask): void {
    const shown = this.#loaded;
    this.#loaded = null;
    if (before !== null && shown !== null) this.#ahead.put(before.generation, shown);
    else shown?.image?.dispose();
    const ahead = this.#ahead.take(open.generation);
    if (ahead === undefined) {
      this.#model.set({ originalNotices: [] });
      this.#isWanted = false;
      // Answers about the mask before are of no use any more, whether this one's is asked for or not.
      this.#asked++;
      return this.#want();
    }
    this.#isWanted = true;
    const asked = ++this.#asked;
    if (!('then' in ahead)) return this.#take(ahead);
    this.#model.set({ originalNotices: [] });
    void this.#wait(ahead, asked);
  }

  /** Loads the originals of the masks that are likely to be shown next, in modes that show them. */
  prepare(masks: readonly MaskOfOriginal[]): void {
    this.#near = masks;
    this.#ahead.keep(this.#mode === 'mask' ? [] : masks);
  }

  /** Asks for the original, once for each mask, as soon as a mode shows it. */
  #want(): void {
    const open = this.#open;
    if (this.#isWanted || open === null) return;
    if (this.#mode === 'mask') return;
    this.#isWanted = true;
    const asked = ++this.#asked;
    const loading = loadOriginal(this.#host, this.#wording, open, (facts) => {
      if (asked !== this.#asked) return;
      this.#facts = facts;
      this.#draw();
    });
    void this.#wait(loading, asked);
  }

  async #wait(loading: Promise<LoadedOriginal>, asked: number): Promise<void> {
    const loaded = await loading;
    if (asked === this.#asked) this.#take(loaded);
    else loaded.image?.dispose();
  }

  #take(loaded: LoadedOriginal): void {
    this.#loaded?.image?.dispose();
    this.#loaded = loaded;
    this.#facts = loaded.facts;
    this.#model.set({ originalNotices: loaded.notices });
    this.#draw();
  }

  #content(): OverlayContent | null {
    const original = this.#loaded?.image ?? null;
    const open = this.#open;
    const mode = this.#mode;
    if (original === null || open === null || mode === 'mask') return null;
    const { isolated } = this.#model.state;
    const state = { ...this.#state, mode };
    const value = this.#yellowId();
    return { mask: open.mask, original, state, isolated, left: this.#leftOut(open), largest: this.#largest(), value };
  }

  #largest(): number {
    const counts = this.#model.state.counts ?? [];
    let id = counts.length - 1;
    while (id > 0 && counts[id] === 0) id--;
    return Math.max(0, id);
  }

  /** The class that is selected or shown alone, else the first one in use that is no background. */
  #yellowId(): number {
    const { isolated, selected, counts } = this.#model.state;
    return (
      selected ??
      isolated ??
      Math.max(
        0,
        Array.from(counts ?? []).findIndex((count, id) => id > 0 && count > 0),
      )
    );
  }

  /** Ids of background and void, where they are not shown: background is what is called so, else id 0. */
  #leftOut(open: OpenMask): Uint8Array {
    const count = open.colours.colours.length / 4;
    const left = new Uint8Array(count);
    const { background, voids } = this.#state;
    if (background && voids) return left;
    const meanings = Array.from({ length: count }, (_, id) => open.meaning(id));
    const isNamed = ({ className }: (typeof meanings)[number]): boolean =>
      /^(?:_?background_?|bg|배경)$/i.test(className ?? '');
    const hasName = meanings.some(isNamed);
    meanings.forEach((meaning, id) => {
      const isBackground = hasName ? isNamed(meaning) : id === 0 && !meaning.isVoid;
      if ((meaning.isVoid && !isBackground && !voids) || (isBackground && !background)) left[id] = 1;
    });
    return left;
  }

  #draw(): void {
    const { canvas } = this.#parts;
    const { strings } = this.#wording;
    const content = this.#content();
    if (content !== null && !this.#layer.canvas.isConnected) {
      canvas.element.querySelector('canvas.mask-picture')?.after(this.#layer.canvas);
    }
    this.#layer.canvas.hidden = content === null;
    // A palette goes up with each: the mask alone is left as it is.
    if (content !== null || this.#isLaid) canvas.setLayer(content === null ? null : this.#layer);
    this.#isLaid = content !== null;
    this.#divider.element.hidden = content?.state.mode !== 'swipe';
    this.#divider.place(this.#state.swipe);
    const open = this.#open;
    const facts = this.#facts;
    this.#controls.show(this.#state, {
      isBlinking: this.#blink !== null,
      original: facts === null ? '' : fill(strings.originalIs, facts.name),
      originalTitle: facts?.found ?? '',
      yellow: open === null ? '' : this.#wording.words(open, this.#yellowId()).name || String(this.#yellowId()),
    });
    canvas.element.dataset['overlay'] = content === null ? 'none' : content.state.mode;
    this.#tellWhole();
  }

  /** A review waits until the original, or why there is none, is on the screen as well: from the frame after the next. */
  #tellWhole(): void {
    requestAnimationFrame(() => {
      setTimeout(() => {
        const isWhole = this.#mode === 'mask' || this.#loaded !== null;
        const generation = isWhole ? (this.#open?.generation ?? null) : null;
        if (generation === this.#told) return;
        this.#told = generation;
        this.#host.post({ type: 'whole', generation });
      });
    });
  }
}

/** A slider has keys of its own, and what it sets is not what is typed. The divider of the swipe is one of the picture. */
function isSlider(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === 'range';
}

import { isPhotograph, maskFromPng } from '../../src/core/mask/fromPng.ts';
import { histogramById } from '../../src/core/mask/histogram.ts';
import type { Mask } from '../../src/core/mask/mask.ts';
import type { Photograph } from '../../src/core/mask/photograph.ts';
import type { Diagnosis, EditState, MaskContext, MaskViewCommand, PairPlace } from '../../src/protocol/mask.ts';
import { element } from '../ui/element.ts';
import { decodeMask, maskOptions } from './decode.ts';
import { DecodedAhead } from './decodedAhead.ts';
import { EditedMask } from './editedMask.ts';
import type { HostMessage, MaskHost } from './maskHost.ts';
import { MaskEditorView, type ShownFile } from './maskEditorView.ts';
import { MaskModel } from './maskModel.ts';
import { pairBar, type PairBar } from './pairBar.ts';
import { diagnosisPage, examineFailedPage, examiningPage, photographPage } from './problemPages.ts';
import { recoveredPng } from './recoveredPng.ts';
import { isReviewing, ReviewSlot } from './reviewSlot.ts';
import { Wording } from './wording.ts';
import { revealFoundText } from '../ui/foundText.ts';
import { throttle, whenSlow } from '../ui/timing.ts';
import { keepTextUndo, takesLetters, watchTextFocus } from '../ui/textFocus.ts';

/** Most ids that are reported to the host. */
const MOST_REPORTED_IDS = 4096;
/** Milliseconds after the picture of a pair until its pixels are counted; a held key repeats sooner. */
const COUNT_AFTER_STEP = 60;
/** Milliseconds between writes of the state that outlives the page. */
const SAVE_INTERVAL = 150;

type EditsMessage = Extract<HostMessage, { type: 'edits' }>;

const UNEDITED: EditState = { revision: 0, edits: [], applied: 0 };

/** The whole page: the editor, or a page that says why there is none. */
export class MaskPage {
  readonly #host: MaskHost;
  readonly #wording: Wording;
  readonly #model: MaskModel;
  #editor: MaskEditorView | null = null;
  /** Number of the newest version that the host sent; what belongs to older ones is dropped. */
  #generation = -1;
  #context: MaskContext | null = null;
  #editing: EditState = UNEDITED;
  /** Edits of the version that is being decoded. */
  #waiting: EditsMessage[] = [];
  #edited: EditedMask | null = null;
  /** The file of {@link #edited} among pairs, to be kept when it is left; null where nothing is stepped through. */
  #shown: { readonly bytes: ArrayBuffer; readonly base: Mask } | null = null;
  /** Steps that this page made by itself; what the host sends without knowing of them is out of date. */
  #steps = 0;
  #toolkitLoaded = false;
  readonly #decodedAhead = new DecodedAhead();
  #content: HTMLElement | null = null;
  #place: PairPlace | null = null;
  #pairBar: PairBar | null = null;
  readonly #review: ReviewSlot;

  constructor(host: MaskHost) {
    this.#host = host;
    this.#wording = new Wording(host.bootstrap.strings, host.bootstrap.locale);
    this.#model = new MaskModel(host.saved);
    this.#review = new ReviewSlot(host);
    this.#keepState();
    this.#reportClassFilter();
    revealFoundText();
    const forgetTyping = keepTextUndo();
    this.#model.watch(['open'], () => forgetTyping());
    watchTextFocus(document.body, (focused) => host.post({ type: 'textFocus', focused }));
  }

  /** Makes the editor while the host reads the file; it is put on the page with its first picture. */
  prepare(): void {
    this.#editor ??= new MaskEditorView(this.#host, this.#model, this.#wording);
  }

  receive(message: HostMessage): void {
    switch (message.type) {
      case 'open':
        if (message.step >= this.#steps) this.#takeOpen(message);
        break;
      case 'ahead':
        for (const generation of this.#decodedAhead.decode(message.masks, this.#model.state.forced)) {
          this.#host.post({ type: 'missing', generation });
        }
        void this.#decodedAhead.masks().then((masks) => this.#editor?.prepareOriginals(masks));
        break;
      case 'edits':
        this.#takeEdits(message);
        break;
      case 'context':
        if (message.generation !== this.#generation) break;
        this.#context = message.context;
        this.#model.setContext(message.context);
        break;
      case 'review':
        this.#review.show(message.state);
        break;
      case 'zoom':
        if (this.#model.state.open !== null) {
          this.#editor?.zoomTo(message.scale);
        }
        break;
      case 'isolate':
        if (this.#model.state.open !== null) {
          this.#model.toggleIsolated(message.id);
        }
        break;
      case 'showPixel':
        this.#editor?.showPixel(message.x, message.y);
        break;
      case 'original':
        this.#editor?.originalChanged();
        break;
      case 'command':
        this.#run(message.command);
        break;
      case 'diagnosis':
        if (message.step < this.#steps) break;
        this.#leave();
        this.#generation = message.generation;
        this.#takePlace(message.place);
        this.#showDiagnosis(message.generation, message.diagnosis);
        break;
    }
  }

  #run(command: MaskViewCommand): void {
    if (this.#model.state.open !== null) {
      this.#editor?.run(command);
    }
  }

  #takeOpen({ generation, bytes: sent, context, editing, place }: Extract<HostMessage, { type: 'open' }>): void {
    const { open } = this.#model.state;
    if (this.#shown !== null && open?.generation === generation && open.revision === editing.revision) {
      // The page went there by itself, with what was known of it when it was sent ahead.
      this.#takePlace(place);
      if (JSON.stringify(context) !== JSON.stringify(this.#context)) {
        this.#context = context;
        this.#model.setContext(context);
      }
      // The host has begun with the pair anew, and waits to hear that it is on the screen.
      return this.#onceSeen(generation, () => this.#host.post({ type: 'painted', generation }));
    }
    const held = generation === this.#generation ? this.#shown?.bytes : this.#decodedAhead.bytesOf(generation);
    const bytes = sent ?? held;
    if (bytes === undefined) return this.#host.post({ type: 'missing', generation });
    this.#turnTo(generation, context, editing, place);
    void this.#open(generation, bytes);
  }

  /** From here on the page is about this version. */
  #turnTo(generation: number, context: MaskContext, editing: EditState, place: PairPlace | null): void {
    this.#leave();
    this.#generation = generation;
    this.#context = context;
    this.#editing = editing;
    this.#waiting = [];
    this.#takePlace(place);
  }

  /** Keeps the pair that was shown, as the way back is a likely one. */
  #leave(): void {
    const [shown, edited, place, context] = [this.#shown, this.#edited, this.#place, this.#context];
    this.#shown = null;
    if (shown === null || place === null || context === null || edited?.generation !== this.#generation) return;
    const editing = edited.revision === this.#editing.revision ? this.#editing : null;
    const file = { bytes: shown.bytes, context, editing, place };
    this.#decodedAhead.keep(edited.generation, file, shown.base, this.#model.state.forced);
  }

  /** Shows another pair: at once where its mask is there, else by way of the host. */
  #step(by: number): void {
    if (!this.#stepAlone(by)) this.#host.post({ type: 'step', by });
  }

  /** @returns whether the mask was there */
  #stepAlone(by: number): boolean {
    const here = this.#place;
    // Of a review the host says which pair is next: a tag must be of the pair that it knows to be on the screen.
    if (here === null || isReviewing()) return false;
    const next = this.#decodedAhead.at({ index: here.index + by, total: here.total }, this.#model.state.forced);
    if (next === null) return false;
    const { generation, context, editing, place, bytes, mask } = next;
    this.#host.post({ type: 'stepped', step: ++this.#steps, generation, place });
    this.#turnTo(generation, context, editing, place);
    this.#show(generation, mask, { bytes, intactRows: null, damage: null });
    return true;
  }

  /** N and P: before the window's key bindings, which would ask the host first. */
  #takeStepKeys(): void {
    window.addEventListener(
      'keydown',
      (event) => {
        const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
        const by = { n: 1, p: -1 }[key.toLowerCase()];
        if (by === undefined || ctrlKey || metaKey || altKey || shiftKey || takesLetters(target)) return;
        if (!this.#stepAlone(by)) return;
        event.preventDefault();
        event.stopPropagation();
      },
      { capture: true },
    );
  }

  async #open(generation: number, bytes: ArrayBuffer): Promise<void> {
    let result: Mask | Photograph;
    try {
      const options = maskOptions(this.#context, this.#model.state.forced);
      result = await (this.#decodedAhead.take(generation, options) ?? decodeMask(bytes, options));
    } catch {
      await this.#askWhy(generation);
      return;
    }
    if (generation !== this.#generation) {
      return;
    }
    if (isPhotograph(result)) {
      this.#showPhotograph(generation, bytes, result);
    } else {
      this.#show(generation, result, { bytes, intactRows: null, damage: null });
    }
  }

  /** A browser cannot say where a file is damaged; the host can, and may be able to read it after all. */
  async #askWhy(generation: number): Promise<void> {
    const stop = whenSlow(() => {
      if (generation === this.#generation) {
        this.#replaceContent(examiningPage(this.#wording), null);
      }
    });
    try {
      const diagnosis = await this.#host.ask('diagnose', { generation });
      if (generation !== this.#generation) {
        return;
      }
      if (diagnosis === null) {
        await this.#recover(generation, null);
      } else {
        this.#showDiagnosis(generation, diagnosis);
      }
    } catch (error) {
      if (generation === this.#generation) {
        const reason = error instanceof Error ? error.message : String(error);
        const retry = (): void => void this.#askWhy(generation);
        this.#replaceContent(
          examineFailedPage(reason, this.#wording, { retry, openWithPreview: this.#openWithPreview }),
          generation,
        );
      }
    } finally {
      stop();
    }
  }

  /**
   * Shows what the host can read.
   *
   * @param damage what is wrong with the file, in a sentence; null where nothing is
   */
  async #recover(generation: number, damage: string | null): Promise<void> {
    const image = await this.#host.ask('recover', { generation });
    if (generation !== this.#generation) {
      return;
    }
    const mask = maskFromPng(recoveredPng(image), { force: true });
    if (isPhotograph(mask)) {
      this.#showPhotograph(generation, null, mask);
      return;
    }
    const intactRows = image.intactRows < mask.height ? image.intactRows : null;
    this.#show(generation, mask, { bytes: null, intactRows, damage });
  }

  /** @param base the file's pixels, before all edits */
  #show(generation: number, base: Mask, file: ShownFile): void {
    const context = this.#context;
    if (context === null) {
      return;
    }
    const edited = new EditedMask(generation, base, this.#editing);
    for (const message of this.#waiting) {
      edited.take(message);
    }
    this.#waiting = [];
    this.#edited = edited;
    this.#shown = this.#place === null || file.bytes === null ? null : { bytes: file.bytes, base };
    this.#editor ??= new MaskEditorView(this.#host, this.#model, this.#wording);
    const editor = this.#editor;
    this.#put(editor.element);
    editor.show(this.#model.openMask(generation, edited.revision, edited.compose(), context), file);
    this.#onceSeen(generation, () => {
      this.#host.post({ type: 'painted', generation });
      // Whoever holds a key down sees mask after mask; panels and counts are of the one where the key is released.
      setTimeout(() => this.#afterPaint(generation, base), this.#place === null ? 0 : COUNT_AFTER_STEP);
    });
  }

  /** Waits for the frame after the one that shows a page: from there on nothing delays the first sight of it. */
  #onceSeen(generation: number, run: () => void): void {
    requestAnimationFrame(() => {
      setTimeout(() => {
        if (generation === this.#generation) {
          run();
        }
      });
    });
  }

  /** Edits may come while the file is still being decoded. */
  #takeEdits(message: EditsMessage): void {
    if (message.generation !== this.#generation) {
      return;
    }
    const edited = this.#edited;
    if (edited?.generation !== message.generation) {
      this.#waiting.push(message);
      return;
    }
    edited.take(message);
    this.#model.setEdited(edited.revision, edited.compose());
    this.#editor?.edited(message.added);
  }

  #afterPaint(generation: number, base: Mask): void {
    if (generation !== this.#generation) return;
    const { open } = this.#model.state;
    this.#editor?.complete();
    if (open !== null) {
      this.#model.setCounts(histogramById(open.mask.ids));
    }
    this.#reportIds(generation, base);
    this.#loadToolkit();
  }

  /** The ids of the file, by which the host recognises its kind. */
  #reportIds(generation: number, mask: Mask): void {
    if (mask.encoding === 'grey' && mask.bitDepth === 16) {
      const counts = histogramById(mask.ids);
      const ids: number[] = [];
      for (let id = 0; id < counts.length && ids.length < MOST_REPORTED_IDS; id++) {
        if ((counts[id] ?? 0) > 0) {
          ids.push(id);
        }
      }
      this.#host.post({ type: 'ids', generation, ids });
    }
  }

  /** @param bytes the file, to be decoded again when the user insists; null where that is no use */
  #showPhotograph(generation: number, bytes: ArrayBuffer | null, photograph: Photograph): void {
    const showAnyway =
      bytes === null || !photograph.canForce
        ? null
        : (): void => {
            this.#model.set({ forced: true });
            void this.#open(generation, bytes);
          };
    const openWithPreview = this.#openWithPreview;
    this.#replaceContent(photographPage(photograph, this.#wording, { showAnyway, openWithPreview }), generation);
  }

  #showDiagnosis(generation: number, diagnosis: Diagnosis): void {
    const recover = (): Promise<void> => this.#recover(generation, diagnosis.message);
    const openWithPreview = this.#openWithPreview;
    this.#replaceContent(diagnosisPage(diagnosis, this.#wording, { recover, openWithPreview }), generation);
  }

  readonly #openWithPreview = (): void => this.#host.post({ type: 'openWithPreview' });

  /**
   * Shows a page in place of the picture.
   *
   * @param explained the generation that has none; null while that is not known
   */
  #replaceContent(content: HTMLElement, explained: number | null): void {
    this.#model.closeMask();
    const focused = document.hasFocus();
    this.#put(content);
    if (focused) {
      content.querySelector('h1')?.focus({ preventScroll: true });
    }
    this.#loadToolkit();
    if (explained !== null) {
      this.#onceSeen(explained, () => this.#host.post({ type: 'explained', generation: explained }));
    }
  }

  /** Puts the picture, or a page in its place, below the bar. */
  #put(content: HTMLElement): void {
    if (content.isConnected) {
      return;
    }
    if (this.#content?.isConnected === true) {
      this.#content.replaceWith(content);
    } else {
      document.body.replaceChildren(...this.#bars, content);
    }
    this.#content = content;
  }

  get #bars(): HTMLElement[] {
    return this.#pairBar === null ? [] : [this.#pairBar.element, this.#review.element];
  }

  #takePlace(place: PairPlace | null): void {
    if (place === null) {
      return;
    }
    if (this.#pairBar === null) {
      this.#pairBar = pairBar(
        this.#wording,
        (by) => this.#step(by),
        () => this.#host.post({ type: 'openInEditor' }),
      );
      document.body.classList.add('paired');
      document.body.prepend(...this.#bars);
      this.#takeStepKeys();
    }
    this.#pairBar.show(place);
    if (place.index !== this.#place?.index || place.name !== this.#place.name) {
      this.#model.set({ dismissed: new Set(), notices: [] });
    }
    this.#place = place;
  }

  /** Registers the component library's elements; the page is usable before and without them. */
  #loadToolkit(): void {
    if (!this.#toolkitLoaded) {
      this.#toolkitLoaded = true;
      const { toolkitUri, nonce } = this.#host.bootstrap;
      document.head.append(element('script', { src: toolkitUri, nonce }));
    }
  }

  #reportClassFilter(): void {
    let reported = false;
    this.#model.watch(['open', 'panelOpen', 'pane'], () => {
      const offered = this.#model.offersClassFilter;
      if (offered !== reported) {
        reported = offered;
        this.#host.post({ type: 'classFilter', offered });
      }
    });
  }

  #keepState(): void {
    const save = throttle(SAVE_INTERVAL, () => this.#host.save(this.#model.save()));
    this.#model.watch(
      [
        'open',
        'view',
        'panelOpen',
        'panelWidth',
        'pane',
        'sort',
        'descending',
        'filter',
        'hideUnused',
        'logarithmic',
        'expandedRuns',
        'hidden',
        'isolated',
        'selected',
        'scrollTop',
        'editSections',
        'dismissed',
        'forced',
        'notices',
        'overlay',
      ],
      () => save(),
    );
    window.addEventListener('pagehide', () => save.flush());
  }
}

import { observeTheme } from '../mask/canvas/canvasElement.ts';
import { compareClassKeys, type ClassKey } from '../../src/core/dataset/classNaming.ts';
import { colourOfId } from '../../src/core/mask/colourOfId.ts';
import { findRegion } from '../../src/core/mask/regions.ts';
import { boundaryTolerance } from '../../src/core/compare/boundary.ts';
import { meanOf } from '../../src/core/compare/scores.ts';
import type {
  CompareBootstrap,
  CompareSide,
  FromMasksPage,
  ReadRules,
  ToMasksPage,
} from '../../src/protocol/compare.ts';
import { decodeMask, maskOptions } from '../mask/decode.ts';
import { iconButton, pushButton } from '../ui/controls.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import { fill } from '../ui/texts.ts';
import { compareMasks, differenceAppearance, sideColours, type ComparedMasks } from './comparedMasks.ts';
import { classesByKey, CompareWording } from './compareWording.ts';
import { LinkedCanvases, VIEWS, type PaneName, type PaneWords, type View } from './linkedCanvases.ts';
import { MaskSides, type Side } from './maskSides.ts';
import { matrixSection } from './matrixTable.ts';
import { scoreSection } from './scoreTables.ts';
import { TransitionList } from './transitionList.ts';

const SIDES: readonly CompareSide[] = ['truth', 'prediction'];

/** Pixels times classes up to which outlines are compared unasked. */
const QUICK_OUTLINES = 1 << 23;

/** Classes of a matrix that is made anew with each version of a mask; the transitions are all there. */
const MOST_CLASSES = 60;

/** The page of two masks. */
export class MasksPage {
  readonly element: HTMLElement;
  readonly #wording: CompareWording;
  readonly #post: (message: FromMasksPage) => void;
  readonly #canvases: LinkedCanvases;
  readonly #transitions: TransitionList;
  readonly #views = new Map<View, HTMLButtonElement>();
  readonly #notices = element('ul', { class: 'notices', role: 'status' });
  readonly #scores = element('div');
  readonly #matrix = element('div');
  readonly #readout = element('p', { class: 'readout', role: 'status', 'aria-live': 'polite' });
  readonly #sides: MaskSides;
  /** The view that was chosen, where the masks can be compared. */
  #wished: View = 'swipe';
  #compared: ComparedMasks | null = null;
  /** Of the folders that the masks are a pair of. */
  #rules: ReadRules | null = null;
  #selected: number | null = null;
  /** 1 where the masks differ, for going from one difference to the next; made when it is needed. */
  #anyDifference: Uint8Array | null = null;

  constructor(bootstrap: CompareBootstrap, host: { postMessage(message: FromMasksPage): void }) {
    this.#wording = new CompareWording(bootstrap);
    this.#post = (message) => host.postMessage(message);
    this.#sides = new MaskSides({
      decode: (bytes, context) => decodeMask(bytes, maskOptions(context, false)),
      photographText: (label) => fill(this.#wording.strings.photographNotice, label),
      onChange: () => this.#show(),
      onUndecoded: (side, generation) => this.#post({ type: 'diagnose', side, generation }),
    });
    observeTheme(() => {
      if (this.#compared !== null) this.#canvases.recolour(this.#appearance(this.#compared));
    });
    const { strings } = this.#wording;
    this.#canvases = new LinkedCanvases(
      this.#wording,
      (pane) => this.#words(pane),
      (pixel) => this.#tell(pixel),
    );
    this.#transitions = new TransitionList(this.#wording, (slot) => this.#select(slot));
    for (const view of VIEWS) {
      const label = view === 'toggle' ? strings.toggleLabel : strings[view];
      const button = iconButton(strings[view], {
        ...{ label, pressed: view === 'swipe', class: 'text-button' },
        onClick: () => (view === 'toggle' ? this.#toggle() : this.#setView(view)),
      });
      this.#views.set(view, button);
    }
    const step = (direction: 'previous' | 'next', label: string): HTMLElement =>
      iconButton(icon(direction), { label, onClick: () => this.#step(direction) });
    this.element = element(
      'main',
      { class: 'compare' },
      element(
        'div',
        { class: 'compare-bar' },
        element('div', { role: 'group', 'aria-label': strings.compareViews, class: 'views' }, ...this.#views.values()),
        step('previous', strings.previousDifference),
        step('next', strings.nextDifference),
        iconButton(icon('fit'), { label: strings.fitLabel, onClick: () => this.#canvases.fit() }),
        iconButton(icon('flip'), {
          label: strings.swapMasks,
          class: 'swap',
          onClick: () => this.#post({ type: 'swap' }),
        }),
        this.#readout,
      ),
      element(
        'div',
        { class: 'compare-body' },
        this.#canvases.element,
        element(
          'aside',
          { class: 'compare-data', 'aria-label': strings.scores },
          this.#notices,
          this.#scores,
          this.#transitions.element,
          this.#matrix,
        ),
      ),
    );
    this.#transitions.element.hidden = true;
    this.#showNotices([strings.waitingForMasks]);
    window.addEventListener('keydown', (event) => this.#onKey(event));
  }

  receive(message: ToMasksPage): void {
    if (message.type === 'start') this.#rules = message.rules;
    this.#sides.receive(message);
  }

  #show(): void {
    const { strings } = this.#wording;
    const [truth, prediction] = [this.#sides.get('truth'), this.#sides.get('prediction')];
    this.#compared = null;
    this.#anyDifference = null;
    this.#selected = null;
    for (const name of SIDES) {
      const side = this.#sides.get(name);
      if (side === undefined) continue;
      const caption = fill(name === 'truth' ? strings.truthOf : strings.predictionOf, side.label);
      this.#canvases.show(name, side.mask, { ...sideColours(side), hidden: null }, caption);
    }
    const isOfOneSize = truth?.mask.width === prediction?.mask.width && truth?.mask.height === prediction?.mask.height;
    const canCompare = truth !== undefined && prediction !== undefined && isOfOneSize;
    for (const [view, button] of this.#views) button.disabled = !canCompare && view !== 'sideBySide';
    this.#transitions.element.hidden = !canCompare;
    if (!canCompare) this.#matrix.replaceChildren();
    // While one is still read, nothing jumps to and fro.
    const { isWaiting } = this.#sides;
    if (!isWaiting) this.#canvases.setView(canCompare ? this.#wished : 'sideBySide');
    this.#markView();
    if (!canCompare) {
      this.#scores.replaceChildren();
      const sizes = [truth, prediction].flatMap((side) =>
        side === undefined ? [] : [side.mask.width, side.mask.height],
      );
      this.#showNotices([
        ...this.#sides.problems,
        ...(isWaiting ? [strings.waitingForMasks] : []),
        ...(sizes.length === 4
          ? [fill(strings.sizesDifferNotice, ...sizes.map((one) => this.#wording.number(one)))]
          : []),
      ]);
      return;
    }
    this.#compare(truth, prediction);
  }

  #compare(truth: Side, prediction: Side): void {
    const { strings } = this.#wording;
    const { mask } = truth;
    const compared = compareMasks(truth, prediction, { rules: this.#rules, isBoundary: false });
    this.#compared = compared;
    const { difference, picture, scores, otherColours, named } = compared;
    this.#canvases.show('difference', picture, this.#appearance(compared), strings.difference);
    const nameOf = (key: ClassKey): string => this.#nameOf(key);
    this.#transitions.setSlots(difference.slots, nameOf);
    const keys = named.classes.map(({ key }) => key).sort(compareClassKeys);
    this.#matrix.replaceChildren(
      matrixSection(named.cells, keys, nameOf, strings.confusionOfMasks, MOST_CLASSES, this.#wording),
    );
    const source = truth.context.classMap?.source ?? null;
    const entries = otherColours.map(({ id, truth: one, prediction: other }) =>
      fill(strings.paletteEntry, id, one, other),
    );
    this.#showNotices([
      ...(this.#rules?.notices ?? (source === null ? [] : [fill(strings.classMapOf, source)])),
      ...(scores === null ? [strings.objectsNotice] : []),
      ...(entries.length === 0 ? [] : [fill(strings.paletteNotice, listed(entries))]),
    ]);
    if (scores === null) return this.#scores.replaceChildren();
    if (mask.width * mask.height * named.classes.length <= QUICK_OUTLINES)
      return this.#compareOutlines(truth, prediction);
    this.#scores.replaceChildren(
      scoreSection(scores, null, (key) => this.#nameOf(key), this.#wording),
      pushButton({ label: strings.computeBoundary, onClick: () => this.#compareOutlines(truth, prediction) }),
    );
  }

  #compareOutlines(truth: Side, prediction: Side): void {
    const { named, scores } = compareMasks(truth, prediction, { rules: this.#rules, isBoundary: true });
    if (scores === null) return;
    const ofClass = new Map(named.boundaries.map(({ key, score }) => [key, score.f]));
    const { width, height } = truth.mask;
    const { strings } = this.#wording;
    this.#scores.replaceChildren(
      scoreSection(scores, { ofClass, mean: meanOf([...ofClass.values()]) }, (key) => this.#nameOf(key), this.#wording),
      element('p', { class: 'note' }, fill(strings.boundaryTolerance, boundaryTolerance(width, height))),
    );
  }

  #nameOf(key: ClassKey): string {
    return this.#wording.name(key, classesByKey(this.#compared?.named.classes ?? []));
  }

  #appearance(compared: ComparedMasks) {
    const { classList } = document.body;
    const isLight = classList.contains('vscode-light') || classList.contains('vscode-high-contrast-light');
    return differenceAppearance(compared, this.#selected, isLight ? 232 : 48);
  }

  #select(slot: number | null): void {
    if (this.#compared === null) return;
    this.#selected = slot;
    this.#canvases.recolour(this.#appearance(this.#compared));
    if (slot !== null) this.#setView('difference');
  }

  #setView(view: View): void {
    this.#wished = view;
    this.#canvases.setView(view);
    this.#markView();
  }

  #toggle(): void {
    this.#wished = 'toggle';
    this.#canvases.toggle();
    this.#markView();
  }

  #markView(): void {
    for (const [view, button] of this.#views)
      setAttribute(button, 'aria-pressed', String(view === this.#canvases.view));
  }

  /** Goes to the next difference, or to the next one of the transition that is chosen. */
  #step(direction: 'previous' | 'next'): void {
    const compared = this.#compared;
    if (compared === null) return;
    const { difference } = compared;
    const { width, height, slots } = difference;
    this.#anyDifference ??= Uint8Array.from(difference.ids, (slot) => Number(slots[slot]?.agreement === 'different'));
    const picture = this.#selected === null ? { width, height, ids: this.#anyDifference } : difference;
    const region = findRegion(picture, this.#selected ?? 1, this.#canvases.place.cursor, direction);
    const { strings } = this.#wording;
    if (region === null) return setText(this.#readout, strings.noDifference);
    this.#canvases.showBox(region, region);
    const numbers = [region.ordinal, region.count, region.size].map((value) => this.#wording.number(value));
    setText(this.#readout, fill(strings.regionFound, ...numbers, region.x, region.y));
  }

  #tell(pixel: { readonly x: number; readonly y: number } | null): void {
    if (pixel === null) return setText(this.#readout, '');
    const { strings } = this.#wording;
    const texts = SIDES.flatMap((name) => {
      const side = this.#sides.get(name);
      if (side === undefined || pixel.x >= side.mask.width || pixel.y >= side.mask.height) return [];
      return [wordsAt(side, pixel)];
    });
    const [one = '', other = one] = texts;
    const template = one === other ? strings.readoutSame : strings.readoutBoth;
    setText(this.#readout, fill(template, pixel.x, pixel.y, one, other));
  }

  #words(pane: PaneName): PaneWords {
    if (pane === 'difference') {
      const slot = (id: number) => this.#compared?.difference.slots[id];
      return {
        idText: (id) => {
          const one = slot(id);
          if (one === undefined) return '';
          return one.truth === one.prediction ? String(one.truth) : `${one.truth}→${one.prediction}`;
        },
        className: () => null,
      };
    }
    return {
      idText: (id) => this.#sides.get(pane)?.meaning(id).shownIds.join('/') ?? '',
      className: (id) => this.#sides.get(pane)?.meaning(id).className ?? null,
    };
  }

  #showNotices(texts: readonly string[]): void {
    this.#notices.replaceChildren(...texts.map((text) => element('li', {}, text)));
    this.#notices.hidden = texts.length === 0;
  }

  #onKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || this.#compared === null) return;
    switch (event.key) {
      case 't':
      case 'T':
        this.#toggle();
        break;
      case 'n':
      case 'N':
        this.#step('next');
        break;
      case 'p':
      case 'P':
        this.#step('previous');
        break;
      case 'Escape':
        if (!this.#transitions.clear()) return;
        break;
      default:
        return;
    }
    event.preventDefault();
  }
}

/** `3 cat`. */
function wordsAt({ mask, meaning }: Side, { x, y }: { readonly x: number; readonly y: number }): string {
  const id = mask.ids[y * mask.width + x] ?? 0;
  const { shownIds, className } = meaning(id);
  const number = shownIds.length > 0 ? shownIds.join('/') : (colourOfId(mask, id) ?? '');
  return className === null ? number : `${number} ${className}`;
}

/** Characters of a list in a sentence. */
const LONGEST_LIST = 200;

function listed(entries: readonly string[]): string {
  const shown: string[] = [];
  for (const entry of entries) {
    if (shown.length > 0 && shown.join(', ').length + entry.length > LONGEST_LIST) return [...shown, '…'].join(', ');
    shown.push(entry);
  }
  return shown.join(', ');
}

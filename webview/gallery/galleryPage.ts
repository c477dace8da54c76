import type {
  FromGalleryPage,
  GalleryAction,
  GalleryBootstrap,
  GalleryFilter,
  GalleryRequests,
  ToGalleryPage,
} from '../../src/protocol/datasetPages.ts';
import { GALLERY_ACTIONS } from '../../src/protocol/datasetPages.ts';
import type { AskingHost } from '../ui/askingHost.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import { throttle } from '../ui/timing.ts';
import { GalleryFilterBar } from './galleryFilterBar.ts';
import { MOST_SAVED, savedGallery } from './savedGallery.ts';
import { Selection } from './selection.ts';
import { TileGrid } from './tileGrid.ts';
import { TileStore } from './tileStore.ts';

export type GalleryHost = AskingHost<GalleryRequests, FromGalleryPage, ToGalleryPage, GalleryBootstrap>;

/** Longest side of pictures, in pixels. */
const SIDE = 192;
/** Between two saves of the state, in milliseconds. */
const SAVE_EVERY = 300;

/** The gallery: what is filtered by, the pictures, and what is done with the chosen ones. */
export class GalleryPage {
  readonly element: HTMLElement;
  readonly #host: GalleryHost;
  readonly #selection = new Selection();
  readonly #tiles: TileStore;
  readonly #grid: TileGrid;
  readonly #bar: GalleryFilterBar;
  readonly #buttons = new Map<GalleryAction, HTMLButtonElement>();
  readonly #count = element('span', { class: 'count', role: 'status' });
  readonly #note = element('p', { class: 'gallery-note', hidden: true });
  readonly #empty = element('p', { class: 'gallery-empty', hidden: true });
  readonly #save = throttle(SAVE_EVERY, () => this.#saveNow());
  #filter: GalleryFilter;
  #run = 0;
  #isRestored = false;

  constructor(host: GalleryHost) {
    this.#host = host;
    const { strings } = host.bootstrap;
    this.#filter = savedGallery(host.saved).filter;
    this.#tiles = new TileStore(
      (names) => host.ask('tiles', { names, side: SIDE }),
      (hasSharp) => {
        this.#note.hidden = hasSharp;
        this.#grid.draw();
      },
    );
    this.#grid = new TileGrid({
      ...{ strings, selection: this.#selection, tiles: this.#tiles, isVoid: (key) => this.#bar.isVoid(key) },
      onSelect: () => this.#selected(),
      onOpen: () => this.#act('open'),
      onScroll: () => this.#save(),
    });
    this.#bar = new GalleryFilterBar(strings, host.bootstrap.locale, this.#filter, (filter) => {
      this.#filter = filter;
      this.#save();
      this.#find();
    });
    setText(this.#note, strings.maskAlone);
    const actions = element(
      'div',
      { class: 'gallery-actions', role: 'toolbar', 'aria-label': strings.actions },
      this.#count,
    );
    for (const action of GALLERY_ACTIONS) {
      const button = element('button', { type: 'button', class: 'push', disabled: true }, strings[action]);
      button.addEventListener('click', () => this.#act(action));
      this.#buttons.set(action, button);
      actions.append(button);
    }
    this.element = element(
      'main',
      { class: 'gallery' },
      this.#bar.element,
      actions,
      this.#note,
      this.#empty,
      this.#grid.element,
    );
  }

  /** Asks what there is, and shows it; to be called again after each scan. */
  load(): void {
    this.#host.ask('facts', null).then(
      (facts) => {
        this.#tiles.clear();
        this.#bar.setFacts(facts);
        this.#filter = this.#bar.filter;
        this.#find();
      },
      (error: Error) => this.#showProblem(error.message),
    );
  }

  #find(): void {
    const run = ++this.#run;
    this.#host.ask('names', { filter: this.#filter }).then(
      (names) => {
        if (run === this.#run) this.#showNames(names);
      },
      (error: Error) => {
        if (run === this.#run) this.#showProblem(error.message);
      },
    );
  }

  #showNames(names: readonly string[]): void {
    const { strings } = this.#host.bootstrap;
    this.#selection.setNames(names);
    setText(this.#empty, strings.none);
    this.#empty.hidden = names.length > 0;
    this.#grid.draw();
    if (!this.#isRestored) {
      this.#isRestored = true;
      const { chosen, active, scrollTop } = savedGallery(this.#host.saved);
      this.#selection.restore(chosen, active);
      this.#grid.scrollTop = scrollTop;
      this.#grid.draw();
    }
    this.#selected();
  }

  #showProblem(message: string): void {
    setText(this.#empty, fill(this.#host.bootstrap.strings.problem, message));
    this.#empty.hidden = false;
  }

  #selected(): void {
    const { strings, locale } = this.#host.bootstrap;
    const number = new Intl.NumberFormat(locale);
    const all = this.#selection.names.length;
    const { count } = this.#selection;
    const total = all === 1 ? strings.countOne : fill(strings.count, number.format(all));
    setText(this.#count, count === 0 ? total : fill(strings.chosen, number.format(count), number.format(all)));
    for (const button of this.#buttons.values()) setAttribute(button, 'disabled', count === 0);
    this.#save();
  }

  #act(action: GalleryAction): void {
    this.#host.post({ type: 'act', action, names: this.#selection.chosen });
  }

  #saveNow(): void {
    if (!this.#isRestored) return;
    const { chosen, names, active } = this.#selection;
    this.#host.save({
      folder: this.#host.bootstrap.folder,
      filter: { ...this.#filter, among: null },
      chosen: chosen.length > MOST_SAVED ? [] : chosen,
      active: names[active] ?? null,
      scrollTop: this.#grid.scrollTop,
    });
  }
}

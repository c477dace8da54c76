import type { Connectivity } from '../../src/core/mask/components.ts';
import { histogramById } from '../../src/core/mask/histogram.ts';
import type { Mask } from '../../src/core/mask/mask.ts';
import { idColours, type IdColours } from '../../src/core/palette/idColours.ts';
import type { MaskContext } from '../../src/protocol/mask.ts';
import { Store } from '../ui/store.ts';
import type { Appearance, Readout, ViewState } from './canvas/types.ts';
import type { IdRow, SortKey } from './classRows.ts';
import type { EditSection, MadeChange, PickedRegion } from './edit/editing.ts';
import { classColours, idMeanings, type IdMeaning } from './idMeaning.ts';
import { maskRows } from './maskRows.ts';
import type { Notice } from './noticeBar.ts';
import { namedContext } from './paletteNames.ts';
import { hiddenFromRanges, rangesFromHidden, type Pane, type SavedNotice, type SavedState } from './savedState.ts';

/** The mask on the screen with what follows from it and its context. */
export interface OpenMask {
  readonly generation: number;
  /** Which state of the document's edits this is. */
  readonly revision: number;
  readonly mask: Mask;
  readonly context: MaskContext;
  readonly colours: IdColours;
  readonly meaning: (id: number) => IdMeaning;
}

/** All state of the page; panels watch the fields they show. */
export interface MaskModelState {
  readonly open: OpenMask | null;
  /** Pixels by id; null until they are counted, which happens after the first picture. */
  readonly counts: ArrayLike<number> | null;
  /** One row an id, ascending; null as long as `counts` is. */
  readonly rows: readonly IdRow[] | null;
  /** Pixel under the mouse or the keyboard cursor. */
  readonly readout: Readout | null;
  readonly view: ViewState | null;
  /** Screen pixels an image pixel. */
  readonly scale: number;
  readonly hidden: Uint8Array | null;
  readonly isolated: number | null;
  /** The region that is to be relabelled, outlined in the picture. */
  readonly region: PickedRegion | null;
  readonly regionConnectivity: Connectivity;
  /** Section of a change of a very large mask that is on its way. */
  readonly applying: EditSection | null;
  /** The last change, if this page made it and the mask is as it left it. */
  readonly made: MadeChange | null;
  /** Sections of the edit pane that are unfolded. */
  readonly editSections: ReadonlySet<string>;
  /** Id of the row that is selected in the class panel. */
  readonly selected: number | null;
  readonly panelOpen: boolean;
  readonly panelWidth: number | null;
  readonly pane: Pane;
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly filter: string;
  readonly hideUnused: boolean;
  readonly logarithmic: boolean;
  readonly expandedRuns: ReadonlySet<number>;
  readonly scrollTop: number;
  readonly dismissed: ReadonlySet<string>;
  readonly notices: readonly SavedNotice[];
  readonly forced: boolean;
  /** {@link SavedState.overlay}. */
  readonly overlay: unknown;
  /** What there is to say about the original. */
  readonly originalNotices: readonly Notice[];
}

/** The page's state with the changes that more than one part of the page makes. */
export class MaskModel extends Store<MaskModelState> {
  #saved: SavedState;
  readonly #counted = new WeakMap<Mask['ids'], ArrayLike<number>>();

  constructor(saved: SavedState) {
    super({
      open: null,
      counts: null,
      rows: null,
      readout: null,
      view: saved.view,
      scale: 1,
      hidden: null,
      region: null,
      regionConnectivity: 4,
      applying: null,
      made: null,
      editSections: new Set(saved.editSections),
      isolated: saved.isolated,
      selected: saved.selected,
      panelOpen: saved.panelOpen,
      panelWidth: saved.panelWidth,
      pane: saved.pane,
      sort: saved.sort,
      descending: saved.descending,
      filter: saved.filter,
      hideUnused: saved.hideUnused,
      logarithmic: saved.logarithmic,
      expandedRuns: new Set(saved.expandedRuns),
      scrollTop: saved.scrollTop,
      dismissed: new Set(saved.dismissed),
      notices: saved.notices,
      forced: saved.forced,
      overlay: saved.overlay,
      originalNotices: [],
    });
    this.#saved = saved;
  }

  /** Opens a decoded mask. Hidden ids, isolation and the place are kept: by the page, or from before it was hidden. */
  openMask(generation: number, revision: number, mask: Mask, context: MaskContext): OpenMask {
    const first = this.state.open === null;
    const open = openMask({ generation, revision, mask, context });
    const count = open.colours.colours.length / 4;
    const ranges = first ? this.#saved.hidden : rangesFromHidden(this.state.hidden);
    const sameSize = first ? this.#saved.size === sizeOf(mask) : sizeOf(this.state.open?.mask) === sizeOf(mask);
    this.set({
      open,
      counts: null,
      rows: null,
      readout: null,
      region: null,
      applying: null,
      made: null,
      hidden: hiddenFromRanges(ranges, count),
      isolated: this.state.isolated !== null && this.state.isolated < count ? this.state.isolated : null,
      selected: this.state.selected !== null && this.state.selected < count ? this.state.selected : null,
      view: sameSize ? this.state.view : first ? null : scaledView(this.state.view, this.state.open?.mask, mask),
      notices: sameSize ? this.state.notices : [],
    });
    return open;
  }

  /** Leaves the mask, whose file is gone or cannot be shown; what the user chose waits for its return. */
  closeMask(): void {
    this.#saved = this.save();
    this.set({ open: null, counts: null, rows: null, readout: null, region: null });
  }

  /** Takes a new class map or kind; the pixels stay. */
  setContext(context: MaskContext): void {
    const { open: before, counts } = this.state;
    if (before !== null) {
      const open = openMask({ ...before, context });
      this.set({ open, rows: counts === null ? null : maskRows(open, counts) });
    }
  }

  /** Takes the open mask after edits were made, undone or redone; place, visibility and selection stay. */
  setEdited(revision: number, mask: Mask): void {
    const { open: before, counts: countsBefore, hidden } = this.state;
    if (before === null) {
      return;
    }
    const open = openMask({ ...before, revision, mask });
    const counts = countsBefore === null ? null : this.#count(mask.ids);
    this.set({
      open,
      counts,
      rows: counts === null ? null : maskRows(open, counts),
      hidden: hiddenFromRanges(rangesFromHidden(hidden), open.colours.colours.length / 4),
      region: null,
      applying: null,
      made: null,
    });
  }

  /** Takes the pixels of each id of the open mask. */
  setCounts(counts: ArrayLike<number>): void {
    const { open } = this.state;
    if (open !== null) {
      this.#counted.set(open.mask.ids, counts);
      this.set({ counts, rows: maskRows(open, counts) });
    }
  }

  /** Undo and redo lead to ids that were counted before. */
  #count(ids: Mask['ids']): ArrayLike<number> {
    const counts = this.#counted.get(ids) ?? histogramById(ids);
    this.#counted.set(ids, counts);
    return counts;
  }

  toggleVisible(id: number): void {
    const { open, hidden, isolated } = this.state;
    if (open === null) {
      return;
    }
    // In isolation the eye of another row adds it to what is shown; of the only row, ends the isolation.
    if (isolated !== null) {
      const shown = new Uint8Array(open.colours.colours.length / 4).fill(1);
      shown[isolated] = 0;
      shown[id] = 0;
      this.set(id === isolated ? { isolated: null } : { isolated: null, hidden: shown });
      return;
    }
    const changed = new Uint8Array(open.colours.colours.length / 4);
    changed.set(hidden ?? []);
    changed[id] = changed[id] === 1 ? 0 : 1;
    this.set({ hidden: changed.includes(1) ? changed : null });
  }

  /** Shows one id alone; again: everything that was shown before. */
  toggleIsolated(id: number): void {
    this.set({ isolated: this.state.isolated === id ? null : id });
  }

  showAll(): void {
    this.set({ hidden: null, isolated: null });
  }

  isVisible(id: number): boolean {
    const { hidden, isolated } = this.state;
    return isolated === null ? hidden?.[id] !== 1 : isolated === id;
  }

  /** Whether Ctrl+F leads to the class filter; beside the report, it searches the report. */
  get offersClassFilter(): boolean {
    const { open, panelOpen, pane } = this.state;
    return open !== null && !(panelOpen && pane === 'report');
  }

  /** What the canvas draws with. */
  appearance(open: OpenMask): Appearance {
    const { colours, outsideFrom } = open.colours;
    const { hidden, isolated } = this.state;
    if (isolated === null) {
      return { colours, outsideFrom, hidden };
    }
    const others = new Uint8Array(colours.length / 4).fill(1);
    others[isolated] = 0;
    return { colours, outsideFrom, hidden: others };
  }

  /** The state as JSON for {@link SavedState}. */
  save(): SavedState {
    const { state } = this;
    return {
      view: state.view,
      size: state.open === null ? this.#saved.size : sizeOf(state.open.mask),
      panelOpen: state.panelOpen,
      panelWidth: state.panelWidth,
      pane: state.pane,
      sort: state.sort,
      descending: state.descending,
      filter: state.filter,
      hideUnused: state.hideUnused,
      logarithmic: state.logarithmic,
      expandedRuns: [...state.expandedRuns],
      hidden: state.open === null ? this.#saved.hidden : rangesFromHidden(state.hidden),
      isolated: state.isolated,
      editSections: [...state.editSections],
      selected: state.selected,
      scrollTop: state.scrollTop,
      dismissed: [...state.dismissed],
      notices: state.notices,
      forced: state.forced,
      overlay: state.overlay,
    };
  }
}

function openMask(facts: Pick<OpenMask, 'generation' | 'revision' | 'mask' | 'context'>): OpenMask {
  const { generation, revision, mask } = facts;
  const context = namedContext(facts.context, mask);
  const { kind } = context;
  const colours = idColours(mask, {
    kind: kind.kind,
    divisor: kind.divisor ?? null,
    classColours: classColours(context),
  });
  return { generation, revision, mask, context, colours, meaning: idMeanings(mask, context) };
}

/** The same zoom at the same part of a mask of another size. */
function scaledView(view: ViewState | null, from: Mask | undefined, to: Mask): ViewState | null {
  if (view === null || from === undefined) {
    return null;
  }
  const centreX = (view.centreX * to.width) / from.width;
  const centreY = (view.centreY * to.height) / from.height;
  return { centreX, centreY, scale: view.scale, cursor: null };
}

const sizeOf = (mask: Mask | undefined): string => (mask === undefined ? '' : `${mask.width} × ${mask.height}`);

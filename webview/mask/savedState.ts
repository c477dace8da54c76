import type { ViewState } from './canvas/types.ts';
import type { SortKey } from './classRows.ts';

const PANES = ['classes', 'edit', 'training', 'report'] as const;

export type Pane = (typeof PANES)[number];

/** A note without its action. */
export interface SavedNotice {
  readonly key: string;
  readonly severity: 'info' | 'warning';
  readonly text: string;
}

/** What outlives the page: kept by VS Code when the tab is hidden, the window reloaded or restarted. */
export interface SavedState {
  readonly view: ViewState | null;
  /** Size of the mask that `view` belongs to, `width × height`; a mask of another size is fitted anew. */
  readonly size: string;
  readonly panelOpen: boolean;
  /** CSS pixels; null until the user has chosen a width. */
  readonly panelWidth: number | null;
  readonly pane: Pane;
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly filter: string;
  readonly hideUnused: boolean;
  readonly logarithmic: boolean;
  /** First ids of runs that are expanded. */
  readonly expandedRuns: readonly number[];
  /** Hidden ids as ranges: first, last, first, last … */
  readonly hidden: readonly number[];
  readonly isolated: number | null;
  readonly selected: number | null;
  /** Sections of the edit pane that are unfolded. */
  readonly editSections: readonly string[];
  /** Scroll position of the class rows, CSS pixels. */
  readonly scrollTop: number;
  readonly dismissed: readonly string[];
  /** The notes as they were, so that the picture need not move when they are found again. */
  readonly notices: readonly SavedNotice[];
  /** How the mask and its original are looked at; null: as the last mask. Read where it is needed. */
  readonly overlay: unknown;
  /** The user asked to see a mask in what looks like a photograph. */
  readonly forced: boolean;
}

const DEFAULT_STATE: SavedState = {
  view: null,
  size: '',
  panelOpen: true,
  panelWidth: null,
  pane: 'classes',
  sort: 'id',
  descending: false,
  filter: '',
  hideUnused: false,
  logarithmic: false,
  expandedRuns: [],
  hidden: [],
  isolated: null,
  selected: null,
  editSections: ['entry', 'ids'],
  scrollTop: 0,
  dismissed: [],
  notices: [],
  overlay: null,
  forced: false,
};

/** Reads a state that another version may have written: fields of the wrong type take their defaults. */
export function readSavedState(raw: unknown): SavedState {
  if (!isRecord(raw)) {
    return DEFAULT_STATE;
  }
  const base = DEFAULT_STATE;
  const flag = (key: keyof SavedState, otherwise: boolean): boolean => {
    const value = raw[key];
    return typeof value === 'boolean' ? value : otherwise;
  };
  return {
    view: readView(raw['view']),
    size: typeof raw['size'] === 'string' ? raw['size'] : base.size,
    panelOpen: flag('panelOpen', base.panelOpen),
    panelWidth: readNumber(raw['panelWidth']),
    pane: readOneOf(raw['pane'], PANES) ?? base.pane,
    sort: readOneOf(raw['sort'], ['id', 'name', 'colour', 'pixels'] as const) ?? base.sort,
    descending: flag('descending', base.descending),
    filter: typeof raw['filter'] === 'string' ? raw['filter'] : base.filter,
    hideUnused: flag('hideUnused', base.hideUnused),
    logarithmic: flag('logarithmic', base.logarithmic),
    expandedRuns: readList(raw['expandedRuns'], readNumber),
    hidden: readList(raw['hidden'], readNumber),
    isolated: readNumber(raw['isolated']),
    selected: readNumber(raw['selected']),
    editSections: Array.isArray(raw['editSections']) ? readList(raw['editSections'], readText) : base.editSections,
    scrollTop: readNumber(raw['scrollTop']) ?? base.scrollTop,
    dismissed: readList(raw['dismissed'], readText),
    notices: readList(raw['notices'], readNotice),
    overlay: raw['overlay'] ?? null,
    forced: flag('forced', base.forced),
  };
}

/** One byte an id, 1 = hidden; null where none is. */
export function hiddenFromRanges(ranges: readonly number[], count: number): Uint8Array | null {
  const hidden = new Uint8Array(count);
  for (let index = 0; index + 1 < ranges.length; index += 2) {
    hidden.fill(1, ranges[index], (ranges[index + 1] ?? -1) + 1);
  }
  return hidden.includes(1) ? hidden : null;
}

/** The inverse of {@link hiddenFromRanges}. */
export function rangesFromHidden(hidden: Uint8Array | null): number[] {
  const ranges: number[] = [];
  for (let first = hidden?.indexOf(1) ?? -1; first >= 0 && hidden !== null;) {
    const end = hidden.indexOf(0, first);
    ranges.push(first, end < 0 ? hidden.length - 1 : end - 1);
    first = end < 0 ? -1 : hidden.indexOf(1, end);
  }
  return ranges;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const readNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

const readText = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function readOneOf<T extends string>(value: unknown, allowed: readonly T[]): T | null {
  return allowed.find((one) => one === value) ?? null;
}

function readList<T>(value: unknown, read: (item: unknown) => T | null): T[] {
  return Array.isArray(value) ? value.map(read).filter((item) => item !== null) : [];
}

function readNotice(value: unknown): SavedNotice | null {
  if (!isRecord(value) || typeof value['key'] !== 'string' || typeof value['text'] !== 'string') {
    return null;
  }
  return { key: value['key'], severity: value['severity'] === 'warning' ? 'warning' : 'info', text: value['text'] };
}

function readView(value: unknown): ViewState | null {
  if (!isRecord(value)) {
    return null;
  }
  const centreX = readNumber(value['centreX']);
  const centreY = readNumber(value['centreY']);
  if (centreX === null || centreY === null) {
    return null;
  }
  const cursor = isRecord(value['cursor']) ? value['cursor'] : {};
  const x = readNumber(cursor['x']);
  const y = readNumber(cursor['y']);
  return { centreX, centreY, scale: readNumber(value['scale']), cursor: x === null || y === null ? null : { x, y } };
}

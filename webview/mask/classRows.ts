import type { FileColour } from '../../src/core/palette/fileColour.ts';
import { drawnHex, type IdColours } from '../../src/core/palette/idColours.ts';
import type { IdMeaning } from './idMeaning.ts';

/** `outside`: in use, but the palette has no such entry. */
export type Usage = 'used' | 'unused' | 'outside';

/** One id of the mask, its palette or its class map. */
export interface IdRow {
  readonly type: 'id';
  readonly id: number;
  readonly meaning: IdMeaning;
  /** The file's colour, see {@link FileColour.hex}; empty for ids outside the palette, which have none. */
  readonly hex: string;
  /** Name of the file's colour. */
  readonly colourName: string;
  /** The colour in the picture, two digits a channel; empty for ids outside the palette, which are hatched. */
  readonly drawnHex: string;
  /** The picture shows another colour than the file's. */
  readonly isDrawnOtherwise: boolean;
  readonly pixels: number;
  /** Part of all pixels, 0 … 1. */
  readonly share: number;
  readonly usage: Usage;
  /** All ids, as shown, to which the file gives this colour, ascending, this one included; null where it is the only one. */
  readonly sharedBy: readonly number[] | null;
  /** True inside an expanded run. */
  readonly nested: boolean;
}

/** Neighbouring unused entries of one colour, folded into one row. */
export interface RunRow {
  readonly type: 'run';
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly hex: string;
  readonly expanded: boolean;
}

export type ClassRow = IdRow | RunRow;
export type SortKey = 'id' | 'name' | 'colour' | 'pixels';

/** Everything that decides which rows there are. */
export interface RowSource {
  /** Pixels by id; as long as the ids in use need. */
  readonly counts: ArrayLike<number>;
  /** All pixels of the mask. */
  readonly pixels: number;
  readonly colours: IdColours;
  /** Entries 0 … n−1 are listed though unused: the palette's length, or 0 where the file has no palette. */
  readonly listedEntries: number;
  /** Further ids that are listed though unused: those of the class map. */
  readonly listedIds: Iterable<number>;
  readonly meaning: (id: number) => IdMeaning;
  readonly fileColour: (id: number) => FileColour | null;
}

/** One row an id, ascending by id: ids in use, entries of the palette and classes of the class map. */
export function idRows(source: RowSource): IdRow[] {
  const { counts, colours, pixels } = source;
  const ids = new Set<number>();
  for (let id = 0; id < counts.length; id++) {
    if (id < source.listedEntries || (counts[id] ?? 0) > 0) {
      ids.add(id);
    }
  }
  for (let id = counts.length; id < source.listedEntries; id++) {
    ids.add(id);
  }
  const drawable = colours.colours.length / 4;
  for (const id of source.listedIds) {
    if (Number.isInteger(id) && id >= 0 && id < Math.max(drawable, counts.length)) {
      ids.add(id);
    }
  }
  const ascending = Uint32Array.from(ids).sort();

  const byColour = new Map<string, number[]>();
  const known = Array.from(ascending, (id) => {
    const colour = source.fileColour(id);
    const meaning = source.meaning(id);
    if (colour !== null) {
      const sharing = byColour.get(colour.hex);
      if (sharing === undefined) {
        byColour.set(colour.hex, [...meaning.shownIds]);
      } else {
        sharing.push(...meaning.shownIds);
      }
    }
    return { id, colour, meaning };
  });

  return known.map(({ id, colour, meaning }) => {
    const count = counts[id] ?? 0;
    const sharing = byColour.get(colour?.hex ?? '') ?? [];
    const drawn = drawnHex(colours, id);
    return {
      type: 'id',
      id,
      meaning,
      hex: colour?.hex ?? '',
      colourName: colour?.name ?? '',
      drawnHex: drawn,
      isDrawnOtherwise: colour !== null && drawn !== colour.screenHex,
      pixels: count,
      share: pixels === 0 ? 0 : count / pixels,
      usage: count === 0 ? 'unused' : id >= colours.outsideFrom ? 'outside' : 'used',
      sharedBy: sharing.length > meaning.shownIds.length ? sharing : null,
      nested: false,
    };
  });
}

/**
 * Does the row match the filter? Words are joined by "and"; each may be an id, a range of ids (`5-20`), part of the
 * class's (any of its) or the colour's name, or a hex colour (with `#` from its start, else any part of three digits or more).
 */
export function matchesFilter(row: IdRow, filter: string): boolean {
  const { className, aliases = [] } = row.meaning;
  const name = normalise([className ?? '', ...aliases].join('\n'));
  return normalise(filter)
    .split(/\s+/)
    .every((word) => word === '' || name.includes(word) || matchesWord(row, word));
}

const normalise = (text: string): string => text.normalize('NFC').toLowerCase();

function matchesWord(row: IdRow, word: string): boolean {
  const { shownIds } = row.meaning;
  const range = /^(\d+)(?:-|…|\.\.)(\d+)$/.exec(word);
  if (range !== null) {
    return shownIds.some((id) => id >= Number(range[1]) && id <= Number(range[2]));
  }
  const hex = row.hex.toLowerCase();
  if (word.startsWith('#')) {
    return hex.startsWith(word);
  }
  if (/^\d+$/.test(word)) {
    return shownIds.includes(Number(word)) || (word.length >= 6 && hex === `#${word}`);
  }
  return normalise(row.colourName).includes(word) || (/^[0-9a-f]{3,16}$/.test(word) && hex.includes(word));
}

/** Runs shorter than this stay as they are. */
const SHORTEST_RUN = 4;

/** Which rows to show, and how. */
export interface RowView {
  readonly filter: string;
  readonly sort: SortKey;
  readonly descending: boolean;
  readonly hideUnused: boolean;
  /** First ids of the runs that are expanded. */
  readonly expandedRuns: ReadonlySet<number>;
}

/** Filters, folds and sorts rows (ascending by id) for the panel. */
export function arrangeRows(rows: readonly IdRow[], view: RowView): ClassRow[] {
  const wanted = rows.filter(
    (row) => !(view.hideUnused && row.usage === 'unused') && (view.filter === '' || matchesFilter(row, view.filter)),
  );
  const groups = foldRuns(wanted);
  groups.sort((a, b) => compareGroups(a, b, view.sort, view.descending));
  return groups.flatMap((group): readonly ClassRow[] => {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined || group.length === 1) {
      return group;
    }
    const expanded = view.expandedRuns.has(first.id);
    const run: RunRow = { type: 'run', first: first.id, last: last.id, count: group.length, hex: first.hex, expanded };
    return expanded ? [run, ...group.map((row) => ({ ...row, nested: true }))] : [run];
  });
}

/** Groups of one row, and of the rows of a run. */
function foldRuns(rows: readonly IdRow[]): IdRow[][] {
  const groups: IdRow[][] = [];
  for (let start = 0; start < rows.length;) {
    let end = start + 1;
    while (end < rows.length && continuesRun(rows[end - 1], rows[end])) {
      end++;
    }
    if (end - start >= SHORTEST_RUN) {
      groups.push(rows.slice(start, end));
    } else {
      groups.push(...rows.slice(start, end).map((row) => [row]));
    }
    start = end;
  }
  return groups;
}

function continuesRun(before: IdRow | undefined, row: IdRow | undefined): boolean {
  return before !== undefined && row !== undefined && isFoldable(before) && isFoldable(row)
    ? row.id === before.id + 1 && row.hex === before.hex
    : false;
}

const isFoldable = (row: IdRow): boolean => row.usage === 'unused' && row.meaning.className === null;

const COLLATOR = new Intl.Collator(undefined, { numeric: true });

function compareGroups(a: readonly IdRow[], b: readonly IdRow[], sort: SortKey, descending: boolean): number {
  const [rowA] = a;
  const [rowB] = b;
  if (rowA === undefined || rowB === undefined) {
    return 0;
  }
  const direction = descending ? -1 : 1;
  if (sort === 'name') {
    // Rows without a name come last in both directions.
    const nameA = rowA.meaning.className;
    const nameB = rowB.meaning.className;
    if (nameA === null || nameB === null) {
      return Number(nameA === null) - Number(nameB === null) || rowA.id - rowB.id;
    }
    return direction * COLLATOR.compare(nameA, nameB) || rowA.id - rowB.id;
  }
  if (sort === 'id') {
    // Colours that stand for no id come last in both directions.
    const [idA, idB] = [rowA.meaning.shownIds[0], rowB.meaning.shownIds[0]];
    if (idA === undefined || idB === undefined) {
      return Number(idA === undefined) - Number(idB === undefined) || rowA.id - rowB.id;
    }
    return direction * (idA - idB || rowA.id - rowB.id);
  }
  const difference = sort === 'colour' ? compareText(rowA.hex, rowB.hex) : rowA.pixels - rowB.pixels;
  return direction * difference || rowA.id - rowB.id;
}

/** By code unit: hex colours sort by red, green, blue. */
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** `0, 5 … 255`: ascending numbers with runs of three or more shortened. */
export function formatIds(ids: readonly number[]): string {
  const parts: string[] = [];
  for (let start = 0; start < ids.length;) {
    let end = start;
    while (ids[end + 1] === (ids[end] ?? NaN) + 1) {
      end++;
    }
    if (end - start >= 2) {
      parts.push(`${ids[start]} … ${ids[end]}`);
      start = end + 1;
    } else {
      parts.push(String(ids[start]));
      start++;
    }
  }
  return parts.join(', ');
}

/** Length of a row's bar, 0 … 1, next to the largest count: by the count itself or by its logarithm. */
export function barLength(pixels: number, largest: number, logarithmic: boolean): number {
  if (pixels === 0 || largest === 0) {
    return 0;
  }
  return logarithmic ? Math.log(pixels + 1) / Math.log(largest + 1) : pixels / largest;
}

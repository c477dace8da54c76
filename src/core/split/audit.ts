import type { Pair, SplitList } from '../dataset/pairs.ts';
import { groupBy } from './groupBy.ts';

/** Frames of a sequence count as neighbours up to this distance where nobody says otherwise: a second of slow video. */
export const NEIGHBOUR_FRAMES = 10;

export interface AuditOptions {
  /** Frames; the largest distance in one sequence at which two frames are neighbours. Default {@link NEIGHBOUR_FRAMES}. */
  readonly within?: number;
  /** What may not be divided, by the pair's name; names without an entry are groups of their own. */
  readonly groups?: ReadonlyMap<string, string>;
  /**
   * Whether lists of other names than `train`, `val`, `test` and `trainval` are splits too, which share nothing. Without it
   * they are only read for absent names and duplicates: a folder holds lists of other things as well.
   */
  readonly isEveryListSplit?: boolean;
}

/** One list, counted. */
export interface ListFacts {
  readonly split: string;
  readonly path: string;
  /** Its entries: one for each line, and in lists of sequences one for each frame. */
  readonly entries: number;
  /** Distinct pairs among them. */
  readonly pairs: number;
}

/** A line that names no pair. */
export interface UnresolvedEntry {
  readonly path: string;
  /** 1 and up. */
  readonly line: number;
  readonly text: string;
  readonly problem: 'outside' | 'absent';
}

/** A pair that one list names several times. */
export interface DuplicateEntry {
  readonly path: string;
  readonly name: string;
  /** 1 and up, ascending; two or more. */
  readonly lines: readonly number[];
}

/** Pairs that two lists share and should not. */
export interface ListOverlap {
  readonly first: Pick<ListFacts, 'split' | 'path'>;
  readonly second: Pick<ListFacts, 'split' | 'path'>;
  /** In the order of the first list. */
  readonly names: readonly string[];
}

/** A list `trainval` that is not train and val together. */
export interface TrainvalMismatch {
  readonly path: string;
  /** In train or val, but not in it; in their order. */
  readonly missing: readonly string[];
  /** In it, but neither in train nor in val. */
  readonly extra: readonly string[];
}

/** A group whose pairs are in more than one split. */
export interface DividedGroup {
  readonly group: string;
  /** Folder of the lists. */
  readonly folder: string;
  /** By split, in the order of the lists; two or more. */
  readonly parts: readonly { readonly split: string; readonly names: readonly string[] }[];
}

/** A frame that is held out, and the nearest frame of its sequence that is trained on. */
export interface NeighbourFrame {
  readonly name: string;
  readonly nearest: string;
  /** Frames between the two, 0 … within. */
  readonly distance: number;
}

/** Frames of a held-out list beside frames of train. */
export interface NeighbourLeak {
  readonly train: Pick<ListFacts, 'split' | 'path'>;
  readonly heldOut: Pick<ListFacts, 'split' | 'path'>;
  readonly within: number;
  /** In the order of the held-out list. */
  readonly frames: readonly NeighbourFrame[];
  /** Their share of all pairs of the held-out list, 0 … 1. */
  readonly share: number;
}

/** What is wrong with split lists. Everything is in the order of the lists, then of their lines. */
export interface SplitAudit {
  readonly lists: readonly ListFacts[];
  readonly unresolved: readonly UnresolvedEntry[];
  readonly duplicates: readonly DuplicateEntry[];
  readonly overlaps: readonly ListOverlap[];
  readonly trainval: readonly TrainvalMismatch[];
  /** Names of pairs that no list names, in the order of the pairs; empty where there is no list. */
  readonly unlisted: readonly string[];
  readonly divided: readonly DividedGroup[];
  readonly neighbours: readonly NeighbourLeak[];
}

/**
 * Judges split lists that anybody made. Only lists of one folder are held against each other: lists of other folders split
 * for another task or fold.
 */
export function auditSplits(
  lists: readonly SplitList[],
  pairs: readonly Pair[],
  { within = NEIGHBOUR_FRAMES, groups = new Map(), isEveryListSplit = false }: AuditOptions = {},
): SplitAudit {
  const read = lists.map(readList);
  const listed = new Set(read.flatMap(({ names }) => [...names.keys()]));
  const byName = new Map(pairs.map((pair) => [pair.name, pair]));
  const folders = [...groupBy(read, ({ list }) => folderOf(list.path))];
  return {
    lists: read.map(({ list, names }) => ({ ...idOf(list), entries: list.entries.length, pairs: names.size })),
    unresolved: lists.flatMap(({ path, entries }) =>
      entries.flatMap(({ line, text, problem }) => (problem === null ? [] : [{ path, line, text, problem }])),
    ),
    duplicates: read.flatMap(({ list: { path }, names }) =>
      [...names].flatMap(([name, lines]) => (lines.length > 1 ? [{ path, name, lines }] : [])),
    ),
    overlaps: folders.flatMap(([, members]) => overlapsIn(members, isEveryListSplit)),
    trainval: folders.flatMap(([, members]) => trainvalMismatches(members)),
    unlisted: lists.length === 0 ? [] : pairs.flatMap(({ name }) => (listed.has(name) ? [] : [name])),
    divided: folders.flatMap(([folder, members]) => dividedIn(folder, splitsOf(members, isEveryListSplit), groups)),
    neighbours: folders.flatMap(([, members]) => neighboursIn(splitsOf(members, isEveryListSplit), byName, within)),
  };
}

/** A list with the lines of each pair that it names, in the order of their first lines. */
interface ReadList {
  readonly list: SplitList;
  readonly names: ReadonlyMap<string, readonly number[]>;
}

function readList(list: SplitList): ReadList {
  const names = new Map<string, number[]>();
  for (const { line, pair } of list.entries) {
    if (pair === null) continue;
    const lines = names.get(pair);
    if (lines === undefined) names.set(pair, [line]);
    else lines.push(line);
  }
  return { list, names };
}

/** Lists of these names share nothing with each other. */
export const EXCLUSIVE_SPLITS: ReadonlySet<string> = new Set(['train', 'val', 'test']);
const UNION = 'trainval';

/** The lists that share nothing with each other. */
function splitsOf(members: readonly ReadList[], isEveryListSplit: boolean): ReadList[] {
  return members.filter(({ list: { split } }) => EXCLUSIVE_SPLITS.has(split) || (isEveryListSplit && split !== UNION));
}

/** Whether two lists should share nothing. Two lists of one split are two spellings of it. */
function areApart({ split: a }: SplitList, { split: b }: SplitList): boolean {
  const isPart = (one: string): boolean => one === 'train' || one === 'val';
  return a !== b && !(a === UNION && isPart(b)) && !(b === UNION && isPart(a));
}

function overlapsIn(members: readonly ReadList[], isEveryListSplit: boolean): ListOverlap[] {
  const judged = members.filter(
    ({ list: { split } }) => isEveryListSplit || EXCLUSIVE_SPLITS.has(split) || split === UNION,
  );
  return judged.flatMap((first, at) =>
    judged.slice(at + 1).flatMap((second) => {
      if (!areApart(first.list, second.list)) return [];
      const names = [...first.names.keys()].filter((name) => second.names.has(name));
      return names.length === 0 ? [] : [{ first: idOf(first.list), second: idOf(second.list), names }];
    }),
  );
}

function trainvalMismatches(members: readonly ReadList[]): TrainvalMismatch[] {
  const of = (split: string): ReadList[] => members.filter(({ list }) => list.split === split);
  const [train, val] = [of('train'), of('val')];
  if (train.length === 0 || val.length === 0) return [];
  const union = new Set([...train, ...val].flatMap(({ names }) => [...names.keys()]));
  return of(UNION).flatMap(({ list: { path }, names }) => {
    const missing = [...union].filter((name) => !names.has(name));
    const extra = [...names.keys()].filter((name) => !union.has(name));
    return missing.length + extra.length === 0 ? [] : [{ path, missing, extra }];
  });
}

function dividedIn(
  folder: string,
  splits: readonly ReadList[],
  groups: ReadonlyMap<string, string>,
): readonly DividedGroup[] {
  const parts = new Map<string, Map<string, Set<string>>>();
  for (const { list, names } of splits) {
    for (const name of names.keys()) {
      const group = groups.get(name);
      if (group === undefined) continue;
      const ofGroup = parts.get(group) ?? new Map<string, Set<string>>();
      parts.set(group, ofGroup.set(list.split, (ofGroup.get(list.split) ?? new Set()).add(name)));
    }
  }
  return [...parts].flatMap(([group, ofGroup]) =>
    ofGroup.size < 2
      ? []
      : [{ group, folder, parts: [...ofGroup].map(([split, names]) => ({ split, names: [...names] })) }],
  );
}

/** A frame that is trained on. */
interface Frame {
  readonly frame: number;
  readonly name: string;
}

function neighboursIn(
  splits: readonly ReadList[],
  pairs: ReadonlyMap<string, Pair>,
  within: number,
): readonly NeighbourLeak[] {
  return splits.flatMap((train) => {
    if (train.list.split !== 'train') return [];
    const sequences = framesBySequence(train.names.keys(), pairs);
    return splits.flatMap((heldOut) => {
      if (heldOut.list.split === 'train') return [];
      const frames: NeighbourFrame[] = [];
      for (const name of heldOut.names.keys()) {
        const { sequence = null, frame = null } = pairs.get(name) ?? {};
        if (sequence === null || frame === null) continue;
        const nearest = nearestFrame(sequences.get(sequence) ?? [], frame);
        const distance = nearest === null ? Infinity : Math.abs(nearest.frame - frame);
        if (nearest !== null && distance <= within) frames.push({ name, nearest: nearest.name, distance });
      }
      const share = frames.length / heldOut.names.size;
      return frames.length === 0
        ? []
        : [{ train: idOf(train.list), heldOut: idOf(heldOut.list), within, frames, share }];
    });
  });
}

/** Ascending by frame. */
function framesBySequence(
  names: Iterable<string>,
  pairs: ReadonlyMap<string, Pair>,
): ReadonlyMap<string, readonly Frame[]> {
  const frames: (Frame & { readonly sequence: string })[] = [];
  for (const name of names) {
    const { sequence = null, frame = null } = pairs.get(name) ?? {};
    if (sequence !== null && frame !== null) frames.push({ name, sequence, frame });
  }
  const sequences = groupBy(frames, ({ sequence }) => sequence);
  for (const ofOne of sequences.values()) ofOne.sort((a, b) => a.frame - b.frame);
  return sequences;
}

/** Of two that are equally near, the earlier one. */
function nearestFrame(frames: readonly Frame[], frame: number): Frame | null {
  let [low, high] = [0, frames.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle]?.frame ?? 0) < frame) low = middle + 1;
    else high = middle;
  }
  const [before = null, after = null] = [frames[low - 1], frames[low]];
  if (before === null || after === null) return before ?? after;
  return frame - before.frame <= after.frame - frame ? before : after;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function idOf({ split, path }: SplitList): Pick<ListFacts, 'split' | 'path'> {
  return { split, path };
}

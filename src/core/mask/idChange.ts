import { tableFromPairs, type IdTableSize } from './remap.ts';

/** A change of ids that concerns all pixels of an id alike. */
export type IdChange =
  | { readonly kind: 'merge'; readonly from: number; readonly into: number }
  | { readonly kind: 'swap'; readonly one: number; readonly other: number }
  | { readonly kind: 'shift'; readonly by: number }
  | { readonly kind: 'remap'; readonly pairs: readonly IdPair[] };

export type IdPair = readonly [from: number, to: number];

/** What decides whether ids can be changed. */
export interface IdFacts {
  /** Pixels by id: 256 or 65,536 counts. */
  readonly counts: ArrayLike<number>;
  /** The largest id that the file's format holds. */
  readonly limit: number;
  /** Ids that training ignores; a shift leaves them alone. */
  readonly voidIds: ReadonlySet<number>;
}

/** Pixels of an id before and after a change. */
export interface CountChange {
  readonly id: number;
  readonly before: number;
  readonly after: number;
}

export type IdChangeProblem =
  /** This id is larger than the format holds, or below 0. */
  | { readonly code: 'outOfRange'; readonly id: number; readonly limit: number }
  /** Both ids are the same. */
  | { readonly code: 'sameId' }
  /** No pixel has this id. */
  | { readonly code: 'unusedId'; readonly id: number }
  /** The table says two things of this id. */
  | { readonly code: 'namedTwice'; readonly id: number }
  /** A shift moves these ids below 0 or above the limit. */
  | { readonly code: 'leavesRange'; readonly ids: readonly number[]; readonly limit: number }
  /** A shift moves these ids onto void ids, which stay. */
  | { readonly code: 'landsOnVoid'; readonly ids: readonly number[] }
  /** No pixel would change. */
  | { readonly code: 'nothing' };

/** Something to know before going on. */
export interface IdChangeWarning {
  /** Pixels that training ignored would be trained on, or the other way round. */
  readonly code: 'leavesVoid' | 'becomesVoid';
  readonly ids: readonly number[];
}

export type IdChangePlan =
  | {
      readonly ok: true;
      /** As long as {@link IdFacts.counts}. */
      readonly table: Uint16Array;
      readonly warnings: readonly IdChangeWarning[];
      /** Of the ids whose pixels change, ascending. */
      readonly changes: readonly CountChange[];
      /** Pixels that get another id. */
      readonly pixels: number;
    }
  | { readonly ok: false; readonly problem: IdChangeProblem };

/** Works out what a change of ids does to a mask, from its histogram alone. */
export function planIdChange(facts: IdFacts, change: IdChange): IdChangePlan {
  const problem = problemOf(facts, change);
  if (problem !== null) return { ok: false, problem };
  const { counts, voidIds } = facts;
  const table = Uint16Array.from(tableFromPairs(counts.length as IdTableSize, pairsOf(facts, change), 'keep'));
  const after = new Uint32Array(65_536);
  const leaves: number[] = [];
  const becomes: number[] = [];
  let pixels = 0;
  table.forEach((to, id) => {
    const count = counts[id] ?? 0;
    after[to] = (after[to] as number) + count;
    if (to === id || count === 0) return;
    pixels += count;
    if (voidIds.has(id) && !voidIds.has(to)) leaves.push(id);
    if (!voidIds.has(id) && voidIds.has(to)) becomes.push(id);
  });
  if (pixels === 0) return { ok: false, problem: { code: 'nothing' } };
  const targets = new Set(table.filter((to, id) => to !== id && (counts[id] ?? 0) > 0));
  const changes: CountChange[] = [];
  after.forEach((count, id) => {
    const before = counts[id] ?? 0;
    if (before !== count || targets.has(id)) changes.push({ id, before, after: count });
  });
  const warnings: IdChangeWarning[] = [];
  if (leaves.length > 0) warnings.push({ code: 'leavesVoid', ids: leaves });
  if (becomes.length > 0) warnings.push({ code: 'becomesVoid', ids: becomes });
  return { ok: true, table, warnings, changes, pixels };
}

/** What becomes of ids, those that no pixel has left out: an 8-bit mask may be given ids that need 16 bits. */
function pairsOf({ counts, voidIds }: IdFacts, change: IdChange): IdPair[] {
  const pairs = ((): readonly IdPair[] => {
    switch (change.kind) {
      case 'merge':
        return [[change.from, change.into]];
      case 'swap':
        return [
          [change.one, change.other],
          [change.other, change.one],
        ];
      case 'shift':
        return Array.from({ length: counts.length }, (_, id) => [id, voidIds.has(id) ? id : id + change.by]);
      case 'remap':
        return change.pairs;
    }
  })();
  return pairs.filter(([from]) => (counts[from] ?? 0) > 0);
}

function problemOf(facts: IdFacts, change: IdChange): IdChangeProblem | null {
  switch (change.kind) {
    case 'merge':
      return pairProblem(facts, change.from, change.into, [change.from]);
    case 'swap':
      return pairProblem(facts, change.one, change.other, [change.one, change.other]);
    case 'shift':
      return shiftProblem(facts, change.by);
    case 'remap':
      return remapProblem(facts, change.pairs);
  }
}

const isOutside = (id: number, limit: number): boolean => !Number.isInteger(id) || id < 0 || id > limit;

function pairProblem(
  { counts, limit }: IdFacts,
  one: number,
  other: number,
  used: readonly number[],
): IdChangeProblem | null {
  for (const id of [one, other]) if (isOutside(id, limit)) return { code: 'outOfRange', id, limit };
  if (one === other) return { code: 'sameId' };
  const unused = used.filter((id) => (counts[id] ?? 0) === 0);
  // Swapping with an id that has no pixels renames the other one.
  return unused.length === used.length ? { code: 'unusedId', id: unused[0] ?? one } : null;
}

function shiftProblem({ counts, limit, voidIds }: IdFacts, by: number): IdChangeProblem | null {
  const moved: number[] = [];
  for (let id = 0; id < counts.length; id++) if ((counts[id] ?? 0) > 0 && !voidIds.has(id)) moved.push(id);
  const leaving = moved.filter((id) => isOutside(id + by, limit));
  if (leaving.length > 0) return { code: 'leavesRange', ids: leaving, limit };
  const landing = moved.filter((id) => voidIds.has(id + by));
  return landing.length > 0 ? { code: 'landsOnVoid', ids: landing } : null;
}

function remapProblem({ limit }: IdFacts, pairs: readonly IdPair[]): IdChangeProblem | null {
  const targets = new Map<number, number>();
  for (const [from, to] of pairs) {
    for (const id of [from, to]) if (isOutside(id, limit)) return { code: 'outOfRange', id, limit };
    if ((targets.get(from) ?? to) !== to) return { code: 'namedTwice', id: from };
    targets.set(from, to);
  }
  return null;
}

/** Ids with what becomes of them, or the number (from 1) and text of the first line that is no pair. */
export type ParsedPairs =
  | { readonly ok: true; readonly pairs: readonly IdPair[] }
  | { readonly ok: false; readonly line: number; readonly text: string };

/**
 * Reads a table of ids as people write and paste them: `3 -> 5`, `3,5`, `3;5`, `3:5`, tabs or blanks between, one pair a
 * line. Empty lines, lines that begin with `#`, and a heading without digits in the first line are passed over.
 */
export function parseIdPairs(text: string): ParsedPairs {
  const pairs: IdPair[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    const isHeading = pairs.length === 0 && !/\d/.test(line);
    if (/^\s*(#|$)/.test(line) || isHeading) continue;
    const match = /^"?(\d{1,9})"?(?:\s*(?:->|→|=>|[,;:=])\s*|\s+)"?(\d{1,9})"?[,;]?$/.exec(line.trim());
    if (match === null) return { ok: false, line: index + 1, text: line.trim() };
    pairs.push([Number(match[1]), Number(match[2])]);
  }
  return { ok: true, pairs };
}

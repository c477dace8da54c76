import type { Steps } from '../steps.ts';
import { ClassNaming, type ClassKey } from './classNaming.ts';
import type { DatasetFacts } from './facts.ts';
import type { Pair } from './pairs.ts';
import type { IdRecord, MaskRecord } from './records.ts';
import { isCounted, splitsOf } from './statistics.ts';

/** What a mask has of one class. */
export interface ClassPart {
  readonly key: ClassKey;
  readonly pixels: number;
  readonly regions: number;
}

/** A pair as lists and the gallery show it. */
export interface PairRow {
  readonly pair: Pair;
  /** Pixels of the mask; 0 where there is none that can be read. */
  readonly width: number;
  readonly height: number;
  readonly state: 'counted' | 'notCounted' | 'broken' | 'missing';
  /** Classes of a counted mask, by the class map's naming. */
  readonly parts: readonly ClassPart[];
  /** Splits that list it. */
  readonly splits: readonly string[];
}

/** Which pairs, and in which order. */
export interface PairQuery {
  /** Classes that the mask must have, all of them. */
  readonly has: readonly ClassKey[];
  /** Classes that it must lack. */
  readonly lacks: readonly ClassKey[];
  /** A split that must list it; an empty string: none lists it; null: any. */
  readonly split: string | null;
  /** A folder of the dataset in which its mask lies, or in a folder in it; absent or empty: any. */
  readonly folder?: string;
  /** A part of its name, in any case; empty: any. */
  readonly text: string;
  /** Names of pairs; null: all. */
  readonly among: ReadonlySet<string> | null;
  /** `pixels`, `share` and `regions` are of the class `of`, or, where that is null, of all but void. */
  readonly sort: 'name' | 'pixels' | 'share' | 'regions' | 'classes' | 'size';
  readonly of: ClassKey | null;
  readonly isDescending: boolean;
}

/** All pairs by name. */
export const ALL_PAIRS: PairQuery = {
  has: [],
  lacks: [],
  split: null,
  text: '',
  among: null,
  sort: 'name',
  of: null,
  isDescending: false,
};

/** What a mask has of each class; empty where its ids are not counted. */
export function classPartsOf(naming: ClassNaming, mask: MaskRecord): ClassPart[] {
  if (!isCounted(mask)) return [];
  const parts = new Map<ClassKey, { pixels: number; regions: number }>();
  for (const id of mask.ids) add(parts, naming.classOf(mask, id).key, id);
  return [...parts].map(([key, part]) => ({ key, ...part }));
}

function add(parts: Map<ClassKey, { pixels: number; regions: number }>, key: ClassKey, id: IdRecord): void {
  const part = parts.get(key) ?? { pixels: 0, regions: 0 };
  part.pixels += id.pixels;
  part.regions += id.regions;
  parts.set(key, part);
}

/** The pairs of a dataset, to be filtered and sorted. Holds a few numbers a pair. */
export class PairTable {
  readonly rows: readonly PairRow[];
  readonly #void: ReadonlySet<ClassKey>;

  private constructor(rows: readonly PairRow[], voids: ReadonlySet<ClassKey>) {
    this.rows = rows;
    this.#void = voids;
  }

  /** The pairs of a dataset, pair by pair. */
  static *steps({ layout, records, lists, classMap }: DatasetFacts): Steps<PairTable> {
    const naming = new ClassNaming(classMap?.map ?? null);
    const voids = new Set<ClassKey>();
    const splits = new Map<string, string[]>();
    for (const { split, members } of splitsOf({ layout, lists })) {
      for (const name of members) splits.set(name, [...(splits.get(name) ?? []), split]);
    }
    const rowOf = (pair: Pair): PairRow => {
      const record = pair.mask === null ? undefined : records.get(pair.mask);
      const listed = splits.get(pair.name) ?? [];
      if (record?.type !== 'mask') {
        return {
          pair,
          width: 0,
          height: 0,
          state: record === undefined ? 'missing' : 'broken',
          parts: [],
          splits: listed,
        };
      }
      for (const id of record.ids) {
        const { key, isVoid } = naming.classOf(record, id);
        if (isVoid) voids.add(key);
      }
      const state = isCounted(record) ? 'counted' : 'notCounted';
      const { width, height } = record;
      return { pair, width, height, state, parts: classPartsOf(naming, record), splits: listed };
    };
    const rows: PairRow[] = [];
    for (const pair of layout.pairs) {
      rows.push(rowOf(pair));
      yield;
    }
    return new PairTable(rows, voids);
  }

  /** Places in {@link rows} of the pairs that a query asks for. Of equals the first by name comes first. */
  query(query: PairQuery): number[] {
    const text = query.text.trim().toLowerCase();
    const found: number[] = [];
    this.rows.forEach((row, at) => {
      if (matches(row, query, text)) found.push(at);
    });
    if (query.sort === 'name') return query.isDescending ? found.reverse() : found;
    const values = new Map(found.map((at) => [at, this.#valueOf(this.rows[at], query)]));
    const sign = query.isDescending ? -1 : 1;
    return found.sort((a, b) => sign * ((values.get(a) ?? 0) - (values.get(b) ?? 0)) || a - b);
  }

  #valueOf(row: PairRow | undefined, { sort, of }: PairQuery): number {
    if (row === undefined) return 0;
    if (sort === 'size') return row.width * row.height;
    const parts = row.parts.filter(({ key }) => (of === null ? !this.#void.has(key) : key === of));
    if (sort === 'classes') return parts.length;
    const sum = (field: 'pixels' | 'regions'): number => parts.reduce((total, part) => total + part[field], 0);
    if (sort === 'regions') return sum('regions');
    return sort === 'share' ? sum('pixels') / Math.max(1, row.width * row.height) : sum('pixels');
  }
}

function matches(row: PairRow, query: PairQuery, text: string): boolean {
  const { pair, parts, splits } = row;
  if (query.among !== null && !query.among.has(pair.name)) return false;
  if (query.split !== null && (query.split === '' ? splits.length > 0 : !splits.includes(query.split))) return false;
  if (!liesIn(pair.mask, query.folder ?? '')) return false;
  if (text !== '' && !pair.name.toLowerCase().includes(text)) return false;
  const has = (key: ClassKey): boolean => parts.some((part) => part.key === key);
  return query.has.every(has) && (query.lacks.length === 0 || (row.state === 'counted' && !query.lacks.some(has)));
}

/** Whether a file lies in a folder or in the folders in it; everything lies in the dataset, which has an empty path. */
export function liesIn(path: string | null, folder: string): boolean {
  return folder === '' || path?.startsWith(`${folder}/`) === true;
}

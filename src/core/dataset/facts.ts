import type { ClassMap } from '../formats/classMap.ts';
import type { DatasetLayout, SplitList } from './pairs.ts';
import type { FileRecord } from './records.ts';
import type { SplitListProblemCode } from './splitLists.ts';

/** Records by path. They are kept as text and decoded when they are asked for, so keep none for longer than needed. */
export interface Records {
  get(path: string): FileRecord | undefined;
  /** What kind of record there is, without decoding it. */
  typeOf(path: string): FileRecord['type'] | undefined;
}

/** A split list that cannot be read. */
export interface UnreadList {
  readonly path: string;
  readonly code: SplitListProblemCode;
  readonly details: Readonly<Record<string, number>>;
}

/** Everything that a scan knows of a dataset: what statistics, findings and splits are made from. */
export interface DatasetFacts {
  readonly layout: DatasetLayout;
  readonly records: Records;
  readonly lists: readonly SplitList[];
  /** Files that have the name of a split list and cannot be read as one. */
  readonly unreadLists: readonly UnreadList[];
  /** The class map that applies and its path (absolute) or the name of its preset; null where there is none. */
  readonly classMap: { readonly source: string; readonly map: ClassMap } | null;
}

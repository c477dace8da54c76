import type { ClassMap, ClassMapProblem } from '../formats/classMap.ts';
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

/** A class map that was found by itself and would apply, if it could be used. */
export interface UnusableMap {
  /** Absolute. */
  readonly source: string;
  readonly problem: ClassMapProblem;
}

/** What is wrong with the class maps of something. */
export interface ClassMapTroubles {
  /** Those that would come before the one that applies, if they could be used. */
  readonly unusableMaps: readonly UnusableMap[];
  /** Lines of the one that applies. */
  readonly classMapProblems: readonly ClassMapProblem[];
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
  readonly unusableMaps: readonly UnusableMap[];
  /** Folders in the dataset of which nothing is known: links, which are not followed, and those that may not be listed. */
  readonly folders: { readonly linked: readonly string[]; readonly forbidden: readonly string[] };
}

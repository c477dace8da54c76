import type { NamedClass } from '../../core/dataset/classNaming.ts';
import type { DatasetFinding, DatasetSeverity } from '../../core/dataset/findings/finding.ts';
import type { RuleSeverities } from '../../core/dataset/findings/findDatasetProblems.ts';
import type { DatasetRule } from '../../core/dataset/findings/rules.ts';
import type { ListAdditions } from '../../core/dataset/listAdditions.ts';
import type { LayoutCandidate, LayoutOptions } from '../../core/dataset/layout.ts';
import type { LayoutKind, SplitList } from '../../core/dataset/pairs.ts';
import type { ClassPart, PairQuery, PairRow } from '../../core/dataset/pairTable.ts';
import type { DatasetStatistics } from '../../core/dataset/statistics.ts';
import type { ReviewError } from '../../core/review/problems.ts';
import type { ExportRow } from '../../core/review/listCsv.ts';
import type { MatchedLabels } from '../../core/review/publishedForm.ts';
import type { ReviewedPair } from '../../core/review/reviewState.ts';
import type { Verdict } from '../../core/review/tag.ts';
import type { ChannelSums } from '../../core/report/channels.ts';
import type { BatchProgress } from '../batchTypes.ts';
import type { ScanRequest } from './datasetScan.ts';
import type { Thumbnail } from './thumbnails.ts';

/** Host → the process of one dataset. */
export type DatasetCall =
  /** Scans, and answers questions from what it found; sent again, it scans what changed, maybe with other options. */
  | { readonly type: 'scan'; readonly request: ScanRequest }
  /** Stops a scan after the files at hand. */
  | { readonly type: 'cancel' }
  | DatasetQuestion;

/** Why tags cannot be read. */
export type ReviewFailure = Pick<ReviewError, 'code' | 'details'>;

/** Which pairs are counted. */
export type DatasetScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'split'; readonly split: string }
  /** Pairs whose mask lies in a folder of the dataset, or in the folders in it. */
  | { readonly kind: 'folder'; readonly path: string };

/** A {@link PairQuery} that travels. */
export interface PairFilter extends Omit<PairQuery, 'among'> {
  readonly among: readonly string[] | null;
  /** A rule that the pairs have findings of; absent: any or none. */
  readonly found?: { readonly rule: DatasetRule; readonly severities: RuleSeverities };
}

/** Files that a pair lacks or that no pair has: pairs without a mask or an original, images of no pair, broken masks. */
export type FileGroup = 'withoutMask' | 'withoutOriginal' | 'unpaired' | 'broken';

/** How many findings a rule has. */
export interface RuleCount {
  readonly rule: DatasetRule;
  readonly severity: DatasetSeverity;
  readonly count: number;
  /** How many of them have a fix. */
  readonly fixable: number;
  /** Pairs that they are about. */
  readonly pairs: number;
}

/** A class of one mask. */
export interface MaskClass extends NamedClass, ClassPart {
  /** Of the file, ascending: one class may have several. */
  readonly ids: readonly number[];
}

/** More thumbnails at once would keep other questions waiting. */
export const MOST_THUMBNAILS = 24;

/** Questions about what the last scan found; `layouts` alone is about a folder as it is now. */
export interface DatasetQuestions {
  /** The layouts that fit a folder (absolute), the likeliest first, or what a pattern finds; and its class maps. */
  layouts: {
    params: { readonly folder: string; readonly pattern: LayoutOptions['pattern'] | null };
    result: {
      readonly candidates: readonly LayoutCandidate[];
      /** Absolute, the one that is taken by itself first. */
      readonly classMaps: readonly string[];
    };
  };
  statistics: { params: { readonly scope: DatasetScope }; result: DatasetStatistics };
  /** The classes of one mask, by its path in the dataset, and their ids in it; null where it is none that is counted. */
  mask: {
    params: { readonly path: string };
    result: { readonly pixels: number; readonly classes: readonly MaskClass[] } | null;
  };
  /** The original of a mask, both by path in the dataset; null where it is no mask of a pair or its pair has none. */
  original: { params: { readonly path: string }; result: string | null };
  pairs: {
    params: { readonly filter: PairFilter; readonly from: number; readonly count: number };
    result: { readonly total: number; readonly rows: readonly PairRow[] };
  };
  /** Rules with findings, in the order of their table. */
  check: { params: { readonly severities: RuleSeverities }; result: readonly RuleCount[] };
  /** Findings of a rule by path. */
  findings: {
    params: {
      readonly severities: RuleSeverities;
      readonly rule: DatasetRule;
      readonly from: number;
      readonly count: number;
    };
    result: { readonly total: number; readonly findings: readonly DatasetFinding[] };
  };
  /** Findings of a rule that have a fix; of one file where a path is given. */
  fixes: {
    params: { readonly severities: RuleSeverities; readonly rule: DatasetRule; readonly path: string | null };
    result: readonly DatasetFinding[];
  };
  /** Names of the pairs that a filter leaves, in its order. */
  names: { params: { readonly filter: PairFilter }; result: readonly string[] };
  /** Pairs with their tags, of some or of all, in the order of the names or of the dataset; names that are none are left out. */
  reviews: {
    params: {
      readonly names: readonly string[] | null;
      /** Only what this one says counts for how a pair stands; null: all. */
      readonly reviewer: string | null;
    };
    result: {
      readonly pairs: readonly ReviewedPair[];
      /** Of all reviewers, by name. */
      readonly reviewers: readonly string[];
      /** Files of tags that cannot be read. */
      readonly problems: readonly ReviewFailure[];
    };
  };
  /** How soon pairs are to be looked at by what is wrong with them; those without a finding are left out. */
  findingWeights: {
    params: { readonly severities: RuleSeverities };
    result: readonly (readonly [name: string, weight: number])[];
  };
  /** The pairs that published labels are about. */
  matchLabels: { params: { readonly labels: ReadonlyMap<string, Verdict> }; result: MatchedLabels };
  /** The rows of a Labelbox export that pairs were made from, for each of the names. The path is absolute. */
  exportRows: {
    params: { readonly path: string; readonly names: readonly string[] };
    result: readonly (readonly ExportRow[])[];
  };
  /** Labelbox exports that the masks were made from, as journals of conversions tell; absolute, the latest first. */
  convertedExports: { params: null; result: readonly string[] };
  /** What a list lacks of some pairs; its path in the dataset, or its name where it lies elsewhere, and its text. */
  listLines: {
    params: { readonly path: string; readonly text: string; readonly names: readonly string[] };
    result: ListAdditions;
  };
  /** Pictures of pairs, of up to {@link MOST_THUMBNAILS}; names that are no pairs are left out. */
  thumbnails: {
    params: {
      readonly names: readonly string[];
      /** Longest side in pixels. */
      readonly side: number;
    };
    result: { readonly hasSharp: boolean; readonly thumbnails: readonly Thumbnail[] };
  };
  /**
   * Sums over the pixels of some originals, from the from-th pair of a split on (null: of all). They add up, so that
   * whoever asks part by part knows how far it is, and can stop.
   */
  channels: {
    params: { readonly split: string | null; readonly from: number; readonly count: number };
    result: { readonly hasSharp: boolean; readonly total: number; readonly sums: ChannelSums };
  };
  /** Folders that hold a part of the masks, by path. */
  folders: {
    params: null;
    result: readonly { readonly path: string; readonly masks: number }[];
  };
  /** Files by path in the dataset. */
  files: {
    params: { readonly group: FileGroup; readonly from: number; readonly count: number };
    result: { readonly total: number; readonly paths: readonly string[] };
  };
}

export type DatasetQuestion = {
  [K in keyof DatasetQuestions]: {
    readonly type: 'ask';
    readonly id: number;
    readonly method: K;
    readonly params: DatasetQuestions[K]['params'];
  };
}[keyof DatasetQuestions];

/** A split list in a few numbers. */
export interface ListOverview extends Pick<SplitList, 'split' | 'path'> {
  readonly entries: number;
  /** Entries that name no pair. */
  readonly absent: number;
}

/** What a scan found, in a few numbers. */
export interface DatasetOverview {
  /** The folder, links resolved. */
  readonly root: string;
  readonly layout: LayoutKind;
  /** Where originals and masks lie: patterns such as `JPEGImages/{name}.jpg`; null where there are none. */
  readonly originals: string | null;
  readonly masks: string | null;
  readonly pairs: number;
  readonly withoutMask: number;
  readonly withoutOriginal: number;
  readonly unpaired: number;
  /** Path of the class map, or the name of its preset; null where there is none. */
  readonly classMap: string | null;
  readonly splits: readonly { readonly split: string; readonly pairs: number }[];
  readonly lists: readonly ListOverview[];
  /** Files that were looked at, those of them that were read now, and those that changed meanwhile. */
  readonly files: number;
  readonly scanned: number;
  readonly changed: number;
  readonly isCancelled: boolean;
}

/** Why something failed: `code` and `details` of a DatasetProblem, FileError or PatternError; null for other errors. */
export interface DatasetFailure {
  readonly message: string;
  readonly code: string | null;
  readonly details: Readonly<Record<string, string | number>>;
}

/** The process of one dataset → host. */
export type DatasetReply =
  | { readonly type: 'progress'; readonly progress: BatchProgress<'scan'> }
  | { readonly type: 'scanned'; readonly overview: DatasetOverview }
  | { readonly type: 'failed'; readonly failure: DatasetFailure }
  | { readonly type: 'answer'; readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly type: 'answer'; readonly id: number; readonly ok: false; readonly failure: DatasetFailure };

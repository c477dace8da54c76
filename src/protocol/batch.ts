import type { BatchStrings } from './batchStrings.ts';

/** How a file stores its pixels. */
export interface StorageFacts {
  readonly kind: 'palette' | 'grey' | 'grey+alpha' | 'RGB' | 'RGBA';
  readonly bitDepth: number;
  /** Palette entries; 0 without a palette. */
  readonly entries: number;
  readonly width: number;
  readonly height: number;
}

/** Pixels of an id. */
export type IdPixels = readonly [id: number, pixels: number];

/** What would be done to one file. */
export interface ChangeFacts {
  readonly from: StorageFacts;
  readonly to: StorageFacts;
  /** Histogram by id before, ascending; empty where the pixels are colours. */
  readonly before: readonly IdPixels[];
  /** Of palette files, the colour of each id of `before`, 0xRRGGBB; ids outside the palette end the list. */
  readonly colours: readonly number[];
  readonly after: readonly IdPixels[];
  readonly renumbered: readonly (readonly [from: number, to: number, pixels: number])[];
  /** Pixels that ids lose to a border, or the void to classes. */
  readonly losses: readonly IdPixels[];
  /** Pixels that a repair gave another class, and the most frequent of these changes; null without a repair. */
  readonly repaired: {
    readonly pixels: number;
    readonly changes: readonly { readonly from: string; readonly to: number; readonly pixels: number }[];
  } | null;
  /** Specks that became what surrounds them, and the most frequent of these changes; null where there are none. */
  readonly filled: {
    readonly regions: number;
    readonly pixels: number;
    readonly changes: readonly (readonly [from: number, to: number, pixels: number])[];
  } | null;
  /** The compressed pixels stay byte for byte. */
  readonly keepsData: boolean;
  /** The whole file stays byte for byte. */
  readonly isCopy: boolean;
}

/** A change of the options that mends what a finding names. */
export type BatchFix = 'byColour' | 'byIndex' | 'swapRedAndBlue' | 'asStored' | 'repairEdges' | 'raw16' | 'again';

/** A finding; its sentences are translated by the host. */
export interface FindingFacts {
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
  readonly advice: string;
  /** Null where no option mends it, or it is in effect already. */
  readonly fix: BatchFix | null;
}

/** A colour of a file that stands for no class, or for several. */
export interface UnknownColourFacts {
  /** `#RRGGBB`, `#RRGGBBAA` where it is not opaque, `id 7` outside the palette. */
  readonly colour: string;
  readonly pixels: number;
  readonly nearest: { readonly id: number; readonly name: string } | null;
  readonly becomes: number | null;
}

export type PreviewStatus = 'write' | 'unchanged' | 'refused';
/** `restored` and `removed`: taken back by an undo, in place and in a folder. */
export type FileStatus = PreviewStatus | 'written' | 'cancelled' | 'restored' | 'removed';

/** The preview of one file. */
export interface FileFacts {
  /** Place among the inputs. */
  readonly index: number;
  /** As the user would name it; no two files of a batch have the same. */
  readonly name: string;
  readonly status: PreviewStatus;
  /** Bytes before and after; 0 where unknown. */
  readonly size: number;
  readonly outputSize: number;
  readonly change: ChangeFacts | null;
  readonly unknown: readonly UnknownColourFacts[];
  /** Colours that `unknown` leaves out. */
  readonly moreUnknown: number;
  readonly findings: readonly FindingFacts[];
}

/** What became of a file. */
export interface ResultFacts {
  readonly name: string;
  readonly status: 'written' | 'unchanged' | 'refused' | 'cancelled';
  readonly findings: readonly FindingFacts[];
}

/** A class that a pixel can become. */
export interface BatchClass {
  readonly id: number;
  readonly name: string | null;
  /** `#RRGGBB` */
  readonly colour: string;
}

/** What becomes of a colour: an error, the void, the nearest class, or an id. */
export type ColourDecision = 'error' | 'void' | 'nearest' | number;

/** Decisions about unknown colours. */
export interface ColourDecisions {
  /** For every colour without one of its own. */
  readonly unknown: ColourDecision;
  readonly choices: readonly (readonly [colour: string, choice: Exclude<ColourDecision, 'error'>])[];
}

/** The options of a batch as they are told; texts are translated. */
export interface BatchSetup {
  readonly title: string;
  readonly options: readonly { readonly label: string; readonly value: string }[];
  /** Absent where colours decide nothing. */
  readonly decisions?: ColourDecisions;
  readonly isInPlace: boolean;
  /** The files keep their palettes, so that their own colours tell more than those of the classes. */
  readonly keepsPalettes: boolean;
}

/** What a preview amounts to. */
export interface PlanFacts {
  /** Of an interrupted batch that is resumed, `write` is what it has not reached. */
  readonly counts: { readonly write: number; readonly unchanged: number; readonly refused: number };
  /** Bytes of originals that the journal will save; 0 for a folder. */
  readonly journalBytes: number;
  /** Bytes that are needed where the results go, and that are free there; null: not known. */
  readonly space: { readonly needed: number; readonly free: number } | null;
  /** Translated sentences about what of the folders is no input. */
  readonly leftOut: readonly string[];
  /** Where the journal lies. */
  readonly journal: string;
  readonly differing: {
    /** The options give each colour one id. */
    readonly isMended: boolean;
    /** One translated sentence, and what to do. */
    readonly message: string;
    readonly advice: string;
    readonly fix: BatchFix | null;
    readonly colours: readonly { readonly colour: string; readonly ids: readonly number[] }[];
  } | null;
  /** Where some files are swapped and others do not tell: one translated sentence, and what to do. */
  readonly swapped: { readonly message: string; readonly advice: string; readonly fix: BatchFix | null } | null;
  /** The id of the background of a border, where no file has it. */
  readonly missingBackground: number | null;
  /** The batch resumes an interrupted one, whose files were previewed then. */
  readonly isResumed: boolean;
  /** Inputs that the interrupted batch does not know. */
  readonly newFiles: number;
}

export interface ProgressFacts {
  readonly phase: 'preview' | 'write';
  readonly done: number;
  readonly total: number;
  /** Files a second. */
  readonly rate: number;
  /** Seconds; null before there is a rate. */
  readonly timeLeft: number | null;
}

/** How a batch ended. */
export interface OutcomeFacts {
  readonly counts: {
    readonly written: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly cancelled: number;
  };
  readonly isCancelled: boolean;
  /** Path of the list of hashes; null while the batch is unfinished. */
  readonly manifest: string | null;
}

/** `run` numbers the previews of a page: what belongs to an older one is dropped. */
export type ToBatchPage =
  /** A preview begins; what was shown before is gone. */
  | { readonly type: 'start'; readonly run: number; readonly setup: BatchSetup }
  | {
      readonly type: 'classes';
      readonly run: number;
      readonly classes: readonly BatchClass[];
      readonly voidId: number | null;
      readonly notes: readonly string[];
    }
  | { readonly type: 'files'; readonly run: number; readonly files: readonly FileFacts[] }
  | { readonly type: 'progress'; readonly run: number; readonly progress: ProgressFacts }
  | { readonly type: 'plan'; readonly run: number; readonly plan: PlanFacts }
  | { readonly type: 'writing'; readonly run: number }
  | { readonly type: 'results'; readonly run: number; readonly results: readonly ResultFacts[] }
  | { readonly type: 'outcome'; readonly run: number; readonly outcome: OutcomeFacts }
  /** The preview was stopped; nothing was written. */
  | { readonly type: 'stopped'; readonly run: number }
  | { readonly type: 'failed'; readonly run: number; readonly message: string; readonly canUndo: boolean }
  /** The batch was taken back, but for the files that are `left` as they are, by name. */
  | { readonly type: 'undone'; readonly run: number; readonly message: string; readonly left: readonly string[] }
  /** Shows only files with findings. */
  | { readonly type: 'showFindings' };

export type FromBatchPage =
  | { readonly type: 'ready' }
  /** Writes what the preview of this run shows. */
  | { readonly type: 'write'; readonly run: number }
  | { readonly type: 'changeOptions' }
  /** Stops the preview or the writing; where nothing runs, closes the page. */
  | { readonly type: 'cancel' }
  | { readonly type: 'decide'; readonly decisions: ColourDecisions }
  | { readonly type: 'fix'; readonly fix: BatchFix }
  | { readonly type: 'previewAgain' }
  | { readonly type: 'undo' }
  | { readonly type: 'open'; readonly name: string };

/** Injected into the page as JSON in a `<script type="application/json" id="bootstrap">`. */
export interface BatchBootstrap {
  readonly strings: BatchStrings;
  /** BCP 47, for numbers. */
  readonly locale: string;
}

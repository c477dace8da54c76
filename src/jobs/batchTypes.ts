import type { BorderOptions } from './border.ts';
import type { ReencodeOptions } from './reencode.ts';
import type { SpecksOptions } from './specks.ts';

/** What a batch does to each file. Plain data: it travels to workers. */
export type BatchTask =
  | { readonly kind: 'reencode'; readonly options: ReencodeOptions }
  | { readonly kind: 'border'; readonly options: BorderOptions }
  | { readonly kind: 'specks'; readonly options: SpecksOptions };

/** Where the results go: over the files themselves, or into a folder (absolute) that keeps their relative paths. */
export type BatchTarget = { readonly kind: 'inPlace' } | { readonly kind: 'folder'; readonly folder: string };

export interface BatchRequest {
  readonly task: BatchTask;
  /** Files and folders, as the user gave them. */
  readonly inputs: readonly string[];
  /** What relative paths start from; absolute. */
  readonly workingFolder: string;
  readonly target: BatchTarget;
  /** The command as the user gave it, for the journal. */
  readonly command: string;
  /** In place, also files that the same request has written already and that are still as it left them. */
  readonly isRepeated: boolean;
  /** Files that somebody edits at the moment and has not saved; absolute. They are left alone. */
  readonly unsaved?: readonly string[];
  /** Files that the settings of an editor make read-only; absolute. They are left alone. */
  readonly readonlyFiles?: readonly string[];
}

/** Error: the file is left alone. Warning: it is written, but look. Information: worth knowing. */
export type FindingSeverity = 'error' | 'warning' | 'information';

/** Something about one file: what, and what to do. English, with the `{name}` placeholders of `BATCH_RULES` filled. */
export interface Finding {
  readonly rule: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  /** What to do; empty where there is nothing to do. */
  readonly advice: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** Options that mend it; absent where there are none, or where they are chosen already. */
  readonly fix?: SuggestedFix;
}

/** Options of a re-encoding that mend what a finding says, to be merged into those of the request. */
export interface SuggestedFix extends Partial<Pick<ReencodeOptions, 'by' | 'isSwapped' | 'isAsStored' | 'repair'>> {
  /** Colours of which only the user knows what they are, for `choices`: `#RRGGBB`, and ids that are likely. */
  readonly decide?: readonly { readonly colour: string; readonly candidates: readonly number[] }[];
}

/** Pixels of an id. */
export type IdCount = readonly [id: number, pixels: number];

/** A colour that stands for no class, and the class whose colour is nearest. */
export interface UnknownColour {
  /** `#RRGGBB`, `#RRGGBBAA` where it is not opaque, `id 7` outside the palette. */
  readonly colour: string;
  readonly pixels: number;
  readonly nearest: { readonly id: number; readonly name: string } | null;
  /** The id that it becomes; null where it is refused. */
  readonly becomes: number | null;
}

/** How a file stores its pixels. */
export interface Storage {
  readonly kind: 'palette' | 'grey' | 'grey+alpha' | 'RGB' | 'RGBA';
  readonly bitDepth: number;
  /** Palette entries; 0 without a palette. */
  readonly entries: number;
  readonly width: number;
  readonly height: number;
}

/** What a conversion does to one file. */
export interface FileChange {
  readonly from: Storage;
  readonly to: Storage;
  /** Histogram by id before, ascending; by row of colour for RGB files: empty then. */
  readonly before: readonly IdCount[];
  /** Of palette files, the colour of each id of `before`, 0xRRGGBB; ids outside the palette end the list. */
  readonly colours: readonly number[];
  readonly after: readonly IdCount[];
  /** Ids that become others, ascending; empty where every pixel keeps its id. */
  readonly renumbered: readonly (readonly [from: number, to: number, pixels: number])[];
  /** Pixels that ids lose to a border, or the void to classes; ascending by id. */
  readonly losses: readonly IdCount[];
  /** The compressed pixels are copied byte for byte. */
  readonly keepsData: boolean;
  /** The whole file stays byte for byte: there is nothing to change. */
  readonly isCopy: boolean;
  /** Pixels that a repair gave another class; absent where none was made. */
  readonly repaired?: RepairSummary;
  /** Specks that became what surrounds them; absent where none did. */
  readonly filled?: FilledSpecks;
}

/** What the filling of specks changes. */
export interface FilledSpecks {
  readonly regions: number;
  readonly pixels: number;
  /** The 64 changes of the most pixels. */
  readonly changes: readonly (readonly [from: number, to: number, pixels: number])[];
}

/** What a repair of edges changes. */
export interface RepairSummary {
  readonly pixels: number;
  /** Distinct colours, or ids, that these pixels had. */
  readonly values: number;
  /** The 64 changes of the most pixels: from `#RRGGBB` or `id 7` to an id of the result. */
  readonly changes: readonly { readonly from: string; readonly to: number; readonly pixels: number }[];
}

/** What a conversion makes of a file's bytes; `output` is null where the file is refused: an error says why. */
export interface Conversion {
  readonly output: Uint8Array | null;
  readonly change: FileChange | null;
  /** Colours that stand for no class, or for several; most pixels first. */
  readonly unknown: readonly UnknownColour[];
  readonly findings: readonly Finding[];
  /** The colours fit with red and blue exchanged too, so that other files of the batch decide; absent: no. */
  readonly isEitherWay?: boolean;
}

/** One input file. */
export interface BatchFile {
  readonly index: number;
  /** As the user would name it. */
  readonly name: string;
  /** Relative to the input folder it was found in, with `/`; a file given by itself has its base name. */
  readonly relative: string;
  /** Absolute, links resolved. */
  readonly source: string;
  /** Absolute. */
  readonly output: string;
  /** SHA-256 of what the same request has made of the file in an earlier batch; it is not done twice. */
  readonly doneHash?: string;
}

export type PlannedStatus = 'write' | 'unchanged' | 'refused';

/** The preview of one file. */
export interface PlannedFile extends BatchFile {
  readonly status: PlannedStatus;
  /** Bytes of the source. */
  readonly size: number;
  readonly sourceHash: string;
  /** SHA-256 of what will be written; empty where nothing will. */
  readonly outputHash: string;
  readonly outputSize: number;
  readonly change: FileChange | null;
  readonly unknown: readonly UnknownColour[];
  readonly findings: readonly Finding[];
  /** As in {@link Conversion}. */
  readonly isEitherWay?: boolean;
}

/** What became of a file. */
export interface FileResult {
  readonly index: number;
  readonly name: string;
  readonly status: 'written' | 'unchanged' | 'refused' | 'cancelled';
  readonly findings: readonly Finding[];
}

export interface BatchProgress<Phase extends string = 'preview' | 'write'> {
  readonly phase: Phase;
  readonly done: number;
  readonly total: number;
  /** Files a second. */
  readonly rate: number;
  /** Seconds; null before there is a rate. */
  readonly timeLeft: number | null;
}

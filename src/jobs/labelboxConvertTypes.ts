import type { AreaSource } from '../core/labelbox/areaObjects.ts';
import type { Choice } from '../core/labelbox/choice.ts';
import type { ConvertFinding, ConvertRule } from '../core/labelbox/convertRules.ts';
import type { Frame } from '../core/labelbox/imageFrame.ts';
import type { Layout } from '../core/labelbox/layouts.ts';
import type { Era, ImageSize, LabelState, YAxis } from '../core/labelbox/model.ts';
import type { PlanFinding } from '../core/labelbox/planRules.ts';
import type { ClassOverlap } from '../core/raster/classOverlaps.ts';
import type { OverlapPolicy } from '../core/raster/overlapPolicy.ts';
import type { RasterRule } from '../core/raster/rasterise.ts';
import { fillTemplate } from '../core/png/errors.ts';
import { problemOf } from './nestedProblem.ts';
import { FileError } from '../platform/readFile.ts';

/** Who gets pixels that several classes claim; `classOrder` by id unless {@link ConvertRequest.classOrder} says otherwise. */
export type OverlapChoice = OverlapPolicy['kind'];

/** What becomes of a class that the class map does not have: its rows are left out, it is left out, or it is added. */
export type UnknownClass = 'error' | 'skip' | 'add';

/** How originals come into the dataset. A link is a second name of the same file; where there can be none it is a copy. */
export type ImagesChoice = 'copy' | 'link' | 'none';

/** An export that is to become masks. Plain data: it travels to other processes. */
export interface ConvertRequest {
  /** Absolute. */
  readonly exportFile: string;
  /** Absolute; made where it does not exist. */
  readonly folder: string;
  readonly layout: Layout;
  /** What counts, the first that an object has. */
  readonly sources: readonly AreaSource[];
  readonly rule: RasterRule;
  readonly overlap: OverlapChoice;
  /** Names of classes that lie upon the others, the topmost last. */
  readonly classOrder: readonly string[];
  readonly labels: Choice;
  /** Name of the project whose labels count; null: of any, and rows of several are left out. */
  readonly project: string | null;
  /** Null: as it is detected. */
  readonly era: Era | null;
  /** Null: as the era has it. */
  readonly yAxis: YAxis | null;
  /** Null: rows whose image is turned by its EXIF orientation are left out. */
  readonly frame: Frame | null;
  /** Of images of which neither the export nor an original tells it. */
  readonly size: ImageSize | null;
  /** Absolute; null: the one in the folder, or beside the export, or a new one. */
  readonly classMap: string | null;
  readonly unknownClass: UnknownClass;
  /** Absolute; null: none are looked for. */
  readonly originals: string | null;
  readonly images: ImagesChoice;
  /** Absolute; null: none are looked for. */
  readonly masks: string | null;
  /** Values of a mask from here on are the object; 1 … 255. */
  readonly threshold: number;
  /** Names of classes that a row must have. */
  readonly requiredClasses: readonly string[];
  /** The command as the user gave it, for the journal. */
  readonly command: string;
}

/** Pixels of a class in a mask, or in all. */
export interface ClassPixels {
  readonly id: number;
  readonly name: string;
  readonly pixels: number;
  readonly objects: number;
  readonly rows: number;
}

/** Why a row gets no mask without being wrong: its state, or because another row of the same image counts. */
export type LeftOutReason = Exclude<LabelState, 'labelled' | 'background'> | 'otherLabel';

/** What becomes of a label of a row. */
export interface ConvertedRow {
  /** Of all that are visited, from 0. */
  readonly index: number;
  /** Of the row in the export, from 0. */
  readonly row: number;
  /** Of the row in the file, from 1. */
  readonly line: number;
  readonly name: string;
  readonly status: 'mask' | 'leftOut' | 'refused';
  /** Null unless it is left out. */
  readonly reason: LeftOutReason | null;
  readonly size: ImageSize | null;
  readonly classes: readonly ClassPixels[];
  readonly overlaps: readonly ClassOverlap[];
  readonly findings: readonly ConvertFinding[];
  /** Paths in the folder, `/` between the parts. */
  readonly files: readonly string[];
}

/** Where the ids come from. */
export interface ClassMapUse {
  /** Absolute. */
  readonly path: string;
  /** `written`: there was none. `extended`: classes were added to it. `copied`: from the one that was given. */
  readonly use: 'written' | 'extended' | 'copied' | 'found';
  /** Classes that it gets. */
  readonly added: readonly string[];
}

/** What a preview amounts to. */
export interface ConvertPlan {
  readonly era: Era;
  readonly yAxis: YAxis;
  /** Absolute: the folder, links resolved, where the journal lies. */
  readonly root: string;
  readonly classMap: ClassMapUse;
  readonly rows: {
    readonly all: number;
    readonly masks: number;
    readonly refused: number;
    readonly leftOut: Readonly<Partial<Record<LeftOutReason, number>>>;
  };
  /** Ascending by id; those without pixels too. */
  readonly classes: readonly ClassPixels[];
  /** Of the whole export, ascending by ids. */
  readonly overlaps: readonly ClassOverlap[];
  readonly findingCounts: Readonly<Partial<Record<ConvertRule, number>>>;
  /** About the conversion as a whole. */
  readonly findings: readonly PlanFinding[];
  readonly files: {
    readonly write: number;
    readonly replace: number;
    readonly unchanged: number;
    /** Bytes that will be written. */
    readonly bytes: number;
  };
  /** The journal of the interrupted run that this one finishes. */
  readonly resumes: string | null;
  readonly isCancelled: boolean;
}

export interface ConvertOutcome {
  readonly written: number;
  /** Path of the manifest; null where nothing was to be written, or the run is not finished. */
  readonly manifest: string | null;
  readonly isCancelled: boolean;
}

/** Why an export cannot become masks at all: English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const CONVERT_PROBLEMS = {
  exportUnreadable: 'The export {path} cannot be read: {problem}',
  notExport: 'The file {path} cannot become masks: {problem}',
  yAxisUnknown:
    'The export does not tell where y = 0 is: its labels are of {date}, when that changed. Look at a row, then say --y-axis up or --y-axis down.',
  drawOrderUnknown:
    'Exports of this kind ({era}) group objects by class, so that nobody knows which was drawn first or last. Choose another --overlap.',
  classMapUnusable: 'The class map {path} cannot be used: {problem}',
  backgroundIsClass: 'The class {name} has the id 0, which pixels of no object get. Give it another id in {path}.',
  voidUndecided: 'The class map has several void ids ({ids}) and none is 255; choose another --overlap than void.',
  voidIsClass: 'The class map has no void id, and 255 is the class {name}; choose another --overlap than void.',
  classNotInMap: 'The class map has no class {name}.',
  spaceShort: 'Writing to {root} takes {needed} bytes, and {free} are free. Nothing was written; free some space.',
  noSpace:
    'No space is left for {path}. What was written stays: free some space and run the same command again, or take it back with: maskscope undo {root}',
  folderOutside: 'The folder {path} leads out of {root}.',
  fileExists: 'Another file is at {path} already. Move it away, or give another folder.',
  planOutdated: 'After the preview {path} was changed by somebody else. Nothing was written; preview again.',
  changedMeanwhile: '{path} changed after the preview. What was written stays; run the command again.',
} as const;

export type ConvertProblemCode = keyof typeof CONVERT_PROBLEMS;

/** The export cannot become masks as asked; nothing, or nothing more, was written. */
export class ConvertProblem extends Error {
  override readonly name = 'ConvertProblem';
  readonly code: ConvertProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: ConvertProblemCode, details: Readonly<Record<string, string | number>> = {}) {
    super(fillTemplate(CONVERT_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}

/** A FileError about the export as a ConvertProblem that names it; other errors as they are. */
export function exportProblem(path: string, error: unknown): unknown {
  if (!(error instanceof FileError)) return error;
  return new ConvertProblem('exportUnreadable', { ...problemOf(error), path });
}

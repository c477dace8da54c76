import type { MaskEdit } from '../core/mask/edits.ts';
import type { PngProblemCode, PngProblemDetails } from '../core/png/errors.ts';
import type { Palette, PngHeader } from '../core/png/types.ts';
import type { PictureSize } from '../core/compose/sizeRelation.ts';
import type { ConvertedOriginal, SharpStatus } from '../platform/originals.ts';
import type { EditedMask } from './editedMask.ts';
import type { IdExport, IdExportOutcome } from './exportIds.ts';

/** What the job process runs on. */
export interface Environment {
  /** `process.versions.node` of the job process. */
  readonly node: string;
  /** `linux x64` … */
  readonly platform: string;
  readonly sharp: SharpStatus;
}

/** A PngError as plain data. */
export interface PngProblem {
  readonly code: PngProblemCode;
  readonly details: PngProblemDetails;
  readonly offset: number | undefined;
}

/** What is wrong with a file and how much of it can be read: a PngDiagnosis as plain data. */
export interface FileDiagnosis extends PngProblem {
  readonly chunk: string | null;
  readonly header: PngHeader | null;
  readonly intactRows: number;
  readonly verifiedRows: number;
}

/** The pixels before the damage; the rest are 0. */
export interface RecoveredFile {
  readonly header: PngHeader;
  readonly samples: Uint8Array | Uint16Array;
  readonly palette: Palette | null;
  readonly intactRows: number;
}

/** The report and, apart from it, what ImageMagick hides; or why there is none. */
export type IdentifyOutcome =
  { readonly report: string; readonly idSection: string } | { readonly problem: PngProblem };

/** The requests of the job process with their results. Everything in them is plain data. */
export interface JobRequests {
  environment: { params: null; result: Environment };
  /** What is wrong with the bytes of a file; null where they are a readable PNG. */
  diagnose: { params: { readonly bytes: ArrayBuffer }; result: FileDiagnosis | null };
  /** The pixels before the damage; null where there are none. */
  recover: { params: { readonly bytes: ArrayBuffer }; result: RecoveredFile | null };
  identify: { params: { readonly bytes: ArrayBuffer; readonly name: string }; result: IdentifyOutcome };
  /** By what a review knows the mask again: see `hashOfMask`. */
  hashMask: { params: { readonly bytes: ArrayBuffer }; result: string };
  /** The file of a mask after edits. */
  encodeEditedMask: {
    params: { readonly bytes: ArrayBuffer; readonly edits: readonly MaskEdit[] };
    result: EditedMask;
  };
  /** An original in a form that every browser decodes, for a mask of that size; null where sharp is missing. */
  convertOriginal: {
    params: { readonly bytes: ArrayBuffer; readonly mask: PictureSize };
    result: ConvertedOriginal | null;
  };
  /** Writes the ids of a mask with its edits to a file. */
  exportIds: { params: IdExport; result: IdExportOutcome };
}

export type JobMethod = keyof JobRequests;

/** Parent → child. */
export interface JobCall {
  readonly id: number;
  readonly method: JobMethod;
  readonly params: JobRequests[JobMethod]['params'];
}

/** Child → parent. */
export type JobReply =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string };

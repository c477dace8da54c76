import type { SharpStatus } from '../platform/originals.ts';

/** What the job process runs on. */
export interface Environment {
  /** `process.versions.node` of the job process. */
  readonly node: string;
  /** `linux x64` … */
  readonly platform: string;
  readonly sharp: SharpStatus;
}

/** The requests of the job process with their results. Everything in them is plain data. */
export interface JobRequests {
  environment: { params: null; result: Environment };
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

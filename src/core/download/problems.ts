import { fillTemplate } from '../png/errors.ts';

/**
 * Why a file was not downloaded: English sentences with `{name}` placeholders filled from {@link DownloadError.details},
 * keys of the l10n bundle. None of the details ever holds a query string or a key.
 */
export const DOWNLOAD_PROBLEMS = {
  urlInvalid: 'The address is not a URL; only http and https addresses without a password are downloaded.',
  urlScheme: 'Only http and https addresses are downloaded, not {scheme}',
  urlCredentials: 'The address holds a user name or password; only addresses without are downloaded.',
  nameUnsafe: 'The name {name} leads out of the output folder, or not every system can write it.',
  linkLeadsOut:
    '{link} is a link that leads out of the output folder. Put a folder in its place, or choose another one.',
  nameTaken: 'Another file of the list has the name {name}, or one that some systems take for the same.',
  otherSource: '{name} is there already, downloaded from another address. Move it away, or download to another folder.',
  linkExpired: 'The link expired on {date}. Export again, or put the file there from elsewhere.',
  keyNeeded: '{host} wants an API key, and there is none for it.',
  hostRefused: 'Requests to {host} were not allowed.',
  redirectLoop: 'The server redirected more than {limit} times.',
  redirectInvalid: 'The server redirected to an address that cannot be used.',
  redirectInsecure: 'The server redirected from https to http ({host}); it was not followed.',
  redirectPrivate:
    'The server redirected to {host}, an address of a private network; allow private addresses to follow it.',
  addressPrivate:
    '{host} is a public name, but the connection led into a private network; allow private addresses to use it.',
  httpStatus: 'The server answered {status}.',
  httpStatusReason: 'The server answered {status}: {reason}',
  notAnImage: 'The server sent {looksLike} instead of an image.',
  notAnImageReason: 'The server sent {looksLike} instead of an image: {reason}',
  tooLarge: 'The file is larger than {limit} bytes, the limit that is set.',
  network: 'The connection failed ({reason}). Check the network, and try again.',
  connectionCut: 'The server closed the connection before all had come. Try again; what has come is kept.',
  hostUnreachable:
    'No connection to {host} came about {failures} times in a row; its other files were not tried. Check the network.',
  notResolved: 'The host {host} is not known ({reason}). Check the network.',
  stalled: 'Nearly nothing arrived for {seconds} s.',
  empty: 'The server sent an empty file.',
  cutShort: 'The file ended after {found} of {expected} bytes.',
  rangeWrong: 'The server sent another part of the file than was asked for.',
  imageIncomplete: 'The image ends before its end.',
  writeFailed: 'The file cannot be written: {reason}.',
  noSpace: 'No space is left on the device.',
} as const;

export type DownloadProblemCode = keyof typeof DOWNLOAD_PROBLEMS;
export type DownloadProblemDetails = Readonly<Record<string, string | number>>;

/** A problem as plain data. */
export interface DownloadProblem {
  readonly code: DownloadProblemCode;
  readonly details: DownloadProblemDetails;
}

/** Problems that another attempt may not have; `httpStatus` is one of them for some statuses. */
const TRANSIENT: ReadonlySet<DownloadProblemCode> = new Set<DownloadProblemCode>([
  'network',
  'connectionCut',
  'notResolved',
  'stalled',
  'empty',
  'cutShort',
  'rangeWrong',
  'imageIncomplete',
]);

/** What the server says for good: kept, so that running again does not ask again. */
const PERMANENT: ReadonlySet<DownloadProblemCode> = new Set<DownloadProblemCode>([
  'redirectLoop',
  'redirectInvalid',
  'redirectInsecure',
  'httpStatus',
  'httpStatusReason',
  'notAnImage',
  'notAnImageReason',
  'tooLarge',
]);

/** Statuses besides 5xx after which the same request may succeed (RFC 9110, 15.5.9; RFC 8470, 5.2; RFC 6585, 4). */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);

export function isTransientStatus(status: number): boolean {
  return TRANSIENT_STATUSES.has(status) || (status >= 500 && status <= 599);
}

/** One file cannot be downloaded, or not by this attempt. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly code: DownloadProblemCode;
  readonly details: DownloadProblemDetails;
  /** What `Retry-After` asked for, in milliseconds; null where the server said nothing. */
  readonly retryAfter: number | null;

  constructor(code: DownloadProblemCode, details: DownloadProblemDetails = {}, retryAfter: number | null = null) {
    super(problemText({ code, details }));
    this.code = code;
    this.details = details;
    this.retryAfter = retryAfter;
  }

  /** Another attempt is worth it. */
  get isTransient(): boolean {
    const { status } = this.details;
    return TRANSIENT.has(this.code) || (typeof status === 'number' && isTransientStatus(status));
  }

  /** The server's word: the same request is not sent again unless somebody asks for it. */
  get isPermanent(): boolean {
    return PERMANENT.has(this.code) && !this.isTransient;
  }
}

/** The English sentence of a problem. */
export function problemText({ code, details }: DownloadProblem): string {
  return fillTemplate(DOWNLOAD_PROBLEMS[code], details);
}

/** Whether a text is one of the problem codes: state files come from anywhere. */
export function isProblemCode(code: unknown): code is DownloadProblemCode {
  return typeof code === 'string' && Object.hasOwn(DOWNLOAD_PROBLEMS, code);
}

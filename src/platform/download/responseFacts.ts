import type { PartFacts } from './downloadJournal.ts';

/** Milliseconds before its answer that a file must have been changed last for its date to name one state of it alone. */
const STRONG_AGE = 60_000;

/** What an answer's fields say about its body. */
export interface BodyFacts extends PartFacts {
  /** Bytes of the body as it is sent; null where that is unknown, or they are not the file's own (Content-Encoding). */
  readonly bodyLength: number | null;
  /** Where the body begins in the file; 0 but for a part (206). */
  readonly offset: number;
}

/**
 * @returns null where the answer is a part (206) that does not say which
 */
export function bodyFacts({ status, headers }: Response): BodyFacts | null {
  const encoding = headers.get('content-encoding') ?? 'identity';
  const isEncoded = encoding.trim() !== '' && encoding.trim().toLowerCase() !== 'identity';
  const bodyLength = isEncoded ? null : lengthOf(headers.get('content-length'));
  // An encoded body is decoded before we see it, so that its bytes are not those that a range counts.
  const etag = isEncoded ? null : strongTag(headers.get('etag'));
  const lastModified = isEncoded ? null : strongDate(headers);
  if (status !== 206) return { etag, lastModified, length: bodyLength, bodyLength, offset: 0 };
  const range = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15}|\*)$/i.exec(headers.get('content-range')?.trim() ?? '');
  if (range === null || isEncoded) return null;
  const [offset, last] = [Number(range[1]), Number(range[2])];
  const length = range[3] === '*' ? null : Number(range[3]);
  if (last < offset || (length !== null && last >= length)) return null;
  if (bodyLength !== null && bodyLength !== last - offset + 1) return null;
  return { etag, lastModified, length, bodyLength: last - offset + 1, offset };
}

/** More digits than a number holds exactly are above every limit all the same. */
function lengthOf(field: string | null): number | null {
  return field !== null && /^\d+$/.test(field) ? Number(field) : null;
}

/** Weak tags (`W/"…"`) name files that are alike, not equal bytes. */
function strongTag(field: string | null): string | null {
  return field !== null && /^"[\x21\x23-\x7e]{0,498}"$/.test(field) ? field : null;
}

function strongDate(headers: Headers): string | null {
  const field = headers.get('last-modified');
  const age = Date.parse(headers.get('date') ?? '') - Date.parse(field ?? '');
  return field !== null && field.length <= 100 && age >= STRONG_AGE ? field : null;
}

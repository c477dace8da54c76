/** What a reviewer says of a pair. */
export const VERDICTS = ['accepted', 'rejected'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What one reviewer says of one pair. */
export interface ReviewTag {
  /** Name of the pair in the dataset. */
  readonly name: string;
  readonly verdict: Verdict;
  /**
   * SHA-256 of width, height and decoded ids of the mask that was looked at (see `hashIds`), 64 hexadecimal digits. A new
   * palette leaves it, one changed pixel does not. Of a file that is no mask it is that of its bytes; null where the file
   * could not be read at all.
   */
  readonly hash: string | null;
  /** ISO 8601 in UTC, to the millisecond. */
  readonly time: string;
  /** One of the usual reasons; absent where none was given. */
  readonly reason?: string;
  /** Free text; absent where there is none. */
  readonly note?: string;
  /** Fields that this version does not know, as they were read. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** A tag that is given, or one that is taken back. */
export type TagChange = ReviewTag | { readonly name: string; readonly verdict: null; readonly time: string };

/**
 * A tag in place of another: reason, note and what this version does not know stay where the verdict does.
 *
 * @param before of the same reviewer and pair
 * @param texts reason and note that are given; an undefined one is taken away, an absent one stays
 */
export function tagAgain(
  before: ReviewTag | undefined,
  tag: Pick<ReviewTag, 'name' | 'verdict' | 'hash' | 'time'>,
  texts: { readonly reason?: string | undefined; readonly note?: string | undefined } = {},
): ReviewTag {
  const { reason, note, more } = before?.verdict === tag.verdict ? before : {};
  const said = { reason, note, ...texts };
  return {
    ...tag,
    ...(said.reason === undefined ? {} : { reason: said.reason }),
    ...(said.note === undefined ? {} : { note: said.note }),
    ...(more === undefined ? {} : { more }),
  };
}

/** Longest reason and note that are taken. */
export const MOST_REASON = 200;
export const MOST_NOTE = 4000;

/** A reason or note without blanks at its ends, cut between characters; undefined where nothing is left. */
export function trimmedText(text: string, most: number): string | undefined {
  const trimmed = text.trim();
  // A half of a surrogate pair at the end is no character.
  const cut = trimmed.length > most ? trimmed.slice(0, most).replace(/[\ud800-\udbff]$/, '') : trimmed;
  return cut === '' ? undefined : cut;
}

/** Whether a change holds against what is there: the later one does, and of two at one time the one that comes. */
export function holdsAgainst(change: { readonly time: string }, there: { readonly time: string } | undefined): boolean {
  return there === undefined || Date.parse(change.time) >= Date.parse(there.time);
}

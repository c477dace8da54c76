import type { Label, Row } from './model.ts';

/** Which of several labels of an image, or of several rows of one data row, counts. */
export const CHOICES = ['newest', 'bestReviewed', 'all'] as const;
export type Choice = (typeof CHOICES)[number];

/** What a choice looks at. */
export interface Candidate {
  /** Milliseconds since 1970; null where no date is known, which is older than any. */
  readonly date: number | null;
  /** Null where there is no review, which counts as 0: better than rejected, worse than approved. */
  readonly reviewScore: number | null;
}

/**
 * Those that count, in their order.
 *
 * - `newest`: the one of the latest date; of equal dates the last in the file.
 * - `bestReviewed`: the one of the highest review score; of equal scores the newest.
 */
export function choose<T>(candidates: readonly T[], choice: Choice, factsOf: (candidate: T) => Candidate): T[] {
  if (choice === 'all' || candidates.length < 2) return [...candidates];
  const keys = candidates.map((one, place) => {
    const { date, reviewScore } = factsOf(one);
    return { one, key: [choice === 'bestReviewed' ? (reviewScore ?? 0) : 0, date ?? -Infinity, place] };
  });
  const best = keys.reduce((best, other) => (compare(other.key, best.key) > 0 ? other : best));
  return [best.one];
}

/** The labels of a row that count. */
export function chooseLabels(row: Row, choice: Choice): Label[] {
  return choose(row.labels, choice, (label) => ({
    date: label.updatedAt ?? label.createdAt,
    reviewScore: label.reviewScore,
  }));
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, number] of a.entries()) {
    const other = b[i] ?? 0;
    if (number !== other) return number < other ? -1 : 1;
  }
  return 0;
}

import type { Label, LabelState, Row } from './model.ts';

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

/** The labels of a row that count, and how many of its project do not. */
export interface ChosenLabels {
  readonly labels: readonly Label[];
  readonly unused: number;
}

/**
 * The labels of a row that count. A label that was skipped never counts before one that was not, however new it is: who
 * skips an image says nothing about it.
 *
 * @param project only labels of this project; null: of any
 */
export function chooseLabels(row: Row, choice: Choice, project: string | null): ChosenLabels {
  const own = ofProject(row, project);
  const stating = own.filter(({ state }) => !isSkipped(state));
  const candidates = choice === 'all' || stating.length === 0 ? own : stating;
  const labels = choose(candidates, choice, (label) => ({
    date: label.updatedAt ?? label.createdAt,
    reviewScore: label.reviewScore,
  }));
  return { labels, unused: own.length - labels.length };
}

/** Projects whose labels say something about a row, each once; labels that name none, and those skipped, do not count. */
export function labellingProjects(row: Row, project: string | null): string[] {
  const labels = ofProject(row, project).filter(({ state }) => !isSkipped(state));
  return [...new Set(labels.flatMap(({ projectName }) => projectName ?? []))];
}

/** States of what was skipped. */
export function isSkipped(state: LabelState): boolean {
  return state === 'skipText' || state === 'skipFlag';
}

function ofProject({ labels }: Row, project: string | null): readonly Label[] {
  return project === null ? labels : labels.filter(({ projectName }) => projectName === project);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [i, number] of a.entries()) {
    const other = b[i] ?? 0;
    if (number !== other) return number < other ? -1 : 1;
  }
  return 0;
}

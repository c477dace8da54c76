import type { DatasetFacts } from '../dataset/facts.ts';
import type { FileRecord } from '../dataset/records.ts';
import type { ReviewFile } from './reviewFile.ts';
import type { ReviewTag } from './tag.ts';

/** A pair as it is reviewed. */
export interface ReviewSubject {
  /** Name of the pair. */
  readonly name: string;
  /** Paths in the dataset; null where there is none. */
  readonly mask: string | null;
  readonly original: string | null;
  /** Hash of what the mask's pixels are now, or of its bytes where they are no mask; null where the file gives nothing. */
  readonly hash: string | null;
}

/**
 * How a pair stands. `disagreed`: some reviewers accept and some reject it; nobody is overruled, not even by number or
 * time. `stale`: every tag is of other pixels than the mask has now. `unreviewed`: there is no tag.
 */
export const PAIR_STATES = ['accepted', 'rejected', 'disagreed', 'stale', 'unreviewed'] as const;
export type PairState = (typeof PAIR_STATES)[number];

/** A tag and who gave it. */
export interface TagOf {
  readonly reviewer: string;
  readonly tag: ReviewTag;
  /** The mask has other pixels now. */
  readonly isStale: boolean;
}

/** All pairs that have a mask, by name, with the hashes that the scan has found. */
export function reviewSubjects({ layout, records }: Pick<DatasetFacts, 'layout' | 'records'>): ReviewSubject[] {
  return layout.pairs.flatMap(({ name, mask, original, others }): ReviewSubject[] => {
    const shown = mask ?? others[0]?.path ?? null;
    if (shown === null) return [];
    const record = records.get(shown);
    return [{ name, mask: shown, original, hash: hashOf(record) }];
  });
}

function hashOf(record: FileRecord | undefined): string | null {
  return record === undefined || record.type === 'image' ? null : (record.hash ?? null);
}

/** The tags of a pair by all reviewers. */
export function tagsOf({ name, hash }: Pick<ReviewSubject, 'name' | 'hash'>, files: readonly ReviewFile[]): TagOf[] {
  return files.flatMap(({ reviewer, tags }): TagOf[] => {
    const tag = tags.get(name);
    return tag === undefined ? [] : [{ reviewer, tag, isStale: tag.hash !== hash }];
  });
}

/** How a pair stands by its tags. */
export function stateOf(tags: readonly TagOf[]): PairState {
  const verdicts = new Set(tags.filter(({ isStale }) => !isStale).map(({ tag }) => tag.verdict));
  if (verdicts.size > 1) return 'disagreed';
  const [verdict] = verdicts;
  return verdict ?? (tags.length > 0 ? 'stale' : 'unreviewed');
}

/** A pair and how it stands. */
export interface ReviewedPair {
  readonly subject: ReviewSubject;
  readonly state: PairState;
  readonly tags: readonly TagOf[];
}

/**
 * How each pair stands.
 *
 * @param reviewer only what this one says counts; null: all reviewers together
 */
export function reviewedPairs(
  subjects: readonly ReviewSubject[],
  files: readonly ReviewFile[],
  reviewer: string | null,
): ReviewedPair[] {
  const own = reviewer === null ? files : files.filter((file) => file.reviewer === reviewer);
  return subjects.map((subject) => {
    const tags = tagsOf(subject, own);
    return { subject, state: stateOf(tags), tags };
  });
}

/** Pairs by how they stand. */
export function countStates(pairs: readonly Pick<ReviewedPair, 'state'>[]): Record<PairState, number> {
  const counts = { accepted: 0, rejected: 0, disagreed: 0, stale: 0, unreviewed: 0 };
  for (const { state } of pairs) counts[state]++;
  return counts;
}

/** Names that have a tag and are no pair of the dataset: files were renamed or deleted. Their tags are kept. */
export function namesWithoutPair(subjects: readonly ReviewSubject[], files: readonly ReviewFile[]): string[] {
  const names = new Set(subjects.map(({ name }) => name));
  return [...new Set(files.flatMap(({ tags }) => [...tags.keys()]))].filter((name) => !names.has(name)).sort();
}

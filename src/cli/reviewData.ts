import type { DatasetFacts } from '../core/dataset/facts.ts';
import type { ReviewFile } from '../core/review/reviewFile.ts';
import type { ReviewSubject } from '../core/review/reviewState.ts';

/** A dataset and what reviewers say of it. */
export interface ReviewData {
  /** Links resolved. */
  readonly root: string;
  readonly facts: DatasetFacts;
  readonly subjects: readonly ReviewSubject[];
  readonly files: readonly ReviewFile[];
  /** Every file of tags could be read. */
  readonly isWhole: boolean;
}
